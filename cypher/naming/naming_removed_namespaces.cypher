// Namespaces that are gone and still in use
// question: Which namespaces have lost all their models that anything still refers to, so that somebody could take them?
// grain: one row per namespace
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   namespace (STRING): the namespace
//   removed (INTEGER): models of it that were removed
//   children (INTEGER): models that name one of them as base
//   repositories (INTEGER): repositories whose code loads one of them
//   models (LIST<STRING>): the removed models that are referred to, at most five
// source: model namespace reuse (Palo Alto Networks Unit 42, 2025).
// notes: >-
//   A namespace whose owner is gone can be registered again, and old references then lead to whatever is put there.
:param max_rows => 100;

MATCH (gone:Model)
WHERE gone.status = "removed" AND gone.id CONTAINS "/"
WITH split(gone.id, "/")[0] AS namespace, gone
ORDER BY gone.id
WITH namespace, collect(gone) AS lost
WHERE NOT EXISTS {
  MATCH (:Publisher {name: namespace})<-[:PUBLISHED_BY]-(there:Model)
  WHERE there.status IN ["present", "disabled"]
}
UNWIND lost AS gone
WITH
  namespace,
  size(lost) AS removed,
  gone.id AS id,
  COUNT { (gone)<-[:DERIVED_FROM]-(:Model) } AS children,
  COUNT { (gone)<-[:REUSES]-(:Repository) } AS repositories
WHERE children + repositories > 0
WITH namespace, removed, id, children, repositories
ORDER BY children + repositories DESC, id
WITH
  namespace,
  removed,
  sum(children) AS children,
  sum(repositories) AS repositories,
  collect(id)[0..5] AS models
RETURN
  namespace AS namespace,
  removed AS removed,
  children AS children,
  repositories AS repositories,
  models AS models
ORDER BY children + repositories DESC, namespace
LIMIT $max_rows;
