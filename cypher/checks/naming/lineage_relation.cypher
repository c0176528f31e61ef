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
  coalesce(base.name_relations, []) AS theirs,
  // The files hold as much as the whole model, whose adapter the name says was merged into it.
  relation.relation = "adapter" AND "merge" IN model.name_relations
    AND any(whole IN coalesce(model.name_parameters, []) + coalesce(base.name_parameters, []) + coalesce([base.parameters], [])
      WHERE 0.8 < 1.0 * model.parameters / whole < 1.25) AS merged
WHERE NOT coalesce(relation.relation, "undeclared") IN ["undeclared", "quantized"]
  AND (merged OR NOT relation.relation IN told AND NOT any(word IN told WHERE word IN theirs))
RETURN
  model, base, relation,
  // Adapters are merged with each other, too, but not under the name of what they fit.
  CASE WHEN merged OR "adapter" IN told AND relation.relation = "merge" AND model._name_key STARTS WITH base._name_key
    THEN "conflict" ELSE "related" END AS verdict,
  told AS claimed,
  [relation.relation] AS actual,
  "the declared relation to " + base.id
    + CASE WHEN merged THEN "; the files hold " + toString(model.parameters) + " parameters, the whole model" ELSE "" END AS evidence
