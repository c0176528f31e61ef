// How large the graph is
// question: How many artifacts, derivations and licence conflicts does the graph hold?
// grain: one row
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   models (INTEGER): models, stubs included
//   datasets (INTEGER): datasets, stubs included
//   repositories (INTEGER): repositories
//   derivations (INTEGER): derivations of models and datasets from others
//   conflicts (INTEGER): artifacts whose licence is in conflict with one above, once for each of these
//   stubs (INTEGER): models that are only named by others
// notes: The store keeps these counts, so that large graphs answer at once; graph-counts has all kinds.
:param max_rows => 1;

RETURN
  COUNT { (:Model) } AS models,
  COUNT { (:Dataset) } AS datasets,
  COUNT { (:Repository) } AS repositories,
  COUNT { ()-[:DERIVED_FROM]->() } AS derivations,
  COUNT { ()-[:CONFLICTS_WITH]->() } AS conflicts,
  COUNT { MATCH (:Model {status: "stub"}) } AS stubs
ORDER BY models
LIMIT $max_rows;
