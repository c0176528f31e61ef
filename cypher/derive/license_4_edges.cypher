// Licences: what judges an edge beside the two licences that meet on it

// once: forget the working values of a run that was cut off
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WHERE edge.derive_also IS NOT NULL
CALL (edge) {
  REMOVE edge.derive_also
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: licences from further up whose terms were dropped on the way
MATCH (upper:Model|Dataset)-[dropped:DROPPED]->(license:License)
MATCH (lower:Model|Dataset|Repository)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  edge, license, dropped, dropped.lost AS terms,
  coalesce(lower.license_statement, '(none)') AS down,
  split(edge.license_pair, ': ')[0] AS way
WITH
  edge, license, terms, down, way,
  reduce(all = '', channel IN [channel IN ['adapter', 'copy', 'data', 'deriv', 'output', 'transfer', 'use']
    WHERE channel IN split(dropped.via, ' ') OR channel = CASE way WHEN 'quantized' THEN 'copy' ELSE way END]
    | all + CASE all WHEN '' THEN '' ELSE ' ' END + channel) AS via
MATCH (pair:LicensePair {
  id: way + ' via ' + via + ': ' + license.id + ' {' + reduce(all = '', term IN terms | all + term + '|') + '} -> ' + down
})
WHERE EXISTS { MATCH (pair)-[judged:JUDGED]->() WHERE judged.rank > 0 }
WITH edge, pair.id AS id
ORDER BY id
WITH edge, collect(DISTINCT id) AS ids
CALL (edge, ids) {
  SET edge.derive_also = ids
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: parents of one artifact that no licence can reconcile
MATCH (pair:LicensePair {way: 'beside'})
WHERE EXISTS { MATCH (pair)-[judged:JUDGED]->() WHERE judged.rank > 0 }
MATCH (pair)-[:UPSTREAM]->(one:LicenseStatement)
MATCH (pair)-[:DOWNSTREAM]->(two:LicenseStatement)
WITH one.id AS up, two.id AS down, pair.id AS id
WITH collect([up, down, id]) AS pairs, collect(up) AS ups
MATCH (parent:Model|Dataset)
WHERE parent.license_statement IN ups
MATCH (child)-[edge:DERIVED_FROM]->(parent)
WHERE coalesce(edge.channel, 'deriv') = 'deriv' AND COUNT { (child)-[:DERIVED_FROM]->() } > 1
MATCH (child)-[second:DERIVED_FROM]->(other:Model|Dataset)
WHERE coalesce(second.channel, 'deriv') = 'deriv' AND other.license_statement IS NOT NULL
WITH edge, second, [pair IN pairs WHERE pair[0] = parent.license_statement AND pair[1] = other.license_statement][0] AS pair
WHERE pair IS NOT NULL
UNWIND [edge, second] AS judged
WITH judged, pair[2] AS id
ORDER BY id
WITH judged, collect(DISTINCT id) AS ids
CALL (judged, ids) {
  SET judged.derive_also = coalesce(judged.derive_also, []) + ids
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: the remarks that edges themselves give rise to
MATCH (profile:Profile {terms: true})
MATCH (profile)<-[reaches:REACHES]-(:License)
UNWIND [code IN reaches.notices WHERE code STARTS WITH 'NAME:'] AS code
WITH DISTINCT profile, 'name: ' + substring(code, 5) AS id, 'name' AS way, 'NAME_MISSING' AS code
MERGE (pair:LicensePair {id: id})
ON CREATE SET pair.way = way
MERGE (pair)-[judged:JUDGED]->(profile)
ON CREATE SET judged.verdict = 'warning', judged.rank = 1, judged.codes = [code], judged.certainty = 'firm',
  judged.lost = [], judged.unclear = []
RETURN count(*) AS changed;

// once: names of models that do not begin as the licence asks
MATCH (profile:Profile {terms: true})<-[reaches:REACHES]-(license:License)
UNWIND [code IN reaches.notices WHERE code STARTS WITH 'NAME:' | substring(code, 5)] AS name
MATCH (license)<-[:INCLUDES]-(:LicenseStatement)<-[:OFFERS]-(statement:LicenseStatement)
WITH collect(DISTINCT [statement.id, reaches.channel, name]) AS duties, collect(DISTINCT statement.id) AS statements
MATCH (upper:Model|Dataset)
WHERE upper.license_statement IN statements
MATCH (lower:Model)-[edge:DERIVED_FROM|TRAINED_ON]->(upper)
WITH edge, lower, upper, duties, split(edge.license_pair, ': ')[0] AS way
UNWIND [duty IN duties WHERE duty[0] = upper.license_statement
  AND duty[1] = CASE way WHEN 'quantized' THEN 'copy' ELSE way END | duty[2]] AS name
WITH DISTINCT edge, name, replace(replace(toLower(split(lower.id, '/')[-1]), '-', ' '), '_', ' ') AS stated
WHERE NOT stated STARTS WITH toLower(name)
WITH edge, 'name: ' + name AS id
ORDER BY id
WITH edge, collect(id) AS ids
CALL (edge, ids) {
  SET edge.derive_also = coalesce(edge.derive_also, []) + ids
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: a vendor's licence on what no upstream has from that vendor
MATCH (lower:Model|Dataset)-[edge:DERIVED_FROM]->(upper:Model|Dataset)
WHERE edge.channel <> 'transfer' AND lower.license_statement <> upper.license_statement
WITH DISTINCT lower.license_statement AS down
MATCH (statement:LicenseStatement {id: down, single: true})-[:INCLUDES]->(license:License)
WHERE license.class IN ['community', 'research']
WITH DISTINCT license.id AS id
MERGE (pair:LicensePair {id: 'vendor: ' + id})
ON CREATE SET pair.way = 'vendor'
WITH DISTINCT pair
MATCH (profile:Profile {terms: true})
MERGE (pair)-[judged:JUDGED]->(profile)
ON CREATE SET judged.verdict = 'warning', judged.rank = 1, judged.codes = ['VENDOR_LICENSE_FOREIGN'],
  judged.certainty = 'firm', judged.lost = [], judged.unclear = []
RETURN count(*) AS changed;

// once: edges to what has such a licence from nobody
MATCH (pair:LicensePair {way: 'vendor'})
MATCH (statement:LicenseStatement {single: true})-[:INCLUDES]->(:License {id: replace(pair.id, 'vendor: ', '')})
WITH collect(DISTINCT statement.id) AS statements
MATCH (lower:Model|Dataset)
WHERE lower.license_statement IN statements
MATCH (:LicenseStatement {id: lower.license_statement})-[:INCLUDES]->(license:License)
WHERE license.class IN ['community', 'research']
  AND NOT EXISTS {
    MATCH (lower)-[:DERIVED_FROM]->(upper)
    WHERE upper.license_statement IS NULL OR EXISTS { (upper)-[:DECLARES]->(:License {family: license.family}) }
      OR EXISTS { (upper)-[:DROPPED]->(:License {family: license.family}) }
  }
MATCH (lower)-[edge:DERIVED_FROM]->(:Model|Dataset)
WHERE edge.channel <> 'transfer'
WITH edge, 'vendor: ' + license.id AS id
ORDER BY id
WITH edge, collect(DISTINCT id) AS ids
CALL (edge, ids) {
  SET edge.derive_also = coalesce(edge.derive_also, []) + ids
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: show what has changed
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WHERE edge.derive_also IS NOT NULL AND (edge.license_also IS NULL OR edge.license_also <> edge.derive_also)
CALL (edge) {
  SET edge.license_also = edge.derive_also
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: what no longer holds
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WHERE edge.license_also IS NOT NULL AND edge.derive_also IS NULL
CALL (edge) {
  REMOVE edge.license_also
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: clear the working values
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WHERE edge.derive_also IS NOT NULL
CALL (edge) {
  REMOVE edge.derive_also
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
