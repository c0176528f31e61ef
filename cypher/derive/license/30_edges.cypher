// once: which two expressions meet on each edge, and how, and the days between its ends
// Types are read one after the other, for Neo4j goes through all nodes where it looks for several.
// The size of the first one keeps pairs apart whatever the expressions hold. Nothing ever reads a key.
CALL () {
  MATCH (lower)-[edge:DERIVED_FROM]->(upper)
  RETURN lower, edge, upper
  UNION ALL
  MATCH (lower)-[edge:TRAINED_ON]->(upper)
  RETURN lower, edge, upper
  UNION ALL
  MATCH (lower)-[edge:GENERATED_FROM]->(upper)
  RETURN lower, edge, upper
  UNION ALL
  MATCH (lower)-[edge:REUSES]->(upper)
  RETURN lower, edge, upper
}
WITH
  edge,
  CASE type(edge)
    WHEN 'TRAINED_ON' THEN 'data'
    WHEN 'GENERATED_FROM' THEN 'output'
    WHEN 'REUSES' THEN 'use'
    ELSE CASE
      WHEN edge.channel = 'copy' AND NOT 'copy' IN [coalesce(edge.relation, ''), coalesce(edge.inferred, '')] THEN 'quantized'
      ELSE coalesce(edge.channel, 'deriv')
    END
  END AS way,
  coalesce(upper._license_key, upper.license_statement, '(none)') AS above,
  coalesce(lower._license_key, lower.license_statement, '(none)') AS below,
  CASE type(edge) WHEN 'DERIVED_FROM' THEN
    duration.inSeconds(upper.created_at, lower.created_at).seconds / 86400.0 END AS days
WITH
  edge, way, above, below, days,
  // A base whose relation no source states is told apart.
  CASE WHEN type(edge) = 'DERIVED_FROM' AND coalesce(edge.relation, 'undeclared') = 'undeclared' THEN way + '?' ELSE way END
    AS step
WITH edge, way, step, days, step + ' ' + size(above) + ' ' + above + ' ' + below AS id
WHERE edge._license_pair IS NULL OR edge._license_pair <> id OR edge._license_step IS NULL
  OR edge.days_after_base <> days OR (edge.days_after_base IS NULL) <> (days IS NULL)
CALL (edge, way, step, id, days) {
  SET edge._license_way = way, edge._license_step = step, edge._license_pair = id, edge.days_after_base = days
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
