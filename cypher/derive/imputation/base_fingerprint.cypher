// The oldest model whose weights have the very tensors of its own
MATCH (print:Fingerprint)<-[part:HAS_FINGERPRINT]-(member:Model)
// Small models are alike by chance.
WHERE print.kind = "model" AND print.layers > 0 AND coalesce(print.parameters, 0) >= 1000000 AND "model" IN part.components
  AND member.created_at IS NOT NULL
WITH DISTINCT print.structure AS structure, member
ORDER BY member.created_at, coalesce(member.downloads, 0) DESC, member.id
WITH structure, collect(member) AS members
WHERE size(members) > 1
WITH members[0] AS other, members[1..] AS rest
UNWIND rest AS one
WITH one, other
WHERE CASE
  WHEN $held_out THEN EXISTS { (one)-[:DERIVED_FROM]->(:Model) }
  ELSE one.status = "present" AND NOT EXISTS { (one)-[:DERIVED_FROM]->(:Model) }
    AND NOT EXISTS { (one)-[:IMPUTED {fact: $fact}]->() }
END
  AND NOT EXISTS { MATCH ANY SHORTEST (other)-[:DERIVED_FROM]->{1,50}(above) WHERE above = one }
RETURN
  one, other, null AS relation, 1 AS support, 1.0 AS agreement,
  EXISTS { MATCH ANY SHORTEST (one)-[:DERIVED_FROM]->{1,50}(above) WHERE above = other } AS correct
