// Licence conflicts, inherited ones included
// question: Which artifacts have a licence that drops what a licence further up asks for, and where was it dropped first?
// grain: one row per artifact and licence that it is in conflict with
// parameters:
//   profile (STRING): rule set, such as default or strict-data
//   artifact (STRING of Model|Dataset|Repository): only this model, dataset or repository
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   license (STRING): licence it declares
//   origin (STRING): nearest artifact with the licence it is in conflict with
//   origin_license (STRING): that licence
//   hops (INTEGER): steps from the origin; 1 where the artifact was made from it directly
//   first_drop (STRING): first artifact on the way that no longer carries the terms
//   terms (LIST<STRING>): terms that reach the artifact and are not carried
//   codes (LIST<STRING>): reasons
//   certainty (STRING): contested where the conflict rests only on disputed readings
// source: Worked out by cypher/derive/license_*.cypher from the terms of the licences.
// notes: Those nearest to the origin come first, of these the most downloaded. Not legal advice.
:param profile => "default";
:param artifact => null;
:param max_rows => 1000;

CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (lower:Model|Dataset|Repository)-[:CONFLICTS_WITH]->()
  RETURN DISTINCT lower
  UNION
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(lower:Model|Dataset|Repository)
  RETURN lower
}
MATCH (lower)-[conflict:CONFLICTS_WITH]->(origin:Model|Dataset)
WHERE $profile IN conflict.profiles
RETURN
  lower.id AS artifact,
  lower.license_statement AS license,
  origin.id AS origin,
  conflict.license AS origin_license,
  conflict.hops AS hops,
  conflict.first_drop AS first_drop,
  conflict.terms AS terms,
  conflict.codes AS codes,
  conflict.certainty AS certainty
ORDER BY hops, coalesce(lower.downloads, 0) DESC, artifact, origin_license, origin
LIMIT $max_rows;
