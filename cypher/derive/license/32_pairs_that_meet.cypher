// once: the different pairs of expressions that meet on edges, or beside each other as parents of one artifact
CALL () {
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
  // What edges of the same pair have at their ends reads the same, so that one edge of each pair is kept.
  WITH edge._license_pair AS id, min(edge) AS edge
  WITH id, edge, startNode(edge) AS lower, endNode(edge) AS upper
  RETURN
    id,
    edge._license_way AS way,
    edge._license_step <> edge._license_way AS guessed,
    coalesce(upper._license_key, upper.license_statement, '(none)') AS above,
    coalesce(lower._license_key, lower.license_statement, '(none)') AS below
  UNION
  MATCH (child:Model|Dataset)-[edge:DERIVED_FROM]->(parent:Model|Dataset)
  WHERE COUNT { (child)-[:DERIVED_FROM]->() } > 1
    AND edge._license_way = 'deriv' AND parent.license_statement IS NOT NULL
  WITH child, coalesce(parent._license_key, parent.license_statement) AS statement
  ORDER BY statement
  WITH child, collect(DISTINCT statement) AS statements
  WHERE size(statements) > 1
  WITH DISTINCT statements
  UNWIND range(0, size(statements) - 2) AS i
  UNWIND range(i + 1, size(statements) - 1) AS j
  WITH DISTINCT statements[i] AS above, statements[j] AS below
  RETURN 'beside ' + size(above) + ' ' + above + ' ' + below AS id, 'beside' AS way, false AS guessed, above, below
}
RETURN id, way, guessed, above, below
ORDER BY id;
