// Where code loads a model or dataset
// question: Which repositories load an artifact, or what does a repository load, in which files and lines, and do the licences fit?
// grain: one row per repository and artifact, the repositories with most stars first
// parameters:
//   artifact (STRING of Model|Dataset): only this model or dataset
//   repository (STRING of Repository): only this repository
//   profile (STRING): rule set of the verdict
//   max_rows (INTEGER): most rows to return
// columns:
//   repository (STRING): the repository
//   stars (INTEGER): its stars
//   kind (STRING): what it loads, model or dataset
//   artifact (STRING): id of that
//   license (STRING): what the artifact declares
//   role (STRING): part of the repository with most calls, of src, test and example
//   pinned (BOOLEAN): whether every call names a revision
//   places (LIST<STRING>): file and line of each call
//   calls (LIST<STRING>): the calls, in the order of the places
//   verdict (STRING): whether the licence of the repository fits, of conflict, unknown, warning or compatible
:param artifact => null;
:param repository => null;
:param profile => "default";
:param max_rows => 100;

OPTIONAL MATCH (:Repository|Alias {id: $repository})-[:ALIAS_OF]->{0,1}(code:Repository)
WITH DISTINCT code
OPTIONAL MATCH (:Model|Dataset|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(used:Model|Dataset)
WITH DISTINCT code, used
ORDER BY used.id
WITH code, collect(used) AS used
CALL (code, used) {
  UNWIND CASE WHEN $repository IS NULL AND $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (repository:Repository)-[use:REUSES]->(artifact)
  RETURN repository, use, artifact
  UNION
  MATCH (code)-[use:REUSES]->(artifact)
  WHERE $artifact IS NULL OR artifact IN used
  RETURN code AS repository, use, artifact
  UNION
  UNWIND CASE WHEN $repository IS NULL THEN used ELSE [] END AS artifact
  MATCH (repository:Repository)-[use:REUSES]->(artifact)
  RETURN repository, use, artifact
}
WITH repository, use, artifact
ORDER BY coalesce(repository.stars, 0) DESC, repository.id, artifact.id
LIMIT $max_rows
OPTIONAL MATCH (:LicenseVerdict {id: use.license_verdict_id})-[judged:JUDGED]->(:Profile {name: $profile})
WITH repository, use, artifact, max(judged.rank) AS rank
RETURN
  repository.id AS repository,
  repository.stars AS stars,
  CASE WHEN artifact:Model THEN "model" ELSE "dataset" END AS kind,
  artifact.id AS artifact,
  artifact.license_statement AS license,
  use.role AS role,
  use.pinned AS pinned,
  coalesce(use.places, []) AS places,
  coalesce(use.calls, []) AS calls,
  CASE rank WHEN 3 THEN "conflict" WHEN 2 THEN "unknown" WHEN 1 THEN "warning" WHEN 0 THEN "compatible" END AS verdict
ORDER BY coalesce(stars, 0) DESC, repository, artifact
LIMIT $max_rows;
