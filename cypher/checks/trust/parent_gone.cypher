// Made from something that is gone
// meaning: What it was made from, trained on or loads was removed, closed or is not known to the Hub: it cannot be examined any more, and whoever registers the name anew decides what stands there.
// severity: high
// remedy: Use a copy that is kept at a known commit, or move to a base that exists.
// source: the status of the artifact above.
// about: Model|Dataset|Repository
MATCH (artifact)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(base:Model|Dataset)
WHERE base.status IN ["removed", "missing", "disabled"]
WITH DISTINCT artifact, base
RETURN
  artifact, base,
  "risk" AS class,
  [base.id] AS claimed,
  [base.status] AS actual,
  coalesce("gone since " + toString(date(base.removed_at)), "a source says so") AS evidence,
  [artifact.id, base.id] AS path
