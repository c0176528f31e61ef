// once: artifacts that no longer declare anything
MATCH (artifact:Model|Dataset|Repository)
WHERE artifact.license_statement IS NOT NULL AND NOT EXISTS { (artifact)-[:DECLARES]->(:License) }
CALL (artifact) {
  REMOVE artifact.license_statement, artifact.license_key
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
