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

MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
MATCH (profile:Profile)
WHERE NOT EXISTS {
  (:LicenseVerdict {id: edge.license_verdict_id})-[:JUDGED]->(profile)
} AND (
  profile.relations IS NULL
  OR edge._license_way IS NULL
  OR any(relation IN profile.relations WHERE relation IN CASE edge._license_way
    WHEN "use" THEN ["uses"]
    WHEN "data" THEN ["trained_on"]
    WHEN "output" THEN ["generated_from"]
    WHEN "transfer" THEN ["distilled"]
    WHEN "deriv" THEN ["finetune", "merge", "undeclared"]
    ELSE [edge._license_way]
  END)
)
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
