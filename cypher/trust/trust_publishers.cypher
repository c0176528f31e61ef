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

// While a load has not been derived, numbers of ancestors may be out of date.
CALL () {
  RETURN EXISTS { MATCH (load:Load) WHERE load.derived = false } AS pending
}
CALL () {
  MATCH (made)-[:DERIVED_FROM]->()
  WITH DISTINCT made
  WHERE made:Model
  RETURN count(*) AS all_made
}
CALL () {
  MATCH (made)-[:DERIVED_FROM]->(base)
  WITH base, made
  ORDER BY made
  WITH base, collect(made) AS below
  WHERE base:Model
  RETURN base, below
}
// What a base rests on is looked for once, whatever was made from it, and where it rests on anything.
CALL (base, pending) {
  WITH base
  WHERE NOT pending AND base.lineage_ancestors = 0
  RETURN [base.author] AS owners
  UNION ALL
  WITH base
  WHERE pending OR coalesce(base.lineage_ancestors, 1) > 0
  // Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
  MATCH way = (base)-[:DERIVED_FROM]->{0,49}(above:Model)
  WITH above, min(length(way)) AS hops
  WITH DISTINCT above.author AS owner
  ORDER BY owner
  RETURN collect(owner) AS owners
}
UNWIND below AS made
WITH all_made, made, owners, coalesce(made.author, "") AS own
UNWIND owners AS publisher
WITH all_made, made, publisher, own
WHERE publisher <> own
WITH DISTINCT all_made, publisher, made
WITH all_made, publisher, count(made) AS dependents, count(DISTINCT made.author) AS publishers,
  sum(coalesce(made.downloads, 0)) AS downloads
ORDER BY dependents DESC, publisher
LIMIT $max_rows
WITH all_made,
  collect({publisher: publisher, dependents: dependents, publishers: publishers, downloads: downloads}) AS first
CALL (first) {
  UNWIND first AS one
  RETURN one.publisher AS publisher, one, 0 AS models, 0 AS repositories
  UNION ALL
  MATCH (child)-[:DERIVED_FROM]->(base)
  WHERE base.author <> coalesce(child.author, "")
  WITH DISTINCT base
  WHERE base:Model
  RETURN base.author AS publisher, null AS one, count(*) AS models, 0 AS repositories
  UNION ALL
  MATCH (code:Repository)-[:REUSES]->(base:Model)
  RETURN base.author AS publisher, null AS one, 0 AS models, count(DISTINCT code) AS repositories
}
WITH all_made, publisher, one, models, repositories
ORDER BY publisher
WITH all_made, publisher, collect(one)[0] AS one, sum(models) AS models, sum(repositories) AS repositories
WHERE one IS NOT NULL
OPTIONAL MATCH (node:Publisher {name: publisher})
WITH all_made, publisher, one, models, repositories, node
RETURN
  publisher AS publisher,
  node.verified AS verified,
  models AS models,
  one.dependents AS dependents,
  one.publishers AS publishers,
  one.downloads AS downloads,
  repositories AS repositories,
  1.0 * one.dependents / all_made AS share
ORDER BY dependents DESC, publisher
LIMIT $max_rows;
