// How the children of models were made
// question: How many models were made directly from each of some models, relation by relation?
// grain: one row per base and relation
// parameters:
//   model_ids (LIST<STRING> of Model): Hub ids of the bases
//   max_rows (INTEGER): most rows to return
// columns:
//   base (STRING): the base
//   relation (STRING): finetune, adapter, quantized, merge …
//   models (INTEGER): models made from it in that way
:param model_ids => ["meta-llama/Llama-3.1-8B", "mistralai/Mistral-7B-v0.1"];
:param max_rows => 1000;

UNWIND $model_ids AS id
MATCH (base:Model {id: id})<-[step:DERIVED_FROM]-(:Model)
RETURN base.id AS base, coalesce(step.relation, "undeclared") AS relation, count(*) AS models
ORDER BY base, models DESC, relation
LIMIT $max_rows;
