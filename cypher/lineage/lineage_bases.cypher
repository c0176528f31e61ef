// Derivations above a model
// question: Through which single steps was a given model made, up to its roots?
// grain: one row per derivation, those nearest to the model first
// parameters:
//   model_id (STRING of Model): the model
//   max_hops (INTEGER): most derivation steps to follow; never more than 50
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the derived model
//   base (STRING): the model it was made from
//   relation (STRING): how it was derived
//   hops (INTEGER): derivation steps from the given model to the derived one
//   license (STRING): ids of the licences the base declares, joined by commas; null where it declares none
//   downloads (INTEGER): downloads of the base in the last 30 days
//   status (STRING): status of the base
:param model_id => "meta-llama/Llama-3.1-8B-Instruct";
:param max_hops => 20;
:param max_rows => 200;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
MATCH way = (model)-[:DERIVED_FROM]->{0,49}(below:Model)
WITH below, min(length(way)) AS hops
WHERE hops < $max_hops
MATCH (below)-[step:DERIVED_FROM]->(base:Model)
WITH below, step, base, hops
ORDER BY hops, below.id, base.id
LIMIT $max_rows
WITH
  below,
  step,
  base,
  hops,
  COLLECT { MATCH (base)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id ORDER BY id } AS licenses
RETURN
  below.id AS model,
  base.id AS base,
  step.relation AS relation,
  hops AS hops,
  reduce(joined = head(licenses), id IN tail(licenses) | joined + ", " + id) AS license,
  base.downloads AS downloads,
  base.status AS status
ORDER BY hops, model, base
LIMIT $max_rows;
