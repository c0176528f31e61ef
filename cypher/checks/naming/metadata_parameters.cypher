// Parameters against the files
// meaning: The name says another number of parameters than the files hold.
// severity: high
// says: the name says {claimed} parameters, the files hold {actual}
// lacks: the files hold {actual} parameters, only a part of what the name says
// remedy: Write the number that the files hold, in the unit of the family (7B, 350M).
// source: the totals of safetensors and GGUF headers.
// reads: model, relations, parents, kept, sized
// only: model.name_parameters IS NOT NULL AND model.parameters > 0
WITH model, parents, kept, sized,
  [claim IN coalesce(model.name_parameters, []) WHERE claim >= 5000000 OR model.parameters < 100000000] AS counts,
  coalesce(model.name_relations, []) AS told,
  // Quantised files hold packed numbers, those of an adapter only what was added: fewer than the name says, never more.
  model.name_quantization IS NOT NULL OR model.quantization IS NOT NULL
    OR "adapter" IN coalesce(model.name_relations, []) OR coalesce(model.library, "") = "peft"
    OR coalesce(model.dtype, "") IN ["I32", "U32", "U8", "I8"]
    OR any(relation IN relations WHERE relation IN ["adapter", "quantized"]) AS fewer
WHERE size(counts) > 0 AND NOT "draft" IN told
  // What works on a token is what the base is named after (`E2B`).
  AND NOT any(parent IN parents WHERE coalesce(parent.name_active IN counts, false))
WITH model, parents, kept, sized, counts, told, fewer,
  reduce(best = 1.0e30, claim IN counts |
    CASE WHEN 1.0 * model.parameters / claim < best AND model.parameters >= claim THEN 1.0 * model.parameters / claim
      ELSE best END) AS more,
  reduce(best = 1.0e30, claim IN counts |
    CASE WHEN 1.0 * claim / model.parameters < best AND model.parameters < claim THEN 1.0 * claim / model.parameters
      ELSE best END) AS less
WITH *, CASE WHEN more <= less THEN more ELSE less END AS ratio,
  // Its base bears the same count.
  any(parent IN parents WHERE any(claim IN counts WHERE claim IN coalesce(parent.name_parameters, []))) AS inherited,
  any(parent IN parents WHERE abs(1.0 * parent.parameters / model.parameters - 1) < 0.05) AS unchanged
WITH *,
  // A small count of two or three digits is one of exactly this model, where no base and no published model has it.
  kept AND size(parents) = 0 AND size(sized) = 0 AND NOT "mixture" IN told
    AND all(claim IN counts WHERE claim < 500000000 AND toString(claim) =~ "\\d0?[1-9]\\d*")
    AND NOT coalesce(model.task, "") =~ ".*(speech|audio|image|video|any-to-any).*"
    // The header of a GGUF file counts what is not packed.
    AND (NOT fewer OR more <= less AND all(mark IN model.name_quantization WHERE mark = "gguf")) AS exact
WITH *,
  less < more AND ratio >= 3.2 AND NOT "mixture" IN told
    // `15b` may be 1.5 billion.
    AND NOT (9.4 < ratio < 10.6 AND any(claim IN counts WHERE claim / 1000000000 % 10 <> 0)) AND (NOT fewer OR all(mark IN coalesce(model.name_quantization, [""]) WHERE mark = "gguf"))
    AND any(total IN $totals WHERE abs(1.0 * total / model.parameters - 1) < 0.001) AS published
// The base was named so, too: only what is far beyond is no way of counting.
WHERE NOT fewer OR exact OR published OR more <= less AND more > CASE WHEN inherited THEN 2.5 ELSE 2.1 END AND all(claim IN counts WHERE claim >= 1000000000)
RETURN
  model,
  CASE
    // As many as its base has, and the base is not said to have the number of the name.
    // Files with exactly the parameters of a published model are that model, and no part of a larger one.
    WHEN published THEN "conflict"
    // And files with exactly twice as many hold it twice.
    WHEN more <= less AND NOT fewer AND NOT "mixture" IN told AND ratio > 1.7 AND ratio < 2.2 AND all(claim IN counts WHERE claim >= 3000000000)
      AND any(total IN $totals WHERE abs(2.0 * total / model.parameters - 1) < 0.001 AND abs(1.0 * total / counts[0] - 1) < 0.15) THEN "conflict"
    WHEN unchanged AND NOT inherited AND ratio > 1.3 AND all(claim IN counts WHERE claim >= 1000000000) THEN "conflict"
    WHEN exact AND ratio > 1.25 AND (more <= less OR ratio < 2.1) THEN "conflict"
    WHEN ratio <= 1.35 OR fewer AND exact THEN null
    // What no rounding explains: names may leave out embeddings and towers, but count nothing that is not there, unless
    // files hold one part of what sees or hears.
    WHEN ratio <= 2.1 THEN CASE
      WHEN inherited OR NOT kept OR "mixture" IN told THEN "related"
      WHEN more <= less AND ratio >= 1.7 AND all(claim IN counts WHERE claim >= 500000000 AND claim < 3000000000) THEN "conflict"
      // A double may be effective parameters (`E4B`).
      WHEN more <= less AND ratio >= 1.5 AND ratio < 1.95 AND all(claim IN counts WHERE claim >= 3000000000) THEN "conflict"
      // What stores its output layer apart bears the count of a published model.
      WHEN more <= less AND ratio >= 1.45 AND size(sized) = 0 AND all(claim IN counts WHERE claim < 500000000)
        AND NOT coalesce(model.task, "") =~ ".*(speech|audio|image|video|any-to-any).*" THEN "conflict"
      WHEN less < more AND ratio >= 1.48 AND NOT toLower(model.id) CONTAINS "mlx"
        AND NOT coalesce(model.library, "") CONTAINS "mlx"
        AND NOT coalesce(model.task, "") =~ ".*(speech|audio|image|video|any-to-any).*"
        // A vocabulary is cut from a base.
        AND (size(parents) = 0 OR all(claim IN counts WHERE claim >= 500000000)) THEN "conflict"
      ELSE "related"
    END
    // Small models are counted without their embeddings, or are cut to few words of their vocabulary.
    WHEN less < more AND ratio < 4 AND all(claim IN counts WHERE claim < 500000000) THEN "related"
    // What hears and sees is named like its language model.
    WHEN more <= less AND inherited AND ratio < 4 AND coalesce(model.task, "") =~ ".*(speech|audio|image|video|any-to-any).*" THEN "related"
    // What sees is put together from a language model, which it may be named after, and a tower.
    WHEN more <= less AND ratio < 4 AND size(model.name_families) > 1
      AND any(family IN model.name_families WHERE $families[family].modality = "vision") THEN "related"
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
