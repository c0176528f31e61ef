// What artifacts were made from directly
// question: Which models and datasets were each of some models made from or trained on, and how?
// grain: one row per model and what is above it
// parameters:
//   model_ids (LIST<STRING> of Model): Hub ids of the models
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   above (STRING): id of what it was made from or trained on
//   relation (STRING): finetune, adapter …, or trained_on
:param model_ids => ["meta-llama/Llama-3.1-8B-Instruct", "mistralai/Mistral-7B-v0.1"];
:param max_rows => 5000;

UNWIND $model_ids AS id
MATCH (model:Model {id: id})-[step:DERIVED_FROM|TRAINED_ON]->(above:Model|Dataset)
RETURN
  model.id AS model,
  above.id AS above,
  CASE type(step) WHEN "TRAINED_ON" THEN "trained_on" ELSE coalesce(step.relation, "undeclared") END AS relation
ORDER BY model, relation, above
LIMIT $max_rows;
