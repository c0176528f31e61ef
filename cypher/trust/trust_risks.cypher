// Risks, with the way that they come and how many are below
// question: Which artifacts carry a risk, where does it come from, through which first step, and who inherits it?
// grain: one row per artifact and risk
// parameters:
//   check (STRING): only this check, such as custom_code or pickle_only; null for all
//   artifact (STRING of Model|Dataset|Repository): only this artifact
//   max_rows (INTEGER): most rows to return
// columns:
//   risk (STRING): the check
//   severity (STRING): high, medium or low
//   artifact (STRING): the artifact
//   origin (STRING): where the risk comes from; the artifact itself where it has it by itself
//   first_hop (STRING): the artifact directly above through which it comes
//   path (LIST<STRING>): ids from the artifact to the origin, both included
//   below (INTEGER): artifacts made from it, directly or through others
//   downloads (INTEGER): its downloads in the last 30 days
//   repositories (INTEGER): repositories whose code loads it
//   evidence (STRING): how it is known
// notes: Findings of class risk, kept by `supplygraph check`; those with most artifacts below come first.
:param check => null;
:param artifact => null;
:param max_rows => 100;

MATCH (check:Check {topic: "trust"})
WHERE $check IS NULL OR check.check = $check
CALL (check) {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (about:Model|Dataset|Repository)-[finding:HAS_FINDING {verdict: "risk"}]->(check)
  RETURN about, finding
  UNION ALL
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(about:Model|Dataset|Repository)
  WITH DISTINCT about
  MATCH (about)-[finding:HAS_FINDING {verdict: "risk"}]->(check)
  RETURN about, finding
}
RETURN
  check.check AS risk,
  finding.severity AS severity,
  about.id AS artifact,
  coalesce(finding.base, about.id) AS origin,
  finding.path[1] AS first_hop,
  finding.path AS path,
  coalesce(about.lineage_descendants, 0) AS below,
  about.downloads AS downloads,
  COUNT { (about)<-[:REUSES]-(:Repository) } AS repositories,
  finding.evidence AS evidence
ORDER BY
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  below DESC, coalesce(downloads, 0) DESC, risk, artifact, origin
LIMIT $max_rows;
