// Siblings of a model
// question: Which other models were made directly from the same bases as a given model, and how?
// grain: one row per sibling, those that share most bases first
// parameters:
//   model_id (STRING of Model): the model
//   max_rows (INTEGER): most rows to return
// columns:
//   sibling (STRING): Hub id of the other model
//   shared (INTEGER): bases that both were made from
//   bases (LIST<STRING>): these bases, at most ten
//   relations (LIST<STRING>): how the sibling was made from them
//   license (STRING): the licences it declares as one expression
//   downloads (INTEGER): its downloads in the last 30 days
:param model_id => "NousResearch/Hermes-3-Llama-3.1-8B";
:param max_rows => 100;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
MATCH (model)-[:DERIVED_FROM]->(base:Model)<-[step:DERIVED_FROM]-(sibling:Model)
WHERE sibling <> model
WITH sibling, base, coalesce(step.relation, "undeclared") AS relation
ORDER BY base.id, relation
WITH sibling, count(base) AS shared, collect(base.id)[0..10] AS bases, collect(DISTINCT relation) AS relations
RETURN
  sibling.id AS sibling,
  shared AS shared,
  bases AS bases,
  relations AS relations,
  sibling.license_statement AS license,
  sibling.downloads AS downloads
ORDER BY shared DESC, coalesce(downloads, 0) DESC, sibling
LIMIT $max_rows;
