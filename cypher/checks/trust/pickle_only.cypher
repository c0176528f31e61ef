// Weights only in pickle files
// meaning: Its weights exist only as pickle, which can run any code when it is loaded, and it is in use or comes from a popular model.
// severity: medium
// remedy: Convert the weights to safetensors, or take another artifact of the same model.
// source: the list of files, else the Hub's tags; popular is a base with 10,000 downloads in 30 days or more.
// about: Model
WITH artifact
WHERE artifact.weight_formats = ["pickle"]
CALL (artifact) {
  // Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
  MATCH way = (artifact)-[:DERIVED_FROM]->{1,50}(above)
  WITH above, min(length(way)) AS hops
  WHERE above.downloads >= 10000
  ORDER BY hops, above.id
  RETURN collect(above)[0] AS popular
}
WITH artifact, popular, COUNT { (artifact)<-[:DERIVED_FROM]-() } AS children, COUNT { (artifact)<-[:REUSES]-() } AS code
WHERE popular IS NOT NULL OR children + code > 0 OR artifact.downloads >= 1000
CALL (artifact, popular) {
  OPTIONAL MATCH path = ANY SHORTEST (artifact)-[:DERIVED_FROM]->{1,50}(popular)
  RETURN [one IN nodes(path) | one.id] AS path
}
RETURN
  artifact, popular AS base,
  "risk" AS class,
  ["pickle"] AS claimed,
  [] AS actual,
  coalesce(artifact.downloads, 0) + " downloads, " + children + " made from it, " + code + " repositories load it" +
    coalesce(", below " + popular.id, "") AS evidence,
  path
