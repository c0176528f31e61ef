// once: pairs and verdicts that hold no longer
UNWIND $ids AS id
CALL (id) {
  MATCH (pair:_LicensePair {id: id})
  USING INDEX SEEK pair:_LicensePair(id)
  DETACH DELETE pair
}
CALL (id) {
  MATCH (verdict:LicenseVerdict {id: id})
  USING INDEX SEEK verdict:LicenseVerdict(id)
  DETACH DELETE verdict
}
RETURN count(*) AS changed;
