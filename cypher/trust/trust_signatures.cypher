// Signatures of models and of what they were made from
// question: Which models have a signature among their files, and do those that they were made from?
// grain: one row per model whose files are listed and that has a signature, or a base with one
// parameters:
//   model_id (STRING of Model): only this model, signed or not; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   signed (BOOLEAN): whether a signature is among its files
//   signed_bases (LIST<STRING>): direct bases that have one
//   unsigned_bases (LIST<STRING>): direct bases that have none
//   unknown_bases (INTEGER): direct bases whose files no source lists
//   below (INTEGER): models made from it, directly or through others
//   downloads (INTEGER): its downloads in the last 30 days
//   repositories (INTEGER): repositories whose code loads it
// notes: |-
//   A signature is known by the name of its file (`model.sig`, `.sigstore`); nobody has verified it, nor who signed. Who
//   quantises or copies a signed model ends what its signature vouches for: such rows are unsigned with a signed base.
:param model_id => null;
:param max_rows => 100;

CALL () {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  // Those that are signed, and what was made from them.
  MATCH (one:Model)
  WHERE one.signed = true
  CALL (one) {
    RETURN one AS model
    UNION ALL
    MATCH (one)<-[:DERIVED_FROM]-(model:Model)
    RETURN model
  }
  RETURN DISTINCT model
  UNION ALL
  MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
  RETURN model
}
WITH model
WHERE model.signed IS NOT NULL
WITH model,
  COLLECT { MATCH (model)-[:DERIVED_FROM]->(base:Model) WHERE base.signed RETURN base.id AS id ORDER BY id } AS signed_bases,
  COLLECT { MATCH (model)-[:DERIVED_FROM]->(base:Model) WHERE base.signed = false RETURN base.id AS id ORDER BY id } AS unsigned_bases,
  COUNT { MATCH (model)-[:DERIVED_FROM]->(base:Model) WHERE base.signed IS NULL } AS unknown_bases
WHERE model.signed OR size(signed_bases) > 0 OR $model_id IS NOT NULL
RETURN
  model.id AS model,
  model.signed AS signed,
  signed_bases AS signed_bases,
  unsigned_bases AS unsigned_bases,
  unknown_bases AS unknown_bases,
  coalesce(model.lineage_descendants, 0) AS below,
  model.downloads AS downloads,
  COUNT { (model)<-[:REUSES]-(:Repository) } AS repositories
ORDER BY signed, below DESC, coalesce(downloads, 0) DESC, model
LIMIT $max_rows;
