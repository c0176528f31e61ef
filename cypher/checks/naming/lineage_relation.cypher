// Relation against the card
// meaning: The name says adapter, merge or distilled, and the card declares another relation.
// severity: medium
// says: the name says {claimed}, and the card declares {actual} of {base}
// remedy: Declare the relation that the name says.
// source: N9 of the checks on metadata and lineage.
// reads: model, base, relation
// only: any(word IN model.name_relations WHERE word IN ["adapter", "merge", "distilled"])
WITH model, base, relation,
  [word IN model.name_relations WHERE word IN ["adapter", "merge", "distilled"]] AS told,
  coalesce(base.name_relations, []) AS theirs
WHERE NOT coalesce(relation.relation, "undeclared") IN ["undeclared", "quantized"]
  AND NOT relation.relation IN told AND NOT any(word IN told WHERE word IN theirs)
RETURN
  model, base, relation,
  CASE WHEN "adapter" IN told AND relation.relation = "merge" THEN "conflict" ELSE "related" END AS verdict,
  told AS claimed,
  [relation.relation] AS actual,
  "the declared relation to " + base.id AS evidence
