// Family against the base
// meaning: The name says a family that none of its bases is of, or none although its base names one.
// severity: high
// says: the name says {claimed}, but none of its bases is of that family
// lacks: the name does not say that it comes from {actual}
// remedy: Name the family of the base; where another model was used, declare it.
// source: N8 of the checks on metadata and lineage.
// reads: model, base, relation, others, parents, types, sized, base_sized, self_named
// hands: name_families
WITH model, base, relation, others, parents, types, sized, base_sized, self_named,
  // What may name a family does so beside a size that only models of it have.
  coalesce(model.name_families, sized) AS sure,
  coalesce(model.name_families_unsure, []) AS unsure,
  coalesce(base.name_families, []) AS theirs,
  coalesce(base.name_families, []) + coalesce(base.name_families_unsure, []) AS names,
  coalesce(model.name_relations, []) AS told
// Fewer bits leave the family as it is, which the config of the base tells where its name does not.
WITH *, names + CASE WHEN size(names) = 0 AND relation.relation = "quantized"
  THEN COLLECT { MATCH (:Model {id: base.id})-[:OF_TYPE]->(type:ModelType) WHERE type.family IS NOT NULL RETURN type.family }
  ELSE [] END AS named
WITH *,
  // A line of fine-tunes is made of many families; what stands beside it says which.
  CASE WHEN all(family IN sure WHERE $families[family].made) THEN sure ELSE [family IN sure WHERE NOT $families[family].made] END AS firm,
  size(named) > 0 AND NOT any(family IN sure WHERE family IN named) AND any(family IN sure WHERE NOT $families[family].made AND (family IN sized
    OR any(claim IN coalesce(model.name_generations, []) WHERE claim IN $families[family].generations)))
    AND any(family IN named WHERE NOT $families[family].made AND (family IN base_sized
      OR any(claim IN coalesce(base.name_generations, []) WHERE split(claim, " ")[0] = family)))
    // DeepSeek-R1 was distilled into models of others.
    AND NOT toLower(model.id + base.id) CONTAINS "r1"
    AND split(model.id, "/")[0] <> split(base.id, "/")[0]
    AND coalesce(relation.relation, "") IN ["finetune", "adapter", "quantized", "copy"] AS both_clear
WHERE coalesce(relation.relation, "") <> "distilled"
  AND NOT any(word IN told WHERE word IN ["distilled", "draft", "serves"])
  AND CASE
    WHEN size(sure) > 0 THEN size(named) > 0 AND NOT any(family IN sure WHERE family IN named)
      // FLUX with a ControlNet claims FLUX, however many other families it names.
      AND NOT any(family IN unsure WHERE family IN named)
      // The publisher of the base in front is no family: `deepseek-ai_janus`.
      AND NOT (toLower(split(model.id, "/")[-1]) STARTS WITH toLower(split(base.id, "/")[0]) + "_"
        AND all(family IN sure WHERE toLower(split(base.id, "/")[0]) CONTAINS family))
      // What another base names, what a model type further up allows, and what is built on the other, agrees; but not
      // models of two makers on one architecture, each with its version or size.
      AND NOT any(family IN firm WHERE any(near IN $families[family].built WHERE near IN named
        AND NOT (both_clear AND near IN $families[family].foreign)))
      AND NOT any(parent IN parents WHERE any(family IN sure WHERE family IN coalesce(parent.name_families, [])
        OR family IN coalesce(parent.name_families_unsure, [])))
      AND NOT any(other IN others WHERE EXISTS {
        MATCH (other)-[:DERIVED_FROM]->{1,3}(above:Model)
        WHERE any(family IN sure WHERE family IN coalesce(above.name_families, [])
          OR family IN coalesce(above.name_families_unsure, []))
      })
      AND (both_clear OR NOT any(other IN others WHERE EXISTS {
        MATCH (other)-[:DERIVED_FROM]->{0,2}(:Model)-[:OF_TYPE]->(type:ModelType)
        WHERE any(family IN sure WHERE family IN type._name_agrees OR family IN type._name_related)
      }))
    ELSE size(unsure) = 0 AND size(theirs) > 0
  END
// What speaks for each side beside a word in a name: a version or a size that models of the family have, and configs.
WITH model, base, relation, parents, sure, named, theirs, told, self_named, sized, base_sized, both_clear,
  any(family IN sure WHERE family IN sized
    OR any(claim IN coalesce(model.name_generations, []) WHERE split(claim, " ")[0] = family)
    // So many experts of so many parameters (`8x7B`).
    OR family = "mixtral" AND model.name_parameters IS NOT NULL AND "mixture" IN told)
    OR coalesce(model.name_size, "") IN ["base", "large"] AS own_clear,
  any(family IN named WHERE family IN base_sized
    OR any(claim IN coalesce(base.name_generations, []) WHERE split(claim, " ")[0] = family)) AS base_clear,
  EXISTS {
    MATCH (:Model {id: base.id})-[:OF_TYPE]->(type:ModelType)
    WHERE any(family IN theirs WHERE family IN type._name_agrees) AND NOT any(family IN sure WHERE family IN type._name_agrees)
  } AS base_config,
  any(type IN types WHERE any(family IN sure WHERE family IN type._name_agrees)
    <> any(family IN named WHERE family IN type._name_agrees)) AS own_config,
  coalesce(relation.relation, "undeclared") AS declared,
  split(model.id, "/")[0] = split(base.id, "/")[0] AS same_maker,
  size(named) > 0 AND all(family IN named WHERE family IN coalesce(base.name_families_unsure, []) AND NOT family IN base_sized) AS unsure_only
WITH *, declared IN ["finetune", "quantized", "copy"] AS weights,
  // Fewer bits make no other line of a line.
  declared = "quantized" AND size(theirs) > 0 AND all(family IN theirs WHERE $families[family].made) AND size(sure) = 1 AS lines
WITH *,
  CASE
    WHEN own_config AND (own_clear OR base_clear OR base_config) THEN true
    WHEN weights AND NOT same_maker AND NOT "merge" IN told THEN own_clear OR base_clear OR base_config
      // Families of speech are no everyday words.
      OR all(family IN sure + theirs WHERE $families[family].modality = "audio")
    WHEN weights AND NOT "merge" IN told AND base_clear AND base_config THEN true
    // An adapter, an unknown relation, what makers build on their own and what is merged need both names to be clear.
    ELSE own_clear AND (base_clear OR base_config) AND size(parents) < 2
  END AS strong
RETURN
  model, base, relation,
  CASE
    WHEN size(sure) = 0 THEN "missing"
    // A line of fine-tunes goes from architecture to architecture; what stands beside it with its version and size does not.
    WHEN all(family IN sure WHERE $families[family].made) AND NOT lines THEN "related"
    WHEN NOT both_clear AND NOT lines AND any(family IN sure WHERE $families[family].made) AND NOT any(family IN sure WHERE NOT $families[family].made AND family IN sized
      AND any(claim IN coalesce(model.name_generations, []) WHERE split(claim, " ")[0] = family)) THEN "related"
    WHEN any(one IN sure WHERE any(other IN named WHERE one CONTAINS other OR other CONTAINS one)) THEN "related"
    // A detector may be named after its backbone.
    WHEN all(family IN sure + named WHERE $families[family].modality = "vision") THEN "related"
    // Makers call what they make after themselves.
    WHEN self_named THEN "related"
    // Part of a word in the name of the base may mean something else (`openthaigpt`).
    WHEN unsure_only THEN "related"
    // A merge has more parents than the declared ones.
    WHEN declared = "merge" OR NOT strong THEN "related"
    ELSE "conflict"
  END AS verdict,
  sure AS claimed,
  named AS actual,
  "the families in the name of " + base.id + CASE
    WHEN size(sure) = 0 OR declared = "merge" OR strong THEN ""
    ELSE "; neither configs nor versions and sizes in the names bear it out"
  END AS evidence
