// Artifacts in brief
// question: Under which licence is each of some models, datasets and repositories, at which commit, and when was it described?
// grain: one row per artifact
// parameters:
//   artifacts (LIST<STRING>): ids of models, datasets and repositories
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): id of the artifact
//   kind (STRING): model, dataset or repository
//   license (STRING): what it declares; null where it declares nothing
//   class (STRING): coarse class of that licence, such as permissive or community
//   downloads (INTEGER): downloads in the last 30 days
//   status (STRING): whether a source describes it (`present`), or others only name it (`stub`) …
//   sha (STRING): its newest commit that a source names
//   last_seen (ZONED DATETIME): when a source last described it
:param artifacts => ["meta-llama/Llama-3.1-8B", "mistralai/Mistral-7B-v0.1"];
:param max_rows => 1000;

UNWIND $artifacts AS id
CALL (id) {
  MATCH (artifact:Model {id: id})
  RETURN artifact
  UNION
  MATCH (artifact:Dataset {id: id})
  RETURN artifact
  UNION
  MATCH (artifact:Repository {id: id})
  RETURN artifact
}
RETURN
  artifact.id AS artifact,
  CASE WHEN artifact:Model THEN "model" WHEN artifact:Dataset THEN "dataset" ELSE "repository" END AS kind,
  artifact.license_statement AS license,
  artifact.license_class AS class,
  artifact.downloads AS downloads,
  artifact.status AS status,
  artifact.sha AS sha,
  artifact.last_seen AS last_seen
ORDER BY artifact, license, kind
LIMIT $max_rows;
