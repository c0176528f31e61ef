// Who is affected by a dropped licence
// question: Where were terms dropped first, and how many artifacts, downloads and repositories below inherit the loss?
// grain: one row per artifact that dropped terms which surely reach it
// parameters:
//   artifact (STRING): only this artifact
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact that dropped terms first
//   descendants (INTEGER): models and datasets below it that inherit the loss
//   downloads (INTEGER): downloads in the last 30 days of it and of these
//   repositories (INTEGER): repositories that use it or one of these
// notes: Under the rule set default, for terms that surely reach. The worst come first. Not legal advice.
:param artifact => null;
:param max_rows => 100;

MATCH (affected:Model|Dataset)-[dropped:DROPPED]->(:License)
WHERE size(dropped.terms) > 0 AND ($artifact IS NULL OR dropped.first_drop = $artifact)
WITH dropped.first_drop AS artifact, affected, min(dropped.hops) AS hops
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
