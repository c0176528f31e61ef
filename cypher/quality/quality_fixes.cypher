// What cards lack or say wrongly, with what would mend it
// question: Which fields of a card can be filled or corrected by what is known, and which only the publisher can decide?
// grain: one row per artifact, field and what is wrong with it
// parameters:
//   artifact (STRING of Model|Dataset): only this artifact
//   field (STRING): only license, base_model, base_model_relation, datasets or source_datasets; null for all
//   actions (LIST<STRING>): which rows to list, of add, replace, remove and decide
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   field (STRING): field of the card
//   action (STRING): add, replace, remove, or decide where only the publisher knows
//   present (LIST<STRING>): what the card says that is to go
//   proposed (LIST<STRING>): what is to stand there instead
//   because (STRING): what supports it
//   base (STRING): the other artifact that it rests on
//   downloads (INTEGER): downloads of the artifact in the last 30 days
//   kind (STRING): model or dataset
// notes: |-
//   A licence is proposed only for a copy or quantised form of exactly one base of another publisher that bears the name
//   of the base but for marks of format, where the base declares one known licence, is not in conflict itself and was not
//   made from something whose licence cannot be judged, and where the artifact states no licence in a card that was read,
//   or a permissive one; whoever trains or merges has to choose. A relation is proposed for an adapter by its marks, for a
//   merge of several bases, and for quantised weights of the base's name; never a fine-tune. Ids are replaced only where
//   the Hub itself leads from the old one to the new one. Of a dataset only license and source_datasets are looked at.
//   `supplygraph fix` writes the patch. Not legal advice.
:param artifact => null;
:param field => null;
:param actions => ["add", "replace", "remove"];
:param max_rows => 1000;

CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  // Those that something may be said of, by what their steps say, and whether some dataset has another id now.
  CALL () {
    MATCH (one)-[step:DERIVED_FROM]->()
    WHERE step.moved_from IS NOT NULL OR step.evidence[0] = "config"
      OR (step.inferred IS NOT NULL AND coalesce(step.relation, "undeclared") = "undeclared")
      OR ((step.relation IN ["quantized", "copy"] OR "decide" IN $actions)
        AND (step.license_verdict = "conflict" OR one.license_missing))
    RETURN one, false AS moved
    UNION ALL
    UNWIND CASE WHEN "decide" IN $actions THEN [0] ELSE [] END AS decide
    MATCH (one)-[step:GENERATED_FROM]->()
    WHERE step.license_verdict = "conflict" OR one.license_missing
    RETURN one, false AS moved
    UNION ALL
    MATCH (one)-[said:TRAINED_ON]->()
    WHERE said.moved_from IS NOT NULL
    RETURN one, true AS moved
    UNION ALL
    MATCH (one:Model)
    WHERE one.names_itself = true
    RETURN one, false AS moved
    UNION ALL
    // What only its publisher can decide is not looked for where it is not asked for.
    UNWIND CASE WHEN "decide" IN $actions THEN [0] ELSE [] END AS decide
    MATCH (one:Model)
    WHERE one.unusable_bases IS NOT NULL
    RETURN one, false AS moved
  }
  RETURN one, max(moved) AS moved
  UNION ALL
  MATCH (:Model|Dataset|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(one:Model|Dataset)
  RETURN DISTINCT one, true AS moved
}
WITH one, moved, COLLECT {
  MATCH (one)-[step:DERIVED_FROM|GENERATED_FROM]->(base:Model|Dataset)
  RETURN step
  ORDER BY base.id
} AS steps
WITH one, moved, steps, [step IN steps | coalesce(step.relation, "undeclared")] AS relations
CALL (one, moved, steps, relations) {
  // A base that stands in the adapter's config and not on a card that was read.
  UNWIND [step IN steps WHERE step.evidence[0] = "config"] AS step
  WITH one, steps, step, endNode(step) AS base
  WHERE base.status = "present"
    AND (one.tags IS NOT NULL OR EXISTS { MATCH (one)-[said:PUBLISHED_BY]->() WHERE "cards" IN said.sources })
  RETURN
    "base_model" AS field,
    CASE WHEN size(steps) = 1 AND one.unusable_bases IS NULL THEN "add" ELSE "decide" END AS action,
    [] AS present, [base.id] AS proposed,
    "its configuration names " + base.id + ", and its card does not" AS because, base.id AS base
  UNION
  UNWIND [step IN steps WHERE step.moved_from IS NOT NULL] AS step
  WITH one, step, endNode(step) AS base
  WHERE type(step) = "DERIVED_FROM" AND "card" IN step.evidence AND base.status = "present"
    AND EXISTS { (:Alias {id: step.moved_from})-[:ALIAS_OF]->(base) }
  WITH step, base,
    // A card of a dataset marks the data that it extends.
    CASE WHEN one:Dataset THEN coalesce(step.raw, step.moved_from) ELSE step.moved_from END AS written,
    CASE WHEN one:Dataset THEN "source_datasets" ELSE "base_model" END AS field
  RETURN
    field AS field, "replace" AS action, [written] AS present,
    [CASE WHEN written STARTS WITH "extended|" THEN "extended|" ELSE "" END + base.id] AS proposed,
    "the Hub leads from " + step.moved_from + " to " + base.id AS because, base.id AS base
  UNION
  WITH one
  WHERE moved
  MATCH (one)-[said:TRAINED_ON]->(dataset:Dataset)
  WHERE said.moved_from IS NOT NULL AND "card" IN said.evidence AND dataset.status = "present"
    AND EXISTS { (:Alias {id: said.moved_from})-[:ALIAS_OF]->(dataset) }
  RETURN
    "datasets" AS field, "replace" AS action, [said.moved_from] AS present, [dataset.id] AS proposed,
    "the Hub leads from " + said.moved_from + " to " + dataset.id AS because, dataset.id AS base
  UNION
  WITH one
  WHERE one.names_itself
  RETURN
    "base_model" AS field, "remove" AS action, [one.id] AS present, [] AS proposed,
    "it is not made from itself; name what it was made from, if anything" AS because, null AS base
  UNION
  WITH one
  WHERE size(one.unusable_bases) > 0
  RETURN
    "base_model" AS field, "decide" AS action, one.unusable_bases AS present, [] AS proposed,
    "these are not ids of models; name the models that are meant" AS because, null AS base
  UNION
  // The Hub takes one relation for all bases of a card.
  WITH one, steps
  WHERE CASE WHEN size(steps) > 0 AND all(relation IN relations WHERE relation = "undeclared") THEN one.tags IS NOT NULL END
  UNWIND steps AS step
  WITH
    one, step, endNode(step) AS base, coalesce(step.inferred, "-") AS guess, step.relation AS relation,
    any(word IN coalesce(step.claim_relations, []) WHERE word <> "undeclared") AS says
  ORDER BY base.id, guess, relation, says
  WITH
    one, collect(base.id) AS bases, collect(base._name_key) AS keys, collect(DISTINCT guess) AS guessed,
    collect(DISTINCT relation) AS stated,
    max(CASE WHEN says THEN 1 ELSE 0 END) = 1 AS claimed
  WHERE stated = ["undeclared"] AND NOT claimed AND size(guessed) = 1
    AND CASE guessed[0]
      WHEN "adapter" THEN NOT "gguf" IN coalesce(one.weight_formats, [])
      WHEN "quantized" THEN keys = [coalesce(one._name_stem, one._name_key)]
      WHEN "merge" THEN size(bases) > 1
      ELSE false
    END
  RETURN
    "base_model_relation" AS field, "add" AS action, [] AS present, guessed AS proposed,
    "its files, library or tags are those of " + CASE guessed[0]
      WHEN "adapter" THEN "an adapter" WHEN "merge" THEN "a merge of several bases" ELSE "quantised weights, under the name of its base"
    END AS because,
    bases[0] AS base
  UNION
  WITH one, steps
  WHERE "decide" IN $actions OR any(relation IN relations WHERE relation IN ["quantized", "copy"])
  WITH one, steps, head([step IN steps WHERE one.license_missing OR step.license_verdict = "conflict"]) AS step
  WHERE one.status = "present" AND step IS NOT NULL
    AND ("decide" IN $actions OR step.relation IN ["quantized", "copy"])
  WITH one, steps, step, endNode(step) AS base
  WITH one, step, base,
    size(steps) = 1 AND coalesce(one._name_stem, one._name_key) = base._name_key
      AND coalesce(one.author, "") <> coalesce(base.author, "") AND base.status = "present" AS passed_on
  WHERE passed_on OR "decide" IN $actions
  OPTIONAL MATCH (base)-[declares:DECLARES]->(license:License)
  WITH one, step, base, passed_on, license, declares
  ORDER BY license.id
  WITH one, step, base, passed_on, collect(license) AS licenses, collect(declares) AS declared
  WITH one, step, base, licenses,
    passed_on AND step.relation IN ["quantized", "copy"] AND size(licenses) = 1 AND licenses[0].terms_known
      AND NOT coalesce(licenses[0].family_only, false) AND licenses[0].class <> "unknown"
      AND coalesce(declared[0].contradicted, false) = false
      AND NOT EXISTS { (base)-[:CONFLICTS_WITH]->() } AND NOT EXISTS { (base)-[:DROPPED]->() }
      AND NOT EXISTS { (base)-[:DERIVED_FROM|GENERATED_FROM {license_verdict: "unknown"}]->() }
      AND CASE
        WHEN one.license_missing
          THEN one.tags IS NOT NULL OR EXISTS { MATCH (one)-[said:PUBLISHED_BY]->() WHERE "cards" IN said.sources }
        ELSE step.license_certainty = "firm" AND one.license_class IN ["permissive", "attribution", "public_domain"]
      END AS sure
  RETURN
    "license" AS field,
    CASE WHEN NOT coalesce(sure, false) THEN "decide" WHEN one.license_missing THEN "add" ELSE "replace" END AS action,
    coalesce(one.license_ids, []) AS present,
    CASE WHEN sure THEN [licenses[0].id] ELSE [] END AS proposed,
    CASE
      WHEN sure THEN "it passes on the " + CASE WHEN one:Model THEN "weights" ELSE "data" END + " of " + base.id + ", which are under " + licenses[0].id
      WHEN one.license_missing THEN "no source states its licence, and it was made from " + base.id +
        coalesce(", which is under " + base.license_statement, ", which declares none")
      ELSE "its licence drops terms of a licence above it"
    END AS because,
    base.id AS base
}
WITH one, field, action, present, proposed, because, base
WHERE ($field IS NULL OR field = $field) AND action IN $actions
RETURN
  one.id AS artifact,
  field AS field,
  action AS action,
  present AS present,
  proposed AS proposed,
  because AS because,
  base AS base,
  one.downloads AS downloads,
  CASE WHEN one:Model THEN "model" ELSE "dataset" END AS kind
ORDER BY coalesce(downloads, 0) DESC, artifact, field, action, because, kind
LIMIT $max_rows;
