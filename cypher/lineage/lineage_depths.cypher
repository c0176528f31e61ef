// How deep lineages are
// question: How many models are how many derivation steps away from a root?
// grain: one row per depth
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   depth (INTEGER): steps on the longest way down from a root; 0 for roots, null on or below a cycle
//   models (INTEGER): models at that depth
// notes: Models that were made from no other and that no other was made from are not counted.
:param max_rows => 1000;

MATCH (model:Model)
WHERE model.lineage_component IS NOT NULL
RETURN model.lineage_depth AS depth, count(*) AS models
ORDER BY depth
LIMIT $max_rows;
