// Artifacts by a part of their name
// question: Which models, datasets, repositories and publishers have a text in their name, whatever its case?
// grain: one row per artifact, those that many were made from or that many download first
// parameters:
//   text (STRING): part of the id
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model, dataset, repository or publisher
//   id (STRING): its id
//   license (STRING): ids of the licences it declares, joined by commas; null where it declares none
//   downloads (INTEGER): downloads in the last 30 days; of a repository its stars, of a publisher its models
//   status (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
:param text => "mistral";
:param max_rows => 20;

MATCH (one:Model|Dataset|Repository|Publisher)
WHERE toLower(coalesce(one.id, one.name)) CONTAINS toLower($text)
WITH
  one,
  coalesce(one.id, one.name) AS id,
  CASE
    WHEN one:Model THEN "model"
    WHEN one:Dataset THEN "dataset"
    WHEN one:Repository THEN "repository"
    ELSE "publisher"
  END AS kind,
  CASE
    WHEN one:Repository THEN one.stars
    WHEN one:Publisher THEN COUNT { (one)<-[:PUBLISHED_BY]-(:Model) }
    ELSE one.downloads
  END AS downloads
ORDER BY
  toLower(id) = toLower($text) DESC,
  coalesce(one.lineage_descendants, 0) DESC,
  coalesce(downloads, 0) DESC,
  id,
  kind
LIMIT $max_rows
WITH
  one,
  id,
  kind,
  downloads,
  COLLECT { MATCH (one)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS license ORDER BY license } AS licenses
RETURN
  kind AS kind,
  id AS id,
  reduce(joined = head(licenses), license IN tail(licenses) | joined + ", " + license) AS license,
  downloads AS downloads,
  one.status AS status
ORDER BY
  toLower(id) = toLower($text) DESC,
  coalesce(one.lineage_descendants, 0) DESC,
  coalesce(downloads, 0) DESC,
  id,
  kind
LIMIT $max_rows;
