// Derivations whose licences cannot be compared
// question: For how many derivations is a licence missing or not known, and at which end?
// grain: one row per reason and relation; every such derivation has exactly one reason
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   reason (STRING): why the licences cannot be compared, see the notes
//   relation (STRING): how the downstream artifact was derived
//   edges (INTEGER): derivations
// notes: |-
//   The first reason that fits counts:
//   both_missing: neither end declares a licence;
//   upstream_stub: no source describes the base, so its licence is not known;
//   upstream_missing: the base declares none; downstream_missing: the derived artifact declares none;
//   both_unknown: both ends declare only licences of no known class, such as `other` or `unknown`;
//   upstream_unknown, downstream_unknown: one end does.
:param max_rows => 1000;

MATCH (derived:Model|Dataset)-[step:DERIVED_FROM]->(base:Model|Dataset)
WITH
  step,
  base,
  EXISTS { (base)-[:DECLARES]->(:License) } AS upstream,
  EXISTS { (derived)-[:DECLARES]->(:License) } AS downstream,
  EXISTS { (base)-[:DECLARES]->(l:License) WHERE coalesce(l.class, "unknown") <> "unknown" } AS upstream_known,
  EXISTS { (derived)-[:DECLARES]->(l:License) WHERE coalesce(l.class, "unknown") <> "unknown" } AS downstream_known
WITH
  step,
  CASE
    WHEN NOT upstream AND NOT downstream THEN "both_missing"
    WHEN NOT upstream AND base.status = "stub" THEN "upstream_stub"
    WHEN NOT upstream THEN "upstream_missing"
    WHEN NOT downstream THEN "downstream_missing"
    WHEN NOT upstream_known AND NOT downstream_known THEN "both_unknown"
    WHEN NOT upstream_known THEN "upstream_unknown"
    WHEN NOT downstream_known THEN "downstream_unknown"
  END AS reason
WHERE reason IS NOT NULL
RETURN reason AS reason, step.relation AS relation, count(*) AS edges
ORDER BY edges DESC, reason, relation
LIMIT $max_rows;
