// Namespaces that are gone or were passed on
// question: Which namespaces have lost their artifacts, so that somebody could register them anew, and who still names them?
// grain: one row per namespace
// parameters:
//   status (STRING): only gone, renamed or partly_gone; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   namespace (STRING): the namespace
//   status (STRING): gone (all its artifacts are), partly_gone (others are there), renamed (its ids lead to another namespace)
//   artifacts (INTEGER): artifacts of it that are gone, or ids of it that lead elsewhere, and that something names
//   dependents (INTEGER): artifacts and repositories that name one of them directly
//   below (INTEGER): artifacts made from these at any depth, each counted once for each of these
//   downloads (INTEGER): downloads in the last 30 days of the artifacts that name one of them
//   examples (LIST<STRING>): ids of the namespace that are named, at most five
// source: model namespace reuse (Palo Alto Networks Unit 42, 2025).
// notes: >-
//   Whoever registers such a namespace decides what old references load. The graph knows what its sources saw: a
//   namespace may have been taken again since then. Those with most dependents come first.
:param status => null;
:param max_rows => 100;

CALL () {
  CALL () {
    MATCH (gone:Model)
    WHERE gone.status IN ["removed", "missing"] AND gone.id CONTAINS "/"
    RETURN gone
    UNION ALL
    MATCH (gone:Dataset)
    WHERE gone.status IN ["removed", "missing"] AND gone.id CONTAINS "/"
    RETURN gone
  }
  MATCH (gone)<-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]-(dependent)
  WITH split(gone.id, "/")[0] AS namespace, gone.id AS named, dependent
  RETURN namespace, named, dependent,
    CASE WHEN EXISTS {
      MATCH (:Publisher {name: namespace})<-[:PUBLISHED_BY]-(there:Model|Dataset)
      WHERE there.status IN ["present", "disabled", "private"]
    } THEN "partly_gone" ELSE "gone" END AS status
  UNION
  MATCH (dependent)-[step:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(there)
  WHERE step.moved_from CONTAINS "/"
  WITH split(step.moved_from, "/")[0] AS namespace, step.moved_from AS named, dependent, there
  WHERE toLower(namespace) <> toLower(split(there.id, "/")[0])
  RETURN namespace, named, dependent, "renamed" AS status
}
WITH namespace, status, named, dependent
WHERE $status IS NULL OR status = $status
WITH namespace, status, named, dependent
ORDER BY named
WITH namespace, status, collect(DISTINCT named) AS names, collect(DISTINCT dependent) AS dependents
RETURN
  namespace AS namespace,
  status AS status,
  size(names) AS artifacts,
  size(dependents) AS dependents,
  reduce(sum = 0, one IN dependents | sum + coalesce(one.lineage_descendants, 0)) AS below,
  reduce(sum = 0, one IN dependents | sum + coalesce(one.downloads, 0)) AS downloads,
  names[0..5] AS examples
ORDER BY dependents DESC, downloads DESC, namespace, status
LIMIT $max_rows;
