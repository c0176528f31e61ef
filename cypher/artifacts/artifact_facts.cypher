// Everything that is stated of an artifact
// question: Which properties does a model, dataset or repository have, and how many others are joined to it?
// grain: one row per artifact
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model, dataset or repository
//   id (STRING): its id
//   properties (MAP): its properties by name
//   publisher (STRING): who publishes it
//   licenses (LIST<STRING>): ids of the licences that it declares
//   counts (MAP): how many artifacts are joined to it, by what they are to it
:param artifact => "mistralai/Mistral-7B-v0.1";
:param max_rows => 5;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
WITH
  artifact,
  COLLECT { MATCH (artifact)-[:PUBLISHED_BY]->(p:Publisher) RETURN p.name AS name ORDER BY name LIMIT 1 } AS publishers,
  COLLECT { MATCH (artifact)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id ORDER BY id } AS licenses
RETURN
  CASE WHEN artifact:Model THEN "model" WHEN artifact:Dataset THEN "dataset" ELSE "repository" END AS kind,
  artifact.id AS id,
  properties(artifact) AS properties,
  head(publishers) AS publisher,
  licenses AS licenses,
  {
    bases: COUNT { (artifact)-[:DERIVED_FROM]->() },
    children: COUNT { (artifact)<-[:DERIVED_FROM]-() },
    trained: COUNT { (artifact)<-[:TRAINED_ON]-() },
    generated: COUNT { (artifact)<-[:GENERATED_FROM]-() },
    repositories: COUNT { (artifact)<-[:REUSES]-() },
    spaces: COUNT { (artifact)<-[:USES]-() },
    uses: COUNT { (artifact)-[:REUSES]->() },
    conflicts: COUNT { (artifact)<-[conflict:CONFLICTS_WITH]-() WHERE "default" IN conflict.profiles }
  } AS counts
ORDER BY kind, id
LIMIT $max_rows;
