// Kernels loaded from a hub
// meaning: Source code loads compiled code (a kernel) from a hub and runs it; without a fixed commit, whoever can change the repository of the kernel decides what runs.
// severity: high
// remedy: Pass revision with a full commit, and take kernels only of publishers that you would install a package of.
// source: a scan of the code: get_kernel of the library kernels.
// about: Repository
MATCH (artifact)-[use:REUSES]->(base:Model|Dataset)
WHERE any(call IN use.calls WHERE call ENDS WITH "get_kernel")
RETURN
  artifact, base,
  CASE WHEN use.pinned THEN "related" ELSE "risk" END AS class,
  [CASE WHEN use.pinned THEN "a kernel at a commit" ELSE "a kernel at no commit" END] AS claimed,
  [base.id] AS actual,
  reduce(text = coalesce(head(use.places), "no place known"), place IN use.places[1..3] | text + ", " + place) AS evidence,
  [artifact.id, base.id] AS path
