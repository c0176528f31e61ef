// What is stated of artifacts
// question: Which licences, bases, datasets, tasks and other words does the graph have for given artifacts?
// grain: one row per statement
// parameters:
//   models (LIST<STRING>): the models
//   datasets (LIST<STRING>): the datasets
//   repositories (LIST<STRING>): the repositories
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model, dataset or repository
//   artifact (STRING): its id
//   relation (STRING): type of the relationship that states it
//   other_kind (STRING): model, dataset, repository or space where it names an artifact
//   other (STRING): its id or name
//   words (MAP): what is known of that
//   facts (MAP): properties of the relationship
// notes: Relationships that only the id of an artifact says, and those that are derived, are left out.
:param models => null;
:param datasets => null;
:param repositories => null;
:param max_rows => 1000000;

CALL () {
  UNWIND $models AS id
  MATCH (artifact:Model {id: id})
  RETURN artifact
  UNION
  UNWIND $datasets AS id
  MATCH (artifact:Dataset {id: id})
  RETURN artifact
  UNION
  UNWIND $repositories AS id
  MATCH (artifact:Repository {id: id})
  RETURN artifact
}
CALL (artifact) {
  MATCH (artifact)-[stated:DECLARES|DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES|MENTIONS|SUCCEEDED_BY|PUBLISHED_BY
    |HAS_LIBRARY|HAS_TASK|IN_DOMAIN|HAS_CODE|FORK_OF|DEPENDS_ON|HAS_LANGUAGE|HAS_ARCHITECTURE|OF_TYPE|HAS_FINGERPRINT
    |CITES|EVALUATED_ON]->(other)
  WHERE type(stated) <> "PUBLISHED_BY" OR stated.source <> "id"
  RETURN stated, other
  UNION ALL
  MATCH (artifact)<-[stated:ALIAS_OF]-(other:Alias)
  RETURN stated, other
}
RETURN
  CASE WHEN artifact:Model THEN "model" WHEN artifact:Dataset THEN "dataset" ELSE "repository" END AS kind,
  artifact.id AS artifact,
  type(stated) AS relation,
  CASE
    WHEN other:Model THEN "model"
    WHEN other:Dataset THEN "dataset"
    WHEN other:Repository THEN "repository"
    WHEN other:Space THEN "space"
  END AS other_kind,
  coalesce(other.id, other.name) AS other,
  properties(other) AS words,
  properties(stated) AS facts
ORDER BY kind, artifact, relation, other_kind, other
LIMIT $max_rows;
