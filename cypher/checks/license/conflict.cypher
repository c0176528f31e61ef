// Licence conflict
// meaning: Its licence drops what the licence of something that it was made from, trained on or uses asks for.
// severity: high
// remedy: Run supplygraph license check for the terms, the path and the licences that may be declared instead.
// source: the rule set default; see cypher/derive/license/.
// about: Model|Dataset|Repository
MATCH (artifact)-[conflict:CONFLICTS_WITH]->(base)
WHERE "default" IN conflict.profiles
WITH artifact, base, conflict
ORDER BY conflict.certainty = "contested", conflict.hops, conflict.license
WITH artifact, base, collect(conflict) AS conflicts
WITH artifact, base, conflicts, head(conflicts) AS conflict
RETURN
  artifact, base,
  CASE conflict.certainty WHEN "contested" THEN "related" ELSE "conflict" END AS class,
  [coalesce(artifact.license_statement, "no licence")] AS claimed,
  [one IN conflicts | coalesce(one.license, "no licence")] AS actual,
  reduce(text = head(conflict.codes), code IN tail(conflict.codes) | text + ", " + code) +
    CASE WHEN conflict.hops > 1 THEN ", dropped first at " + conflict.first_drop ELSE "" END AS evidence,
  CASE
    WHEN conflict.hops = 1 THEN [artifact.id, base.id]
    WHEN conflict.hops = 2 THEN [artifact.id, conflict.via, base.id]
  END AS path
