// once: combinations of pairs with what each rule set says of them
UNWIND $rows AS row
MERGE (verdict:LicenseVerdict {id: row.id})
SET verdict._pair = row.pair, verdict._also = row.also
WITH verdict, row
CALL (verdict, row) {
  MATCH (pair:_LicensePair {id: row.pair})
  USING INDEX SEEK pair:_LicensePair(id)
  MERGE (verdict)-[rests:RESTS_ON]->(pair)
  SET rests.own = true, verdict.name = pair.name
}
CALL (verdict, row) {
  UNWIND row.also AS id
  MATCH (pair:_LicensePair {id: id})
  USING INDEX SEEK pair:_LicensePair(id)
  MERGE (verdict)-[rests:RESTS_ON]->(pair)
  SET rests.own = false
}
CALL (verdict, row) {
  UNWIND row.judged AS one
  MATCH (profile:Profile {name: one.profile})
  CREATE (verdict)-[judged:JUDGED]->(profile)
  SET judged += one.properties
}
RETURN count(*) AS changed;
