// once: pairs with what each rule set says of them, and what is lost where they meet
UNWIND $rows AS row
MERGE (pair:_LicensePair {id: row.id})
SET pair += row.properties
WITH pair, row
CALL (pair, row) {
  UNWIND row.above AS side
  MERGE (statement:_LicenseStatement {id: side.id})
  SET statement.known = side.known, statement.name = coalesce(statement.name, side.id)
  MERGE (pair)-[:UPSTREAM]->(statement)
}
CALL (pair, row) {
  UNWIND row.license AS id
  MATCH (license:License {id: id})
  MERGE (pair)-[:UPSTREAM]->(license)
}
CALL (pair, row) {
  UNWIND row.below AS side
  MERGE (statement:_LicenseStatement {id: side.id})
  SET statement.known = side.known, statement.name = coalesce(statement.name, side.id)
  MERGE (pair)-[:DOWNSTREAM]->(statement)
}
CALL (pair, row) {
  UNWIND row.judged AS one
  MATCH (profile:Profile {name: one.profile})
  CREATE (pair)-[judged:JUDGED]->(profile)
  SET judged += one.properties
}
CALL (pair, row) {
  UNWIND row.losses AS one
  MATCH (license:License {id: one.license})
  CREATE (pair)-[loses:LOSES]->(license)
  SET loses += one.properties
}
RETURN count(*) AS changed;
