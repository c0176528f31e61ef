// Lineage: component, depth and numbers of ancestors and descendants of every derived artifact
// Computed by fix-point steps over the DERIVED_FROM edges; no step walks paths, so merges count once and cycles end.
// A step marked `once` runs one time; one marked `repeat` runs with $pass = 0, 1, 2 … until it changes nothing.
// Steps write in transactions of bounded size. Working values carry the prefix `_derive_`, are made anew by each run, and
// become visible at the end.

// once: forget the working values of a run that was cut off
MATCH (n:Model|Dataset)
WHERE n._derive_component IS NOT NULL
CALL (n) {
  REMOVE n._derive_component, n._derive_pending, n._derive_depth, n._derive_ancestors, n._derive_changed
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: every artifact with lineage starts as a component of its own, and waits for all its bases
MATCH (n:Model|Dataset)
WHERE EXISTS { (n)-[:DERIVED_FROM]-() }
CALL (n) {
  WITH n, COUNT { (n)-[:DERIVED_FROM]->() } AS bases
  SET n._derive_component = n.id,
      n._derive_pending = bases,
      n._derive_depth = CASE bases WHEN 0 THEN 0 END
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// repeat: the smallest id of a component spreads along its edges
MATCH (a:Model|Dataset)-[:DERIVED_FROM]-(b:Model|Dataset)
WHERE a._derive_component < b._derive_component
WITH b, min(a._derive_component) AS smallest
CALL (b, smallest) {
  SET b._derive_component = smallest
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// repeat: an artifact whose last base has got its depth is one step deeper
MATCH (base:Model|Dataset)
WHERE base._derive_depth = $pass
MATCH (base)<-[:DERIVED_FROM]-(n)
WITH n, count(*) AS settled
CALL (n, settled) {
  SET n._derive_pending = n._derive_pending - settled
  WITH n
  WHERE n._derive_pending = 0
  SET n._derive_depth = $pass + 1
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// repeat: depth by depth, the ancestors of an artifact are its bases and their ancestors
MATCH (n:Model|Dataset)
WHERE n._derive_depth = $pass + 1
CALL (n) {
  MATCH (n)-[:DERIVED_FROM]->(base)
  UNWIND [base.id] + coalesce(base._derive_ancestors, []) AS ancestor
  WITH n, collect(DISTINCT ancestor) AS ancestors
  SET n._derive_ancestors = ancestors
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: on and below cycles there is no depth, so the ancestors grow from the bases
MATCH (n:Model|Dataset)
WHERE n._derive_component IS NOT NULL AND n._derive_depth IS NULL
CALL (n) {
  MATCH (n)-[:DERIVED_FROM]->(base)
  UNWIND [base.id] + CASE WHEN base._derive_depth IS NULL THEN [] ELSE coalesce(base._derive_ancestors, []) END AS ancestor
  WITH n, collect(DISTINCT ancestor) AS ancestors
  SET n._derive_ancestors = ancestors, n._derive_changed = 0
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// repeat: on and below cycles, what a base has newly learnt reaches the next artifact
MATCH (n:Model|Dataset)-[:DERIVED_FROM]->(base)
WHERE base._derive_changed = $pass AND n._derive_depth IS NULL
UNWIND base._derive_ancestors AS ancestor
WITH n, collect(DISTINCT ancestor) AS found
UNWIND n._derive_ancestors + found AS ancestor
WITH n, size(n._derive_ancestors) AS before, collect(DISTINCT ancestor) AS ancestors
WHERE size(ancestors) > before
SET n._derive_ancestors = ancestors, n._derive_changed = $pass + 1
RETURN count(*) AS changed;

// once: an artifact has as many descendants as others have it among their ancestors
MATCH (n:Model)
WHERE n._derive_ancestors IS NOT NULL
UNWIND n._derive_ancestors AS ancestor
WITH ancestor, count(CASE WHEN ancestor <> n.id THEN 1 END) AS descendants
MATCH (base:Model {id: ancestor})
WHERE base.lineage_descendants IS NULL OR base.lineage_descendants <> descendants
CALL (base, descendants) {
  SET base.lineage_descendants = descendants
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: the same for datasets
MATCH (n:Dataset)
WHERE n._derive_ancestors IS NOT NULL
UNWIND n._derive_ancestors AS ancestor
WITH ancestor, count(CASE WHEN ancestor <> n.id THEN 1 END) AS descendants
MATCH (base:Dataset {id: ancestor})
WHERE base.lineage_descendants IS NULL OR base.lineage_descendants <> descendants
CALL (base, descendants) {
  SET base.lineage_descendants = descendants
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: show what has changed, no descendants for what is the base of nothing among it
MATCH (n:Model|Dataset)
WHERE n._derive_component IS NOT NULL
WITH n, size([one IN coalesce(n._derive_ancestors, []) WHERE one <> n.id]) AS ancestors,
  CASE WHEN EXISTS { (n)<-[:DERIVED_FROM]-() } THEN n.lineage_descendants ELSE 0 END AS descendants
WHERE n.lineage_component IS NULL OR n.lineage_component <> n._derive_component
  OR coalesce(n.lineage_depth, -1) <> coalesce(n._derive_depth, -1)
  OR coalesce(n.lineage_ancestors, -1) <> ancestors OR coalesce(n.lineage_descendants, -1) <> descendants
CALL (n, ancestors, descendants) {
  SET n.lineage_component = n._derive_component, n.lineage_depth = n._derive_depth, n.lineage_ancestors = ancestors,
    n.lineage_descendants = descendants
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: an artifact that no longer takes part in any derivation has no lineage
MATCH (n:Model|Dataset)
WHERE n.lineage_component IS NOT NULL AND n._derive_component IS NULL
CALL (n) {
  REMOVE n.lineage_component, n.lineage_depth, n.lineage_descendants, n.lineage_ancestors
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: clear the working values
MATCH (n:Model|Dataset)
WHERE n._derive_component IS NOT NULL
CALL (n) {
  REMOVE n._derive_component, n._derive_pending, n._derive_depth, n._derive_ancestors, n._derive_changed
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
