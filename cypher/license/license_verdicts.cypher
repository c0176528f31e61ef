// Licence verdict on every edge
// question: Does the licence of each artifact carry what reaches it from the artifacts that it was made from or uses?
// grain: one row per edge; where a rule set splits a list of licences, one per licence of the list
// parameters:
//   profile (STRING): rule set, such as default, peatmoss or strict-data
//   artifact (STRING): only edges of this model, dataset or repository to what is above it
//   verdict (STRING): only this verdict
//   max_rows (INTEGER): most rows to return
// columns:
//   downstream (STRING): the artifact that is judged
//   upstream (STRING): what it was made from, or uses
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   downstream_license (STRING): licence it declares, null for none; several have AND, OR, or a comma where neither is said
//   upstream_license (STRING): licence that the upstream artifact declares
//   verdict (STRING): conflict, unknown, warning or compatible; skipped where the rule set leaves the edge out
//   codes (LIST<STRING>): reasons, the strongest first; INHERITED where a licence from further up is dropped
//   certainty (STRING): contested where the verdict rests only on disputed or unclear readings
// source: The terms of the licences and their reach, by cypher/derive/license_*.cypher.
// notes: The strongest rows come first. Not legal advice.
:param profile => "default";
:param artifact => null;
:param verdict => null;
:param max_rows => 1000;

MATCH (profile:Profile {name: $profile})
// Of all edges only those are looked at whose verdict is strong enough to be among the first.
CALL (profile) {
  WITH profile
  WHERE $artifact IS NULL AND $verdict IS NULL
  MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
  WHERE edge.license_pair IS NOT NULL
  WITH profile, [edge.license_pair] + coalesce(edge.license_also, []) AS ids, count(*) AS edges
  UNWIND ids AS id
  MATCH (:LicensePair {id: id})-[judged:JUDGED]->(profile)
  WITH ids, edges, max(judged.rank) AS rank
  WITH rank, sum(edges) AS edges
  ORDER BY rank DESC
  WITH collect([rank, edges]) AS counts
  RETURN reduce(state = [0, -1], one IN counts |
    [state[0] + one[1], CASE WHEN state[0] < $max_rows THEN one[0] ELSE state[1] END])[1] AS enough
}
CALL (profile, enough) {
  MATCH (pair:LicensePair)-[judged:JUDGED]->(profile)
  WHERE judged.rank >= CASE $verdict
    WHEN "conflict" THEN 3 WHEN "unknown" THEN 2 WHEN "warning" THEN 1 WHEN "compatible" THEN 0 ELSE enough END
  WITH pair.id AS id
  ORDER BY id
  RETURN collect(id) AS strong
}
CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
  RETURN lower, edge, upper
  UNION
  MATCH (lower:Model {id: $artifact})-[edge:DERIVED_FROM|TRAINED_ON]->(upper:Model|Dataset)
  RETURN lower, edge, upper
  UNION
  MATCH (lower:Dataset {id: $artifact})-[edge:DERIVED_FROM|GENERATED_FROM]->(upper:Model|Dataset)
  RETURN lower, edge, upper
  UNION
  MATCH (lower:Repository {name: $artifact})-[edge:REUSES]->(upper:Model|Dataset)
  RETURN lower, edge, upper
  UNION
  MATCH (:Alias {id: $artifact})-[:ALIAS_OF]->(lower:Model|Dataset)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]->
    (upper:Model|Dataset)
  RETURN lower, edge, upper
}
WITH profile, strong, lower, edge, upper
WHERE edge.license_pair IN strong OR any(id IN edge.license_also WHERE id IN strong)
WITH
  profile,
  coalesce(lower.id, lower.name) AS downstream,
  upper.id AS upstream,
  lower.license_statement AS downstream_license,
  upper.license_statement AS upstream_license,
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  coalesce(edge.license_also, []) AS also,
  edge.license_pair AS own
MATCH (pair:LicensePair {id: own})-[judged:JUDGED]->(profile)
// Most edges have nothing else that judges them.
CALL (also, profile) {
  UNWIND also AS id
  MATCH (other:LicensePair {id: id})-[more:JUDGED]->(profile)
  WITH
    more,
    [code IN more.codes WHERE other.terms IS NOT NULL AND code <> "D_UNKNOWN"] AS inherited,
    other.terms IS NULL AS here
  ORDER BY more.rank DESC, here DESC, other.id
  RETURN
    max(more.rank) AS rank,
    collect([more.rank, more.certainty]) AS certainties,
    reduce(all = [], one IN collect(CASE
      WHEN size(inherited) > 0 THEN ["INHERITED"] + inherited
      WHEN here THEN more.codes
      ELSE []
    END) | all + [code IN one WHERE NOT code IN all]) AS codes
}
WITH
  downstream, upstream, relation, downstream_license,
  coalesce(judged.upstream, upstream_license) AS upstream_license,
  CASE WHEN rank > judged.rank THEN rank ELSE judged.rank END AS rank,
  certainties + [[judged.rank, judged.certainty]] AS certainties,
  CASE
    WHEN rank > judged.rank THEN codes + [code IN judged.codes WHERE NOT code IN codes]
    ELSE judged.codes + [code IN codes WHERE NOT code IN judged.codes]
  END AS codes
WITH
  downstream, upstream, relation, downstream_license, upstream_license, rank,
  CASE rank WHEN -1 THEN "skipped" ELSE ["compatible", "warning", "unknown", "conflict"][rank] END AS stated,
  codes,
  CASE WHEN [rank, "firm"] IN certainties THEN "firm" ELSE "contested" END AS certainty
WHERE $verdict IS NULL OR stated = $verdict
RETURN
  downstream AS downstream,
  upstream AS upstream,
  relation AS relation,
  downstream_license AS downstream_license,
  upstream_license AS upstream_license,
  stated AS verdict,
  codes AS codes,
  certainty AS certainty
ORDER BY rank DESC, downstream, upstream, relation, upstream_license
LIMIT $max_rows;
