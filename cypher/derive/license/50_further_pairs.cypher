// once: what judges each edge beside the two licences that meet on it
// Licences from further up whose terms were dropped on the way, parents that no licence reconciles, a name that does not
// begin as the licence asks, a vendor's licence on what no upstream artifact has from that vendor.
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
MATCH (own:_LicensePair {id: edge._license_pair})
USING INDEX SEEK own:_LicensePair(id)
WITH
  lower, edge, upper, own,
  COLLECT {
    MATCH (upper)-[dropped:DROPPED]->(:License)
    MATCH (pair:_LicensePair {
      id: edge._license_step + ' after ' + dropped._key + ' '
        + coalesce(lower._license_key, lower.license_statement, '(none)')
    })
    USING INDEX SEEK pair:_LicensePair(id)
    WHERE pair.rank > 0
    RETURN DISTINCT pair.id AS id
    ORDER BY id
  } AS inherited,
  CASE WHEN edge:DERIVED_FROM AND edge._license_way = 'deriv' AND upper.license_statement IS NOT NULL
    AND COUNT { (lower)-[:DERIVED_FROM]->() } > 1 THEN COLLECT {
    MATCH (lower)-[second:DERIVED_FROM]->(other:Model|Dataset)
    WHERE second._license_way = 'deriv' AND other.license_statement IS NOT NULL
    WITH DISTINCT
      coalesce(upper._license_key, upper.license_statement) AS one, coalesce(other._license_key, other.license_statement) AS two
    WITH CASE WHEN one < two THEN one ELSE two END AS above, CASE WHEN one < two THEN two ELSE one END AS below
    MATCH (pair:_LicensePair {id: 'beside ' + size(above) + ' ' + above + ' ' + below})
    USING INDEX SEEK pair:_LicensePair(id)
    WHERE pair.rank > 0
    RETURN pair.id AS id
    ORDER BY id
  } ELSE [] END AS parents,
  CASE WHEN own.names IS NULL OR NOT lower:Model OR NOT (edge:DERIVED_FROM OR edge:TRAINED_ON) THEN [] ELSE
    COLLECT {
      UNWIND own.names AS name
      MATCH (term:LicenseTerm {code: 'NAME:' + name})
      WHERE NOT split(lower.id, '/')[-1] =~ term.name_pattern
      RETURN 'name ' + name AS id
      ORDER BY id
    } END AS names,
  CASE WHEN own.vendors IS NOT NULL AND EXISTS {
    UNWIND own.vendors AS family
    WITH family
    WHERE NOT EXISTS {
      MATCH (lower)-[:DERIVED_FROM]->(parent)
      WHERE parent.license_statement IS NULL OR EXISTS { (parent)-[:DECLARES]->(:License {family: family}) }
        OR EXISTS { (parent)-[:DROPPED]->(:License {family: family}) }
    }
    RETURN family
  } THEN ['vendor'] ELSE [] END AS vendors
WITH edge, inherited + parents + names + vendors AS also
WITH edge, CASE WHEN size(also) > 0 THEN also END AS also
WHERE coalesce(edge._license_also, []) <> coalesce(also, [])
CALL (edge, also) {
  SET edge._license_also = also
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
