// Ids that differ only in upper and lower case
// question: Which models or datasets have ids that differ from another's only in case?
// grain: one row per group of such ids
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model or dataset
//   ids (LIST<STRING>): the ids, sorted
// notes: The Hub takes ids in any case, so a group is usually one artifact that someone misspelt.
:param max_rows => 100;

// Ids of the Hub stand in an index by what their spellings have in common; those of other hubs are few.
CALL () {
  MATCH (any:Model)
  WHERE any._folded IS NOT NULL
  WITH any._folded AS folded, count(*) AS spellings
  WHERE spellings > 1
  MATCH (artifact:Model {_folded: folded})
  RETURN "model" AS kind, folded, artifact
  UNION ALL
  MATCH (any:Dataset)
  WHERE any._folded IS NOT NULL
  WITH any._folded AS folded, count(*) AS spellings
  WHERE spellings > 1
  MATCH (artifact:Dataset {_folded: folded})
  RETURN "dataset" AS kind, folded, artifact
  UNION ALL
  MATCH (artifact:Model)
  WHERE artifact.id CONTAINS ":"
  RETURN "model" AS kind, toLower(artifact.id) AS folded, artifact
  UNION ALL
  MATCH (artifact:Dataset)
  WHERE artifact.id CONTAINS ":"
  RETURN "dataset" AS kind, toLower(artifact.id) AS folded, artifact
}
WITH kind, folded, artifact.id AS id
ORDER BY id
WITH kind, folded, collect(id) AS ids
WHERE size(ids) > 1
RETURN kind AS kind, ids AS ids
ORDER BY kind, folded
LIMIT $max_rows;
