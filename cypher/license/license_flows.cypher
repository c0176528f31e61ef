// Where a licence flows
// question: Which licences do artifacts declare that were made from artifacts under a given licence?
// grain: one row per licence declared below, the most frequent first
// parameters:
//   license (STRING): id of the licence above
//   profile (STRING): rule set of the verdicts
//   max_rows (INTEGER): most rows to return
// columns:
//   license_below (STRING): what the artifact made from it declares; null for nothing
//   derivations (INTEGER): derivations from an artifact under the given licence to one that declares this
//   conflicts (INTEGER): those of them that are in conflict under the rule set
:param license => "llama3.1";
:param profile => "default";
:param max_rows => 50;

MATCH (:License {id: $license})<-[:DECLARES]-(upper:Model|Dataset)<-[step:DERIVED_FROM]-(lower:Model|Dataset)
WITH lower.license_statement AS below, step.license_verdict_id AS verdict, count(*) AS steps
OPTIONAL MATCH (:LicenseVerdict {id: verdict})-[judged:JUDGED]->(:Profile {name: $profile})
WITH below, verdict, steps, max(judged.rank) AS rank
RETURN
  below AS license_below,
  sum(steps) AS derivations,
  sum(CASE WHEN rank = 3 THEN steps ELSE 0 END) AS conflicts
ORDER BY derivations DESC, license_below
LIMIT $max_rows;
