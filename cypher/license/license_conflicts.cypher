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
// notes: Those nearest to the origin come first. Not legal advice.
:param profile => "default";
:param artifact => null;
:param max_rows => 1000;

MATCH (profile:Profile {name: $profile})
CALL (profile) {
  MATCH (verdict:LicenseVerdict)-[:JUDGED {rank: 3}]->(profile)
  WITH verdict.id AS id
  ORDER BY id
  RETURN collect(id) AS strong
}
CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
  RETURN lower, edge, upper
  UNION
  MATCH (lower:Model {id: $artifact})-[edge:DERIVED_FROM|TRAINED_ON]->(upper:Model|Dataset)
  RETURN lower, edge, upper
  UNION
  MATCH (lower:Dataset {id: $artifact})-[edge:DERIVED_FROM|GENERATED_FROM]->(upper:Model|Dataset)
  RETURN lower, edge, upper
  UNION
  MATCH (lower:Repository {name: $artifact})-[edge:REUSES]->(upper:Model|Dataset)
  RETURN lower, edge, upper
  UNION
  MATCH (:Alias {id: $artifact})-[:ALIAS_OF]->(lower:Model|Dataset)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]->
    (upper:Model|Dataset)
  RETURN lower, edge, upper
}
WITH profile, strong, lower, edge, upper
WHERE edge.license_verdict IN strong
MATCH (:LicenseVerdict {id: edge.license_verdict})-[:RESTS_ON]->(pair:LicensePair)-[judged:JUDGED {rank: 3}]->(profile)
WITH
  edge, upper, pair, judged,
  coalesce(lower.id, lower.name) AS artifact,
  lower.license_statement AS license
CALL (edge, upper, pair, judged, artifact) {
  WITH *
  WHERE pair.license IS NULL
  RETURN
    upper.id AS origin, coalesce(judged.upstream, upper.license_statement) AS origin_license, 1 AS hops,
    artifact AS first_drop, judged.codes AS codes
  UNION
  MATCH (upper)-[dropped:DROPPED]->(imposing:License {id: pair.license})
  WHERE pair.id = edge.license_step + " after " + dropped.key + " " + pair.below
  RETURN
    dropped.origin AS origin, imposing.id AS origin_license, dropped.hops + 1 AS hops, dropped.first_drop AS first_drop,
    ["INHERITED"] + judged.codes AS codes
}
WITH artifact, license, origin, origin_license, hops, first_drop, judged.lost AS lost, codes, judged.certainty AS certainty,
  pair.license IS NOT NULL AS inherited, pair.way = "beside" AS beside
ORDER BY hops, origin, first_drop, inherited, beside
WITH
  artifact, license, origin_license,
  collect([origin, hops, first_drop])[0] AS nearest,
  reduce(all = [], one IN collect(lost) | all + [term IN one WHERE NOT term IN all]) AS lost,
  reduce(all = [], one IN collect(codes) | all + [code IN one WHERE NOT code IN all]) AS codes,
  min(CASE certainty WHEN "firm" THEN 0 ELSE 1 END) AS disputed
RETURN
  artifact AS artifact,
  license AS license,
  nearest[0] AS origin,
  origin_license AS origin_license,
  nearest[1] AS hops,
  nearest[2] AS first_drop,
  lost AS terms,
  codes AS codes,
  ["firm", "contested"][disputed] AS certainty
ORDER BY hops, artifact, origin_license
LIMIT $max_rows;
