// once: which two expressions meet on each edge, and how
// The size of the first one keeps pairs apart whatever the expressions hold. Nothing ever reads a key.
MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  edge,
  CASE type(edge)
    WHEN 'TRAINED_ON' THEN 'data'
    WHEN 'GENERATED_FROM' THEN 'output'
    WHEN 'REUSES' THEN 'use'
    ELSE CASE
      WHEN edge.channel = 'copy' AND NOT 'copy' IN [edge.relation, coalesce(edge.inferred, '')] THEN 'quantized'
      ELSE coalesce(edge.channel, 'deriv')
    END
  END AS way,
  coalesce(upper.license_key, upper.license_statement, '(none)') AS above,
  coalesce(lower.license_key, lower.license_statement, '(none)') AS below
WITH
  edge, way, above, below,
  // A base whose relation no source states is told apart.
  CASE WHEN type(edge) = 'DERIVED_FROM' AND coalesce(edge.relation, 'undeclared') = 'undeclared' THEN way + '?' ELSE way END
    AS step
WITH edge, way, step, step + ' ' + size(above) + ' ' + above + ' ' + below AS id
WHERE edge.license_pair IS NULL OR edge.license_pair <> id OR edge.license_step IS NULL
CALL (edge, way, step, id) {
  SET edge.license_way = way, edge.license_step = step, edge.license_pair = id
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
