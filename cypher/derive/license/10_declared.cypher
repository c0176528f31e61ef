// once: the expression of artifacts that declare licences
// Those of the part that travels count before those of the whole. What people read is `license_statement`. The
// `_license_key` stands beside it where another expression would read the same.
MATCH (artifact:Model|Dataset|Repository)
WHERE EXISTS { (artifact)-[:DECLARES]->(:License) }
CALL (artifact) {
  MATCH (artifact)-[declares:DECLARES]->(license:License)
  WITH
    declares, license,
    CASE
      WHEN declares.role = CASE WHEN artifact:Model THEN 'weights' WHEN artifact:Dataset THEN 'data' ELSE 'code' END
        THEN 0
      WHEN coalesce(declares.role, 'main') = 'main' THEN 1
      ELSE 2
    END AS part
  ORDER BY license.id
  WITH part, collect(license.id) AS ids, collect(DISTINCT declares.operator) AS operators,
    collect(DISTINCT coalesce(license.class, 'unknown')) AS classes,
    // Beside a list the name belongs to one of the licences, so only a name that fits none contradicts.
    all(fits IN collect(coalesce(declares.contradicted, false)) WHERE fits) AS contradicted
  ORDER BY part
  LIMIT 1
  RETURN ids, contradicted, CASE size(classes) WHEN 1 THEN classes[0] ELSE 'several' END AS class,
    CASE
      WHEN size(ids) = 1 THEN 'single'
      WHEN operators = ['and'] THEN 'and'
      WHEN operators = ['or'] THEN 'or'
      ELSE 'list'
    END AS operator
}
WITH
  artifact, ids, contradicted, class, operator,
  CASE operator WHEN 'and' THEN ' AND ' WHEN 'or' THEN ' OR ' ELSE ', ' END AS joint,
  CASE WHEN contradicted THEN ' (contradicted)' ELSE '' END AS mark,
  reduce(all = '', state IN coalesce(artifact.license_conditions, []) | all + ' [' + state + ']') AS conditions,
  [id IN ids |
    CASE WHEN id CONTAINS ' ' OR id STARTS WITH '"' OR id = '(none)' THEN '"' + replace(id, '"', '""') + '"' ELSE id END]
    AS parts
WITH
  artifact, ids, contradicted, class, operator,
  left(reduce(all = head(ids), id IN tail(ids) | all + joint + id) + mark, 1000) AS text,
  reduce(all = head(parts), id IN tail(parts) | all + joint + id) + mark + conditions AS key
WITH artifact, ids, contradicted, class, operator, text,
  CASE WHEN size(key) > 500 THEN left(key, 400) + ' … ' + size(key) + ' ' + right(key, 60) ELSE key END AS key
WHERE artifact.license_statement IS NULL OR artifact.license_statement <> text
  OR coalesce(artifact._license_key, artifact.license_statement) <> key
  OR artifact.license_missing IS NULL OR artifact.license_missing OR artifact.license_class <> class
  OR artifact.license_ids <> ids
  OR NOT EXISTS {
    MATCH (known:_LicenseStatement {id: key}) USING INDEX SEEK known:_LicenseStatement(id)
    WHERE known.licenses IS NOT NULL }
CALL (artifact, text, key, ids, contradicted, class, operator) {
  SET artifact.license_statement = text, artifact._license_key = CASE WHEN key <> text THEN key END,
    artifact.license_id = CASE size(ids) WHEN 1 THEN ids[0] END, artifact.license_ids = ids,
    artifact.license_class = class, artifact.license_missing = false
  REMOVE artifact.license_inherited, artifact.license_inherited_from
  MERGE (statement:_LicenseStatement {id: key})
  SET statement.licenses = ids, statement.operator = operator, statement.contradicted = contradicted,
    statement.name = text, statement.conditions = artifact.license_conditions
  WITH statement
  UNWIND ids AS id
  MATCH (license:License {id: id})
  MERGE (statement)-[:INCLUDES]->(license)
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
