// What is documented of a model
// question: Which attributes of a checklist does a model answer, where, and which ancestor answers what it lacks?
// grain: one row per model, group and attribute
// parameters:
//   model_ids (LIST<STRING> of Model): ids of the models
//   checklist (STRING): reuse (what people look for before they reuse a model), ai-bom (minimum elements of a bill of materials for AI) or training-content (public summary of training content, AI Act)
//   group (STRING): only this group of attributes, such as provenance; null for all
//   present (BOOLEAN): only what is answered (true) or missing (false); null for all, what is not known among them
//   max_hops (INTEGER): how far up the lineage to look for who answers
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   group (STRING): group of the attribute; one that belongs to several has a row for each
//   attribute (STRING): what is asked for
//   present (BOOLEAN): whether the model answers it; null where not all places were read that would tell
//   where (LIST<STRING>): what answers it, such as a property, a type of relationship, a heading of its card, or a file
//   unread (LIST<STRING>): places that no source has shown and that would tell
//   ancestor (STRING): nearest ancestor that answers it where the model does not; of several as near the smallest id
//   hops (INTEGER): steps up to it
//   meaning (STRING): what the attribute asks for
// notes: |-
//   quality-checklists says what answers each attribute, and which places must have been read before it is said to be
//   missing. A fact that begins with `data:` is one that every dataset has that the model was trained on.
:param model_ids => ["HuggingFaceH4/zephyr-7b-beta"];
:param checklist => "reuse";
:param group => null;
:param present => null;
:param max_hops => 10;
:param max_rows => 1000;

MATCH (one:Attribute {checklist: $checklist})
WITH one ORDER BY one.name
WITH
  reduce(used = [], facts IN collect(one.answered_by) | used + facts) AS used,
  reduce(places = [], told IN collect(one.told_by) | places + told) AS places
// What is asked for, by where it stands: types of relationships in capitals, properties without a colon.
WITH
  [fact IN used WHERE fact = toUpper(fact)] AS types,
  [fact IN used WHERE fact = toLower(fact) AND NOT fact CONTAINS ":"] AS keys,
  [fact IN used WHERE fact STARTS WITH "card:" | substring(fact, 5)] AS cards,
  [fact IN used WHERE fact STARTS WITH "file:" | substring(fact, 5)] AS files,
  [fact IN used WHERE fact STARTS WITH "field:" | substring(fact, 6)] AS fields,
  [fact IN used WHERE fact STARTS WITH "tag:" | substring(fact, 4)] AS tags,
  [fact IN used WHERE fact STARTS WITH "data:" | substring(fact, 5)] AS ofData,
  "data" IN places OR any(fact IN used WHERE fact STARTS WITH "data:") AS readsData
UNWIND $model_ids AS id
MATCH (model:Model {id: id})
WITH DISTINCT model, types, keys, cards, files, fields, tags, ofData, readsData
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
MATCH way = (model)-[:DERIVED_FROM]->{0,20}(node:Model)
WITH model, types, keys, cards, files, fields, tags, ofData, readsData, node, min(length(way)) AS hops
WHERE hops <= $max_hops
CALL (node, types, keys, cards, files, fields, tags, ofData, readsData) {
  WITH node, types, keys, cards, files, fields, tags, ofData,
    CASE WHEN readsData THEN COLLECT { MATCH (node)-[:TRAINED_ON]->(data:Dataset) RETURN data } ELSE [] END AS datasets
  RETURN
    CASE WHEN size(types) > 0
      THEN COLLECT { MATCH (node)-[link]->() WITH DISTINCT type(link) AS kind WHERE kind IN types RETURN kind ORDER BY kind } ELSE [] END
      + [key IN keys WHERE node[key] IS NOT NULL]
      + CASE WHEN size(cards) > 0 THEN [topic IN coalesce(node.card_topics, []) WHERE topic IN cards | "card:" + topic] ELSE [] END
      + CASE WHEN size(files) > 0 THEN [topic IN coalesce(node.file_topics, []) WHERE topic IN files | "file:" + topic] ELSE [] END
      + CASE WHEN size(fields) > 0 THEN [field IN coalesce(node.card_fields, []) WHERE field IN fields | "field:" + field] ELSE [] END
      + CASE WHEN size(tags) > 0 THEN [tag IN coalesce(node.tags, []) WHERE tag IN tags | "tag:" + tag] ELSE [] END
      + [fact IN ofData WHERE size(datasets) > 0 AND all(data IN datasets WHERE data[fact] IS NOT NULL) | "data:" + fact]
      + CASE WHEN "generated_data" IN keys AND EXISTS { (node)-[:TRAINED_ON]->()-[:GENERATED_FROM]->() } THEN ["generated_data"] ELSE [] END
      + CASE WHEN "quantized_child" IN keys AND EXISTS { (node)<-[:DERIVED_FROM {relation: "quantized"}]-() } THEN ["quantized_child"] ELSE [] END
      + CASE WHEN "bill" IN keys THEN ["bill"] ELSE [] END AS facts,
    CASE WHEN node.status = "stub" THEN [] ELSE ["metadata"] END
      + CASE WHEN node.has_card IS NULL THEN [] ELSE ["card"] END
      + CASE WHEN node.file_count IS NULL THEN [] ELSE ["files"] END
      + CASE WHEN any(data IN datasets WHERE data.status = "stub") THEN [] ELSE ["data"] END AS read
}
WITH model, node, hops, facts, read
ORDER BY hops, node.id
WITH model, collect({id: node.id, hops: hops, facts: facts, read: read}) AS line
MATCH (asked:Attribute {checklist: $checklist})
WITH
  model, asked, line,
  [fact IN asked.answered_by WHERE fact IN line[0].facts] AS answers,
  [place IN asked.told_by WHERE NOT place IN line[0].read] AS unread
WITH
  model, asked, answers,
  CASE WHEN size(answers) > 0 THEN true WHEN size(unread) > 0 OR size(asked.told_by) = 0 THEN null ELSE false END AS answered,
  CASE WHEN size(answers) > 0 THEN [] ELSE unread END AS unread,
  CASE WHEN size(answers) > 0 OR asked.own THEN null
    ELSE [one IN line[1..] WHERE any(fact IN asked.answered_by WHERE fact IN one.facts )][0]
  END AS above
UNWIND asked.groups AS of_group
WITH model, asked, answers, answered, unread, above, of_group
WHERE ($group IS NULL OR of_group = $group) AND ($present IS NULL OR answered = $present)
RETURN
  model.id AS model,
  of_group AS group,
  asked.name AS attribute,
  answered AS present,
  [fact IN answers | CASE
    WHEN fact STARTS WITH "card:" THEN "card: " + [i IN range(0, size(model.card_topics) - 1)
      WHERE model.card_topics[i] = substring(fact, 5) | model.card_sections[i]][0]
    WHEN fact STARTS WITH "file:" THEN "file: " + [i IN range(0, size(model.file_topics) - 1)
      WHERE model.file_topics[i] = substring(fact, 5) | model.topic_files[i]][0]
    ELSE fact
  END] AS where,
  unread AS unread,
  above.id AS ancestor,
  above.hops AS hops,
  asked.meaning AS meaning
ORDER BY model, group, attribute
LIMIT $max_rows;
