// Quantisation against the tags
// meaning: The name says a format or the width of full numbers, and the tags that the Hub wrote for the files say otherwise.
// severity: medium
// says: the name says {claimed}, the tags {actual}
// remedy: Write the format of the files; where files are missing, add them.
// source: the Hub tags the formats of files and how the config says that they are quantised.
// reads: model, relations
// only: model.tags IS NOT NULL
WITH model, relations, coalesce(model.name_quantization, []) AS marks,
  [word IN ["bf16", "fp16", "fp32"] WHERE "-" + replace(toLower(split(model.id, "/")[-1]), "_", "-") + "-" CONTAINS "-" + word + "-"] AS full
WITH *, CASE
    // Other files than GGUF alone.
    WHEN "gguf" IN marks THEN CASE
      WHEN "gguf" IN coalesce(model.quantization, []) OR "gguf" IN model.tags THEN []
      ELSE [tag IN coalesce(model.quantization, []) + model.tags WHERE tag IN ["safetensors", "compressed-tensors"]]
    END
    // What is quantised says so in its name or relation, and what was quantised before may be named with its width.
    WHEN size(full) > 0 AND size(marks) = 0 AND NOT "quantized" IN relations AND any(mark IN model.quantization WHERE mark =~ "[1-8]-bit")
      THEN model.quantization
    ELSE []
  END AS actual
WHERE size(actual) > 0
RETURN
  model,
  "conflict" AS verdict,
  CASE WHEN "gguf" IN marks THEN ["gguf"] ELSE full END AS claimed,
  actual,
  "the tags of the files" AS evidence
