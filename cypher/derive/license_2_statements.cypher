// Licences: what each artifact declares, as one expression
// Steps over all artifacts commit in batches, so that a transaction of the server keeps within its memory.

// once: artifacts with one licence
MATCH (artifact:Model|Dataset|Repository)-[only:DECLARES]->(license:License)
WHERE COUNT { (artifact)-[:DECLARES]->(:License) } = 1
WITH artifact, license.id + CASE WHEN only.contradicted THEN ' (contradicted)' ELSE '' END AS statement
WHERE artifact.license_statement IS NULL OR artifact.license_statement <> statement
CALL (artifact, statement) {
  SET artifact.license_statement = statement
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: of several licences, those of the part that travels count before those of the whole
MATCH (artifact:Model|Dataset|Repository)
WHERE COUNT { (artifact)-[:DECLARES]->(:License) } > 1
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
    // Beside a list the name belongs to one of the licences, so only a name that fits none contradicts.
    all(fits IN collect(coalesce(declares.contradicted, false)) WHERE fits) AS contradicted
  ORDER BY part
  LIMIT 1
  WITH ids, contradicted,
    CASE operators WHEN ['and'] THEN ' AND ' WHEN ['or'] THEN ' OR ' ELSE ', ' END AS operator
  RETURN reduce(text = head(ids), id IN tail(ids) | text + operator + id)
    + CASE WHEN contradicted THEN ' (contradicted)' ELSE '' END AS whole
}
// A text over a thousand characters is no longer told apart behind them, for an index takes no longer keys.
WITH artifact, left(whole, 1000) AS statement
WHERE artifact.license_statement IS NULL OR artifact.license_statement <> statement
CALL (artifact, statement) {
  SET artifact.license_statement = statement
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: artifacts that no longer declare anything
MATCH (artifact:Model|Dataset|Repository)
WHERE artifact.license_statement IS NOT NULL AND NOT EXISTS { (artifact)-[:DECLARES]->(:License) }
CALL (artifact) {
  REMOVE artifact.license_statement
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: each different statement, and each licence that can be lost on the way, is a node
CALL () {
  MATCH (artifact:Model|Dataset|Repository)
  WHERE artifact.license_statement IS NOT NULL
  RETURN DISTINCT artifact.license_statement AS id
  UNION
  MATCH (license:License)<-[:CARRIES]-(:License)
  RETURN DISTINCT license.id AS id
  UNION
  RETURN '(none)' AS id
}
WITH id
WHERE NOT EXISTS { (:LicenseStatement {id: id}) }
CREATE (statement:LicenseStatement {id: id, contradicted: id ENDS WITH ' (contradicted)'})
RETURN count(*) AS changed;

// once: the alternatives that a statement offers
MATCH (statement:LicenseStatement)
WHERE NOT EXISTS { (statement)-[:OFFERS]->() }
WITH
  statement,
  CASE WHEN statement.contradicted THEN left(statement.id, size(statement.id) - 15) ELSE statement.id END AS text
WITH statement, text, split(text, ' OR ') AS alternatives, split(text, ', ') AS items
UNWIND CASE
  WHEN size(items) > 1 THEN
    [{id: reduce(all = head(items), item IN tail(items) | all + ' AND ' + item), readings: ['and']}]
    + [item IN items | {id: item, readings: ['or']}]
  ELSE [item IN alternatives | {id: item, readings: ['and', 'or']}]
END AS offer
MERGE (alternative:LicenseStatement {id: offer.id})
ON CREATE SET alternative.contradicted = false
MERGE (statement)-[offers:OFFERS]->(alternative)
SET offers.readings = offer.readings
MERGE (alternative)-[itself:OFFERS]->(alternative)
SET itself.readings = ['and', 'or'], alternative.single = true
FOREACH (_ IN CASE WHEN statement = alternative THEN [] ELSE [1] END | SET statement.single = false)
RETURN count(*) AS changed;

// once: the licences of each alternative
MATCH (statement:LicenseStatement {single: true})
WHERE statement.id <> '(none)' AND NOT EXISTS { (statement)-[:INCLUDES]->() }
UNWIND split(statement.id, ' AND ') AS id
MATCH (license:License {id: id})
MERGE (statement)-[:INCLUDES]->(license)
RETURN count(*) AS changed;

// once: why a licence cannot be judged
MATCH (statement:LicenseStatement {single: true})
OPTIONAL MATCH (statement)-[:INCLUDES]->(license:License)
WITH
  statement, license,
  CASE
    WHEN license IS NULL THEN 'missing'
    WHEN license.id IN ['other', 'unknown'] THEN 'unnamed'
    WHEN coalesce(license.class, 'unknown') = 'unknown' AND license.family_only THEN 'family'
    WHEN coalesce(license.class, 'unknown') = 'unknown' THEN 'unread'
    WHEN license.terms_known OR EXISTS { (license)<-[:CARRIES]-() } THEN 'known'
    ELSE 'unread'
  END AS state
ORDER BY state
WITH statement, collect(DISTINCT state) AS states
WITH
  statement,
  CASE WHEN 'known' IN states THEN null ELSE states[0] END AS unknown,
  [state IN states WHERE state <> 'known'][0] AS unknown_part
WHERE coalesce(statement.unknown, '') <> coalesce(unknown, '')
  OR coalesce(statement.unknown_part, '') <> coalesce(unknown_part, '')
SET statement.unknown = unknown, statement.unknown_part = unknown_part
RETURN count(*) AS changed;
