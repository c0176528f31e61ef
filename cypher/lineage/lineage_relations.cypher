// How models follow upon each other
// question: Which relation follows upon which, from a base through a model to what was made from it?
// grain: one row per pair of relations; one per relation for steps that start at a root
// parameters:
//   task (STRING): only models of this task as the last of the two steps; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   first (STRING): how the model in the middle was made; null where it was made from nothing
//   second (STRING): how the last model was made from it
//   steps (INTEGER): pairs of steps
//   models (INTEGER): the last models
//   downloads (INTEGER): their downloads in the last 30 days
// notes: A model with several bases counts once for each relation that it has to them.
:param task => null;
:param max_rows => 100;

MATCH (model:Model)-[step:DERIVED_FROM]->(base:Model)
WHERE $task IS NULL OR model.task = $task
CALL (base) {
  OPTIONAL MATCH (base)-[before:DERIVED_FROM]->(:Model)
  RETURN DISTINCT CASE WHEN before IS NOT NULL THEN coalesce(before.relation, "undeclared") END AS first
}
WITH first, coalesce(step.relation, "undeclared") AS second, model, count(*) AS times
RETURN
  first AS first,
  second AS second,
  sum(times) AS steps,
  count(*) AS models,
  sum(coalesce(model.downloads, 0)) AS downloads
ORDER BY steps DESC, first, second
LIMIT $max_rows;
