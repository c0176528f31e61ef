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

// What a base declares is read once, however much was made from it.
CALL () {
  MATCH ()-[:DERIVED_FROM]->(base)
  RETURN DISTINCT base
}
CALL (base) {
  MATCH (base)-[declares:DECLARES {role: "main"}]->(:License)
  WITH max(CASE declares.operator WHEN "single" THEN declares.raw END) AS raw, count(*) AS declared
  WHERE declared = 1 AND raw IS NOT NULL
  RETURN raw AS upstream
}
MATCH (derived)-[step:DERIVED_FROM]->(base)
WHERE NOT coalesce(derived.license_missing, false)
CALL (derived) {
  MATCH (derived)-[declares:DECLARES {role: "main"}]->(:License)
  WITH max(CASE declares.operator WHEN "single" THEN declares.raw END) AS raw, count(*) AS declared
  WHERE declared = 1 AND raw IS NOT NULL
  RETURN raw AS downstream
}
WITH upstream, downstream, step
WHERE upstream <> downstream
RETURN
  upstream AS upstream_license, downstream AS downstream_license, step.relation AS relation, count(*) AS edges
ORDER BY edges DESC, upstream_license, downstream_license, relation
LIMIT $max_rows;
