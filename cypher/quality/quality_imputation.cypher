// How right guesses from relatives and names are
// question: Had a licence, task or relation been missing, how often would siblings, the base or the name have told it?
// grain: one row per fact and method
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   fact (STRING): license, task or relation
//   method (STRING): siblings (most frequent among others of the same bases), base, name, or most_frequent of all
//   known (INTEGER): models, or derivations for the relation, where the fact is known and can be held against the guess
//   guessed (INTEGER): of these, those for which the method has a guess
//   right (INTEGER): of these guesses, those that are right
//   accuracy (FLOAT): right guesses of all guesses
//   coverage (FLOAT): guesses of all known
//   published (FLOAT): what Model Atlas reports for siblings and for the most frequent value; null for other methods
// source: Horwitz et al., Model Atlas, NeurIPS 2025, arXiv 2503.10633, on 2025's Hub; each held out in turn here.
// notes: |-
//   Every known fact is held out by itself: a model never votes for itself, and its own base counts only for others.
//   Licences are compared by id and only where there is exactly one. Of several values with as many votes the smallest
//   counts.
:param max_rows => 100;

CALL () {
  MATCH (base:Model)<-[:DERIVED_FROM]-(child:Model)
  WHERE child.license_id IS NOT NULL
  WITH base, child.license_id AS value, count(*) AS votes
  ORDER BY value
  WITH base, collect([value, votes]) AS counted
  MATCH (base)<-[:DERIVED_FROM]-(child:Model)
  WHERE child.license_id IS NOT NULL
  UNWIND counted AS one
  WITH child, one[0] AS value, sum(one[1] - CASE WHEN one[0] = child.license_id THEN 1 ELSE 0 END) AS votes
  ORDER BY votes DESC, value
  WITH child, head(collect([value, votes])) AS best
  WITH child.license_id AS stated, CASE WHEN best[1] > 0 THEN best[0] END AS guess
  RETURN "license" AS fact, "siblings" AS method, 0.85 AS published,
    count(*) AS known, count(guess) AS guessed, count(CASE WHEN guess = stated THEN 1 END) AS correct
  UNION
  MATCH (child:Model)-[:DERIVED_FROM]->(base:Model)
  WHERE child.license_id IS NOT NULL
  WITH child, base.license_id AS value
  ORDER BY value
  WITH child, collect(DISTINCT value) AS said
  WITH child.license_id AS stated, CASE WHEN size(said) = 1 THEN said[0] END AS guess
  RETURN "license" AS fact, "base" AS method, null AS published,
    count(*) AS known, count(guess) AS guessed, count(CASE WHEN guess = stated THEN 1 END) AS correct
  UNION
  MATCH (child:Model)
  WHERE child.license_id IS NOT NULL AND EXISTS { (child)-[:DERIVED_FROM]->(:Model) }
  WITH child.license_id AS value, count(*) AS number
  RETURN "license" AS fact, "most_frequent" AS method, 0.49 AS published,
    sum(number) AS known, sum(number) AS guessed, max(number) AS correct
  UNION
  MATCH (base:Model)<-[:DERIVED_FROM]-(child:Model)
  WHERE child.task IS NOT NULL
  WITH base, child.task AS value, count(*) AS votes
  ORDER BY value
  WITH base, collect([value, votes]) AS counted
  MATCH (base)<-[:DERIVED_FROM]-(child:Model)
  WHERE child.task IS NOT NULL
  UNWIND counted AS one
  WITH child, one[0] AS value, sum(one[1] - CASE WHEN one[0] = child.task THEN 1 ELSE 0 END) AS votes
  ORDER BY votes DESC, value
  WITH child, head(collect([value, votes])) AS best
  WITH child.task AS stated, CASE WHEN best[1] > 0 THEN best[0] END AS guess
  RETURN "task" AS fact, "siblings" AS method, 0.79 AS published,
    count(*) AS known, count(guess) AS guessed, count(CASE WHEN guess = stated THEN 1 END) AS correct
  UNION
  MATCH (child:Model)-[:DERIVED_FROM]->(base:Model)
  WHERE child.task IS NOT NULL
  WITH child, base.task AS value
  ORDER BY value
  WITH child, collect(DISTINCT value) AS said
  WITH child.task AS stated, CASE WHEN size(said) = 1 THEN said[0] END AS guess
  RETURN "task" AS fact, "base" AS method, null AS published,
    count(*) AS known, count(guess) AS guessed, count(CASE WHEN guess = stated THEN 1 END) AS correct
  UNION
  MATCH (child:Model)
  WHERE child.task IS NOT NULL AND EXISTS { (child)-[:DERIVED_FROM]->(:Model) }
  WITH child.task AS value, count(*) AS number
  RETURN "task" AS fact, "most_frequent" AS method, 0.60 AS published,
    sum(number) AS known, sum(number) AS guessed, max(number) AS correct
  UNION
  MATCH (base:Model)<-[step:DERIVED_FROM]-(:Model)
  WHERE step.relation <> "undeclared"
  WITH base, step.relation AS value, count(*) AS votes
  ORDER BY value
  WITH base, collect([value, votes]) AS counted
  MATCH (base)<-[step:DERIVED_FROM]-(:Model)
  WHERE step.relation <> "undeclared"
  UNWIND counted AS one
  WITH step, one[0] AS value, one[1] - CASE WHEN one[0] = step.relation THEN 1 ELSE 0 END AS votes
  ORDER BY votes DESC, value
  WITH step, head(collect([value, votes])) AS best
  WITH step.relation AS stated, CASE WHEN best[1] > 0 THEN best[0] END AS guess
  RETURN "relation" AS fact, "siblings" AS method, 0.80 AS published,
    count(*) AS known, count(guess) AS guessed, count(CASE WHEN guess = stated THEN 1 END) AS correct
  UNION
  MATCH (child:Model)-[step:DERIVED_FROM]->(:Model)
  WHERE step.relation <> "undeclared"
  WITH step.relation AS stated, CASE WHEN size(child.name_relations) = 1 THEN child.name_relations[0] END AS guess
  RETURN "relation" AS fact, "name" AS method, null AS published,
    count(*) AS known, count(guess) AS guessed, count(CASE WHEN guess = stated THEN 1 END) AS correct
  UNION
  MATCH (:Model)-[step:DERIVED_FROM]->(:Model)
  WHERE step.relation <> "undeclared"
  WITH step.relation AS value, count(*) AS number
  RETURN "relation" AS fact, "most_frequent" AS method, 0.61 AS published,
    sum(number) AS known, sum(number) AS guessed, max(number) AS correct
}
WITH fact, method, published, known, guessed, correct
WHERE known > 0
RETURN
  fact AS fact,
  method AS method,
  known AS known,
  guessed AS guessed,
  correct AS right,
  CASE WHEN guessed > 0 THEN 1.0 * correct / guessed END AS accuracy,
  1.0 * guessed / known AS coverage,
  published AS published
ORDER BY fact, method
LIMIT $max_rows;
