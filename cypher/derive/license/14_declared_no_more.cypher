// once: artifacts that declare no licence, and what the nearest one that they derive from declares
// Where no source describes an artifact, nothing says whether it declares one.
MATCH (artifact:Model|Dataset|Repository)
WHERE NOT EXISTS { (artifact)-[:DECLARES]->(:License) }
WITH artifact,
  CASE WHEN coalesce(artifact.status, 'present') IN ['present', 'removed', 'disabled'] THEN true END AS missing
CALL (artifact) {
  // Only min(length()) of the ways is asked for, so that Neo4j visits each artifact once. Inside an expression (COLLECT) it
  // would go every way, and asked for the shortest way to what declares a licence, it would begin at all of those.
  MATCH way = (artifact)-[:DERIVED_FROM]->{1,50}(above)
  WITH above, min(length(way)) AS hops
  WHERE EXISTS { (above)-[:DECLARES]->(:License) }
  WITH [above.license_statement, above.id] AS one, hops
  ORDER BY hops, one[1]
  LIMIT 1
  RETURN collect(one)[0] AS nearest
}
WITH artifact, missing, nearest[0] AS inherited, nearest[1] AS origin
WHERE artifact.license_statement IS NOT NULL
  OR coalesce(artifact.license_missing, false) <> coalesce(missing, false)
  OR coalesce(artifact.license_inherited, '') <> coalesce(inherited, '')
  OR coalesce(artifact.license_inherited_from, '') <> coalesce(origin, '')
CALL (artifact, inherited, origin, missing) {
  SET artifact.license_missing = missing, artifact.license_inherited = inherited,
    artifact.license_inherited_from = origin
  REMOVE artifact.license_statement, artifact._license_key, artifact.license_id, artifact.license_ids,
    artifact.license_class
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
