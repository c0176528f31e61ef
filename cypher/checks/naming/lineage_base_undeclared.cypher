// Base not declared
// meaning: A quantised or converted model bears the name of a described model, and declares no base.
// severity: low
// says: the name is that of {base}, which is not declared as its base
// lacks: the name is that of {base}, which is not declared as its base
// remedy: Declare base_model in the card.
// source: the checks on metadata and lineage.
// reads: model, baseless, namesake
// only: model._name_stem IS NOT NULL
RETURN
  model, base, null AS relation,
  "missing" AS verdict,
  [model._name_stem] AS claimed,
  [base._name_key] AS actual,
  "the name without its format is that of " + base.id AS evidence
