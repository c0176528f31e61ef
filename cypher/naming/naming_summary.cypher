// Inconsistencies of names by check
// question: How many names contradict the metadata, the lineage, or say nothing, by check and class?
// grain: one row per check and class that has findings
// parameters:
//   check (STRING): only this check; null for all
//   classes (LIST<STRING>): which findings to count
//   max_rows (INTEGER): most rows to return
// columns:
//   against (STRING): metadata (see naming-conflicts) or lineage (see naming-lineage)
//   check (STRING): what was compared
//   class (STRING): conflict, related, missing or uninformative
//   findings (INTEGER): models, or derivations for lineage, with this finding
// source: Jiang et al., arXiv 2310.01642.
// notes: The findings are those that naming-conflicts and naming-lineage list.
:param check => null;
:param classes => ["conflict", "related", "missing", "uninformative"];
:param max_rows => 100;

MATCH (check:Check {topic: "naming"})
WHERE $check IS NULL OR check.check = $check
MATCH (:Model)-[finding:HAS_FINDING]->(check)
WHERE finding.verdict IN $classes
RETURN check.against AS against, check.check AS check, finding.verdict AS class, count(*) AS findings
ORDER BY against DESC, findings DESC, check, class
LIMIT $max_rows;
