// Picture of a model's lineage
// question: What does the lineage of a model look like, up to its roots and down to what was made from it?
// grain: one row per derivation, those nearest to the model first
// parameters:
//   model_id (STRING of Model): the model
//   max_hops (INTEGER): most derivation steps to follow, up and down; never more than 50
//   max_rows (INTEGER): most derivations to draw
// columns:
//   path (PATH): one derivation, from the derived model to its base; the model alone where it has none
// notes: Made for Neo4j Browser, which draws the rows as one picture.
:param model_id => "meta-llama/Llama-3.1-8B";
:param max_hops => 5;
:param max_rows => 140;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
CALL (model) {
  MATCH way = (model)-[:DERIVED_FROM]->{0,49}(below:Model)
  WITH model, below, min(length(way)) AS hops
  WHERE hops < $max_hops
  MATCH path = (below)-[:DERIVED_FROM]->(:Model)
  RETURN path, hops
  UNION
  MATCH way = (model)<-[:DERIVED_FROM]-{0,49}(above:Model)
  WITH model, above, min(length(way)) AS hops
  WHERE hops < $max_hops
  MATCH path = (:Model)-[:DERIVED_FROM]->(above)
  RETURN path, hops
  UNION
  MATCH path = (model)
  WHERE NOT EXISTS { (model)-[:DERIVED_FROM]-() }
  RETURN path, 0 AS hops
}
WITH path, min(hops) AS hops
RETURN path AS path
ORDER BY hops, nodes(path)[0].id, nodes(path)[-1].id
LIMIT $max_rows;
