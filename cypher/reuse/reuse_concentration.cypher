// How concentrated reuse is
// question: On how few models does the reuse rest, and how many models does a repository load?
// grain: one row per measure
// parameters:
//   hub (STRING): only models of this hub, such as huggingface
//   max_rows (INTEGER): most rows to return
// columns:
//   measure (STRING): models, repositories, links; shares of the links on the most used models; uses per model and per repository
//   value (FLOAT): its value; shares are between 0 and 1
// notes: Only models that a repository loads are counted; where there are none, there are no rows. The Gini coefficient is 0 where all are used equally often.
:param hub => null;
:param max_rows => 100;

CALL () {
  MATCH (:Repository)-[:REUSES]->(model:Model)
  WHERE $hub IS NULL OR model.hub = $hub
  WITH model, count(*) AS uses
  WITH model.id AS id, uses
  ORDER BY uses DESC, id
  RETURN
    count(*) AS models,
    collect(uses) AS counts,
    sum(uses) AS links,
    toFloat(percentileCont(uses, 0.5)) AS median_uses,
    max(uses) AS most_uses,
    count(CASE uses WHEN 1 THEN 1 END) AS once
}
CALL () {
  MATCH (repository:Repository)-[:REUSES]->(model:Model)
  WHERE $hub IS NULL OR model.hub = $hub
  WITH repository, count(*) AS loads
  RETURN count(*) AS repositories, toFloat(percentileCont(loads, 0.5)) AS median_loads, max(loads) AS most_loads
}
WITH *
WHERE links > 0
WITH *, range(0, models - 1) AS places
WITH
  models, repositories, links, once, median_uses, most_uses, median_loads, most_loads,
  reduce(sum = 0, n IN counts[0..10] | sum + n) AS top_10,
  reduce(sum = 0, n IN counts[0..toInteger(ceil(models / 100.0))] | sum + n) AS top_percent,
  reduce(sum = 0.0, place IN places | sum + (models - 2 * place - 1) * counts[place]) AS spread
UNWIND
  [
    [0, "models", models],
    [1, "repositories", repositories],
    [2, "links", links],
    [3, "share of the 10 most used models", toFloat(top_10) / links],
    [4, "share of the most used 1 % of models", toFloat(top_percent) / links],
    [5, "models used once", once],
    [6, "Gini coefficient of uses", spread / (models * links)],
    [7, "uses per model, median", median_uses],
    [8, "uses per model, largest", most_uses],
    [9, "models per repository, median", median_loads],
    [10, "models per repository, mean", toFloat(links) / repositories],
    [11, "models per repository, largest", most_loads]
  ] AS row
RETURN row[1] AS measure, toFloat(row[2]) AS value
ORDER BY row[0]
LIMIT $max_rows;
