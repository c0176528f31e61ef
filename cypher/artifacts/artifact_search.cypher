// Artifacts by words of their names
// question: Which models, datasets, licences, repositories and publishers have a name like this, in any letter case and with typing errors?
// grain: one row per artifact, the best first
// parameters:
//   text (STRING): words of the name; the beginning of a word is enough
//   kinds (LIST<STRING>): what to look for, of model, dataset, license, repository and publisher; all where none is named
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model, dataset, license, repository or publisher
//   id (STRING): its id; the name of a publisher
//   license (STRING): what it declares; null where it declares nothing, and for licences and publishers
//   downloads (INTEGER): downloads in the last 30 days; of a repository its stars, of a publisher what it publishes, of a licence how many declare it
//   status (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
// notes: >-
//   Asks the full-text index artifact_search. Of the 1,000 artifacts that fit best, those that much is made from or that
//   are downloaded much come first.
:param text => "mistral";
:param kinds => [];
:param max_rows => 20;

WITH
  reduce(
    text = toLower(left($text, 200)),
    sign IN split("+ - & | ! ( ) { } [ ] ^ ~ * ? : / @ # % $ ; , < > = ` ' \" \\", " ") | replace(text, sign, " ")
  ) AS plain
WITH
  [word IN split(plain, " ") | CASE WHEN word ENDS WITH "." THEN left(word, size(word) - 1) ELSE word END] AS words
WITH [word IN words WHERE word <> "" AND NOT word STARTS WITH "."][..8] AS words
WHERE size(words) > 0
WITH
  words,
  reduce(
    query = "",
    word IN words |
      query + "+(" + word + "^8 " + word + "*^2" + CASE WHEN size(word) > 3 THEN " " + word + "~1" ELSE "" END + ") "
  ) AS query
CALL db.index.fulltext.queryNodes("artifact_search", query, {limit: 1000}) YIELD node, score
WITH
  node,
  score,
  coalesce(node.id, node.name) AS id,
  CASE
    WHEN node:Model THEN "model"
    WHEN node:Dataset THEN "dataset"
    WHEN node:License THEN "license"
    WHEN node:Repository THEN "repository"
    ELSE "publisher"
  END AS kind
WHERE size($kinds) = 0 OR kind IN $kinds
WITH
  node, score, id, kind,
  CASE kind
    WHEN "license" THEN COUNT { (node)<-[:DECLARES]-() }
    WHEN "publisher" THEN COUNT { (node)<-[:PUBLISHED_BY]-() }
    WHEN "repository" THEN node.stars
    ELSE node.downloads
  END AS downloads
WITH
  node, id, kind, downloads,
  toLower(id) = toLower(trim($text)) AS exact,
  CASE WHEN kind IN ["model", "dataset"] THEN 1 ELSE 100 END * coalesce(downloads, 0)
  + 1000 * coalesce(node.lineage_descendants, 0) AS weight,
  score
WITH node, id, kind, downloads, exact, score * log10(10 + weight) AS score
ORDER BY exact DESC, score DESC, id, kind
LIMIT $max_rows
RETURN
  kind AS kind,
  id AS id,
  node.license_statement AS license,
  downloads AS downloads,
  node.status AS status
ORDER BY exact DESC, score DESC, id, kind
LIMIT $max_rows;
