// The licence change that clears the most conflicts
// question: Which single artifact, if it took over what it dropped, would free most artifacts of licence conflicts?
// grain: one row per origin and artifact that dropped its terms first
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   origin (STRING): artifact whose licence was dropped
//   edge (STRING): the artifact that dropped it, and the origin
//   cleared (INTEGER): artifacts whose only conflict by dropped terms is this one
// notes: Under the rule set default, for terms that surely reach. The change that clears most comes first. Not legal advice.
:param max_rows => 100;

MATCH (affected:Model|Dataset|Repository)-[dropped:DROPPED]->(:License)
WHERE size(dropped.terms) > 0
WITH
  affected,
  count(DISTINCT [dropped.origin, dropped.first_drop]) AS causes,
  min(dropped.origin) AS origin,
  min(dropped.first_drop) AS first_drop
WHERE causes = 1
WITH origin, first_drop, count(*) AS cleared
RETURN
  origin AS origin,
  first_drop + " -> " + origin AS edge,
  cleared AS cleared
ORDER BY cleared DESC, origin, edge
LIMIT $max_rows;
