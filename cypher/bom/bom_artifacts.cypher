// What artifacts rest on, down to the roots
// question: Which models and datasets are given models, datasets and repositories made from, trained on, generated from or do they load?
// grain: one row per artifact, the given ones first
// parameters:
//   models (LIST<STRING>): models to start from
//   datasets (LIST<STRING>): datasets to start from
//   repositories (LIST<STRING>): repositories to start from
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model, dataset or repository
//   artifact (STRING): its id
//   hops (INTEGER): steps on the shortest way to it; 0 for the given ones
//   facts (MAP): its properties; without the author where only the id names one
// notes: >-
//   At most 50 steps are followed. What no source describes has the status `stub`: what it rests on is not known.
:param models => null;
:param datasets => null;
:param repositories => null;
:param max_rows => 10000;

CALL () {
  UNWIND $models AS id
  MATCH (start:Model {id: id})
  RETURN start
  UNION
  UNWIND $datasets AS id
  MATCH (start:Dataset {id: id})
  RETURN start
  UNION
  UNWIND $repositories AS id
  MATCH (start:Repository {id: id})
  RETURN start
}
// Only min(length()) of the ways is asked for, so that Neo4j visits each artifact once.
MATCH way = (start)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->{0,50}(part)
WITH part, min(length(way)) AS hops
RETURN
  CASE WHEN part:Model THEN "model" WHEN part:Dataset THEN "dataset" ELSE "repository" END AS kind,
  part.id AS artifact,
  hops AS hops,
  CASE
    WHEN split(split(part.id, "/")[0], ":")[-1] = part.author AND EXISTS { (part)-[:PUBLISHED_BY {source: "id"}]->() }
      THEN part {.*, author: null}
    ELSE properties(part)
  END AS facts
ORDER BY hops, kind, artifact
LIMIT $max_rows;
