// Why verdicts are unknown
// question: Of the edges that cannot be judged, how many are so for which reason?
// grain: one row per reason; every unknown edge has exactly one
// parameters:
//   profile (STRING): rule set, such as default, peatmoss or strict-data
//   max_rows (INTEGER): most rows to return
// columns:
//   reason (STRING): the reason, in words
//   edges (INTEGER): unknown edges with it
// source: Jiang et al., PeaTMOSS, MSR 2024, section 7, where 47 % of the relations are unknown.
// notes: >-
//   The first reason that fits counts: a repository without licence, then what is not known of the upstream licence,
//   then of the downstream one, then the matrix. Not legal advice.
:param profile => "default";
:param max_rows => 100;

MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  lower:Repository AND lower.license_statement IS NULL AS bare,
  upper.license_statement IS NULL AND upper.status = "stub" AS stub,
  edge.license_verdict_id AS id,
  count(*) AS edges
MATCH (:LicenseVerdict {id: id})-[judged:JUDGED {rank: 2}]->(:Profile {name: $profile})
WITH
  edges,
  CASE
    WHEN bare THEN "the repository declares no licence"
    WHEN stub AND judged.why_unknown STARTS WITH "upper" THEN "no source describes the upstream artifact"
    ELSE {
      upper_missing: "the upstream artifact declares no licence",
      upper_unnamed: "the upstream licence is `other` or `unknown` without a name",
      upper_family: "the upstream licence names a family and no member of it",
      upper_none: "the rule set takes the upstream licence for none",
      upper_unread: "the terms of the upstream licence are not known",
      lower_missing: "the downstream artifact declares no licence",
      lower_unnamed: "the downstream licence is `other` or `unknown` without a name",
      lower_family: "the downstream licence names a family and no member of it",
      lower_none: "the rule set takes the downstream licence for none",
      lower_unread: "the terms of the downstream licence are not known",
      not_in_matrix: "the matrix does not have the pair of licences",
      open_in_matrix: "the matrix leaves the pair of licences open",
      further_up: "a licence from further up cannot be judged"
    }[judged.why_unknown]
  END AS reason
WITH reason, sum(edges) AS edges
RETURN reason AS reason, edges AS edges
ORDER BY edges DESC, reason
LIMIT $max_rows;
