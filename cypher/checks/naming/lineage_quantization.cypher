// Quantisation against the relation
// meaning: The name bears a mark of quantisation and the declared relation is another one, or it bears none although it is declared as quantised.
// severity: medium
// says: the name says {claimed}, and the card declares {actual} of {base}
// lacks: the name does not say that it is a quantised {base}
// remedy: Declare as base the model that was quantised, with base_model_relation: quantized; or leave the mark out.
// source: N9 of the checks on metadata and lineage.
// reads: model, base, relation
WITH model, base, relation, coalesce(model.name_relations, []) AS told, coalesce(base.name_relations, []) AS theirs
WHERE (relation.relation IN ["finetune", "adapter", "merge", "distilled"]
    AND "quantized" IN told AND NOT "quantized" IN theirs)
  OR (relation.relation = "quantized" AND NOT "quantized" IN told)
RETURN
  model, base, relation,
  CASE
    WHEN NOT "quantized" IN told THEN "missing"
    WHEN relation.relation = "merge" OR any(word IN told WHERE word IN ["adapter", "merge"]) THEN "related"
    // Training works on weights of few bits, too: only what is named like its base was surely quantised after it.
    WHEN all(mark IN model.name_quantization WHERE mark =~ "(\\d+bit|bnb.*|bitnet.*)")
      AND NOT coalesce(model._name_stem, "") IN [base._name_key, coalesce(base._name_stem, base._name_key)]
      THEN "related"
    ELSE "conflict"
  END AS verdict,
  coalesce(model.name_quantization, []) AS claimed,
  [relation.relation] AS actual,
  "the declared relation to " + base.id AS evidence
