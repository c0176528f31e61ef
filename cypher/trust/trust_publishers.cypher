// Publishers that many others depend on
// question: On the works of which publishers do most works of other publishers rest, so that their loss would strand them?
// grain: one row per publisher
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   publisher (STRING): the publisher
//   verified (BOOLEAN): whether the Hub has verified who it is; null where that is not known (`load publishers` asks)
//   models (INTEGER): models of it that others build on
//   dependents (INTEGER): models of other publishers that are made from one of them, directly or through others
//   publishers (INTEGER): the publishers of these
//   downloads (INTEGER): their downloads in the last 30 days
//   repositories (INTEGER): repositories whose code loads one of its models
//   share (FLOAT): dependents among all models that are made from something
// notes: A model that rests on several publishers counts for each. At most 50 steps of derivation are followed.
:param max_rows => 50;

CALL () {
  MATCH (made)-[:DERIVED_FROM]->()
  WITH DISTINCT made
  WHERE made:Model
  RETURN count(*) AS all_made
}
CALL () {
  MATCH (made)-[:DERIVED_FROM]->()
  WITH DISTINCT made
  WHERE made:Model
  RETURN made
}
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
CALL (made) {
  MATCH way = (made)-[:DERIVED_FROM]->{1,50}(base:Model)
  WITH base, min(length(way)) AS hops
  RETURN base
}
WITH all_made, made, base
WHERE base.author IS NOT NULL AND base.author <> coalesce(made.author, "")
WITH DISTINCT all_made, base.author AS publisher, made
WITH all_made, publisher, count(made) AS dependents, count(DISTINCT made.author) AS publishers,
  sum(coalesce(made.downloads, 0)) AS downloads
ORDER BY dependents DESC, publisher
LIMIT $max_rows
CALL (publisher) {
  MATCH (base:Model {author: publisher})
  RETURN count(CASE WHEN EXISTS {
    MATCH (child)-[:DERIVED_FROM]->(base) WHERE coalesce(child.author, "") <> publisher
  } THEN 1 END) AS models
}
CALL (publisher) {
  MATCH (code:Repository)-[:REUSES]->(base:Model {author: publisher})
  RETURN count(DISTINCT code) AS repositories
}
OPTIONAL MATCH (node:Publisher {name: publisher})
RETURN
  publisher AS publisher,
  node.verified AS verified,
  models AS models,
  dependents AS dependents,
  publishers AS publishers,
  downloads AS downloads,
  repositories AS repositories,
  1.0 * dependents / all_made AS share
ORDER BY dependents DESC, publisher
LIMIT $max_rows;
