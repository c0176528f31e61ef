// Named by an old id
// meaning: It names what it was made from, or loads, by an id that now leads to another namespace: the old name may be registered anew.
// severity: medium
// remedy: Write the present id.
// source: redirects and old ids that sources state; model namespace reuse (Palo Alto Networks Unit 42, 2025).
// about: Model|Dataset|Repository
MATCH (artifact)-[step:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(base:Model|Dataset)
WHERE step.moved_from CONTAINS "/" AND toLower(split(step.moved_from, "/")[0]) <> toLower(split(base.id, "/")[0])
WITH artifact, base, min(step.moved_from) AS written
RETURN
  artifact, base,
  "risk" AS class,
  [written] AS claimed,
  [base.id] AS actual,
  "the namespace " + split(written, "/")[0] + " has passed it on" AS evidence,
  [artifact.id, base.id] AS path
