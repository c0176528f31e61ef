// The same weights under other names
// question: Which models hold the very weight files of an older model, is that declared, and did the licence change?
// grain: one row per model and older model with files of the same content
// parameters:
//   model_id (STRING of Model): only copies of this model, or what this model copies; null for all
//   undeclared (BOOLEAN): only those that no derivation joins to the older model
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   original (STRING): the oldest model that has these files; of several the smallest id
//   shared (INTEGER): weight files of the same content
//   files (INTEGER): weight files of the model
//   original_files (INTEGER): weight files of the original
//   declared (BOOLEAN): whether one derives from the other at any depth, up to 50 steps
//   same_publisher (BOOLEAN): whether both are of one publisher
//   same_tokenizer (BOOLEAN): whether the tokenizer files are the same; null where that is not known
//   license (STRING): licence of the model
//   original_license (STRING): licence of the original
//   license_changed (BOOLEAN): whether these differ; null where one of them is missing
//   downloads (INTEGER): downloads of the model in the last 30 days
// notes: |-
//   Equal SHA-256 proves equal files, not who made them: the oldest repository is taken for the original. Hashes are known
//   where `load fingerprints` asked the Hub, or a dump lists files with their hashes. Those that change the licence come
//   first, then those that declare nothing.
:param model_id => null;
:param undeclared => false;
:param max_rows => 1000;

OPTIONAL MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(about:Model)
WITH DISTINCT about
CALL (about) {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (one:Model)
  WHERE one.weight_hashes IS NOT NULL
  UNWIND one.weight_hashes AS hash
  RETURN hash, one
  UNION ALL
  // The full-text index has each hash of the lists.
  WITH about
  UNWIND about.weight_hashes AS hash
  WITH DISTINCT hash
  CALL db.index.fulltext.queryNodes("model_weight_hashes", '"' + hash + '"') YIELD node AS one
  UNWIND [own IN one.weight_hashes WHERE own = hash] AS same
  RETURN hash, one
}
WITH about, hash, one
ORDER BY one.created_at, one.id
WITH about, hash, collect(one) AS holders
WHERE size(holders) > 1
WITH about, head(holders) AS original, tail(holders) AS others
UNWIND others AS model
WITH about, original, model, count(*) AS shared
WHERE $model_id IS NULL OR about IN [original, model]
WITH original, model, shared,
  EXISTS { MATCH ANY SHORTEST (model)-[:DERIVED_FROM]->{1,50}(above) WHERE above = original }
    OR EXISTS { MATCH ANY SHORTEST (original)-[:DERIVED_FROM]->{1,50}(above) WHERE above = model } AS declared
WHERE NOT ($undeclared AND declared)
RETURN
  model.id AS model,
  original.id AS original,
  shared AS shared,
  size(model.weight_hashes) AS files,
  size(original.weight_hashes) AS original_files,
  declared AS declared,
  model.author = original.author AS same_publisher,
  model.tokenizer_hash = original.tokenizer_hash AS same_tokenizer,
  model.license_statement AS license,
  original.license_statement AS original_license,
  model.license_ids <> original.license_ids AS license_changed,
  model.downloads AS downloads
ORDER BY coalesce(license_changed, false) DESC, declared, coalesce(downloads, 0) DESC, model, original
LIMIT $max_rows;
