// What an artifact and everything below it was made from or uses
// question: Which edges would a change of an artifact's licence or bases reach, and what is declared below each?
// grain: one row per edge of the artifact and of everything below it; one without an upstream where it has none
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   max_rows (INTEGER): most rows to return
// columns:
//   downstream (STRING): the lower artifact
//   kind (STRING): model, dataset or repository
//   hops (INTEGER): steps from the artifact down to it; 0 for the artifact itself
//   statement (MAP): what it declares, with the keys licenses, operator, contradicted and conditions; null for nothing
//   downloads (INTEGER): its downloads in the last 30 days, where they are known
//   upstream (STRING): what it was made from or uses
//   upstream_kind (STRING): model or dataset
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   way (STRING): how the two meet for licences
// notes: At most 50 steps are followed.
:param artifact => "mistralai/Mistral-7B-v0.1";
:param max_rows => 100000;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(start:Model|Dataset|Repository)
WITH DISTINCT start
// Only min(length()) of the ways is asked for, so that Neo4j visits each artifact once.
MATCH path = (start)<-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]-{0,50}(lower)
WITH lower, min(length(path)) AS hops
OPTIONAL MATCH (statement:_LicenseStatement {id: coalesce(lower._license_key, lower.license_statement)})
OPTIONAL MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper:Model|Dataset)
RETURN
  lower.id AS downstream,
  CASE WHEN lower:Model THEN "model" WHEN lower:Dataset THEN "dataset" ELSE "repository" END AS kind,
  hops AS hops,
  statement {.licenses, .operator, .contradicted, .conditions} AS statement,
  lower.downloads AS downloads,
  upper.id AS upstream,
  CASE WHEN upper:Model THEN "model" WHEN upper:Dataset THEN "dataset" END AS upstream_kind,
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    WHEN "REUSES" THEN "uses"
  END AS relation,
  edge._license_way AS way
ORDER BY hops, downstream, kind, upstream, upstream_kind, relation
LIMIT $max_rows;
