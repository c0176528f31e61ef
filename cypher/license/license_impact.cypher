// Who is affected by a dropped licence
// question: Where were terms dropped first, and how many artifacts, downloads and repositories below inherit the loss?
// grain: one row per artifact that dropped terms first, where that makes conflicts
// parameters:
//   artifact (STRING of Model|Dataset): only this artifact
//   profile (STRING): rule set, such as default or strict-data
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact that dropped terms first
//   descendants (INTEGER): models and datasets below it that are in conflict by the loss
//   downloads (INTEGER): downloads in the last 30 days of it and of these, as far as they are in conflict
//   repositories (INTEGER): repositories that use it or one of these
// notes: >-
//   Counts what license-conflicts lists; terms that only wait for a licence, as in license-pending, are not a conflict. The
//   worst come first. Not legal advice.
:param artifact => null;
:param profile => "default";
:param max_rows => 100;

CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (affected:Model|Dataset)-[conflict:CONFLICTS_WITH]->(:Model|Dataset)
  RETURN affected, conflict
  UNION
  // What is in conflict by its loss is below it. Only min(length()) is asked for, so that each is visited once.
  MATCH (:Model|Dataset|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(top:Model|Dataset)
  WITH DISTINCT top
  MATCH way = (top)<-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]-{0,50}(affected)
  WITH top, affected, min(length(way)) AS hops
  MATCH (affected)-[conflict:CONFLICTS_WITH]->(:Model|Dataset)
  WHERE conflict.first_drop = top.id
  RETURN affected, conflict
}
WITH affected, conflict
WHERE $profile IN conflict.profiles AND size(conflict.terms) > 0
WITH DISTINCT conflict.first_drop AS artifact, affected
ORDER BY affected.id
WITH
  artifact,
  count(CASE WHEN affected.id <> artifact THEN 1 END) AS descendants,
  sum(coalesce(affected.downloads, 0)) AS downloads,
  collect(affected) AS all_affected
ORDER BY descendants DESC, downloads DESC, artifact
LIMIT $max_rows
CALL (all_affected) {
  UNWIND all_affected AS affected
  MATCH (repository:Repository)-[:REUSES]->(affected)
  RETURN count(DISTINCT repository) AS repositories
}
RETURN
  artifact AS artifact,
  descendants AS descendants,
  downloads AS downloads,
  repositories AS repositories
ORDER BY descendants DESC, downloads DESC, artifact
LIMIT $max_rows;
