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

MATCH (artifact:Model|Dataset)
WITH artifact, CASE WHEN artifact:Model THEN "model" ELSE "dataset" END AS kind
ORDER BY artifact.id
WITH kind, toLower(artifact.id) AS folded, collect(artifact.id) AS ids
WHERE size(ids) > 1
RETURN kind AS kind, ids AS ids
ORDER BY kind, folded
LIMIT $max_rows;
