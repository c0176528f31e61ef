// Bases that name no repository
// question: Which models name as their base something that is not a repository - themselves, a local path, a URL?
// grain: one row per model and value
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): Hub id of the model
//   value (STRING): what stands where the id of a base belongs
//   reason (STRING): what it is, one of `itself`, `url`, `path` and `text`
//   downloads (INTEGER): downloads of the model in the last 30 days
:param max_rows => 100;

// Few models do, and each of the two has an index.
CALL () {
  MATCH (m:Model)
  WHERE m.unusable_bases IS NOT NULL
  UNWIND m.unusable_bases AS value
  RETURN m, value
  UNION ALL
  MATCH (m:Model)
  WHERE m.names_itself = true
  RETURN m, m.id AS value
}
RETURN
  m.id AS model,
  value AS value,
  CASE
    WHEN value = m.id THEN "itself"
    WHEN value =~ "(?i)https?://.*" THEN "url"
    WHEN value =~ "(?s).*[/\\\\].*" THEN "path"
    ELSE "text"
  END AS reason,
  m.downloads AS downloads
ORDER BY coalesce(downloads, 0) DESC, model, value
LIMIT $max_rows;
