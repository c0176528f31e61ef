// The licence change that clears the most conflicts
// question: Which single artifact, if it took over what it dropped, would free most artifacts of licence conflicts?
// grain: one row per origin and artifact that dropped its terms first
// parameters:
//   profile (STRING): rule set, such as default or strict-data
//   max_rows (INTEGER): most rows to return
// columns:
//   origin (STRING): artifact whose licence was dropped
//   edge (STRING): the artifact that dropped it, and the origin
//   cleared (INTEGER): artifacts whose only conflict is this one
// notes: >-
//   Counts what license-conflicts lists; terms that only wait for a licence, as in license-pending, are no conflict. The
//   change that clears most comes first. Not legal advice.
:param profile => "default";
:param max_rows => 100;

MATCH (profile:Profile {name: $profile})
CALL (profile) {
  MATCH (verdict:LicenseVerdict)-[:JUDGED {rank: 3}]->(profile)
  WITH verdict.id AS id
  ORDER BY id
  RETURN collect(id) AS strong
}
MATCH (affected:Model|Dataset|Repository)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper:Model|Dataset)
WHERE edge.license_verdict IN strong
MATCH (:LicenseVerdict {id: edge.license_verdict})-[:RESTS_ON]->(pair:LicensePair)-[judged:JUDGED {rank: 3}]->(profile)
CALL (affected, edge, upper, pair, judged) {
  WITH *
  WHERE pair.license IS NULL
  RETURN
    upper.id AS origin, coalesce(judged.upstream, upper.license_statement) AS license, 1 AS hops,
    coalesce(affected.id, affected.name) AS first_drop
  UNION
  MATCH (upper)-[dropped:DROPPED]->(imposing:License {id: pair.license})
  WHERE pair.id = edge.license_way + " after " + dropped.key + " " + pair.below
  RETURN dropped.origin AS origin, imposing.id AS license, dropped.hops + 1 AS hops, dropped.first_drop AS first_drop
}
// As in license-conflicts, of several origins of a licence the nearest counts.
WITH affected, license, origin, hops, first_drop, size(judged.lost) AS lost
ORDER BY hops, origin, first_drop
WITH affected, license, collect([origin, first_drop])[0] AS cause, max(lost) AS lost
ORDER BY cause[0], cause[1]
WITH affected, collect(DISTINCT cause) AS causes, max(lost) AS lost
WHERE size(causes) = 1 AND lost > 0
WITH causes[0] AS cause, count(*) AS cleared
RETURN
  cause[0] AS origin,
  cause[1] + " -> " + cause[0] AS edge,
  cleared AS cleared
ORDER BY cleared DESC, origin, edge
LIMIT $max_rows;
