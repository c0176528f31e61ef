// What the weight files of a model show
// question: Which architecture, layers, sizes and types do the headers of a model's weight files show?
// grain: one row per fingerprint of the model
// parameters:
//   model_id (STRING of Model): the model
//   max_rows (INTEGER): most rows to return
// columns:
//   components (LIST<STRING>): parts of the model that have it, such as model, adapter or unet
//   architecture (STRING): model type that the tensors are most like; of several with the same layers that of the
//     config; of an adapter else that of the base that it fits
//   alike (LIST<STRING>): other model types whose layers have tensors of the same names
//   format (STRING): safetensors or gguf
//   layers (INTEGER): layers of the largest stack; of an adapter the number that its base needs at least
//   hidden_size (INTEGER): width of the layers
//   vocab_size (INTEGER): rows of the token embedding
//   parameters (INTEGER): parameters before quantisation
//   dtype (STRING): type of most elements as stored
//   quantization (STRING): how the weights are quantised
//   rank (INTEGER): rank of an adapter
//   stacks (LIST<STRING>): each stack of layers with its number and the model type that it is most like
//   models (INTEGER): how many models have the same structure, this one included
//   revision (STRING): commit that was read
:param model_id => "mistralai/Mistral-7B-v0.1";
:param max_rows => 100;

MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(m:Model)
WITH DISTINCT m
MATCH (m)-[part:HAS_FINGERPRINT]->(f:Fingerprint)
OPTIONAL MATCH (m)-[:DERIVED_FROM {relation: "adapter"}]->(:Model)-[:HAS_FINGERPRINT]->(base:Fingerprint {kind: "model"})
WHERE f.kind = "adapter" AND all(name IN coalesce(f.layer_tensors, []) WHERE name IN base.layer_tensors)
WITH m, part, f, base.architecture AS fitting
ORDER BY fitting
WITH m, part, f, head(collect(fitting)) AS fitting
RETURN
  part.components AS components,
  CASE WHEN part.stated_type IN f.alike THEN part.stated_type ELSE coalesce(f.architecture, fitting) END AS architecture,
  f.alike AS alike,
  f.format AS format,
  f.layers AS layers,
  f.hidden_size AS hidden_size,
  f.vocab_size AS vocab_size,
  f.parameters AS parameters,
  f.dtype AS dtype,
  f.quantization AS quantization,
  f.rank AS rank,
  nullIf([i IN range(0, size(coalesce(f.stacks, [])) - 1) | 
    f.stacks[i] + " " + f.stack_layers[i] + coalesce(" " + nullIf(f.stack_types[i], "other"), "")], []) AS stacks,
  COUNT { MATCH (other:Model)-[:HAS_FINGERPRINT]->(:Fingerprint {structure: f.structure}) RETURN DISTINCT other } AS models,
  part.revision AS revision
ORDER BY "model" IN part.components DESC, components, f.id
LIMIT $max_rows;
