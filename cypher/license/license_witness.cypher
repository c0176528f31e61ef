// Picture of a licence conflict
// question: Along which way did the terms come that an artifact's licence does not carry?
// grain: one row per licence in conflict, the way from the artifact to the nearest origin
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   profile (STRING): rule set, such as default or strict-data
//   max_rows (INTEGER): most ways to draw
// columns:
//   path (PATH): from the artifact up to the artifact that declares the licence, and the licence
// notes: Made for Neo4j Browser, which draws the rows as one picture. Not legal advice.
:param artifact => "deepseek-ai/DeepSeek-R1-Distill-Llama-8B";
:param profile => "default";
:param max_rows => 100;

CALL () {
  MATCH (artifact:Model {id: $artifact})
  RETURN artifact
  UNION
  MATCH (artifact:Dataset {id: $artifact})
  RETURN artifact
  UNION
  MATCH (artifact:Repository {id: $artifact})
  RETURN artifact
  UNION
  MATCH (:Alias {id: $artifact})-[:ALIAS_OF]->(artifact:Model|Dataset)
  RETURN artifact
}
CALL (artifact) {
  MATCH path = (artifact)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper:Model|Dataset)
    -[:DECLARES]->(license:License)
  MATCH (:_LicensePair {id: edge._license_pair})-[judged:JUDGED {rank: 3}]->(:Profile {name: $profile})
  WHERE size(judged.lost) = 0 OR license.id IN judged.lost_of
  RETURN path, license
  UNION
  MATCH (artifact)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
  MATCH (:LicenseVerdict {id: edge.license_verdict_id})-[:RESTS_ON]->(pair:_LicensePair)-[:JUDGED {rank: 3}]->
    (:Profile {name: $profile})
  MATCH (pair)-[loses:LOSES]->(license:License {id: pair.license})
  MATCH (artifact)-[dropped:DROPPED {_via: loses.via}]->(license)
  WHERE dropped.hops > 1
  WITH DISTINCT artifact, license, dropped
  WITH artifact, license, dropped.origin AS origin
  ORDER BY dropped.hops, origin
  WITH artifact, license, collect(origin)[0] AS origin
  MATCH (first:Model|Dataset {id: origin})-[:DECLARES]->(license)
  MATCH path = SHORTEST 1 (artifact)
    ((one)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(two) WHERE EXISTS { (one)-[:DROPPED]->(license) }){1,50}
    (first)-[:DECLARES]->(license)
  RETURN path, license
}
WITH path, license
RETURN path AS path
ORDER BY length(path), license.id, nodes(path)[-2].id
LIMIT $max_rows;
