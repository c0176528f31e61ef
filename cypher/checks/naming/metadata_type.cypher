// Family against the model type
// meaning: The name says another family, or another generation of it, than the model type in the config, or none.
// severity: high
// says: the name says {claimed}, the config {actual}
// lacks: the name tells no family; the config says {actual}
// remedy: Name the family and generation of the model type; where the config is wrong, mend it.
// source: Jiang et al., arXiv 2310.01642; what the makers published themselves for the generations of a model type.
// reads: model, type, self_named, dated
WITH *,
  coalesce(model.name_families, []) AS sure,
  coalesce(model.name_families_unsure, []) AS unsure,
  coalesce(model.name_relations, []) AS told
WHERE size(type._name_agrees) > 0
  // That a line of fine-tunes is made of many architectures does not make the architecture right that stands beside it.
  AND (dated_otherwise OR NOT any(family IN sure + unsure WHERE family IN type._name_agrees
    AND NOT ($families[family].line AND family <> type.family
      AND any(other IN sure WHERE NOT $families[other].line AND NOT other IN type._name_agrees))))
RETURN
  model,
  CASE
    WHEN size(sure + unsure) = 0 THEN "missing"
    // What drafts for a model or was distilled from one bears its generation; GGUF files are converted with any config.
    WHEN dated_otherwise THEN CASE
      WHEN "gguf" IN model.name_quantization OR any(word IN told WHERE word IN ["draft", "distilled", "serves", "merge"])
        THEN "related"
      ELSE "conflict"
    END
    // A line of fine-tunes goes from architecture to architecture, and part of a word may mean something else.
    WHEN all(family IN sure WHERE $families[family].line) THEN null
    WHEN any(family IN sure WHERE family IN type._name_related AND NOT $families[family].line) THEN "related"
    // Makers call what they make after themselves.
    WHEN self_named THEN "related"
    // Models of any family are put together as a Mixtral.
    WHEN type.family = "mixtral" AND "mixture" IN told THEN "related"
    // What is drafted, distilled or served may be named after the other model; what is merged has one architecture.
    WHEN any(word IN told WHERE word IN ["draft", "distilled", "serves"]) THEN "related"
    ELSE "conflict"
  END AS verdict,
  CASE WHEN dated_otherwise THEN dated ELSE sure END AS claimed,
  [type.name] AS actual,
  CASE WHEN dated_otherwise THEN "the config's model type is of " + reduce(text = "", one IN published | text + CASE text WHEN "" THEN "" ELSE ", " END + one)
    ELSE "the config's model type is of family " + type.family END AS evidence
