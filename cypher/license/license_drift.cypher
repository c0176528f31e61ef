// Licence drift
// question: From which class of licence to which do derivations and uses move, and how many restrictions go lost?
// grain: one row per pair of classes and relation
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   upstream_class (STRING): class of the upper artifact's licence; several for several licences, null for none
//   downstream_class (STRING): class of the lower artifact's licence
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   edges (INTEGER): edges with this pair
//   terms_lost (INTEGER): restrictions of the upper licences that the lower ones do not carry, over all these edges
// source: Jewitt et al., License Drift, arXiv 2509.09873; Laufer et al., arXiv 2508.06811.
// notes: >-
//   A drift is not a conflict: it may be allowed, and a conflict may have no change of class. Whether a term reaches the
//   lower artifact does not matter here. Edges whose classes are the same and that lose nothing are left out.
:param max_rows => 1000;

MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  coalesce(lower._license_key, lower.license_statement) AS downstream_license,
  coalesce(upper._license_key, upper.license_statement) AS upstream_license,
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  count(*) AS edges
OPTIONAL MATCH (:_LicenseStatement {id: upstream_license})-[:INCLUDES]->(up:License)
WITH downstream_license, upstream_license, relation, edges, up
ORDER BY up.id
WITH downstream_license, upstream_license, relation, edges, collect(DISTINCT up) AS ups
OPTIONAL MATCH (:_LicenseStatement {id: downstream_license})-[:INCLUDES]->(down:License)
WITH downstream_license, upstream_license, relation, edges, ups, down
ORDER BY down.id
WITH downstream_license, upstream_license, relation, edges, ups, collect(DISTINCT down) AS downs
CALL (ups, downs) {
  UNWIND ups AS up
  MATCH (up)-[:IMPOSES]->(imposed:LicenseTerm {level: "restriction"})
  WITH DISTINCT up, imposed.code AS term, downs
  WHERE NOT up IN downs AND NOT EXISTS {
    MATCH (down)-[keeps:CARRIES]->(up)
    WHERE down IN downs AND (term IN keeps.terms OR term IN keeps.weaker)
  }
  RETURN count(*) AS lost
}
WITH
  CASE size(ups) WHEN 0 THEN null WHEN 1 THEN ups[0].class ELSE "several" END AS upstream_class,
  CASE size(downs) WHEN 0 THEN null WHEN 1 THEN downs[0].class ELSE "several" END AS downstream_class,
  relation,
  edges,
  lost,
  downs
WHERE upstream_class IS NOT NULL AND (lost > 0 OR coalesce(downstream_class, "") <> upstream_class)
WITH upstream_class, downstream_class, relation, sum(edges) AS edges, sum(edges * lost) AS terms_lost
RETURN
  upstream_class AS upstream_class,
  downstream_class AS downstream_class,
  relation AS relation,
  edges AS edges,
  terms_lost AS terms_lost
ORDER BY edges DESC, upstream_class, downstream_class, relation
LIMIT $max_rows;
