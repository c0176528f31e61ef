// Class against the model type
// meaning: Class and model type of the config belong to different families.
// severity: high
// says: the config has the class {claimed}, and the model type {actual}
// remedy: Mend the config; one of the two was left from another model.
// source: Jiang et al., arXiv 2310.01642.
// reads: model, class, type
WITH model, class, type
WHERE class.family IS NOT NULL AND type.family <> class.family
  // What joins other families has their classes.
  AND NOT $families[type.family].composite AND NOT $families[class.family].composite
RETURN
  model,
  CASE
    // One was made from the other, in name or in fact, or the class is somebody's own that is named after another.
    WHEN type.family STARTS WITH class.family OR type.family ENDS WITH class.family
      OR class.family STARTS WITH type.family OR class.family ENDS WITH type.family OR class.task IS NULL
      OR class.family IN $families[type.family].on THEN "related"
    ELSE "conflict"
  END AS verdict,
  [class.name] AS claimed,
  [type.name] AS actual,
  "the class is of family " + class.family + ", the type of family " + type.family AS evidence
