// The licence of its base, or of all its bases that have one
MATCH (one:Model)-[:DERIVED_FROM]->(base:Model)
WHERE CASE
  WHEN $held_out THEN one.license_id IS NOT NULL
  ELSE one.status = "present" AND one.license_missing AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->() }
END
WITH one, base.license_id AS value
ORDER BY value
WITH one, collect(value) AS said
WHERE size(said) > 0 AND all(value IN said WHERE value = said[0])
MATCH (other:License {id: said[0]})
RETURN one, other, null AS relation, size(said) AS support, 1.0 AS agreement, said[0] = one.license_id AS correct
