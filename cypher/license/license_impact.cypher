// Who is affected by a dropped licence
// question: Where were terms dropped first, and how many artifacts, downloads and repositories below inherit the loss?
// grain: one row per artifact that dropped terms first, where that makes conflicts
// parameters:
//   artifact (STRING of Model|Dataset|Repository): only this artifact
//   profile (STRING): rule set, such as default or strict-data
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact that dropped terms first
//   descendants (INTEGER): models and datasets below it that are in conflict by the loss
//   downloads (INTEGER): downloads in the last 30 days of it and of these, as far as they are in conflict
//   repositories (INTEGER): repositories that use it or one of these
// notes: >-
//   Counts what license-conflicts lists; terms that only wait for a licence, as in license-pending, are no conflict. The
//   worst come first. Not legal advice.
:param artifact => null;
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
WHERE lost > 0 AND NOT affected:Repository AND ($artifact IS NULL OR cause[1] = $artifact)
WITH DISTINCT cause[1] AS artifact, affected
ORDER BY affected.id
WITH
  artifact,
  count(CASE WHEN affected.id <> artifact THEN 1 END) AS descendants,
  sum(coalesce(affected.downloads, 0)) AS downloads,
  collect(affected) AS all_affected
ORDER BY descendants DESC, downloads DESC, artifact
LIMIT $max_rows
CALL (all_affected) {
  UNWIND all_affected AS affected
  MATCH (repository:Repository)-[:REUSES]->(affected)
  RETURN count(DISTINCT repository) AS repositories
}
RETURN
  artifact AS artifact,
  descendants AS descendants,
  downloads AS downloads,
  repositories AS repositories
ORDER BY descendants DESC, downloads DESC, artifact
LIMIT $max_rows;
