// Size word against the base
// meaning: The name says another size (base, large) than the name of the base.
// severity: medium
// says: the name says {claimed}, its base {base} {actual}
// remedy: Write the size of the base, or declare the base that was used.
// source: N4 of the checks on metadata and lineage.
// reads: model, base, relation
// only: model.name_size IS NOT NULL AND model.name_parameters IS NULL
WITH model, base, relation
WHERE coalesce(relation.relation, "undeclared") IN ["finetune", "adapter", "quantized", "copy", "undeclared"]
  AND NOT any(word IN coalesce(model.name_relations, []) WHERE word IN ["distilled", "draft", "merge"])
  AND model.name_size <> base.name_size AND NOT "lite" IN [model.name_size, base.name_size]
  AND any(family IN coalesce(model.name_families, []) WHERE family IN coalesce(base.name_families, []))
  // A count of parameters says the size better than a word does.
  AND base.name_parameters IS NULL
// What stands before the size in the name of the base: `flan-t5` of `flan-t5-xxl`.
WITH *, split(base._name_key, base.name_size)[0] AS line,
  ["tiny", "small", "base", "medium", "large", "xl", "xxl", "huge"] AS words
RETURN
  model, base, relation,
  // `small` may be the size of the data unless it stands where the base has its own, and makers scale what they train.
  CASE
    WHEN model.name_size IN words AND base.name_size IN words + ["mini"] AND size(line) > 1
      AND base._name_key CONTAINS base.name_size AND model._name_key CONTAINS line + model.name_size
      AND split(model.id, "/")[0] <> split(base.id, "/")[0] THEN "conflict"
    ELSE "related"
  END AS verdict,
  [model.name_size] AS claimed,
  [base.name_size] AS actual,
  "the size in the name of " + base.id AS evidence
