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
//   ancestor answers what it lacks.
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
WITH one
ORDER BY one.name
WITH collect(one) AS asked
// Models of which all that checklists ask is the same stand behind one node.
CALL () {
  UNWIND CASE WHEN $ancestor IS NULL THEN [0] ELSE [] END AS every
  MATCH (known:_Facts)
  RETURN known, COUNT { (known)<-[:SHOWS]-() } AS models
  UNION ALL
  MATCH (:Model|Alias {id: $ancestor})-[:ALIAS_OF]->{0,1}(above:Model)
  WITH DISTINCT above
  MATCH (above)<-[:DERIVED_FROM]-{1,20}(node:Model)
  WITH DISTINCT node
  MATCH (node)-[:SHOWS]->(known:_Facts)
  RETURN known, count(*) AS models
}
WITH asked, known, models
WHERE "metadata" IN known.read AND ($task IS NULL OR known.task = $task) AND ($library IS NULL OR known.library = $library)
WITH
  asked, known.facts AS facts, known.read AS read,
  CASE WHEN "task" IN $by THEN known.task END AS task,
  CASE WHEN "library" IN $by THEN known.library END AS library,
  CASE WHEN "hub" IN $by THEN known.hub END AS hub,
  CASE WHEN "popularity" IN $by THEN known.popularity END AS popularity,
  CASE WHEN "age" IN $by THEN known.age END AS age,
  sum(models) AS models
ORDER BY task, library, hub, popularity, age
// Which attributes are answered is looked for once, whatever the models are counted by.
WITH asked, facts, read, collect([task, library, hub, popularity, age, models]) AS counted
WITH
  counted,
  [one IN asked | [
    one.name,
    any(fact IN one.answered_by WHERE fact IN facts),
    size(one.told_by) > 0 AND all(place IN one.told_by WHERE place IN read)
  ]] AS said
UNWIND said AS one
WITH counted, one[0] AS attribute, one[1] AS answered, one[2] AS told
UNWIND counted AS row
WITH
  attribute, row[0] AS task, row[1] AS library, row[2] AS hub, row[3] AS popularity, row[4] AS age,
  sum(row[5]) AS models,
  sum(CASE WHEN answered THEN row[5] ELSE 0 END) AS present,
  sum(CASE WHEN told AND NOT answered THEN row[5] ELSE 0 END) AS missing,
  sum(CASE WHEN told THEN row[5] ELSE 0 END) AS told
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
