// Picture of licence conflicts
// question: Which artifacts violate the licence of which other ones?
// grain: one row per conflict, those with the artifacts that most was made from first
// parameters:
//   artifact (STRING of Model|Dataset|Repository): only conflicts of this artifact, on either side; all where left out
//   profile (STRING): rule set, such as default or strict-data
//   max_rows (INTEGER): most conflicts to draw
// columns:
//   path (PATH): one conflict, from the artifact to the one whose licence it violates
// notes: Made for Neo4j Browser, which draws the rows as one picture and adds the derivations between what is shown.
:param artifact => null;
:param profile => "default";
:param max_rows => 60;

CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH path = (below:Model|Dataset|Repository)-[conflict:CONFLICTS_WITH]->(above:Model|Dataset)
  RETURN path, below, conflict, above
  UNION ALL
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(below:Model|Dataset|Repository)
  WITH DISTINCT below
  MATCH path = (below)-[conflict:CONFLICTS_WITH]->(above:Model|Dataset)
  RETURN path, below, conflict, above
  UNION ALL
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(above:Model|Dataset|Repository)
  WITH DISTINCT above
  MATCH path = (below:Model|Dataset|Repository)-[conflict:CONFLICTS_WITH]->(above)
  WHERE below.id <> above.id
  RETURN path, below, conflict, above
}
WITH path, below, conflict, above
WHERE $profile IN conflict.profiles
RETURN path AS path
ORDER BY coalesce(above.lineage_descendants, 0) DESC, above.id, below.id, conflict.license
LIMIT $max_rows;
