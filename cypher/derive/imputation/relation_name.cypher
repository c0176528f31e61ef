// The relation that words of its name tell, where they tell one
MATCH (one:Model)-[step:DERIVED_FROM]->(other:Model)
WHERE step.relation = "undeclared" AND size(one.name_relations) = 1 AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->(other) }
RETURN one, other, one.name_relations[0] AS relation, 1 AS support, 1.0 AS agreement
