// Class against the model type
// meaning: Class and model type of the config belong to different families.
// severity: high
// says: the config has the class {claimed}, and the model type {actual}
// remedy: Mend the config; one of the two was left from another model.
// source: Jiang et al., arXiv 2310.01642.
// reads: model, class, type
WITH model, class, type
WHERE class.family IS NOT NULL AND type.family <> class.family
  AND NOT type.family IN class._name_agrees AND NOT class.family IN type._name_agrees
RETURN
  model,
  CASE WHEN type.family IN class._name_related OR class.family IN type._name_related THEN "related" ELSE "conflict" END
    AS verdict,
  [class.name] AS claimed,
  [type.name] AS actual,
  "the class is of family " + class.family + ", the type of family " + type.family AS evidence
