// Findings of all checks
// question: What did the checks find, about which artifact, how grave is it and since when is it known?
// grain: one row per artifact, check and what it was held against
// parameters:
//   topic (STRING): only checks of this topic, such as license, lineage, naming, quality or trust; null for all
//   check (STRING): only this check by its whole name, such as trust-custom-code; null for all
//   artifact (STRING of Model|Dataset|Repository): only this artifact
//   severity (STRING): only high, medium or low; null for all
//   classes (LIST<STRING>): which findings to list, of conflict, risk, related, missing and uninformative
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   topic (STRING): what the check is about
//   check (STRING): name of the check
//   class (STRING): conflict, risk, related (a relative, or with a reason), missing (nobody says it), uninformative
//   severity (STRING): high, medium or low
//   claimed (STRING): what the artifact or its name says
//   actual (STRING): what stands against it
//   evidence (STRING): how it is known
//   base (STRING): the other artifact, where it was held against one
//   path (LIST<STRING>): ids from the artifact to the other one, both included
//   below (INTEGER): artifacts made from it, directly or through others
//   downloads (INTEGER): its downloads in the last 30 days
//   first_seen (ZONED DATETIME): when the finding was first made
//   last_seen (ZONED DATETIME): when it was last made again
// notes: |-
//   The gravest come first, then those of the most downloaded artifacts. `supplygraph check` runs the checks and shows
//   them with their meaning and remedy; each check is a file in checks/TOPIC/.
:param topic => null;
:param check => null;
:param artifact => null;
:param severity => null;
:param classes => ["conflict", "risk", "missing"];
:param max_rows => 100;

MATCH (check:Check)
WHERE ($topic IS NULL OR check.topic = $topic) AND ($check IS NULL OR check.name = $check)
CALL (check) {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (about:Model|Dataset|Repository)-[finding:HAS_FINDING]->(check)
  RETURN about, finding
  UNION ALL
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(about:Model|Dataset|Repository)
  WITH DISTINCT about
  MATCH (about)-[finding:HAS_FINDING]->(check)
  RETURN about, finding
}
WITH check, about, finding
WHERE ($severity IS NULL OR finding.severity = $severity) AND finding.verdict IN $classes
RETURN
  about.id AS artifact,
  check.topic AS topic,
  check.name AS check,
  finding.verdict AS class,
  finding.severity AS severity,
  finding.claimed AS claimed,
  finding.actual AS actual,
  finding.evidence AS evidence,
  finding.base AS base,
  finding.path AS path,
  coalesce(about.lineage_descendants, 0) AS below,
  about.downloads AS downloads,
  finding.first_seen AS first_seen,
  finding.last_seen AS last_seen
ORDER BY
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  coalesce(downloads, 0) DESC, artifact, check, coalesce(base, ""), coalesce(actual, "")
LIMIT $max_rows;
