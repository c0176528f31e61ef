// Casing against the base
// meaning: The name says cased and the base uncased, or the other way round.
// severity: medium
// says: the name says {claimed}, its base {base} {actual}
// remedy: Write the casing of the base: its tokenizer was kept.
// source: N7 of the checks on metadata and lineage.
// reads: model, base, relation
// only: model.name_casing IS NOT NULL
WITH model, base, relation
WHERE coalesce(relation.relation, "") IN ["finetune", "adapter", "quantized", "copy", "undeclared"]
  AND model.name_casing <> base.name_casing
RETURN
  model, base, relation,
  "conflict" AS verdict,
  [model.name_casing] AS claimed,
  [base.name_casing] AS actual,
  "the casing in the name of " + base.id AS evidence
