// once: which conditions of the terms of its licences an artifact meets, and which it does not, by its tasks and type
// Where these say neither or both, nothing is stated. A condition that no task or type can tell names none.
MATCH (license:License)-[imposes:IMPOSES]->(:LicenseTerm)
WHERE imposes.applies_to IS NOT NULL OR imposes.spares IS NOT NULL
WITH DISTINCT
  license, imposes.condition AS name, coalesce(imposes.applies_to, []) AS applies_to, coalesce(imposes.spares, []) AS spares
WITH collect({license: license, name: name, applies_to: applies_to, spares: spares}) AS conditions
CALL (conditions) {
  UNWIND conditions AS one
  WITH one, one.license AS license
  MATCH (artifact:Model|Dataset)-[:DECLARES]->(license)
  RETURN artifact, one
  UNION
  MATCH (artifact:Model|Dataset)
  WHERE artifact.license_conditions IS NOT NULL
  RETURN artifact, null AS one
}
WITH artifact, one,
  COLLECT { MATCH (artifact)-[:HAS_TASK|OF_TYPE]->(word:Task|ModelType) RETURN word.name AS name } AS words
WITH artifact, one.name AS name,
  any(word IN words WHERE word IN one.applies_to) AS applies, any(word IN words WHERE word IN one.spares) AS spared
WITH artifact, name, CASE WHEN applies AND NOT spared THEN name WHEN spared AND NOT applies THEN 'not ' + name END AS state
ORDER BY state
WITH artifact, collect(DISTINCT state) AS states
WITH artifact, CASE WHEN size(states) > 0 THEN states END AS states
WHERE coalesce(artifact.license_conditions, []) <> coalesce(states, [])
CALL (artifact, states) {
  SET artifact.license_conditions = states
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
