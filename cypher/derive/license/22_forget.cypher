// once: pairs and verdicts that hold no longer
UNWIND $ids AS id
CALL (id) {
  MATCH (pair:_LicensePair {id: id})
  DETACH DELETE pair
}
CALL (id) {
  MATCH (verdict:LicenseVerdict {id: id})
  DETACH DELETE verdict
}
RETURN count(*) AS changed;
