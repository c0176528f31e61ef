// Custom code
// meaning: Loading it, or a model that it was made from, runs Python files that the publisher can change at any time.
// severity: high
// remedy: Read the code, load it at a fixed commit (revision), or choose a model that the library supports by itself.
// source: auto_map in the config, the tag custom_code; the nearest model with it at most 50 steps up the lineage.
// about: Model
CALL (artifact) {
  WITH artifact
  WHERE artifact.custom_code
  RETURN artifact AS origin
  UNION
  WITH artifact
  WHERE NOT coalesce(artifact.custom_code, false)
  // Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
  MATCH way = (artifact)-[:DERIVED_FROM]->{1,50}(above)
  WITH above, min(length(way)) AS hops
  WHERE above.custom_code
  ORDER BY hops, above.id
  LIMIT 1
  RETURN above AS origin
}
CALL (artifact, origin) {
  WITH *
  WHERE artifact = origin
  RETURN [artifact.id] AS way, [] AS relations
  UNION
  WITH *
  WHERE artifact <> origin
  MATCH path = ANY SHORTEST (artifact)-[:DERIVED_FROM]->{1,50}(origin)
  RETURN [one IN nodes(path) | one.id] AS way, [step IN relationships(path) | step.relation] AS relations
}
RETURN
  artifact,
  CASE WHEN size(way) > 1 THEN origin END AS base,
  CASE
    WHEN size(way) = 1 THEN "risk"
    // An adapter loads the base as it is; any other, and GGUF, may have been saved in a form that needs no code.
    WHEN all(one IN relations WHERE one = "adapter") AND NOT "gguf" IN coalesce(artifact.weight_formats, []) THEN "risk"
    ELSE "related"
  END AS class,
  [CASE WHEN size(way) = 1 THEN "runs code of its repository" ELSE "says nothing of code" END] AS claimed,
  [origin.id + " runs code of its repository"] AS actual,
  CASE WHEN size(way) = 1 THEN "auto_map or tag" ELSE (size(way) - 1) + " steps up the lineage" END AS evidence,
  CASE WHEN size(way) > 1 THEN way END AS path
