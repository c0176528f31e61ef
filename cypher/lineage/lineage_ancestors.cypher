// Ancestors of a model
// question: Which models was a given model made from, directly or through others, and under which licences are they?
// grain: one row per ancestor, nearest first
// parameters:
//   model_id (STRING of Model): the model
//   max_hops (INTEGER): most derivation steps to follow; never more than 50
//   max_rows (INTEGER): most rows to return
// columns:
//   ancestor (STRING): Hub id of the ancestor
//   hops (INTEGER): derivation steps on the shortest way to it
//   relations (LIST<STRING>): how each step was derived, from the model up to the ancestor
//   license (STRING): ids of the licences it declares, joined by commas; null where it declares none
// notes: >-
//   Of several shortest ways, the one over the smallest ids is shown. A model on a cycle is not its own ancestor.
:param model_id => "meta-llama/Llama-3.1-8B-Instruct";
:param max_hops => 20;
:param max_rows => 100;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
MATCH way = (model)-[:DERIVED_FROM]->{0,49}(below:Model)
WITH model, below, min(length(way)) AS hops
WHERE hops < $max_hops
MATCH (below)-[step:DERIVED_FROM]->(ancestor:Model)
WHERE ancestor <> model
WITH ancestor, below, hops + 1 AS hops, step
ORDER BY hops, below.id
WITH ancestor, collect({node: ancestor, id: ancestor.id, hops: hops, from: below.id, how: step.relation})[0] AS nearest
ORDER BY nearest.hops, nearest.id
WITH
  collect(nearest) AS found,
  collect(CASE WHEN EXISTS { (ancestor)-[:DERIVED_FROM]->() } THEN nearest END) AS inner
UNWIND found[..$max_rows] AS nearest
WITH nearest, reduce(way = [nearest], hop IN range(2, nearest.hops) | [one IN inner WHERE one.id = way[0].from] + way) AS way
// Grouping lets go of the lists, which a sort would count once a row.
WITH nearest.node AS ancestor, nearest.hops AS hops, [one IN way | one.how] AS relations, count(*) AS once
ORDER BY hops, ancestor.id
WITH
  ancestor,
  hops,
  relations,
  COLLECT { MATCH (ancestor)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id ORDER BY id } AS licenses
RETURN
  ancestor.id AS ancestor,
  hops AS hops,
  relations AS relations,
  reduce(joined = head(licenses), id IN tail(licenses) | joined + ", " + id) AS license
ORDER BY hops, ancestor
LIMIT $max_rows;
