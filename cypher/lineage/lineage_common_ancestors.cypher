// Common ancestors of two models
// question: From which models do two given models both descend, and how far away is each?
// grain: one row per common ancestor, the nearest to both first
// parameters:
//   model_id (STRING of Model): the one model
//   other_id (STRING of Model): the other model
//   max_hops (INTEGER): most derivation steps to follow; never more than 50
//   max_rows (INTEGER): most rows to return
// columns:
//   ancestor (STRING): Hub id of the ancestor; one of the two itself where the other descends from it
//   hops (INTEGER): derivation steps from the one model to it
//   other_hops (INTEGER): derivation steps from the other model to it
//   nearest (BOOLEAN): whether no other common ancestor descends from it directly
//   license (STRING): the licences it declares as one expression
:param model_id => "meta-llama/Llama-3.1-8B-Instruct";
:param other_id => "NousResearch/Hermes-3-Llama-3.1-8B";
:param max_hops => 20;
:param max_rows => 100;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
MATCH (:Model|Alias {id: $other_id})-[:ALIAS_OF]->{0,1}(other:Model)
WITH DISTINCT model, other
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
CALL (model) {
  MATCH way = (model)-[:DERIVED_FROM]->{0,50}(ancestor:Model)
  WITH ancestor, min(length(way)) AS hops
  ORDER BY ancestor.id
  WHERE hops <= $max_hops
  RETURN collect({node: ancestor, hops: hops}) AS above
}
CALL (other, above) {
  MATCH way = (other)-[:DERIVED_FROM]->{0,50}(ancestor:Model)
  WITH above, ancestor, min(length(way)) AS other_hops
  WHERE other_hops <= $max_hops
  UNWIND above AS one
  WITH ancestor, other_hops, one
  WHERE one.node = ancestor
  RETURN ancestor, one.hops AS hops, other_hops
}
WITH ancestor, hops, other_hops
ORDER BY ancestor.id
WITH collect({ancestor: ancestor, hops: hops, other_hops: other_hops}) AS common, collect(ancestor) AS ancestors
UNWIND common AS one
WITH one.ancestor AS ancestor, one.hops AS hops, one.other_hops AS other_hops, ancestors
RETURN
  ancestor.id AS ancestor,
  hops AS hops,
  other_hops AS other_hops,
  NOT EXISTS { MATCH (child)-[:DERIVED_FROM]->(ancestor) WHERE child IN ancestors } AS nearest,
  ancestor.license_statement AS license
ORDER BY hops + other_hops, hops, ancestor
LIMIT $max_rows;
