// once: the different combinations of pairs that judge edges together
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
RETURN DISTINCT edge._license_pair AS pair, coalesce(edge._license_also, []) AS also
ORDER BY pair, also;
