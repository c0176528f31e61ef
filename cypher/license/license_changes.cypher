// Licences that change along derivations
// question: Where a derived artifact declares another licence than its base, which pairs are there, and how often?
// grain: one row per pair of licences as written, and relation
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   upstream_license (STRING): licence of the base, as its card writes it
//   downstream_license (STRING): licence of the derived artifact, as its card writes it
//   relation (STRING): how it was derived
//   edges (INTEGER): derivations with this pair
// notes: >-
//   Only derivations whose two ends each declare exactly one licence. Licences are compared as written, so two
//   spellings of one licence are a change, and `other` stays `other` whatever its name is.
:param max_rows => 1000;

MATCH (derived:Model|Dataset)-[step:DERIVED_FROM]->(base:Model|Dataset)
CALL (derived, base) {
  MATCH (base)-[upstream:DECLARES {role: "main", operator: "single"}]->(:License)
  MATCH (derived)-[downstream:DECLARES {role: "main", operator: "single"}]->(:License)
  WHERE upstream.raw <> downstream.raw
  RETURN upstream, downstream
}
WITH derived, step, base, upstream, downstream
WHERE
  COUNT { (base)-[:DECLARES {role: "main"}]->(:License) } = 1 AND
  COUNT { (derived)-[:DECLARES {role: "main"}]->(:License) } = 1
RETURN
  upstream.raw AS upstream_license, downstream.raw AS downstream_license, step.relation AS relation, count(*) AS edges
ORDER BY edges DESC, upstream_license, downstream_license, relation
LIMIT $max_rows;
