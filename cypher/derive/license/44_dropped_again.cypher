// once: what the last pass dropped reaches the artifacts below
MATCH (upper:Model|Dataset)-[dropped:DROPPED]->(license:License)
USING INDEX dropped:DROPPED(_derive_pass)
WHERE dropped._derive_pass = $pass
MATCH (lower:Model|Dataset|Repository)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
CALL (lower, edge, dropped, license) {
  MATCH (pair:_LicensePair {
    id: edge._license_step + ' after ' + dropped._key + ' ' + coalesce(lower._license_key, lower.license_statement, '(none)')
  })-[loses:LOSES]->(license)
  USING INDEX SEEK pair:_LicensePair(id)
  RETURN pair, loses
}
WITH
  lower, license, pair.channels AS channels, loses.doubts AS doubts, loses.via AS via,
  min([dropped.hops + 1, dropped.origin, dropped.first_drop]) AS nearest,
  collect(DISTINCT loses) AS losses
OPTIONAL MATCH (lower)-[known:DROPPED {_via: via}]->(license)
WHERE known._derive_pass >= $first
WITH
  lower, license, channels, doubts, via, known,
  CASE
    WHEN known IS NULL OR nearest[0] < known.hops
      OR nearest[0] = known.hops AND nearest[1] < known.origin
      OR nearest[0] = known.hops AND nearest[1] = known.origin AND nearest[2] < known.first_drop
    THEN nearest
    ELSE [known.hops, known.origin, known.first_drop]
  END AS nearest,
  CASE WHEN known IS NULL AND size(losses) = 1 THEN losses[0].terms ELSE COLLECT {
    UNWIND [coalesce(known.lost, [])] + [one IN losses | one.terms] AS terms
    UNWIND terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS lost,
  CASE WHEN known IS NULL AND size(losses) = 1 THEN losses[0].certain ELSE COLLECT {
    UNWIND [coalesce(known.terms, [])] + [one IN losses | one.certain] AS terms
    UNWIND terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS certain,
  CASE WHEN known IS NULL AND size(losses) = 1 THEN losses[0].unclear ELSE COLLECT {
    UNWIND [coalesce(known.unclear, [])] + [one IN losses | one.unclear] AS terms
    UNWIND terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS unclear
WITH
  lower, license, channels, doubts, via, known, nearest, lost, certain,
  [term IN unclear WHERE NOT term IN certain] AS unclear,
  via + ' ' + size(license.id) + ' ' + license.id + reduce(all = '', term IN lost | all + ' ' + size(term) + ' ' + term)
    AS key
WHERE known IS NULL OR size(lost) > size(known.lost) OR size(certain) > size(known.terms)
  OR size(unclear) > size(known.unclear) OR nearest <> [known.hops, known.origin, known.first_drop]
CALL (lower, license, channels, doubts, via, nearest, lost, certain, unclear, key) {
  MERGE (lower)-[now:DROPPED {_via: via}]->(license)
  WITH now, channels, doubts, nearest, lost, certain, unclear, key,
    now._key IS NULL OR now._key <> key OR now.terms <> certain OR now.unclear <> unclear
      OR [now.hops, now.origin, now.first_drop] <> nearest AS differs
  FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END |
    SET
      now.channels = channels, now.doubts = doubts, now._key = key, now.lost = lost, now.terms = certain, now.unclear = unclear,
      now.hops = nearest[0], now.origin = nearest[1], now.first_drop = nearest[2])
  SET now._derive_pass = $pass + 1
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
