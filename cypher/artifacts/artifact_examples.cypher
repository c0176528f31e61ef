// Where to start looking
// question: Which models are telling examples, because they are in conflict, head a wide family, or are merged from many?
// grain: one row per reason and model
// parameters:
//   per_reason (INTEGER): most models of each reason
//   max_rows (INTEGER): most rows to return
// columns:
//   reason (STRING): conflict, family or merge
//   model (STRING): Hub id of the model
//   number (INTEGER): licences in conflict, models below it, or models that it is made from
//   about (STRING): the licence that is violated; null for other reasons
//   downloads (INTEGER): downloads in the last 30 days
:param per_reason => 3;
:param max_rows => 20;

CALL () {
  MATCH (model:Model)-[conflict:CONFLICTS_WITH]->()
  WHERE "default" IN conflict.profiles AND conflict.certainty = "firm"
  WITH model, count(*) AS number, min(conflict.license) AS about, max(conflict.hops) AS hops
  ORDER BY hops > 1 DESC, coalesce(model.downloads, 0) DESC, model.id
  LIMIT $per_reason
  RETURN 0 AS place, "conflict" AS reason, model, number, about
  UNION
  MATCH (model:Model {lineage_depth: 0})
  WITH model, model.lineage_descendants AS number
  ORDER BY number DESC, model.id
  LIMIT $per_reason
  RETURN 1 AS place, "family" AS reason, model, number, null AS about
  UNION
  MATCH (model:Model)-[:DERIVED_FROM {relation: "merge"}]->()
  WITH model, count(*) AS number
  ORDER BY number DESC, coalesce(model.downloads, 0) DESC, model.id
  LIMIT $per_reason
  RETURN 2 AS place, "merge" AS reason, model, number, null AS about
}
RETURN reason AS reason, model.id AS model, number AS number, about AS about, model.downloads AS downloads
ORDER BY place, number DESC, model
LIMIT $max_rows;
