// Shortest paths between two artifacts
// question: Through which derivations, trainings, generations and uses is one artifact connected with another above it?
// grain: one row per step of the path, from the lower artifact up
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the lower artifact
//   ancestor (STRING of Model|Dataset): the upper artifact
//   max_rows (INTEGER): most rows to return
// columns:
//   step (INTEGER): number of the step, from 1
//   lower (STRING): what was made, or the repository
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   upper (STRING): what it was made from or uses
//   lower_license (STRING): the licences that the lower one declares as one expression
//   upper_license (STRING): the same of the upper one
// notes: One shortest path of at most 50 steps; no row where there is none.
:param artifact => "NousResearch/Hermes-3-Llama-3.1-8B";
:param ancestor => "meta-llama/Llama-3.1-8B";
:param max_rows => 60;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(low:Model|Dataset|Repository)
WITH DISTINCT low
MATCH (:Model|Dataset|Alias {id: $ancestor})-[:ALIAS_OF]->{0,1}(top:Model|Dataset)
WITH DISTINCT low, top
MATCH path = ANY SHORTEST (low)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->{1,50}(top)
WITH path
ORDER BY length(path), nodes(path)[0].id
LIMIT 1
UNWIND range(1, length(path)) AS step
WITH step, nodes(path)[step - 1] AS lower, relationships(path)[step - 1] AS edge, nodes(path)[step] AS upper
RETURN
  step AS step,
  lower.id AS lower,
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  upper.id AS upper,
  lower.license_statement AS lower_license,
  upper.license_statement AS upper_license
ORDER BY step
LIMIT $max_rows;
