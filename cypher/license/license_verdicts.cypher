// Licence verdict on every edge
// question: Does the licence of each artifact carry what reaches it from the artifacts that it was made from or uses?
// grain: one row per edge; where a rule set splits a list of licences, one per licence of the list
// parameters:
//   profile (STRING): rule set, such as default, peatmoss or strict-data
//   artifact (STRING of Model|Dataset|Repository): only edges of this model, dataset or repository to what is above it
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
  UNWIND CASE WHEN $artifact IS NULL AND $verdict IS NULL THEN [0] ELSE [] END AS every
  MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
  WHERE edge.license_verdict_id IS NOT NULL
  WITH profile, edge.license_verdict_id AS id, count(*) AS edges
  MATCH (found:LicenseVerdict {id: id})
  CALL (found, profile) {
    MATCH (found)-[judged:JUDGED]->(profile)
    RETURN max(judged.rank) AS rank
  }
  WITH edges, rank
  WHERE rank IS NOT NULL
  WITH rank, sum(edges) AS edges
  ORDER BY rank DESC
  WITH collect([rank, edges]) AS counts
  RETURN reduce(state = [0, -1], one IN counts |
    [state[0] + one[1], CASE WHEN state[0] < $max_rows THEN one[0] ELSE state[1] END])[1] AS enough
}
CALL (profile, enough) {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (verdict:LicenseVerdict)-[judged:JUDGED]->(profile)
  WHERE CASE WHEN $verdict IS NOT NULL THEN judged.verdict = $verdict ELSE judged.rank >= enough END
  WITH verdict.id AS id
  ORDER BY id
  RETURN collect(id) AS strong
}
CALL (strong) {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
  WHERE edge.license_verdict_id IN strong
  RETURN lower, edge, upper
  UNION ALL
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(lower:Model|Dataset|Repository)
  WITH DISTINCT lower
  MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper:Model|Dataset)
  RETURN lower, edge, upper
}
// From here on rows carry nothing else: with the list, each would be as long as it is.
WITH profile, lower, edge, upper, count(*) AS times
MATCH (found:LicenseVerdict {id: edge.license_verdict_id})
CALL (found, profile) {
  MATCH (found)-[judged:JUDGED]->(profile)
  RETURN judged
}
WITH lower, edge, upper, judged
WHERE $verdict IS NULL OR judged.verdict = $verdict
RETURN
  lower.id AS downstream,
  upper.id AS upstream,
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  lower.license_statement AS downstream_license,
  coalesce(judged.upstream, upper.license_statement) AS upstream_license,
  judged.verdict AS verdict,
  judged.codes AS codes,
  judged.certainty AS certainty
ORDER BY judged.rank DESC, downstream, upstream, relation, upstream_license
LIMIT $max_rows;
