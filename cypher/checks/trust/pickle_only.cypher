// Weights only in pickle files
// meaning: Its weights exist only as pickle, which can run any code when it is loaded, and it is in use or comes from a popular model.
// severity: medium
// remedy: Convert the weights to safetensors, or take another artifact of the same model.
// source: the list of files, else the Hub's tags; popular is a base with 10,000 downloads in 30 days or more.
// about: Model
WITH artifact
WHERE artifact.weight_formats = ["pickle"]
CALL (artifact) {
  MATCH path = ANY SHORTEST (artifact)-[:DERIVED_FROM]->{1,50}(popular:Model WHERE popular.downloads >= 10000)
  WITH popular, [one IN nodes(path) | one.id] AS way
  ORDER BY size(way), popular.id
  RETURN collect({base: popular, way: way})[0] AS above
}
WITH artifact, above, COUNT { (artifact)<-[:DERIVED_FROM]-() } AS children, COUNT { (artifact)<-[:REUSES]-() } AS code
WHERE above IS NOT NULL OR children + code > 0 OR artifact.downloads >= 1000
RETURN
  artifact, above.base AS base,
  "risk" AS class,
  ["pickle"] AS claimed,
  [] AS actual,
  coalesce(artifact.downloads, 0) + " downloads, " + children + " made from it, " + code + " repositories load it" +
    coalesce(", below " + above.base.id, "") AS evidence,
  above.way AS path
