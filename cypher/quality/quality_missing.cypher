// Which attributes are missing
// question: How often is each attribute of a checklist missing, by task, library, hub, popularity, age or below a model?
// grain: one row per attribute and value of what is grouped by
// parameters:
//   by (LIST<STRING>): what to group by, any of task, library, hub, popularity and age; an empty list for all models as one
//   checklist (STRING): reuse (what people look for before they reuse a model), ai-bom (minimum elements of a bill of materials for AI) or training-content (public summary of training content, AI Act)
//   attribute (STRING): only this attribute, such as hardware; null for all
//   task (STRING): only models of this task; null for all
//   library (STRING): only models of this library; null for all
//   ancestor (STRING of Model): only models made from this one, directly or through others; null for all
//   min_models (INTEGER): leave out values that fewer models have
//   max_rows (INTEGER): most rows to return
// columns:
//   attribute (STRING): what is asked for
//   task (STRING): task of the models, where it is grouped by; null for those that state none
//   library (STRING): their library, where it is grouped by
//   hub (STRING): their hub, where it is grouped by
//   popularity (STRING): their downloads in the last 30 days, where it is grouped by
//   age (INTEGER): year in which they were made, where it is grouped by
//   models (INTEGER): such models that some source describes
//   present (INTEGER): of them, those that answer it
//   missing (INTEGER): those that do not
//   told (INTEGER): models of which all places were read that would tell that it is missing
//   share (FLOAT): missing, as a share of these; null where there are none
// notes: |-
//   What is missing most often comes first. quality-model says where each attribute of a model is answered, and which
//   ancestor answers what it lacks. All models are read, with everything that the attributes ask for: of a graph with
//   millions of them ask for one attribute, a task, a library or what is below an ancestor.
:param by => ["task"];
:param checklist => "reuse";
:param attribute => null;
:param task => null;
:param library => null;
:param ancestor => null;
:param min_models => 1;
:param max_rows => 1000;

MATCH (one:Attribute {checklist: $checklist})
WHERE $attribute IS NULL OR one.name = $attribute
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
CALL () {
  UNWIND CASE WHEN $ancestor IS NULL AND $task IS NULL AND $library IS NULL THEN [0] ELSE [] END AS every
  MATCH (node:Model)
  RETURN node
  UNION ALL
  MATCH (node:Model {task: CASE WHEN $ancestor IS NULL THEN $task END})
  RETURN node
  UNION ALL
  MATCH (node:Model {library: CASE WHEN $ancestor IS NULL AND $task IS NULL THEN $library END})
  RETURN node
  UNION ALL
  MATCH (:Model {id: $ancestor})<-[:DERIVED_FROM]-{1,20}(node:Model)
  RETURN DISTINCT node
}
WITH types, keys, cards, files, fields, tags, ofData, readsData, node
WHERE node.status <> "stub" AND ($task IS NULL OR node.task = $task) AND ($library IS NULL OR node.library = $library)
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
WITH
  facts, read,
  CASE WHEN "task" IN $by THEN node.task END AS task,
  CASE WHEN "library" IN $by THEN node.library END AS library,
  CASE WHEN "hub" IN $by THEN node.hub END AS hub,
  CASE WHEN "popularity" IN $by THEN CASE
    WHEN node.downloads IS NULL THEN null
    WHEN node.downloads >= 1000000 THEN "1,000,000 and more"
    WHEN node.downloads >= 10000 THEN "10,000 to 999,999"
    WHEN node.downloads >= 100 THEN "100 to 9,999"
    ELSE "0 to 99"
  END END AS popularity,
  CASE WHEN "age" IN $by THEN node.created_at.year END AS age
// Models of which the same is known count together.
WITH facts, read, task, library, hub, popularity, age, count(*) AS models
MATCH (one:Attribute {checklist: $checklist})
WHERE $attribute IS NULL OR one.name = $attribute
WITH one, task, library, hub, popularity, age, models,
  any(fact IN one.answered_by WHERE fact IN facts) AS answered,
  size(one.told_by) > 0 AND all(place IN one.told_by WHERE place IN read) AS told
WITH
  one.name AS attribute, task, library, hub, popularity, age,
  sum(models) AS models,
  sum(CASE WHEN answered THEN models ELSE 0 END) AS present,
  sum(CASE WHEN told AND NOT answered THEN models ELSE 0 END) AS missing,
  sum(CASE WHEN told THEN models ELSE 0 END) AS told
WHERE models >= $min_models
RETURN
  attribute AS attribute,
  task AS task,
  library AS library,
  hub AS hub,
  popularity AS popularity,
  age AS age,
  models AS models,
  present AS present,
  missing AS missing,
  told AS told,
  CASE WHEN told > 0 THEN round(toFloat(missing) / told, 4) END AS share
ORDER BY missing DESC, attribute, models DESC, task, library, hub, popularity, age
LIMIT $max_rows;
