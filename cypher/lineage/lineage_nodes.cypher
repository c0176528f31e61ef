// What a picture shows of models
// question: Under which licence is each of some models, of which class, and how many models are above and below it?
// grain: one row per model
// parameters:
//   model_ids (LIST<STRING> of Model): Hub ids of the models
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): Hub id of the model
//   license (STRING): what it declares; null where it declares nothing
//   class (STRING): coarse class of that licence, such as permissive or community
//   downloads (INTEGER): downloads in the last 30 days
//   status (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
//   bases (INTEGER): models it was made from directly
//   children (INTEGER): models made from it directly
//   descendants (INTEGER): models made from it, directly or through others
:param model_ids => ["meta-llama/Llama-3.1-8B", "mistralai/Mistral-7B-v0.1"];
:param max_rows => 1000;

UNWIND $model_ids AS id
MATCH (model:Model {id: id})
WITH DISTINCT model
RETURN
  model.id AS model,
  model.license_statement AS license,
  model.license_class AS class,
  model.downloads AS downloads,
  model.status AS status,
  COUNT { (model)-[:DERIVED_FROM]->() } AS bases,
  COUNT { (model)<-[:DERIVED_FROM]-() } AS children,
  coalesce(model.lineage_descendants, 0) AS descendants
ORDER BY model
LIMIT $max_rows;
