// once: what is dropped where two licences meet
CALL () {
  MATCH ()-[edge:DERIVED_FROM]->()
  RETURN edge
  UNION ALL
  MATCH ()-[edge:TRAINED_ON]->()
  RETURN edge
  UNION ALL
  MATCH ()-[edge:GENERATED_FROM]->()
  RETURN edge
  UNION ALL
  MATCH ()-[edge:REUSES]->()
  RETURN edge
}
WITH edge._license_pair AS id, edge
WHERE id IN $losing
// Many edges have the same pair, which is looked for once.
WITH id, collect(edge) AS edges
MATCH (pair:_LicensePair {id: id})-[loses:LOSES]->(license:License)
USING INDEX SEEK pair:_LicensePair(id)
WITH edges, pair.channels AS channels, loses, license
UNWIND edges AS edge
WITH startNode(edge) AS lower, endNode(edge) AS upper, channels, loses, license
WITH
  lower, license, channels, loses.doubts AS doubts, loses.via AS via, min(upper.id) AS origin,
  lower.id AS first_drop, collect(DISTINCT loses) AS losses
WITH
  lower, license, channels, doubts, via, origin, first_drop,
  CASE size(losses) WHEN 1 THEN losses[0].terms ELSE COLLECT {
    UNWIND losses AS one UNWIND one.terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS lost,
  CASE size(losses) WHEN 1 THEN losses[0].certain ELSE COLLECT {
    UNWIND losses AS one UNWIND one.certain AS term WITH DISTINCT term ORDER BY term RETURN term } END AS certain,
  CASE size(losses) WHEN 1 THEN losses[0].unclear ELSE COLLECT {
    UNWIND losses AS one UNWIND one.unclear AS term WITH DISTINCT term ORDER BY term RETURN term } END AS unclear
WITH
  lower, license, channels, doubts, via, origin, first_drop, lost, certain,
  [term IN unclear WHERE NOT term IN certain] AS unclear,
  via + ' ' + size(license.id) + ' ' + license.id + reduce(all = '', term IN lost | all + ' ' + size(term) + ' ' + term)
    AS key
CALL (lower, license, channels, doubts, via, origin, first_drop, lost, certain, unclear, key) {
  MERGE (lower)-[dropped:DROPPED {_via: via}]->(license)
  WITH dropped, channels, doubts, origin, first_drop, lost, certain, unclear, key,
    dropped._key IS NULL OR dropped._key <> key OR dropped.terms <> certain OR dropped.unclear <> unclear
      OR [dropped.hops, dropped.origin, dropped.first_drop] <> [1, origin, first_drop] AS differs
  FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END |
    SET
      dropped.channels = channels, dropped.doubts = doubts, dropped._key = key, dropped.lost = lost, dropped.terms = certain,
      dropped.unclear = unclear, dropped.hops = 1, dropped.origin = origin, dropped.first_drop = first_drop)
  SET dropped._derive_pass = $pass
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
