// once: the verdict of each edge, and what the rule set default says
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
// Many edges have the same pairs, whose verdict is looked for once.
WITH edge._license_pair AS pair, edge._license_also AS also, collect(edge) AS edges
WITH edges, CASE WHEN also IS NULL
  THEN COLLECT {
    MATCH (verdict:LicenseVerdict {id: pair}) USING INDEX SEEK verdict:LicenseVerdict(id) RETURN verdict }
  ELSE COLLECT {
    MATCH (verdict:LicenseVerdict {_pair: pair}) USING INDEX SEEK verdict:LicenseVerdict(_pair)
    WHERE verdict._also = also RETURN verdict }
  END[0] AS verdict
WHERE verdict IS NOT NULL
OPTIONAL MATCH (verdict)-[judged:JUDGED]->(:Profile {name: 'default'})
UNWIND edges AS edge
WITH edge, verdict, judged
WHERE edge.license_verdict_id IS NULL OR edge.license_verdict_id <> verdict.id
  OR coalesce(edge.license_verdict, '') <> coalesce(judged.verdict, '')
  OR coalesce(edge.license_certainty, '') <> coalesce(judged.certainty, '')
  OR coalesce(edge.license_codes, []) <> coalesce(judged.codes, [])
CALL (edge, verdict, judged) {
  SET edge.license_verdict_id = verdict.id, edge.license_verdict = judged.verdict,
    edge.license_certainty = judged.certainty,
    edge.license_codes = CASE WHEN size(judged.codes) > 0 THEN judged.codes END
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
