// Models with the tensors or layers of a given model
// question: Which other models have the tensors, the layers or the layer pattern of a given model?
// grain: one row per other model
// parameters:
//   model_id (STRING of Model): the model
//   component (STRING): part of the models to compare, such as model, adapter or unet
//   levels (LIST<STRING>): how alike they have to be, of exact, structure, body, volumes and family
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the other model
//   level (STRING): the strictest level at which the two are equal
//   format (STRING): file format of the other model
//   quantization (STRING): how its weights are quantised
//   layers (INTEGER): number of its layers
//   hidden_size (INTEGER): width of its layers
//   vocab_size (INTEGER): rows of its token embedding
//   parameters (INTEGER): number of its parameters
//   connected (BOOLEAN): whether the two belong to one lineage
// notes: What each level is blind to stands in the schema of Fingerprint; volumes is the one across file formats.
:param model_id => "mistralai/Mistral-7B-v0.1";
:param component => "model";
:param levels => ["exact", "structure", "body", "volumes"];
:param max_rows => 100;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(m:Model)
WITH DISTINCT m
MATCH (m)-[part:HAS_FINGERPRINT]->(f:Fingerprint)
WHERE $component IN part.components
CALL (f) {
  RETURN f AS g, 0 AS rank
  UNION
  MATCH (g:Fingerprint {structure: f.structure})
  RETURN g, 1 AS rank
  UNION
  MATCH (g:Fingerprint {body: f.body})
  RETURN g, 2 AS rank
  UNION
  MATCH (g:Fingerprint {volumes: f.volumes})
  RETURN g, 3 AS rank
  UNION
  MATCH (g:Fingerprint {family: f.family})
  WHERE "family" IN $levels
  RETURN g, 4 AS rank
}
WITH m, g, min(rank) AS rank
WITH m, g, rank, ["exact", "structure", "body", "volumes", "family"][rank] AS level
WHERE level IN $levels
MATCH (other:Model)-[theirs:HAS_FINGERPRINT]->(g)
WHERE other <> m AND ($component IN theirs.components OR level = "volumes")
RETURN
  other.id AS model,
  level AS level,
  g.format AS format,
  g.quantization AS quantization,
  g.layers AS layers,
  g.hidden_size AS hidden_size,
  g.vocab_size AS vocab_size,
  g.parameters AS parameters,
  m.lineage_component IS NOT NULL AND coalesce(other.lineage_component = m.lineage_component, false) AS connected
ORDER BY rank, coalesce(other.downloads, 0) DESC, model, format
LIMIT $max_rows;
