// Generation against the base
// meaning: The name says another version of the family than the name of the base.
// severity: high
// says: the name says {claimed}, its base {base} says {actual}
// remedy: Write the version of the base, or declare the base that was used.
// source: N7 of the checks on metadata and lineage.
// reads: model, base, relation, parents, merged_in, part, taught
// only: model.name_generations IS NOT NULL
// hands: name_generations
WITH model, base, relation, parents, merged_in, part, taught, coalesce(model.name_relations, []) AS told,
  coalesce(model.name_generations, []) AS mine,
  coalesce(base._name_stem, base._name_key) AS key,
  coalesce(model._name_stem, model._name_key) AS own,
  // Where its maker gave the first of a family no number, the size stands right behind the family, and both bear it.
  // A size that only models of the first have says so, too.
  CASE WHEN base.name_generations IS NULL
    THEN [family IN coalesce(base.name_families, []) WHERE base._name_key =~ family + "\\d+[bm].*"
      AND (model.name_parameters = base.name_parameters OR any(count IN $families[family].counted[family + " 1"]
        WHERE abs(base.name_parameters[0] - count * 1000000000) < 1000)) | family + " 1"]
    ELSE coalesce(base.name_generations, []) END AS theirs
WHERE NOT coalesce(relation.relation, "") IN ["distilled", "merge"] AND NOT coalesce(part, false)
  AND NOT any(word IN told WHERE word = "draft" OR word = "merge" AND NOT merged_in
    // `verifier-for-Qwen3-8B`; what serves otherwise has a generation of its own.
    OR word = "serves" AND (size(model.name_families) <> 1 OR toLower(model.id) =~ ".*[-_]for[-_].*"))
  AND any(claim IN mine WHERE
    any(other IN theirs WHERE split(claim, " ")[0] = split(other, " ")[0])
    AND NOT any(other IN theirs WHERE claim = other OR NOT $families[split(claim, " ")[0]].apart AND (
      // A bare number may be short for one with a point, but not where a quantised form tells nothing else.
      other STARTS WITH claim + "." AND NOT (coalesce(relation.relation, "") = "quantized"
        AND other IN $families[split(claim, " ")[0]].generations
        AND own =~ "(meta)?" + replace(replace(claim, " ", ""), ".", "") + "(\\d+[bm]|mini|small|medium)(\\d+k)?(instruct|chat|it|hf|base|pt)*")
      // The name of a fine-tune may leave out what stands after the point; that of a model without a base does not, nor
      // does a name of which nothing else is told (`Meta-Llama-3-8B-Instruct`).
      OR claim STARTS WITH other + "." AND NOT (
        coalesce(relation.relation, "") IN ["finetune", "quantized"]
        AND (claim IN $families[split(claim, " ")[0]].generations
          AND key =~ "(meta)?" + replace(replace(other, " ", ""), ".", "") + "(\\d+[bm]|mini|small|medium)(\\d+k)?(instruct|chat|it|hf|base|pt)*"
          // Nor does that of what is kept in fewer bits where all else is the same.
          OR relation.relation = "quantized" AND replace(own, replace(replace(claim, " ", ""), ".", ""), replace(other, " ", "")) = key
          OR EXISTS { MATCH (known:Model {id: base.id}) WHERE known.status <> "stub" AND NOT (known)-[:DERIVED_FROM]->() })))))
  AND NOT any(parent IN parents WHERE any(claim IN mine WHERE claim IN coalesce(parent.name_generations, [])))
  // `mistral-3-7b` of a Mistral-7B-v0.3.
  AND NOT any(claim IN mine WHERE "0." + split(claim, " ")[1] IN coalesce(base.name_versions, []))
  // Some generations were trained from an earlier one.
  AND NOT (relation.relation = "finetune" AND any(claim IN mine WHERE any(other IN theirs
    WHERE claim + " from " + split(other, " ")[1] IN $families[split(claim, " ")[0]].trained)))
RETURN
  model, base, relation,
  CASE
    // Its name says where the generation comes from; that of what was made from it may not.
    WHEN "distilled" IN told AND NOT taught THEN "borne"
    // Makers count what they train themselves, but not the generations of another maker.
    WHEN split(model.id, "/")[0] = split(base.id, "/")[0] AND NOT (
      coalesce(relation.relation, "") IN ["finetune", "adapter", "quantized"]
      AND all(claim IN mine + theirs WHERE claim IN $families[split(claim, " ")[0]].generations
        AND NOT toLower(split(model.id, "/")[0]) CONTAINS split(claim, " ")[0])) THEN "related"
    ELSE "conflict"
  END AS verdict,
  mine AS claimed,
  theirs AS actual,
  "the versions in the name of " + base.id AS evidence
