// Licence verdicts in numbers
// question: Under a rule set, how many edges of each relation are in conflict, unknown, a warning or compatible?
// grain: one row per relation and verdict, and rows for all judged edges and those with the same licence at both ends
// parameters:
//   profile (STRING): rule set, such as default, peatmoss or strict-data
//   max_rows (INTEGER): most rows to return
// columns:
//   profile (STRING): the rule set
//   relation (STRING): finetune, adapter …, trained_on, generated_from or uses
//   verdict (STRING): conflict, unknown, warning, compatible, skipped; judged is all but skipped, identical is part of it
//   edges (INTEGER): edges; where a rule set splits a list of licences, one per licence of the list
//   share (FLOAT): share of the judged edges of the relation; null for skipped ones
// source: Jiang et al., PeaTMOSS, MSR 2024, section 7, for the profile peatmoss.
// notes: Not legal advice.
:param profile => "default";
:param max_rows => 100;

OPTIONAL MATCH (profile:Profile {name: $profile})
WITH coalesce(profile.aliases, []) AS aliases, coalesce(profile.aliases_as, []) AS others
MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WHERE edge.license_verdict_id IS NOT NULL
// A rule set with aliases compares names as they are written, which may differ where the licence is the same.
WITH
  edge,
  CASE WHEN size(aliases) > 0 AND lower.license_statement = upper.license_statement THEN
    [one IN [(lower)-[declares:DECLARES]->() | toLower(declares.raw)] |
      coalesce([i IN range(0, size(aliases) - 1) WHERE aliases[i] = one | others[i]][0], one)]
    = [one IN [(upper)-[declares:DECLARES]->() | toLower(declares.raw)] |
      coalesce([i IN range(0, size(aliases) - 1) WHERE aliases[i] = one | others[i]][0], one)]
  END AS same_name
WITH
  same_name,
  CASE type(edge)
    WHEN "DERIVED_FROM" THEN coalesce(edge.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    WHEN "GENERATED_FROM" THEN "generated_from"
    ELSE "uses"
  END AS relation,
  edge.license_verdict_id AS id,
  count(*) AS edges
MATCH (:LicenseVerdict {id: id})-[judged:JUDGED]->(:Profile {name: $profile})
WITH
  relation,
  judged.rank AS rank,
  edges,
  judged.rank >= 0 AND judged.identical AND coalesce(same_name, true) AS identical
WITH
  relation,
  sum(CASE WHEN rank >= 0 THEN edges ELSE 0 END) AS judged,
  [
    ["conflict", sum(CASE rank WHEN 3 THEN edges ELSE 0 END)],
    ["unknown", sum(CASE rank WHEN 2 THEN edges ELSE 0 END)],
    ["warning", sum(CASE rank WHEN 1 THEN edges ELSE 0 END)],
    ["compatible", sum(CASE rank WHEN 0 THEN edges ELSE 0 END)],
    ["judged", sum(CASE WHEN rank >= 0 THEN edges ELSE 0 END)],
    ["identical", sum(CASE WHEN identical THEN edges ELSE 0 END)],
    ["skipped", sum(CASE rank WHEN -1 THEN edges ELSE 0 END)]
  ] AS counts
UNWIND range(0, size(counts) - 1) AS place
WITH relation, judged, place, counts[place][0] AS verdict, counts[place][1] AS edges
WHERE edges > 0
RETURN
  $profile AS profile,
  relation AS relation,
  verdict AS verdict,
  edges AS edges,
  CASE WHEN verdict <> "skipped" AND judged > 0 THEN toFloat(edges) / judged END AS share
ORDER BY relation, place
LIMIT $max_rows;
