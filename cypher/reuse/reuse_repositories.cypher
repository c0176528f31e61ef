// Repositories that load models
// question: Which repositories load models, how many, and under which licence are they?
// grain: one row per repository that loads a model
// parameters:
//   model_id (STRING of Model): only repositories that load this model; its id or an old id of it
//   max_rows (INTEGER): most rows to return
// columns:
//   repository (STRING): name of the repository
//   models (INTEGER): models that it loads
//   license (STRING): licence that it declares; null for none
//   stars (INTEGER): its stars
// notes: Those that load most models come first.
:param model_id => null;
:param max_rows => 100;

CALL () {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (repository:Repository)
  WHERE EXISTS { (repository)-[:REUSES]->(:Model) }
  RETURN repository
  UNION
  MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(:Model)<-[:REUSES]-(repository:Repository)
  RETURN repository
}
RETURN
  repository.id AS repository,
  COUNT { (repository)-[:REUSES]->(:Model) } AS models,
  repository.license_statement AS license,
  repository.stars AS stars
ORDER BY models DESC, repository
LIMIT $max_rows;
