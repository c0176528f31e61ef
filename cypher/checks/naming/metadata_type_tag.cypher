// Family against the tagged model type
// meaning: The name says another family, or another generation of it, than the model type that the Hub put among the tags. Asked where the config states none.
// severity: high
// says: the name says {claimed}, the tags {actual}
// remedy: Name the family and generation of the model type; where the config is wrong, mend it.
// source: Jiang et al., arXiv 2310.01642; the Hub writes the model type of the config behind the formats of the weights.
// reads: model, typed, self_named, tagged, dated
// only: model.name_families IS NOT NULL AND model.tags IS NOT NULL AND coalesce(model.library, "") <> "peft"
WITH *, model.name_families AS sure, coalesce(model.name_families_unsure, []) AS unsure,
  coalesce(model.name_relations, []) AS told
WHERE NOT typed AND size(type._name_agrees) > 0
  AND (dated_otherwise AND NOT "merge" IN told
    OR NOT any(family IN sure + unsure WHERE family IN type._name_agrees OR family IN type._name_related)
    AND NOT all(family IN sure WHERE $families[family].line) AND NOT "mixture" IN told)
  AND NOT any(word IN told WHERE word IN ["draft", "distilled", "serves", "adapter"])
RETURN
  model,
  CASE
    WHEN self_named THEN "related"
    // Where no library is known, the word may be one of the card, which has others, too; what talks, the Hub reads in files.
    WHEN model.library IS NULL AND any(tag IN model.tags WHERE tag <> type.name AND size(tag) > 3
      AND NOT (tag CONTAINS ":" OR tag IN $in_front OR tag IN keys($tasks) OR tag = "conversational")) THEN "related"
    ELSE "conflict"
  END AS verdict,
  CASE WHEN dated_otherwise THEN dated ELSE sure END AS claimed,
  [type.name] AS actual,
  CASE WHEN dated_otherwise THEN "the tagged model type is of " + reduce(text = "", one IN published | text + CASE text WHEN "" THEN "" ELSE ", " END + one)
    ELSE "the tagged model type is of family " + type.family END AS evidence
