// Picture of a name against what is known
// question: What does a model's name claim, and what do its type, class and bases say?
// grain: one row per path, from the claims over type and class to the claims of the bases
// parameters:
//   model_id (STRING of Model): Hub id of the model
//   max_rows (INTEGER): most paths to draw
// columns:
//   path (PATH): from the model to a family, dataset or base
// notes: Made for Neo4j Browser, which draws the rows as one picture.
:param model_id => "deepseek-ai/DeepSeek-R1-Distill-Llama-8B";
:param max_rows => 70;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
CALL (model) {
  MATCH path = (model)-[:NAMES]->(:Family|Dataset)
  RETURN path, 0 AS rank
  UNION
  MATCH path = (model)-[:OF_TYPE|HAS_ARCHITECTURE]->(:ModelType|Architecture)-[:IN_FAMILY]->(:Family)
  RETURN path, 1 AS rank
  UNION
  MATCH path = (model)-[:DERIVED_FROM]->(:Model)-[:NAMES]->(:Family)
  RETURN path, 2 AS rank
  UNION
  MATCH path = (model)-[:NAMES]->(:Family)-[:BUILT_ON]->(:Family)
  RETURN path, 3 AS rank
}
RETURN path AS path
ORDER BY rank, coalesce(nodes(path)[-1].id, nodes(path)[-1].name), length(path)
LIMIT $max_rows;
