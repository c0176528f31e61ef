// Derivations between some models, and whether the licences fit
// question: Which of some models were made from which others of them, how, and what does a rule set say of the licences?
// grain: one row per derivation
// parameters:
//   model_ids (LIST<STRING> of Model): Hub ids of the models
//   profile (STRING): rule set of the verdict
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the derived model
//   base (STRING): the model it was made from
//   relation (STRING): how it was derived
//   verdict (STRING): conflict, unknown, warning or compatible; null where the rule set does not judge it
:param model_ids => ["meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-8B-Instruct"];
:param profile => "default";
:param max_rows => 2000;

UNWIND $model_ids AS id
MATCH (model:Model {id: id})-[step:DERIVED_FROM]->(base:Model)
WHERE base.id IN $model_ids
OPTIONAL MATCH (:LicenseVerdict {id: step.license_verdict_id})-[judged:JUDGED]->(:Profile {name: $profile})
WITH model, step, base, max(judged.rank) AS rank
RETURN
  model.id AS model,
  base.id AS base,
  coalesce(step.relation, "undeclared") AS relation,
  CASE rank WHEN 3 THEN "conflict" WHEN 2 THEN "unknown" WHEN 1 THEN "warning" WHEN 0 THEN "compatible" END AS verdict
ORDER BY model, base
LIMIT $max_rows;
