// Parameters against the files
// meaning: The name says another number of parameters than the files hold.
// severity: high
// says: the name says {claimed} parameters, the files hold {actual}
// lacks: the files hold {actual} parameters, only a part of what the name says
// remedy: Write the number that the files hold, in the unit of the family (7B, 350M).
// source: the totals of safetensors and GGUF headers.
// reads: model, relations, others
// only: model.name_parameters IS NOT NULL AND model.parameters > 0 AND model.name_quantization IS NULL AND model.quantization IS NULL
WITH model, relations, others,
  [claim IN coalesce(model.name_parameters, []) WHERE claim >= 5000000 OR model.parameters < 100000000] AS counts,
  coalesce(model.name_relations, []) AS told
// Quantised files hold packed numbers, those of an adapter or a draft only what was added.
WHERE size(counts) > 0
  AND NOT any(word IN told WHERE word IN ["adapter", "draft"])
  AND coalesce(model.library, "") <> "peft" AND NOT coalesce(model.dtype, "") IN ["I32", "U32", "U8", "I8"]
  AND NOT any(relation IN relations WHERE relation IN ["adapter", "quantized"])
  // What works on a token is what the base is named after (`E2B`).
  AND NOT any(other IN others WHERE coalesce(other.name_active IN counts, false))
WITH model, counts, told,
  reduce(best = 1.0e30, claim IN counts |
    CASE WHEN 1.0 * model.parameters / claim < best AND model.parameters >= claim THEN 1.0 * model.parameters / claim
      ELSE best END) AS more,
  reduce(best = 1.0e30, claim IN counts |
    CASE WHEN 1.0 * claim / model.parameters < best AND model.parameters < claim THEN 1.0 * claim / model.parameters
      ELSE best END) AS less
WITH model, counts, told, more, less, CASE WHEN more <= less THEN more ELSE less END AS ratio
RETURN
  model,
  CASE
    WHEN ratio <= 1.35 THEN null
    WHEN ratio <= 2.1 THEN "related"
    // Small models are counted without their embeddings, or are cut to few words of their vocabulary.
    WHEN ratio < 4 AND all(claim IN counts WHERE claim < 500000000) THEN "related"
    // A mixture may name one of its models, and what is far off was no count of this model.
    WHEN more <= less AND ("mixture" IN told OR more > 20) THEN "related"
    WHEN more <= less THEN "conflict"
    // Far fewer: the files are an adapter, a part or packed (eight-bit numbers in words of 32 are a quarter).
    WHEN ratio < 3.2 AND NOT (coalesce(model.library, "") CONTAINS "mlx" OR toLower(model.id) CONTAINS "mlx") THEN "conflict"
    ELSE "missing"
  END AS verdict,
  [claim IN counts | toString(claim)] AS claimed,
  [toString(model.parameters)] AS actual,
  "a factor of " + toString(round(ratio, 1)) + " from the files"
    + CASE WHEN less < more AND ratio >= 3.2 THEN ": an adapter, a part or packed numbers" ELSE "" END AS evidence
