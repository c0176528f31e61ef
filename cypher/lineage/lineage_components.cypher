// Sizes of connected lineages
// question: How many separate lineages are there, and of how many models are they?
// grain: one row per size
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   size (INTEGER): models in a lineage, when derivations count in both directions
//   components (INTEGER): lineages of that size
:param max_rows => 1000;

MATCH (model:Model)
WHERE model.lineage_component IS NOT NULL
WITH model.lineage_component AS component, count(*) AS size
RETURN size AS size, count(*) AS components
ORDER BY size DESC
LIMIT $max_rows;
