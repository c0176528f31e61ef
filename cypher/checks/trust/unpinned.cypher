// Loaded without a fixed commit
// meaning: Source code loads the artifact at whatever its publisher last put there.
// severity: low
// remedy: Pass revision with a full commit to each call.
// source: a scan of the code.
// about: Repository
MATCH (artifact)-[use:REUSES {pinned: false}]->(base:Model|Dataset)
RETURN
  artifact, base,
  "risk" AS class,
  ["no commit"] AS claimed,
  [base.id] AS actual,
  reduce(text = coalesce(head(use.places), "no place known"), place IN use.places[1..3] | text + ", " + place) AS evidence,
  [artifact.id, base.id] AS path
