// The weights of another model
// meaning: Its weight files are, byte for byte, those of an older model of another publisher: it names no base for them, or declares another licence than that model does.
// severity: medium
// remedy: Use the older model, or ask the publisher to name it as the base and to keep its licence.
// source: SHA-256 of all weight files; the oldest repository is taken for the original, which a copy that was made anew may not be.
// about: Model
WITH artifact
WHERE artifact.weights_digest IS NOT NULL
CALL (artifact) {
  MATCH (other:Model {weights_digest: artifact.weights_digest})
  ORDER BY other.created_at, other.id
  LIMIT 1
  RETURN other AS base
}
WITH artifact, base
WHERE base <> artifact AND coalesce(base.author, "") <> coalesce(artifact.author, "")
CALL (artifact, base) {
  OPTIONAL MATCH way = ANY SHORTEST (artifact)-[:DERIVED_FROM]->{1,50}(base)
  RETURN [one IN nodes(way) | one.id] AS path
}
WITH artifact, base, path,
  artifact.license_ids <> base.license_ids AS relicensed,
  EXISTS { MATCH ANY SHORTEST (base)-[:DERIVED_FROM]->{1,50}(above) WHERE above = artifact } AS backwards
RETURN
  artifact, base,
  CASE
    WHEN backwards THEN "related"
    WHEN relicensed THEN "conflict"
    WHEN path IS NULL THEN "risk"
  END AS class,
  [CASE WHEN relicensed THEN "under " + artifact.license_statement WHEN path IS NULL THEN "names no base" ELSE "a base of the other" END] AS claimed,
  [base.id + coalesce(", under " + base.license_statement, "")] AS actual,
  size(artifact.weight_hashes) + " weight files are the same" AS evidence,
  coalesce(path, [artifact.id, base.id]) AS path
