// The task of its base, or of all its bases that have one
MATCH (one:Model)-[:DERIVED_FROM]->(base:Model)
WHERE CASE
  WHEN $held_out THEN one.task IS NOT NULL
  ELSE one.status = "present" AND one.task IS NULL AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->() }
END
WITH one, base.task AS value
ORDER BY value
WITH one, collect(value) AS said
WHERE size(said) > 0 AND all(value IN said WHERE value = said[0])
MATCH (other:Task {name: said[0]})
RETURN one, other, null AS relation, size(said) AS support, 1.0 AS agreement, said[0] = one.task AS correct
