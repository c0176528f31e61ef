// Licence pairs and their verdicts
// question: Which licences meet on edges, how often, and with what verdict?
// grain: one row per pair of licences, relation and verdict
// parameters:
//   profile (STRING): rule set, such as default, peatmoss or strict-data
//   verdict (STRING): only this verdict
//   max_rows (INTEGER): most rows to return
// columns:
//   upstream_license (STRING): licence of the upper artifact; null for none
//   downstream_license (STRING): licence of the lower one; null for none
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   verdict (STRING): conflict, unknown, warning, compatible or skipped
//   edges (INTEGER): edges with this pair
// source: Jiang et al., PeaTMOSS, MSR 2024, section 7, figure of licence flows, for the profile peatmoss.
// notes: The most frequent come first. Not legal advice.
:param profile => "default";
:param verdict => null;
:param max_rows => 1000;

MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WITH
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  edge.license_verdict_id AS id,
  count(*) AS edges
MATCH (verdict:LicenseVerdict {id: id})-[judged:JUDGED]->(:Profile {name: $profile})
WHERE $verdict IS NULL OR judged.verdict = $verdict
MATCH (upstream:_LicenseStatement)<-[:UPSTREAM]-(:_LicensePair {id: verdict._pair})-[:DOWNSTREAM]->(downstream:_LicenseStatement)
WITH
  coalesce(judged.upstream, CASE WHEN upstream.id <> "(none)" THEN upstream.name END) AS upstream_license,
  CASE WHEN downstream.id <> "(none)" THEN downstream.name END AS downstream_license,
  relation,
  judged.verdict AS stated,
  sum(edges) AS edges
RETURN
  upstream_license AS upstream_license,
  downstream_license AS downstream_license,
  relation AS relation,
  stated AS verdict,
  edges AS edges
ORDER BY edges DESC, upstream_license, downstream_license, relation, verdict
LIMIT $max_rows;
