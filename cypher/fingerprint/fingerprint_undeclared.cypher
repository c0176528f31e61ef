// Likely bases that nobody declares
// question: Which models have the very tensors of a known model, although no lineage connects the two?
// grain: one row per model
// parameters:
//   model_id (STRING of Model): only this model; null for all
//   level (STRING): what has to be equal, of structure, body (other vocabulary or head) and volumes (across formats)
//   classes (LIST<STRING>): which findings to list, of conflict, missing and related
//   min_parameters (INTEGER): fewest parameters; small models are alike by chance
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   likely_base (STRING): the model of the same tensors that most others descend from; of several the oldest
//   class (STRING): conflict, missing or related
//   declared (STRING): a base that it declares
//   architecture (STRING): architecture of the layer pattern
//   layers (INTEGER): number of layers
//   hidden_size (INTEGER): width of the layers
//   vocab_size (INTEGER): rows of its token embedding
//   parameters (INTEGER): number of its parameters
// notes: |-
//   conflict: it declares a base whose layers have other tensors. missing: it declares no base, and nothing descends from
//   it. related: it declares another base or has descendants of its own, so that it may well be a training from scratch
//   in the same sizes, as some open reproductions are. No path connects model and likely base, and they have no common
//   ancestor; equal headers make a common origin likely and do not prove it.
:param model_id => null;
:param level => "structure";
:param classes => ["conflict", "missing"];
:param min_parameters => 1000000;
:param max_rows => 1000;

MATCH (f:Fingerprint)
WHERE f.kind = "model" AND f.layers > 0 AND coalesce(f.parameters, $min_parameters) >= $min_parameters
WITH f, CASE $level WHEN "structure" THEN f.structure WHEN "body" THEN f.body WHEN "volumes" THEN f.volumes END AS digest
WHERE digest IS NOT NULL
MATCH (m:Model)-[part:HAS_FINGERPRINT]->(f)
WHERE "model" IN part.components OR ($level = "volumes" AND "gguf" IN part.components)
WITH digest, m, f
ORDER BY coalesce(m.lineage_descendants, 0) DESC, m.created_at, coalesce(m.downloads, 0) DESC, m.id, f.id
WITH digest, collect(m) AS members, collect(f) AS prints
WHERE size(members) > 1
WITH members, prints, head(members) AS base
UNWIND range(1, size(members) - 1) AS i
WITH base, members[i] AS m, prints[i] AS f
WHERE m <> base AND ($model_id IS NULL OR m.id = $model_id)
  AND (m.lineage_component IS NULL OR base.lineage_component IS NULL OR m.lineage_component <> base.lineage_component)
OPTIONAL MATCH (m)-[:DERIVED_FROM]->(declared:Model)
WITH base, m, f, declared, declared IS NOT NULL AND EXISTS {
  MATCH (declared)-[part:HAS_FINGERPRINT]->(other:Fingerprint)
  WHERE other.kind = "model" AND "model" IN part.components AND other.format = f.format
    AND other.shapes_known AND f.shapes_known AND other.body <> f.body
} AS differs
ORDER BY differs DESC, declared.id
WITH base, m, f, head(collect(declared)) AS declared, max(CASE WHEN differs THEN 1 ELSE 0 END) = 1 AS differs
WITH base, m, f, declared, CASE
  WHEN differs THEN "conflict"
  WHEN declared IS NULL AND NOT EXISTS { (m)<-[:DERIVED_FROM]-(:Model) } THEN "missing"
  ELSE "related"
END AS class
WHERE class IN $classes
RETURN
  m.id AS model,
  base.id AS likely_base,
  class AS class,
  declared.id AS declared,
  f.architecture AS architecture,
  f.layers AS layers,
  f.hidden_size AS hidden_size,
  f.vocab_size AS vocab_size,
  f.parameters AS parameters
ORDER BY class, coalesce(m.downloads, 0) DESC, model, likely_base
LIMIT $max_rows;
