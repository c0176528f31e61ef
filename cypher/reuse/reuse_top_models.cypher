// Models that most repositories load
// question: Which models do most repositories load, and how many stars do those repositories have?
// grain: one row per model that a repository loads
// parameters:
//   hub (STRING): only models of this hub, such as huggingface or pytorch
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): id of the model
//   repositories (INTEGER): repositories that load it
//   stars (INTEGER): stars of those repositories together; null where no stars are known
// source: Jiang et al., PeaTMOSS, MSR 2024; the links between PTMs and repositories.
:param hub => null;
:param max_rows => 100;

MATCH (model:Model)<-[:REUSES]-(repository:Repository)
WHERE $hub IS NULL OR model.hub = $hub
WITH
  model,
  count(*) AS repositories,
  count(CASE WHEN repository.stars IS NOT NULL THEN 1 END) AS known,
  sum(repository.stars) AS stars
RETURN
  model.id AS model,
  repositories AS repositories,
  CASE WHEN known > 0 THEN stars END AS stars
ORDER BY repositories DESC, model
LIMIT $max_rows;
