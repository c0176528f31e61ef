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
WHERE edge.license_pair IS NOT NULL
WITH
  lower:Repository AS repository,
  upper.license_statement IS NULL AND upper.status = "stub" AS stub,
  [edge.license_pair] + coalesce(edge.license_also, []) AS ids,
  count(*) AS edges
CALL (ids) {
  UNWIND ids AS id
  MATCH (pair:LicensePair {id: id})-[judged:JUDGED]->(:Profile {name: $profile})
  WITH judged, [code IN judged.codes WHERE pair.terms IS NOT NULL AND code <> "D_UNKNOWN"] AS inherited, pair
  ORDER BY judged.rank DESC, pair.terms IS NOT NULL, pair.id
  WITH
    judged.upstream AS part,
    max(judged.rank) AS rank,
    collect([judged.rank, judged.certainty]) AS certainties,
    reduce(all = [], one IN collect(CASE
      WHEN size(inherited) > 0 THEN ["INHERITED"] + inherited
      WHEN pair.terms IS NOT NULL THEN []
      ELSE judged.codes
    END) | all + [code IN one WHERE NOT code IN all]) AS codes
  RETURN
    part,
    rank,
    codes,
    CASE WHEN [rank, "firm"] IN certainties THEN "firm" ELSE "contested" END AS certainty
}
WITH ids[0] AS own, part, repository, stub, codes, edges, rank
WHERE rank = 2
MATCH (upstream:LicenseStatement)<-[:UPSTREAM]-(:LicensePair {id: own})-[:DOWNSTREAM]->(downstream:LicenseStatement)
WITH
  downstream.id AS downstream_license, coalesce(part, upstream.id) AS upstream_license, repository, stub, codes, edges
WITH
  downstream_license, repository, stub, codes, edges,
  COLLECT {
    MATCH (:LicenseStatement {id: upstream_license})-[:OFFERS]->(part:LicenseStatement)
    WHERE part.unknown_part IS NOT NULL
    RETURN part.unknown_part AS reason
    ORDER BY reason
  } AS up_reasons,
  COLLECT {
    MATCH (:LicenseStatement {id: downstream_license})-[:OFFERS]->(part:LicenseStatement)
    WHERE part.unknown_part IS NOT NULL
    RETURN part.unknown_part AS reason
    ORDER BY reason
  } AS down_reasons
WITH
  edges,
  CASE
    WHEN repository AND downstream_license = "(none)" THEN "the repository declares no licence"
    WHEN "U_UNKNOWN" IN codes AND stub THEN "no source describes the upstream artifact"
    WHEN "U_UNKNOWN" IN codes AND "missing" IN up_reasons THEN "the upstream artifact declares no licence"
    WHEN "U_UNKNOWN" IN codes AND "unnamed" IN up_reasons THEN "the upstream licence is `other` or `unknown` without a name"
    WHEN "U_UNKNOWN" IN codes AND "family" IN up_reasons THEN "the upstream licence names a family and no member of it"
    WHEN "U_UNKNOWN" IN codes AND size(up_reasons) = 0 THEN "the rule set takes the upstream licence for none"
    WHEN "U_UNKNOWN" IN codes THEN "the terms of the upstream licence are not known"
    WHEN "D_UNKNOWN" IN codes AND "missing" IN down_reasons THEN "the downstream artifact declares no licence"
    WHEN "D_UNKNOWN" IN codes AND "unnamed" IN down_reasons
      THEN "the downstream licence is `other` or `unknown` without a name"
    WHEN "D_UNKNOWN" IN codes AND "family" IN down_reasons THEN "the downstream licence names a family and no member of it"
    WHEN "D_UNKNOWN" IN codes AND size(down_reasons) = 0 THEN "the rule set takes the downstream licence for none"
    WHEN "D_UNKNOWN" IN codes THEN "the terms of the downstream licence are not known"
    WHEN "NOT_IN_MATRIX" IN codes THEN "the matrix does not have the pair of licences"
    WHEN "MATRIX_UNKNOWN" IN codes THEN "the matrix leaves the pair of licences open"
    ELSE "a licence from further up cannot be judged"
  END AS reason
WITH reason, sum(edges) AS edges
RETURN reason AS reason, edges AS edges
ORDER BY edges DESC, reason
LIMIT $max_rows;
