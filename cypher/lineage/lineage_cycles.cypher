// Models that descend from themselves
// question: Which models are, by what is declared, made from themselves through others?
// grain: one row per model on a cycle
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): Hub id of the model
//   hops (INTEGER): derivation steps on the shortest way back to itself, at most 20
// notes: A cycle means that at least one of its declarations is wrong. Self references are never stored.
:param max_rows => 100;

MATCH (model:Model)
WHERE model.lineage_component IS NOT NULL AND model.lineage_depth IS NULL
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
CALL (model) {
  MATCH way = (model)-[:DERIVED_FROM]->{1,20}(back:Model)
  WITH model, back, min(length(way)) AS hops
  WHERE back = model
  RETURN hops
}
RETURN model.id AS model, hops AS hops
ORDER BY hops, model
LIMIT $max_rows;
