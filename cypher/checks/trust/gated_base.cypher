// Open although its base is gated
// meaning: Its files need no request, those of a model or dataset up its lineage do: whoever takes it has accepted nothing.
// severity: medium
// remedy: Gate it as its base is, or state in the card on what terms the base allows open copies.
// source: the gates that the Hub states, at most 50 steps up the lineage.
// about: Model|Dataset
WITH artifact
WHERE artifact.gated = false
CALL (artifact) {
  // Only min(length()) of the ways is asked for, so that Neo4j visits each artifact once.
  MATCH way = (artifact)-[:DERIVED_FROM]->{1,50}(above)
  WITH above, min(length(way)) AS hops
  WHERE above.gated
  ORDER BY hops, above.id
  LIMIT 1
  RETURN above AS base
}
MATCH way = ANY SHORTEST (artifact)-[:DERIVED_FROM]->{1,50}(base)
WITH artifact, base, [one IN nodes(way) | one.id] AS path
RETURN
  artifact, base,
  "risk" AS class,
  ["open"] AS claimed,
  [coalesce("gated, " + base.gating, "gated")] AS actual,
  (size(path) - 1) + " steps up the lineage" AS evidence,
  path
