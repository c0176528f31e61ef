// Artifacts of a publisher, under a licence, or trained on a dataset
// question: Which models, datasets and repositories does somebody publish, declare a licence, or are trained on or generated from something?
// grain: one row per artifact, the most downloaded first
// parameters:
//   publisher (STRING): artifacts of this publisher
//   license (STRING): artifacts that declare this licence
//   dataset (STRING of Dataset): models trained on this dataset, and datasets made from it
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model, dataset, repository or space
//   id (STRING): its id
//   license (STRING): what it declares
//   downloads (INTEGER): downloads in the last 30 days; null where no source says
//   descendants (INTEGER): artifacts that were made from it, directly or through others
//   conflict (BOOLEAN): whether it is in conflict under the rule set default
:param publisher => null;
:param license => null;
:param dataset => null;
:param max_rows => 100;

CALL () {
  MATCH (:Publisher {name: $publisher})<-[:PUBLISHED_BY]-(artifact)
  RETURN artifact
  UNION
  MATCH (:License {id: $license})<-[:DECLARES]-(artifact)
  RETURN artifact
  UNION
  MATCH (:Dataset|Alias {id: $dataset})-[:ALIAS_OF]->{0,1}(data:Dataset)
  WITH DISTINCT data
  MATCH (data)<-[:TRAINED_ON|DERIVED_FROM]-(artifact)
  RETURN artifact
}
WITH artifact
ORDER BY coalesce(artifact.downloads, 0) DESC, artifact.id
LIMIT $max_rows
RETURN
  CASE
    WHEN artifact:Model THEN "model"
    WHEN artifact:Dataset THEN "dataset"
    WHEN artifact:Repository THEN "repository"
    ELSE "space"
  END AS kind,
  artifact.id AS id,
  artifact.license_statement AS license,
  artifact.downloads AS downloads,
  coalesce(artifact.lineage_descendants, 0) AS descendants,
  EXISTS { (artifact)-[conflict:CONFLICTS_WITH]->() WHERE "default" IN conflict.profiles } AS conflict
ORDER BY coalesce(downloads, 0) DESC, id, kind
LIMIT $max_rows;
