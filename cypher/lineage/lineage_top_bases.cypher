// Models that others are made from most
// question: From which models were most others made directly, and how many descend from them in all?
// grain: one row per model with children
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   base (STRING): Hub id of the base
//   children (INTEGER): models made directly from it
//   descendants (INTEGER): distinct models below it, at any depth
:param max_rows => 100;

MATCH (base:Model)
WITH base, COUNT { (base)<-[:DERIVED_FROM]-() } AS children
WHERE children > 0
RETURN base.id AS base, children AS children, base.lineage_descendants AS descendants
ORDER BY children DESC, base
LIMIT $max_rows;
