// once: pairs and verdicts that hold no longer
// A verdict that rests on one pair alone has the id of that pair, which may go on to hold.
CALL () {
  UNWIND $pairs AS id
  MATCH (pair:_LicensePair {id: id})
  USING INDEX SEEK pair:_LicensePair(id)
  DETACH DELETE pair
}
CALL () {
  UNWIND $verdicts AS id
  MATCH (verdict:LicenseVerdict {id: id})
  USING INDEX SEEK verdict:LicenseVerdict(id)
  DETACH DELETE verdict
}
RETURN size($pairs) + size($verdicts) AS changed;
