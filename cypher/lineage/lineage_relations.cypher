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

// Each step is read twice and gathered where two steps meet, so that no other relationship of a model is looked at.
CALL () {
  MATCH (model)-[step:DERIVED_FROM]->(middle)
  WHERE $task IS NULL OR model.task = $task
  RETURN middle, null AS first, [model, coalesce(step.relation, "undeclared")] AS below
  UNION ALL
  MATCH (middle)-[before:DERIVED_FROM]->()
  RETURN middle, coalesce(before.relation, "undeclared") AS first, null AS below
}
WITH middle, first, below
ORDER BY first
WITH middle, collect(DISTINCT first) AS firsts, collect(below) AS steps
WHERE size(steps) > 0 AND middle:Model
UNWIND CASE WHEN size(firsts) > 0 THEN firsts ELSE [null] END AS first
UNWIND steps AS step
WITH first, step[1] AS second, step[0] AS model, count(*) AS times
RETURN
  first AS first,
  second AS second,
  sum(times) AS steps,
  count(*) AS models,
  sum(coalesce(model.downloads, 0)) AS downloads
ORDER BY steps DESC, first, second
LIMIT $max_rows;
