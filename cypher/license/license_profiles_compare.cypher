// Rule sets side by side
// question: How much does the choice of the rule set decide, relation by relation?
// grain: one row per relation and rule set that judges it
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   profile (STRING): the rule set
//   conflict (INTEGER): edges in conflict
//   warning (INTEGER): edges with a warning
//   compatible (INTEGER): edges without objection
//   unknown (INTEGER): edges that cannot be judged
// source: Published conflict rates reach from 0.24 % (PeaTMOSS) to over a third (License Drift) by their rules alone.
// notes: Edges that a rule set skips count nowhere. Not legal advice.
:param max_rows => 1000;

MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WITH
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  edge.license_verdict_id AS id,
  count(*) AS edges
MATCH (:LicenseVerdict {id: id})-[judged:JUDGED]->(profile:Profile)
WITH
  relation,
  profile.name AS profile,
  sum(CASE judged.rank WHEN 3 THEN edges ELSE 0 END) AS conflict,
  sum(CASE judged.rank WHEN 1 THEN edges ELSE 0 END) AS warning,
  sum(CASE judged.rank WHEN 0 THEN edges ELSE 0 END) AS compatible,
  sum(CASE judged.rank WHEN 2 THEN edges ELSE 0 END) AS unknown
RETURN
  relation AS relation,
  profile AS profile,
  conflict AS conflict,
  warning AS warning,
  compatible AS compatible,
  unknown AS unknown
ORDER BY relation, profile
LIMIT $max_rows;
