// Picture of a licence conflict
// question: Along which way did the terms come that an artifact's licence does not carry?
// grain: one row per licence in conflict, the way from the artifact to the nearest origin
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   profile (STRING): rule set, such as default or strict-data
//   max_rows (INTEGER): most ways to draw
// columns:
//   path (PATH): from the artifact up to the artifact that declares the licence, and the licence
// notes: >-
//   One way for each row of license-conflicts, more where a licence is one of several. Made for Neo4j Browser, which draws
//   the rows as one picture. Not legal advice.
:param artifact => "deepseek-ai/DeepSeek-R1-Distill-Llama-8B";
:param profile => "default";
:param max_rows => 100;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
MATCH (artifact)-[conflict:CONFLICTS_WITH]->(origin:Model|Dataset)
WHERE $profile IN conflict.profiles
MATCH (origin)-[:DECLARES]->(license:License)
WHERE CASE conflict.hops
    WHEN 1 THEN size(conflict.terms) = 0 OR EXISTS { (license)-[:IMPOSES]->(term:LicenseTerm) WHERE term.code IN conflict.terms }
    ELSE license.id = conflict.license
  END
MATCH path = SHORTEST 1 (artifact)
  ((one)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(two)
    WHERE conflict.hops = 1 OR EXISTS { (one)-[:DROPPED]->(license) }){1,50}
  (origin)-[:DECLARES]->(license)
RETURN path AS path
ORDER BY length(path), license.id, nodes(path)[-2].id
LIMIT $max_rows;
