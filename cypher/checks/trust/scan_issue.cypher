// Found by a scan of the Hub
// meaning: Scans of the Hub found something in its files, or in those of a model that it was made from.
// severity: high
// remedy: Do not load it before somebody has looked at the file; take another artifact of the same model.
// source: the Hub's scan results, which single requests give; the nearest model with such a file at most 50 steps up the lineage.
// about: Model
CALL (artifact) {
  WITH artifact
  WHERE size(artifact.scan_issues) > 0
  RETURN artifact AS origin
  UNION
  WITH artifact
  WHERE size(coalesce(artifact.scan_issues, [])) = 0
  // Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
  MATCH way = (artifact)-[:DERIVED_FROM]->{1,50}(above)
  WITH above, min(length(way)) AS hops
  WHERE size(above.scan_issues) > 0
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
    // An adapter is loaded together with the files of the base; any other has files of its own.
    WHEN all(one IN relations WHERE one = "adapter") THEN "risk"
    ELSE "related"
  END AS class,
  [CASE WHEN size(way) = 1 THEN "files of its own" ELSE "files of its base" END] AS claimed,
  origin.scan_issues[0..3] AS actual,
  CASE WHEN size(way) = 1 THEN "the Hub's scans" ELSE (size(way) - 1) + " steps up the lineage" END AS evidence,
  CASE WHEN size(way) > 1 THEN way END AS path
