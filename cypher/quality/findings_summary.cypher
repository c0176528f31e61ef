// Findings by check
// question: How many findings does each check have, how grave are they, and what is to be done about them?
// grain: one row per check, class and severity that has findings
// parameters:
//   topic (STRING): only checks of this topic; null for all
//   artifact (STRING of Model|Dataset|Repository): only findings of this artifact
//   max_rows (INTEGER): most rows to return
// columns:
//   topic (STRING): what the check is about
//   check (STRING): name of the check
//   class (STRING): conflict, risk, related, missing or uninformative
//   severity (STRING): high, medium or low
//   findings (INTEGER): how many there are
//   artifacts (INTEGER): artifacts that have one
//   title (STRING): title of the check
//   meaning (STRING): what a finding of it means
//   remedy (STRING): what to do about it
//   examples (LIST<STRING>): artifacts that have one, the most downloaded first, at most five
// notes: The gravest come first. Checks of other topics than naming run with `supplygraph check`.
:param topic => null;
:param artifact => null;
:param max_rows => 200;

MATCH (check:Check)
WHERE $topic IS NULL OR check.topic = $topic
CALL (check) {
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
  WITH finding.verdict AS class, finding.severity AS severity, about, count(*) AS times
  ORDER BY coalesce(about.downloads, 0) DESC, about.id
  RETURN class, severity, sum(times) AS findings, count(*) AS artifacts, collect(about.id)[0..5] AS examples
}
RETURN
  check.topic AS topic,
  check.name AS check,
  class AS class,
  severity AS severity,
  findings AS findings,
  artifacts AS artifacts,
  check.title AS title,
  check.meaning AS meaning,
  check.remedy AS remedy,
  examples AS examples
ORDER BY
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  CASE class WHEN "conflict" THEN 0 WHEN "risk" THEN 1 WHEN "missing" THEN 2 WHEN "related" THEN 3 ELSE 4 END,
  findings DESC, check
LIMIT $max_rows;
