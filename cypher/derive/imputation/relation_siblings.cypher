// The relation that most others of the same base have
MATCH (other:Model)<-[known:DERIVED_FROM]-(:Model)
WHERE known.relation <> "undeclared"
WITH other, known.relation AS value, count(*) AS votes
ORDER BY value
WITH other, collect([value, votes]) AS counted
MATCH (other)<-[step:DERIVED_FROM]-(one:Model)
WHERE CASE
  WHEN $held_out THEN step.relation <> "undeclared"
  ELSE step.relation = "undeclared" AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->(other) }
END
UNWIND counted AS vote
// Nobody votes on itself.
WITH one, other, step, vote[0] AS value, vote[1] - CASE WHEN vote[0] = step.relation THEN 1 ELSE 0 END AS votes
ORDER BY votes DESC, value
WITH one, other, step, collect([value, votes]) AS votes
WHERE votes[0][1] > 0
RETURN
  one, other, votes[0][0] AS relation, votes[0][1] AS support,
  1.0 * votes[0][1] / reduce(all = 0, vote IN votes | all + vote[1]) AS agreement, votes[0][0] = step.relation AS correct
