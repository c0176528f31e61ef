// Repositories that load an outdated model
// question: Which repositories load a model to which its publisher names a successor?
// grain: one row per repository, model and successor
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   repository (STRING): name of the repository
//   model (STRING): model that it loads
//   successor (STRING): newer model that the publisher of the model points to
// source: Jiang et al., PeaTMOSS, MSR 2024, Table 3, question I-4 (updates and technical lag).
// notes: Repositories with most stars come first.
:param max_rows => 100;

MATCH (repository:Repository)-[:REUSES]->(model:Model)-[:SUCCEEDED_BY]->(successor:Model)
WHERE NOT EXISTS { (repository)-[:REUSES]->(successor) }
WITH coalesce(repository.stars, -1) AS stars, repository.id AS repository, model.id AS model, successor.id AS successor
RETURN repository AS repository, model AS model, successor AS successor
ORDER BY stars DESC, repository, model, successor
LIMIT $max_rows;
