// Models of the same architecture
// question: Which models have the same tensors, layers or layer pattern, whatever their cards say?
// grain: one row per cluster
// parameters:
//   level (STRING): what has to be equal, of exact, structure, body, family and volumes (see the schema of Fingerprint)
//   component (STRING): part of the models to compare, such as model, adapter or unet
//   min_models (INTEGER): fewest models of a cluster
//   max_rows (INTEGER): most rows to return
// columns:
//   cluster (STRING): the digest that all have
//   models (INTEGER): how many models have it
//   lineages (INTEGER): how many lineages they belong to that nothing connects; a model without any counts as one
//   architecture (STRING): architecture of the layer pattern; for several the first by name
//   layers (INTEGER): most layers among them
//   hidden_size (INTEGER): largest width of the layers among them
//   parameters (INTEGER): most parameters among them
//   model_types (LIST<STRING>): model types that their configs name
//   examples (LIST<STRING>): up to five of them, the most downloaded first
// source: Jiang et al., arXiv 2310.01642 (clustering within an architecture, here from headers alone).
// notes: |-
//   Equal headers do not prove a common origin: two trainings from scratch may choose the same sizes.
//   Weights whose shapes before quantisation are unknown (bitsandbytes 4-bit) meet only their like.
:param level => "structure";
:param component => "model";
:param min_models => 2;
:param max_rows => 100;

MATCH (f:Fingerprint)
WITH f, CASE $level
  WHEN "exact" THEN f.id
  WHEN "structure" THEN f.structure
  WHEN "body" THEN f.body
  WHEN "family" THEN f.family
  WHEN "volumes" THEN f.volumes
END AS cluster
WHERE cluster IS NOT NULL
MATCH (m:Model)-[part:HAS_FINGERPRINT]->(f)
WHERE $component IN part.components
WITH cluster, m, min(f.architecture) AS architecture, max(f.layers) AS layers, max(f.hidden_size) AS hidden_size,
  max(f.parameters) AS parameters
ORDER BY coalesce(m.downloads, 0) DESC, m.id
WITH cluster, collect(m) AS members, min(architecture) AS architecture, max(layers) AS layers,
  max(hidden_size) AS hidden_size, max(parameters) AS parameters
WHERE size(members) >= $min_models
CALL (members) {
  UNWIND members AS m
  OPTIONAL MATCH (m)-[:OF_TYPE]->(t:ModelType)
  WITH coalesce(m.lineage_component, m.id) AS lineage, t.name AS type
  ORDER BY type
  RETURN count(DISTINCT lineage) AS lineages, collect(DISTINCT type) AS model_types
}
RETURN
  cluster AS cluster,
  size(members) AS models,
  lineages AS lineages,
  architecture AS architecture,
  layers AS layers,
  hidden_size AS hidden_size,
  parameters AS parameters,
  model_types AS model_types,
  [m IN members[..5] | m.id] AS examples
ORDER BY models DESC, cluster
LIMIT $max_rows;
