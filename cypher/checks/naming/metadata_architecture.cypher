// Family against the class
// meaning: The name says another family than the class in the config, or none. Asked where the config states no model type.
// severity: high
// says: the name says {claimed}, the config {actual}
// lacks: the name tells no family; the config says {actual}
// remedy: Name the family of the class; where the config is wrong, mend it.
// source: Jiang et al., arXiv 2310.01642.
// reads: model, class, typed, self_named
WITH model, class, typed, self_named,
  coalesce(model.name_families, []) AS sure,
  coalesce(model.name_families_unsure, []) AS unsure,
  coalesce(model.name_relations, []) AS told
WHERE NOT typed AND size(class._name_agrees) > 0
  // That a line of fine-tunes is made of many architectures does not make the architecture right that stands beside it.
  AND NOT any(family IN sure + unsure WHERE family IN class._name_agrees AND NOT ($families[family].line AND family <> class.family
    AND any(other IN sure WHERE NOT $families[other].line AND NOT other IN class._name_agrees)))
RETURN
  model,
  CASE
    WHEN size(sure + unsure) = 0 THEN "missing"
    // A line of fine-tunes goes from architecture to architecture, and part of a word may mean something else.
    WHEN all(family IN sure WHERE $families[family].line) THEN null
    WHEN any(family IN sure WHERE family IN class._name_related AND NOT $families[family].line) THEN "related"
    // Makers call what they make after themselves.
    WHEN self_named THEN "related"
    // Models of any family are put together as a Mixtral.
    WHEN class.family = "mixtral" AND "mixture" IN told THEN "related"
    // What is drafted, distilled or served may be named after the other model; what is merged has one architecture.
    WHEN any(word IN told WHERE word IN ["draft", "distilled", "serves"]) THEN "related"
    ELSE "conflict"
  END AS verdict,
  sure AS claimed,
  [class.name] AS actual,
  "the config's class is of family " + class.family AS evidence
