// Derivations about which sources disagree
// question: For which derivations do sources or fields state different relations?
// grain: one row per derivation
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   derived (STRING): id of the derived artifact
//   base (STRING): id of its base
//   relation (STRING): the relation that the graph holds
//   claims (LIST<STRING>): each statement as `source:evidence=relation`, sorted
:param max_rows => 100;

MATCH (derived)-[step:DERIVED_FROM]->(base)
WHERE size(step.claim_relations) > 1
  AND any(one IN step.claim_relations WHERE one <> "undeclared"
    AND any(other IN step.claim_relations WHERE other <> "undeclared" AND other <> one))
UNWIND range(0, size(step.claim_relations) - 1) AS i
WITH
  derived, base, step, step.claim_relations[i] AS stated,
  step.claim_sources[i] + ":" + step.claim_evidence[i] + "=" + step.claim_relations[i] AS claim
ORDER BY claim
WITH
  derived,
  base,
  step,
  collect(claim) AS claims,
  count(DISTINCT CASE WHEN stated <> "undeclared" THEN stated END) AS relations
WHERE relations > 1
RETURN derived.id AS derived, base.id AS base, step.relation AS relation, claims AS claims
ORDER BY derived, base
LIMIT $max_rows;
