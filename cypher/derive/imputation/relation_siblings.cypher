// The relation that most others of the same base have
MATCH (other:Model)<-[known:DERIVED_FROM]-(:Model)
WHERE known.relation <> "undeclared"
WITH other, known.relation AS value, count(*) AS votes
ORDER BY votes DESC, value
WITH other, collect([value, votes]) AS votes
MATCH (other)<-[step:DERIVED_FROM]-(one:Model)
WHERE step.relation = "undeclared" AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->(other) }
RETURN
  one, other, votes[0][0] AS relation, votes[0][1] AS support,
  1.0 * votes[0][1] / reduce(all = 0, vote IN votes | all + vote[1]) AS agreement
