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
WITH collect(one) AS asked
WHERE size(asked) > 0
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
OPTIONAL MATCH (node)-[:SHOWS]->(known:_Facts)
WITH node, asked, coalesce(known.facts, []) AS facts, coalesce(known.read, []) AS read
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
