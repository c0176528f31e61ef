// Licence conflicts that stand in the graph otherwise than they are judged
// question: Which conflict has no CONFLICTS_WITH relationship, and which relationship has no conflict any more?
// grain: one row per artifact, licence and rule set; none where all is as judged
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   license (STRING): the licence that is violated
//   profile (STRING): the rule set
//   state (STRING): missing where the relationship is, stale where the conflict is
// notes: A row means that the derivation has not ended since an edge, a licence or what is known of licences changed.
:param max_rows => 100;

// Of all edges only those whose verdict rests on a conflict are followed.
CALL () {
  MATCH (found:LicenseVerdict)-[:RESTS_ON]->(:_LicensePair)-[:JUDGED {rank: 3}]->(:Profile)
  WITH DISTINCT found.id AS id
  ORDER BY id
  RETURN collect(id) AS conflicting
}
CALL (conflicting) {
  MATCH (artifact)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
  WHERE edge.license_verdict_id IN conflicting
  // From here on rows carry nothing else: with the list, each would be as long as it is.
  WITH artifact, edge, upper, count(*) AS times
  MATCH (:LicenseVerdict {id: edge.license_verdict_id})-[:RESTS_ON]->(pair:_LicensePair)-[judged:JUDGED {rank: 3}]->(profile:Profile)
  RETURN DISTINCT
    artifact, coalesce(pair.license, judged.upstream, upper.license_statement) AS license, profile.name AS profile,
    "missing" AS state
  UNION
  MATCH (artifact)-[conflict:CONFLICTS_WITH]->()
  UNWIND conflict.profiles AS profile
  RETURN DISTINCT artifact, conflict.license AS license, profile, "stale" AS state
}
WITH artifact, license, profile, count(*) AS times, min(state) AS state
WHERE times = 1
RETURN
  artifact.id AS artifact,
  license AS license,
  profile AS profile,
  state AS state
ORDER BY artifact, license, profile
LIMIT $max_rows;
