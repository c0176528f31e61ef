// The licence change that clears the most conflicts
// question: Which single artifact, if it took over what it dropped, would free most artifacts of licence conflicts?
// grain: one row per origin and artifact that dropped its terms first
// parameters:
//   profile (STRING): rule set, such as default or strict-data
//   max_rows (INTEGER): most rows to return
// columns:
//   origin (STRING): artifact whose licence was dropped
//   edge (STRING): the artifact that dropped it, and the origin
//   cleared (INTEGER): artifacts whose only conflict is this one
// notes: >-
//   Counts what license-conflicts lists; terms that only wait for a licence, as in license-pending, are not a conflict. The
//   change that clears most comes first. Not legal advice.
:param profile => "default";
:param max_rows => 100;

MATCH (affected:Model|Dataset|Repository)-[conflict:CONFLICTS_WITH]->(origin:Model|Dataset)
WHERE $profile IN conflict.profiles
WITH affected, origin.id AS origin, conflict.first_drop AS first_drop, size(conflict.terms) AS lost
ORDER BY origin, first_drop
WITH affected, collect(DISTINCT [origin, first_drop]) AS causes, max(lost) AS lost
WHERE size(causes) = 1 AND lost > 0
WITH causes[0] AS cause, count(*) AS cleared
RETURN
  cause[0] AS origin,
  cause[1] + " -> " + cause[0] AS edge,
  cleared AS cleared
ORDER BY cleared DESC, origin, edge
LIMIT $max_rows;
