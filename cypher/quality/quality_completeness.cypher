// How completely models are documented
// question: What share of a checklist does each model answer, what is missing, and what is not known?
// grain: one row per model, the most downloaded first
// parameters:
//   checklist (STRING): reuse (what people look for before they reuse a model), ai-bom (minimum elements of a bill of materials for AI) or training-content (public summary of training content, AI Act)
//   model_ids (LIST<STRING> of Model): only these models; null for all
//   task (STRING): only models of this task; null for all
//   library (STRING): only models of this library; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   downloads (INTEGER): its downloads in the last 30 days
//   asked (INTEGER): attributes of the checklist
//   present (INTEGER): of them, those that it answers
//   missing (INTEGER): those that it does not answer
//   unknown (INTEGER): those of which no source has shown all places that would tell
//   score (FLOAT): present, as a share of those of which it is known; null where nothing is known
//   missing_attributes (LIST<STRING>): names of the missing ones
//   unknown_attributes (LIST<STRING>): names of those that are not known
// notes: quality-model says where each is answered, and which ancestor answers what is missing.
:param checklist => "reuse";
:param model_ids => null;
:param task => null;
:param library => null;
:param max_rows => 100;

MATCH (one:Attribute {checklist: $checklist})
WITH one ORDER BY one.name
WITH
  collect(one) AS asked,
  reduce(used = [], facts IN collect(one.answered_by) | used + facts) AS used,
  reduce(places = [], told IN collect(one.told_by) | places + told) AS places
WHERE size(asked) > 0
// What is asked for, by where it stands: types of relationships in capitals, properties without a colon.
WITH
  asked,
  [fact IN used WHERE fact = toUpper(fact)] AS types,
  [fact IN used WHERE fact = toLower(fact) AND NOT fact CONTAINS ":"] AS keys,
  [fact IN used WHERE fact STARTS WITH "card:" | substring(fact, 5)] AS cards,
  [fact IN used WHERE fact STARTS WITH "file:" | substring(fact, 5)] AS files,
  [fact IN used WHERE fact STARTS WITH "field:" | substring(fact, 6)] AS fields,
  [fact IN used WHERE fact STARTS WITH "tag:" | substring(fact, 4)] AS tags,
  [fact IN used WHERE fact STARTS WITH "data:" | substring(fact, 5)] AS ofData,
  "data" IN places OR any(fact IN used WHERE fact STARTS WITH "data:") AS readsData
CALL () {
  UNWIND $model_ids AS id
  MATCH (node:Model {id: id})
  RETURN node
  UNION
  // Where enough models have downloads, those with fewer than the last of them are not looked at.
  CALL () {
    // Read in the order of the index, and only as far as needed.
    MATCH (node:Model)
    USING INDEX node:Model(downloads)
    WHERE node.downloads > CASE WHEN $model_ids IS NULL THEN 0 END AND node.status <> "stub"
      AND ($task IS NULL OR node.task = $task) AND ($library IS NULL OR node.library = $library)
    WITH node.downloads AS downloads
    ORDER BY downloads DESC
    LIMIT $max_rows
    RETURN CASE WHEN count(*) = $max_rows THEN min(downloads) ELSE 0 END AS least
  }
  CALL (least) {
    MATCH (node:Model)
    USING INDEX node:Model(downloads)
    WHERE node.downloads >= CASE WHEN least > 0 THEN least END
    RETURN node
    UNION ALL
    UNWIND CASE WHEN $model_ids IS NULL AND least = 0 THEN [0] ELSE [] END AS every
    MATCH (node:Model)
    RETURN node
  }
  WITH node
  WHERE node.status <> "stub" AND ($task IS NULL OR node.task = $task) AND ($library IS NULL OR node.library = $library)
  RETURN node
  ORDER BY coalesce(node.downloads, 0) DESC, node.id
  LIMIT $max_rows
}
WITH asked, types, keys, cards, files, fields, tags, ofData, readsData, node
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
WITH node, asked, facts, read,
  [one IN asked WHERE any(fact IN one.answered_by WHERE fact IN facts)] AS present
WITH node, asked, present, [one IN asked WHERE NOT one IN present] AS rest, read
WITH
  node, size(asked) AS asked, size(present) AS present,
  [one IN rest WHERE size(one.told_by) > 0 AND all(place IN one.told_by WHERE place IN read) | one.name] AS missing,
  [one IN rest WHERE size(one.told_by) = 0 OR any(place IN one.told_by WHERE NOT place IN read) | one.name] AS unknown
RETURN
  node.id AS model,
  node.downloads AS downloads,
  asked AS asked,
  present AS present,
  size(missing) AS missing,
  size(unknown) AS unknown,
  CASE WHEN present + size(missing) > 0 THEN round(toFloat(present) / (present + size(missing)), 4) END AS score,
  missing AS missing_attributes,
  unknown AS unknown_attributes
ORDER BY coalesce(downloads, 0) DESC, model
LIMIT $max_rows;
