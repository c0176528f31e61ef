// once: the verdict of each edge that more than its own pair judges
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WHERE edge.license_also IS NOT NULL
MATCH (verdict:LicenseVerdict {pair: edge.license_pair})
WHERE verdict.also = edge.license_also AND (edge.license_verdict IS NULL OR edge.license_verdict <> verdict.id)
CALL (edge, verdict) {
  SET edge.license_verdict = verdict.id
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
