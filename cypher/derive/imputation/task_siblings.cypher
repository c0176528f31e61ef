// The task that most others of the same bases have
MATCH (base:Model)<-[:DERIVED_FROM]-(known:Model)
WHERE known.task IS NOT NULL
WITH base, known.task AS value, count(*) AS votes
ORDER BY value
WITH base, collect([value, votes]) AS counted
MATCH (base)<-[:DERIVED_FROM]-(one:Model)
WHERE CASE
  WHEN $held_out THEN one.task IS NOT NULL
  ELSE one.status = "present" AND one.task IS NULL AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->() }
END
UNWIND counted AS vote
// Nobody votes on itself.
WITH one, vote[0] AS value, sum(vote[1] - CASE WHEN vote[0] = one.task THEN 1 ELSE 0 END) AS votes
ORDER BY votes DESC, value
WITH one, collect([value, votes]) AS votes
WITH one, votes[0][0] AS value, votes[0][1] AS support, reduce(all = 0, vote IN votes | all + vote[1]) AS total
WHERE support > 0
MATCH (other:Task {name: value})
RETURN one, other, null AS relation, support, 1.0 * support / total AS agreement, value = one.task AS correct
