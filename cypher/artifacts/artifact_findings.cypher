// What the checks find on an artifact
// question: Which findings are there on one artifact, how serious are they, and what is to be done?
// grain: one row per finding, the most serious first
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   max_rows (INTEGER): most rows to return
// columns:
//   check (STRING): name of the check
//   topic (STRING): what the check is about
//   title (STRING): the check in words
//   class (STRING): conflict, risk, related, missing or uninformative
//   severity (STRING): high, medium or low
//   about (STRING): what it was held against
//   claimed (STRING): what is claimed
//   actual (STRING): what is known
//   evidence (STRING): how that is known
//   remedy (STRING): what to do about it
//   path (LIST<STRING>): ids from the artifact to where it comes from, both included
:param artifact => "mistralai/Mistral-7B-v0.1";
:param max_rows => 100;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
MATCH (artifact)-[found:HAS_FINDING]->(check:Check)
RETURN
  check.name AS check,
  check.topic AS topic,
  check.title AS title,
  found.verdict AS class,
  found.severity AS severity,
  found.about AS about,
  found.claimed AS claimed,
  found.actual AS actual,
  found.evidence AS evidence,
  check.remedy AS remedy,
  found.path AS path
ORDER BY
  CASE class WHEN "conflict" THEN 0 WHEN "risk" THEN 1 WHEN "related" THEN 2 WHEN "missing" THEN 3 ELSE 4 END,
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  check, about
LIMIT $max_rows;
