// Open although its base is gated
// meaning: Its files need no request, those of a model or dataset up its lineage do: whoever takes it has accepted nothing.
// severity: medium
// remedy: Gate it as its base is, or state in the card on what terms the base allows open copies.
// source: the gates that the Hub states, at most 50 steps up the lineage.
// about: Model|Dataset
WITH artifact
WHERE artifact.gated = false
MATCH path = ANY SHORTEST (artifact)-[:DERIVED_FROM]->{1,50}(base:Model|Dataset WHERE base.gated)
WITH artifact, base, [one IN nodes(path) | one.id] AS way
ORDER BY size(way), base.id
WITH artifact, collect({base: base, way: way})[0] AS nearest
RETURN
  artifact, nearest.base AS base,
  "risk" AS class,
  ["open"] AS claimed,
  [coalesce("gated, " + nearest.base.gating, "gated")] AS actual,
  (size(nearest.way) - 1) + " steps up the lineage" AS evidence,
  nearest.way AS path
