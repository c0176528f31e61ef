// Artifacts that are named and described nowhere
// question: Which models and datasets do others name, although no source describes them?
// grain: one row per model or dataset
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model or dataset
//   id (STRING): id by which others name it
//   named_by (INTEGER): relationships that name it
// notes: Those that most others name come first; describing them fills the largest gaps.
:param max_rows => 100;

MATCH (artifact:Model|Dataset {status: "stub"})
RETURN
  CASE WHEN artifact:Model THEN "model" ELSE "dataset" END AS kind,
  artifact.id AS id,
  COUNT { (artifact)<--() } AS named_by
ORDER BY named_by DESC, kind, id
LIMIT $max_rows;
