// The relation that words of its name tell, where they tell one
MATCH (one:Model)-[step:DERIVED_FROM]->(other:Model)
WHERE size(one.name_relations) = 1 AND CASE
  WHEN $held_out THEN step.relation <> "undeclared"
  ELSE step.relation = "undeclared" AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->(other) }
END
RETURN
  one, other, one.name_relations[0] AS relation, 1 AS support, 1.0 AS agreement,
  one.name_relations[0] = step.relation AS correct
