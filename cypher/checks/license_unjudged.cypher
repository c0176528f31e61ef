// Edges without a verdict on their licences
// question: Which edges have no verdict under a rule set that judges their relation?
// grain: one row per edge and rule set; none where everything is judged
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   downstream (STRING): the lower artifact
//   upstream (STRING): the upper artifact
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   profile (STRING): the rule set
// notes: A row means that the derivation has not ended since the edge or what is known of licences changed.
:param max_rows => 100;

// Edges with the same verdict in the same way are looked at once.
CALL () {
  MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
  WITH DISTINCT edge.license_verdict_id AS verdict, edge._license_way AS way
  OPTIONAL MATCH (found:LicenseVerdict {id: verdict})
  WITH verdict, way, COLLECT { MATCH (found)-[:JUDGED]->(judged:Profile) RETURN judged ORDER BY judged.name } AS judged
  MATCH (profile:Profile)
  WHERE NOT profile IN judged AND (
    profile.relations IS NULL
    OR way IS NULL
    OR any(relation IN profile.relations WHERE relation IN CASE way
      WHEN "use" THEN ["uses"]
      WHEN "data" THEN ["trained_on"]
      WHEN "output" THEN ["generated_from"]
      WHEN "transfer" THEN ["distilled"]
      WHEN "deriv" THEN ["finetune", "merge", "undeclared"]
      ELSE [way]
    END)
  )
  WITH profile, coalesce(way, "") + " " + coalesce(verdict, "") AS edges
  ORDER BY edges
  RETURN profile, collect(edges) AS open
}
MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WHERE coalesce(edge._license_way, "") + " " + coalesce(edge.license_verdict_id, "") IN open
RETURN
  lower.id AS downstream,
  upper.id AS upstream,
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  profile.name AS profile
ORDER BY downstream, upstream, relation, profile
LIMIT $max_rows;
