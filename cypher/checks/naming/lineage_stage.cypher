// Stage, variant or version against the base
// meaning: The name says tuned for instructions and the base only pretrained, or the other way round, or another variant or version of the model, although the weights are said to be the same. A quantised form without a declared relation is of its base.
// severity: medium
// says: the name says {claimed}, and {base}, of which it is a quantised form, says {actual}
// remedy: Declare as base the model that was quantised, or declare a fine-tune.
// source: N9 of the checks on metadata and lineage.
// reads: model, base, relation
WITH model, base, relation,
  // A template for chats is written for any model.
  replace("-" + replace(toLower(split(model.id, "/")[-1]), "_", "-") + "-", "-chat-template-", "-") AS mine,
  replace(replace("-" + replace(toLower(split(base.id, "/")[-1]), "_", "-") + "-", "-hf-", "-"), "-meta-llama-", "-llama-") AS theirs,
  ["pt", "base"] AS before, ["it", "instruct", "chat", "sft", "dpo", "thinking", "think"] AS after
WHERE relation.relation IN ["quantized", "copy"]
  OR coalesce(relation.relation, "undeclared") = "undeclared" AND "quantized" IN model.name_relations
    AND NOT "quantized" IN coalesce(base.name_relations, [])
WITH *,
  [pair IN [one IN before | [one, after]] + [one IN after | [one, before]]
      // One went on from the other.
      + [["instruct", ["thinking", "think", "sft", "dpo"]], ["thinking", ["instruct"]], ["think", ["instruct", "sft", "dpo"]],
        ["sft", ["dpo", "instruct"]], ["dpo", ["sft", "instruct"]]]
    WHERE theirs CONTAINS "-" + pair[0] + "-"] AS pairs,
  // Of some generations the name without such a word is that of the pretrained model.
  size(coalesce(base.name_generations, [""])) = 1 AND any(family IN coalesce(base.name_families, []) + coalesce(base.name_families_unsure, [])
    WHERE all(one IN coalesce(base.name_generations, [family + " 1"]) WHERE one IN $families[family].tuned))
    AND NOT any(word IN after + before WHERE theirs CONTAINS "-" + word + "-") AND coalesce(base.name_parameters, []) = coalesce(model.name_parameters, [])
    // So it is where its publisher has another of the same name with such a word.
    OR any(word IN after WHERE mine CONTAINS "-" + word + "-" AND EXISTS {
      MATCH (sibling:Model {_name_key: base._name_key + word}) WHERE split(sibling.id, "/")[0] = split(base.id, "/")[0] AND sibling.id <> model.id
    }) AS plain,
  // Of later ones it is that of the model tuned for instructions.
  any(word IN before WHERE mine CONTAINS "-" + word + "-") AND any(claim IN base.name_generations WHERE claim IN $families[split(claim, " ")[0]].generations
    AND size($families[split(claim, " ")[0]].tuned) > 0 AND NOT claim IN $families[split(claim, " ")[0]].tuned)
    AND NOT any(word IN after + before WHERE theirs CONTAINS "-" + word + "-") AS plainly_tuned
WITH *,
  reduce(found = [], pair IN pairs | found + [word IN pair[1] WHERE mine CONTAINS replace(theirs, "-" + pair[0] + "-", "-" + word + "-")
      // Weights of few bits are those of the base, so that two words for it on both sides contradict each other.
      OR relation.relation = "quantized" AND pair[0] = "base" AND word IN ["instruct", "chat"] AND mine CONTAINS "-" + word + "-"
        AND NOT mine CONTAINS "-base-" AND coalesce(base.name_size, "") <> "base"
      // What stands in front of the word says which model it is.
      OR mine CONTAINS "-" + word + "-" AND split(theirs, "-" + pair[0] + "-")[0] =~ "-.*\\d+(\\.\\d+)?[bm](-.*)?"
        AND NOT mine CONTAINS "-" + pair[0] + "-"
        AND coalesce(model._name_stem, model._name_key) CONTAINS replace(replace(split(theirs, "-" + pair[0] + "-")[0], "-", ""), ".", "") + word])
    + [word IN after WHERE plain AND mine CONTAINS "-" + word + "-"
      AND (replace(mine, "-" + word + "-", "-") CONTAINS theirs
        // Nothing but family and size: whatever was tuned before is no quantised form of that.
        OR relation.relation = "quantized" AND coalesce(base.name_parameters, []) = coalesce(model.name_parameters, [])
          AND theirs =~ "-(meta-)?[a-z]+(-?\\d+(\\.\\d+)?)?-(\\d+x)?\\d+(\\.\\d+)?b-(hf-|v0\\.\\d-)?"
        // `LLaMa3.1-Instruct-70b`.
        OR size(word) > 3 AND replace(model._name_key, word, "") STARTS WITH replace(replace(replace(theirs, "-", ""), ".", ""), "_", ""))]
    + [word IN before WHERE plainly_tuned AND mine CONTAINS "-" + word + "-" AND replace(mine, "-" + word + "-", "-") CONTAINS theirs]
    // A variant that its makers published beside the other.
    + [word IN ["coder", "math", "vl", "omni"] WHERE mine =~ ".*-" + word + "-\\d+(\\.\\d+)?b-.*" AND NOT theirs CONTAINS "-" + word + "-"
      AND replace(mine, "-" + word + "-", "-") CONTAINS theirs]
    // Two versions of one model.
    + [one IN CASE WHEN mine =~ ".*v\\d.*" AND theirs =~ ".*v\\d.*" THEN coalesce(model.name_versions, []) ELSE [] END
      WHERE size(model.name_versions) = 1 AND size(base.name_versions) = 1
      AND coalesce(toFloat(one) <> toFloat(base.name_versions[0]), one <> base.name_versions[0])
      AND (replace(coalesce(model._name_stem, model._name_key), "v" + replace(one, ".", ""), "v" + replace(base.name_versions[0], ".", "")) = base._name_key
        // The same words in another order.
        OR relation.relation = "quantized" AND size(coalesce(model._name_stem, model._name_key)) = size(base._name_key)
          AND all(word IN split(theirs, "-") WHERE word = "" OR word =~ "v\\d.*" OR mine CONTAINS "-" + word + "-"))] AS claimed
WHERE size(claimed) > 0
RETURN
  model, base, relation,
  "conflict" AS verdict,
  claimed,
  [CASE WHEN claimed[0] IN coalesce(model.name_versions, []) THEN base.name_versions[0] ELSE coalesce(pairs[0][0], CASE WHEN claimed[0] IN before THEN "instruct" ELSE "base" END) END] AS actual,
  "the declared relation to " + base.id AS evidence
