// Code of a model run without a fixed commit
// meaning: Source code lets files of the artifact run (trust_remote_code=True) and names no commit of it.
// severity: high
// remedy: Pass revision with a full commit, and review the code of that commit.
// source: a scan of the code.
// about: Repository
MATCH (artifact)-[use:REUSES {remote_code: "unpinned"}]->(base:Model|Dataset)
RETURN
  artifact, base,
  "risk" AS class,
  ["trust_remote_code=True without a commit"] AS claimed,
  [base.id] AS actual,
  reduce(text = coalesce(head(use.places), "no place known"), place IN use.places[1..3] | text + ", " + place) AS evidence,
  [artifact.id, base.id] AS path
