// Quantisation against the relation
// meaning: The name bears a mark of quantisation and the declared relation is another one, or it bears none although it is declared as quantised.
// severity: medium
// says: the name says {claimed}, and the card declares {actual} of {base}
// lacks: the name does not say that it is a quantised {base}
// remedy: Declare as base the model that was quantised, with base_model_relation: quantized; or leave the mark out.
// source: N9 of the checks on metadata and lineage.
// reads: model, base, relation
WITH model, base, relation, coalesce(model.name_relations, []) AS told, coalesce(base.name_relations, []) AS theirs
WHERE (relation.relation IN ["finetune", "adapter", "merge", "distilled"]
    AND "quantized" IN told AND (NOT "quantized" IN theirs
      // Nobody trains on GGUF files: what is made of these is packed in another way.
      OR relation.relation = "finetune" AND "gguf" IN base.name_quantization AND NOT "gguf" IN model.name_quantization))
  OR (relation.relation = "quantized" AND NOT "quantized" IN told)
WITH *,
  // What holds numbers of full width is a quantised form of nothing.
  coalesce(model.name_quantization, [word IN ["fp32", "float32"] WHERE "-" + replace(toLower(split(model.id, "/")[-1]), "_", "-") + "-"
    CONTAINS "-" + word + "-" AND NOT toLower(base.id) CONTAINS word]) AS marks,
  coalesce(model._name_stem, model._name_key) AS stem,
  coalesce(base._name_stem, base._name_key) AS key
// The name of the base but for marks, what loads it and its publisher; every word of it among others.
WITH *,
  key CONTAINS stem OR replace(stem, key, "") IN ["", "mtp", toLower(coalesce(model.library, "")), replace(toLower(split(base.id, "/")[0]), "-", "")] AS same,
  stem CONTAINS key OR all(word IN split(replace(toLower(split(base.id, "/")[-1]), "_", "-"), "-")
    // What a packager adds says nothing of the model.
    WHERE word IN ["comfyui", "repackaged", "diffusers", "hf", "novae"] OR model._name_key CONTAINS replace(word, ".", "")) AS alike,
  // Weights that were changed, or trained further, before or while they were kept in few bits.
  any(word IN ["uncensored", "crack", "unfiltered", "epoch", "ckpt", "checkpoint"]
    WHERE toLower(model.id) CONTAINS word AND NOT toLower(base.id) CONTAINS word)
    OR toLower(model.id) =~ ".*[-_](lr|step|steps)_?\\d.*" AS trained,
  // The card says what was done, and the name which model it was done with, in fewer words (`qwen32b-coder`).
  relation.relation = "finetune"
    AND any(tag IN model.tags WHERE toLower(tag) IN ["quantization", "quantisation", "post-training-quantization", "ptq"])
    AND model.name_parameters = base.name_parameters
    AND any(family IN coalesce(model.name_families, []) + coalesce(model.name_families_unsure, []) WHERE family IN base.name_families)
    AND NOT any(word IN told WHERE word IN ["finetune", "distilled", "draft", "serves"]) AS said
RETURN
  model, base, relation,
  CASE
    WHEN NOT "quantized" IN told THEN CASE WHEN size(marks) > 0 THEN "conflict" ELSE "missing" END
    WHEN relation.relation = "merge" OR any(word IN told WHERE word IN ["adapter", "merge"]) THEN "related"
    // A draft head or another part.
    WHEN all(count IN model.name_parameters WHERE 40 * model.parameters < count) THEN "related"
    WHEN same OR said AND NOT trained AND NOT all(mark IN marks WHERE mark =~ "(gg(uf|ml)|[it]?q\\d.*)") THEN "conflict"
    // Training works on weights of few bits, too, but not in the formats of devices: only what is named like its base
    // was surely quantised after it.
    WHEN all(mark IN marks WHERE mark =~ "(\\d+bit|bnb.*|bitnet.*)") AND NOT toLower(model.id) =~ ".*(mlx|coreml|openvino|onnx).*" THEN "related"
    // An adapter with a name of its own was merged before.
    WHEN trained OR relation.relation = "adapter" AND stem STARTS WITH key THEN "related"
    // Who trained a model keeps it in these formats, too, and declares what it was trained from.
    WHEN NOT alike OR all(mark IN marks WHERE mark =~ "(gg(uf|ml)|[it]?q\\d.*|exl\\d|h\\d|.*bpw)") THEN "related"
    // A base is copied from the card of what was quantised (`Instruct` of the pretrained model).
    WHEN relation.relation = "finetune" AND any(word IN ["instruct", "chat"] WHERE stem CONTAINS word AND NOT key CONTAINS word) THEN "related"
    WHEN any(word IN told WHERE word IN ["finetune", "distilled"] AND NOT word IN theirs) THEN "related"
    ELSE "conflict"
  END AS verdict,
  marks AS claimed,
  [relation.relation] AS actual,
  "the declared relation to " + base.id AS evidence
