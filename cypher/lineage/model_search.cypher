// Models by a part of their name
// question: Which models have a text in their id, whatever its case?
// grain: one row per model, the most downloaded first
// parameters:
//   text (STRING): part of the id
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): Hub id of the model
//   downloads (INTEGER): downloads in the last 30 days
//   status (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
//   descendants (INTEGER): models made from it, directly or through others
:param text => "mistral";
:param max_rows => 20;

MATCH (m:Model)
WHERE toLower(m.id) CONTAINS toLower($text)
RETURN
  m.id AS model,
  m.downloads AS downloads,
  m.status AS status,
  coalesce(m.lineage_descendants, 0) AS descendants
ORDER BY coalesce(downloads, 0) DESC, descendants DESC, model
LIMIT $max_rows;
