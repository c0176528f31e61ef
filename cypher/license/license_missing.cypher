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

// Edges between ends of which the same is known count together. Where the class of the part that travels is not known,
// another part may have one.
MATCH (derived)-[step:DERIVED_FROM]->(base)
WITH
  CASE
    WHEN derived.license_class = "unknown"
      AND EXISTS { (derived)-[:DECLARES]->(l:License) WHERE coalesce(l.class, "unknown") <> "unknown" } THEN "several"
    ELSE derived.license_class
  END AS downstream,
  CASE
    WHEN base.license_class = "unknown"
      AND EXISTS { (base)-[:DECLARES]->(l:License) WHERE coalesce(l.class, "unknown") <> "unknown" } THEN "several"
    ELSE base.license_class
  END AS upstream,
  base.status = "stub" AS stub, step.relation AS relation, count(*) AS edges
WITH
  relation, edges,
  CASE
    WHEN upstream IS NULL AND downstream IS NULL THEN "both_missing"
    WHEN upstream IS NULL AND stub THEN "upstream_stub"
    WHEN upstream IS NULL THEN "upstream_missing"
    WHEN downstream IS NULL THEN "downstream_missing"
    WHEN upstream = "unknown" AND downstream = "unknown" THEN "both_unknown"
    WHEN upstream = "unknown" THEN "upstream_unknown"
    WHEN downstream = "unknown" THEN "downstream_unknown"
  END AS reason
WHERE reason IS NOT NULL
RETURN reason AS reason, relation AS relation, sum(edges) AS edges
ORDER BY edges DESC, reason, relation
LIMIT $max_rows;
