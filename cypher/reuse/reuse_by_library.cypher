// Reuse by library
// question: The models of which library do most repositories load?
// grain: one row per library
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   library (STRING): library of the models; null for models of which none is known
//   models (INTEGER): models of it that a repository loads
//   repositories (INTEGER): repositories that load one of them
//   links (INTEGER): pairs of a repository and a model
// source: Jiang et al., PeaTMOSS, MSR 2024, Figure 5, which counts by the library whose call loads a model instead.
// notes: A model with several libraries counts for each.
:param max_rows => 100;

MATCH (model:Model)<-[:REUSES]-(repository:Repository)
OPTIONAL MATCH (model)-[:HAS_LIBRARY]->(library:Library)
RETURN
  library.name AS library,
  count(DISTINCT model) AS models,
  count(DISTINCT repository) AS repositories,
  count(*) AS links
ORDER BY repositories DESC, links DESC, library
LIMIT $max_rows;
