// Licences of an artifact and of all that it was made from
// question: Which licences do an artifact and everything above it declare, and along which way?
// grain: one row per artifact, itself first, then the nearest
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   max_hops (INTEGER): most steps to follow; never more than 20
//   max_rows (INTEGER): most rows to return
// columns:
//   upstream (STRING): the artifact itself, or one that it was made from, trained on, generated from or uses
//   kind (STRING): model, dataset or repository
//   hops (INTEGER): steps to it; 0 for the artifact itself
//   licenses (LIST<STRING>): ids of the licences it declares
//   status (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
//   way (LIST<STRING>): ids on a shortest way, the artifact first
:param artifact => "deepseek-ai/DeepSeek-R1-Distill-Llama-8B";
:param max_hops => 20;
:param max_rows => 1000;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
CALL (artifact) {
  RETURN artifact AS upper, [artifact.id] AS way, 0 AS hops
  UNION
  MATCH path = ANY SHORTEST (artifact)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->{1,20}(upper:Model|Dataset)
  WHERE upper <> artifact AND length(path) <= $max_hops
  RETURN upper, [one IN nodes(path) | one.id] AS way, length(path) AS hops
}
WITH artifact, upper, way, hops
ORDER BY hops, upper.id, labels(upper)
LIMIT $max_rows
RETURN
  upper.id AS upstream,
  CASE WHEN upper:Model THEN "model" WHEN upper:Dataset THEN "dataset" ELSE "repository" END AS kind,
  hops AS hops,
  COLLECT { MATCH (upper)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id ORDER BY id } AS licenses,
  upper.status AS status,
  way AS way
ORDER BY hops, upstream, kind
LIMIT $max_rows;
