// Family against the base
// meaning: The name says a family that none of its bases is of, or none although its base names one.
// severity: high
// says: the name says {claimed}, which none of its bases is
// lacks: the name does not say that it comes from {actual}
// remedy: Name the family of the base; where another model was used, declare it.
// source: N8 of the checks on metadata and lineage.
// reads: model, base, relation, others
WITH model, base, relation, others,
  coalesce(model.name_families, []) AS sure,
  coalesce(model.name_families_unsure, []) AS unsure,
  coalesce(base.name_families, []) AS theirs,
  coalesce(base.name_families, []) + coalesce(base.name_families_unsure, []) AS named,
  coalesce(model.name_relations, []) AS told
WHERE coalesce(relation.relation, "") <> "distilled"
  AND NOT any(word IN told WHERE word IN ["distilled", "draft", "serves"])
  AND CASE
    WHEN size(sure) > 0 THEN size(named) > 0 AND NOT any(family IN sure WHERE family IN named)
      // FLUX with a ControlNet claims FLUX, however many other families it names.
      AND NOT any(family IN unsure WHERE family IN named)
      // What another base names, what a model type further up allows, and what is built on the same, agrees.
      AND NOT any(family IN sure WHERE any(near IN $families[family].near WHERE near IN named))
      AND NOT any(other IN others WHERE EXISTS {
        MATCH (other)-[:DERIVED_FROM]->{0,3}(above:Model)
        WHERE any(family IN sure WHERE family IN coalesce(above.name_families, [])
          OR family IN coalesce(above.name_families_unsure, []))
      })
      AND NOT any(other IN others WHERE EXISTS {
        MATCH (other)-[:DERIVED_FROM]->{0,2}(:Model)-[:OF_TYPE]->(type:ModelType)
        WHERE any(family IN sure WHERE family IN type._name_agrees OR family IN type._name_related)
      })
    ELSE size(unsure) = 0 AND size(theirs) > 0
  END
RETURN
  model, base, relation,
  CASE
    WHEN size(sure) = 0 THEN "missing"
    WHEN any(family IN sure WHERE $families[family].line) THEN "related"
    WHEN any(one IN sure WHERE any(other IN named WHERE one CONTAINS other OR other CONTAINS one)) THEN "related"
    // A detector may be named after its backbone.
    WHEN all(family IN sure + named WHERE $families[family].modality = "vision") THEN "related"
    // Makers call what they make after themselves.
    WHEN all(family IN sure WHERE toLower(split(model.id, "/")[0]) CONTAINS family) THEN "related"
    // A merge has more parents than the declared ones.
    WHEN relation.relation = "merge" OR "merge" IN told THEN "related"
    ELSE "conflict"
  END AS verdict,
  sure AS claimed,
  named AS actual,
  "the families in the name of " + base.id AS evidence
