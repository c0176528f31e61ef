// Stage of training against the base
// meaning: The name says tuned for instructions and the base only pretrained, or the other way round, although the weights are said to be the same. A quantised form without a declared relation is of its base.
// severity: medium
// says: the name says {claimed}, and {base}, of which it is a quantised form, says {actual}
// remedy: Declare as base the model that was quantised, or declare a fine-tune.
// source: N9 of the checks on metadata and lineage.
// reads: model, base, relation
WITH model, base, relation,
  // A template for chats is written for any model.
  replace("-" + replace(toLower(split(model.id, "/")[-1]), "_", "-") + "-", "-chat-template-", "-") AS mine,
  replace("-" + replace(toLower(split(base.id, "/")[-1]), "_", "-") + "-", "-hf-", "-") AS theirs,
  ["pt", "base"] AS before, ["it", "instruct", "chat"] AS after
WHERE relation.relation IN ["quantized", "copy"]
  OR coalesce(relation.relation, "undeclared") = "undeclared" AND "quantized" IN model.name_relations
    AND NOT "quantized" IN coalesce(base.name_relations, [])
WITH *,
  [pair IN [one IN before | [one, after]] + [one IN after | [one, before]] WHERE theirs CONTAINS "-" + pair[0] + "-"][0] AS pair,
  // Of some generations the name without such a word is that of the pretrained model.
  size(coalesce(base.name_generations, [""])) = 1 AND any(family IN coalesce(base.name_families, []) + coalesce(base.name_families_unsure, [])
    WHERE all(one IN coalesce(base.name_generations, [family + " 1"]) WHERE one IN $families[family].tuned))
    AND NOT any(word IN after + before WHERE theirs CONTAINS "-" + word + "-") AND coalesce(base.name_parameters, []) = coalesce(model.name_parameters, [])
    // So it is where its publisher has another of the same name with such a word.
    OR any(word IN after WHERE EXISTS {
      MATCH (sibling:Model {_name_key: base._name_key + word}) WHERE split(sibling.id, "/")[0] = split(base.id, "/")[0] AND sibling.id <> model.id
    }) AS plain
WITH *,
  [word IN coalesce(pair[1], []) WHERE mine CONTAINS replace(theirs, "-" + pair[0] + "-", "-" + word + "-")
      // What stands in front of the word says which model it is.
      OR mine CONTAINS "-" + word + "-" AND split(theirs, "-" + pair[0] + "-")[0] =~ "-.*\\d+(\\.\\d+)?b"
        AND NOT mine CONTAINS "-" + pair[0] + "-" AND mine STARTS WITH split(theirs, "-" + pair[0] + "-")[0] + "-"]
    + [word IN after WHERE plain AND mine CONTAINS "-" + word + "-"
      AND (replace(mine, "-" + word + "-", "-") CONTAINS theirs
        // `LLaMa3.1-Instruct-70b`.
        OR size(word) > 3 AND replace(model._name_key, word, "") STARTS WITH replace(replace(replace(theirs, "-", ""), ".", ""), "_", ""))] AS claimed
WHERE size(claimed) > 0
RETURN
  model, base, relation,
  "conflict" AS verdict,
  claimed,
  [coalesce(pair[0], "base")] AS actual,
  "the declared relation to " + base.id AS evidence
