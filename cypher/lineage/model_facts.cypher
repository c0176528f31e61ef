// Facts of a model
// question: What is known about a given model, and how large is its family?
// grain: one row per model; more than one only where an old id names several
// parameters:
//   model_id (STRING of Model): the model
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): Hub id of the model
//   status (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
//   license (STRING): ids of the licences it declares, joined by commas; null where it declares none
//   task (STRING): what it is published for
//   library (STRING): what loads it
//   parameters (INTEGER): number of parameters
//   downloads (INTEGER): downloads in the last 30 days
//   likes (INTEGER): likes on the Hub
//   gated (BOOLEAN): whether its files need an accepted request
//   last_modified (ZONED DATETIME): when it last changed
//   bases (INTEGER): models it was made from directly
//   children (INTEGER): models made from it directly
//   descendants (INTEGER): models made from it, directly or through others
//   datasets (LIST<STRING>): what it was trained on
//   repositories (INTEGER): repositories whose code loads it
//   aliases (LIST<STRING>): old ids of it
//   successor (STRING): the newer model its publisher points to
:param model_id => "meta-llama/Llama-3.1-8B";
:param max_rows => 5;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
WITH
  model,
  COLLECT { MATCH (model)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id ORDER BY id } AS licenses,
  COLLECT { MATCH (model)-[:TRAINED_ON]->(d:Dataset) RETURN d.id AS id ORDER BY id LIMIT 50 } AS datasets,
  COLLECT { MATCH (model)<-[:ALIAS_OF]-(a:Alias) RETURN a.id AS id ORDER BY id LIMIT 50 } AS aliases,
  COLLECT { MATCH (model)-[:SUCCEEDED_BY]->(s:Model) RETURN s.id AS id ORDER BY id LIMIT 1 } AS successors
RETURN
  model.id AS model,
  model.status AS status,
  reduce(joined = head(licenses), id IN tail(licenses) | joined + ", " + id) AS license,
  model.task AS task,
  model.library AS library,
  model.parameters AS parameters,
  model.downloads AS downloads,
  model.likes AS likes,
  model.gated AS gated,
  model.last_modified AS last_modified,
  COUNT { (model)-[:DERIVED_FROM]->() } AS bases,
  COUNT { (model)<-[:DERIVED_FROM]-() } AS children,
  coalesce(model.lineage_descendants, 0) AS descendants,
  datasets AS datasets,
  COUNT { (model)<-[:REUSES]-(:Repository) } AS repositories,
  aliases AS aliases,
  head(successors) AS successor
ORDER BY model
LIMIT $max_rows;
