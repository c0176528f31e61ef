// Size word against the base
// meaning: The name says another size (base, large) than the name of the base.
// severity: low
// says: the name says {claimed}, its base {base} {actual}
// remedy: Write the size of the base, or declare the base that was used.
// source: N4 of the checks on metadata and lineage.
// reads: model, base, relation
WITH model, base, relation
WHERE relation.relation IN ["finetune", "adapter", "quantized", "copy"]
  AND NOT any(word IN coalesce(model.name_relations, []) WHERE word IN ["distilled", "draft", "merge"])
  AND model.name_size <> base.name_size AND NOT "lite" IN [model.name_size, base.name_size]
  AND any(family IN coalesce(model.name_families, []) WHERE family IN coalesce(base.name_families, []))
  // A count of parameters says the size better than a word does.
  AND model.name_parameters IS NULL AND base.name_parameters IS NULL
RETURN
  model, base, relation,
  // Of 20 that people read, 12 were wrong: `small` may be the size of the data, and makers scale what they train.
  "related" AS verdict,
  [model.name_size] AS claimed,
  [base.name_size] AS actual,
  "the size in the name of " + base.id AS evidence
