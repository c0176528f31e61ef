// once: the expression of artifacts that declare one licence
// What people read is `license_statement`. `license_key` stands beside it where another expression would read the same.
MATCH (artifact:Model|Dataset|Repository)-[only:DECLARES]->(license:License)
WHERE COUNT { (artifact)-[:DECLARES]->(:License) } = 1
WITH artifact, license.id AS id, coalesce(only.contradicted, false) AS contradicted
WITH
  artifact, id, contradicted,
  CASE WHEN contradicted THEN ' (contradicted)' ELSE '' END AS mark,
  reduce(all = '', state IN coalesce(artifact.license_conditions, []) | all + ' [' + state + ']') AS conditions,
  CASE WHEN id CONTAINS ' ' OR id STARTS WITH '"' OR id = '(none)' THEN '"' + replace(id, '"', '""') + '"' ELSE id END
    AS part
WITH artifact, id, contradicted, left(id + mark, 1000) AS text, part + mark + conditions AS key
WITH artifact, id, contradicted, text,
  CASE WHEN size(key) > 500 THEN left(key, 400) + ' … ' + size(key) + ' ' + right(key, 60) ELSE key END AS key
WHERE artifact.license_statement IS NULL OR artifact.license_statement <> text
  OR coalesce(artifact.license_key, artifact.license_statement) <> key
  OR NOT EXISTS { MATCH (known:LicenseStatement {id: key}) WHERE known.text IS NOT NULL }
CALL (artifact, text, key, id, contradicted) {
  SET artifact.license_statement = text, artifact.license_key = CASE WHEN key <> text THEN key END
  MERGE (statement:LicenseStatement {id: key})
  SET statement.licenses = [id], statement.operator = 'single', statement.contradicted = contradicted,
    statement.text = text, statement.conditions = artifact.license_conditions
  WITH statement
  MATCH (license:License {id: id})
  MERGE (statement)-[:INCLUDES]->(license)
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
