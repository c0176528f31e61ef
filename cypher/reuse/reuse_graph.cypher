// Picture of who loads a model and what was made from it
// question: Which repositories load a model, or a model that was made from it?
// grain: one row per use of the model or of one below it, and per derivation between them, those nearest to it first
// parameters:
//   model_id (STRING of Model): the model
//   max_hops (INTEGER): most derivation steps to follow down; never more than 50
//   max_rows (INTEGER): most uses and derivations to draw
// columns:
//   path (PATH): a repository and a model that it loads, or a derived model and its base; the model alone where there is no such pair
// notes: Made for Neo4j Browser, which draws the rows as one picture.
:param model_id => "mistralai/Mistral-7B-v0.1";
:param max_hops => 3;
:param max_rows => 140;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
CALL (model) {
  MATCH way = (model)<-[:DERIVED_FROM]-{0,50}(below:Model)
  WITH model, below, min(length(way)) AS hops
  WHERE hops <= $max_hops
  MATCH path = (below)<-[:REUSES]-(:Repository)
  RETURN path, hops
  UNION
  MATCH way = (model)<-[:DERIVED_FROM]-{0,49}(above:Model)
  WITH model, above, min(length(way)) AS hops
  WHERE hops < $max_hops
  MATCH path = (above)<-[:DERIVED_FROM]-(:Model)
  RETURN path, hops + 1 AS hops
  UNION
  MATCH path = (model)
  WHERE NOT EXISTS { (model)<-[:REUSES|DERIVED_FROM]-() }
  RETURN path, 0 AS hops
}
WITH path, min(hops) AS hops
RETURN path AS path
ORDER BY hops, nodes(path)[0].id, nodes(path)[-1].id
LIMIT $max_rows;
