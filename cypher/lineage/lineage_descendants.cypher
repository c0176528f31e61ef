// Descendants of a model
// question: Which models were made from a given model, directly or through others?
// grain: one row per descendant, those first on which most downloads rest
// parameters:
//   model_id (STRING of Model): the model
//   max_hops (INTEGER): most derivation steps to follow; never more than 50
//   max_rows (INTEGER): most rows to return
// columns:
//   descendant (STRING): Hub id of the descendant
//   hops (INTEGER): derivation steps on the shortest way to it
//   relations (LIST<STRING>): how each step was derived, from the descendant up to the model
//   license (STRING): ids of the licences it declares, joined by commas; null where it declares none
//   downloads (INTEGER): downloads in the last 30 days; null where no source says
//   downloads_and_below (INTEGER): the same of it and of all models made from it, each counted once
// notes: >-
//   Of several shortest ways, the one over the smallest ids is shown. A model on a cycle is not its own descendant.
:param model_id => "meta-llama/Llama-3.1-8B";
:param max_hops => 20;
:param max_rows => 100;

// While a load has not been derived, numbers of descendants may be out of date.
CALL () {
  RETURN EXISTS { MATCH (load:Load) WHERE load.derived = false } AS pending
}
CALL () {
  MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
  RETURN DISTINCT model
}
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once; nothing is below one without descendants.
MATCH way = (model)((:Model)<-[:DERIVED_FROM]-(lower:Model)
  WHERE pending OR coalesce(lower.lineage_descendants, 1) > 0){0,49}(above:Model)
WITH pending, model, above, min(length(way)) AS hops
WHERE hops < $max_hops
MATCH (above)<-[step:DERIVED_FROM]-(descendant:Model)
WHERE descendant <> model
WITH pending, descendant, above, hops + 1 AS hops, step
ORDER BY hops, above.id
WITH pending, descendant, collect({id: descendant.id, hops: hops, from: above.id, how: step.relation})[0] AS nearest
CALL (descendant, pending) {
  CALL (descendant, pending) {
    WITH descendant
    WHERE NOT pending AND descendant.lineage_descendants = 0
    RETURN descendant AS below
    UNION ALL
    WITH descendant
    WHERE pending OR coalesce(descendant.lineage_descendants, 1) > 0
    MATCH way = (descendant)<-[:DERIVED_FROM]-{0,49}(below:Model)
    WITH below, min(length(way)) AS once
    RETURN below
  }
  RETURN sum(coalesce(below.downloads, 0)) AS total
}
WITH pending, descendant, nearest, total
ORDER BY total DESC, nearest.hops, nearest.id
WITH
  pending,
  collect(nearest {.*, node: descendant, total: total}) AS found,
  collect(CASE WHEN EXISTS { (descendant)<-[:DERIVED_FROM]-() } THEN nearest END) AS inner
UNWIND found[..$max_rows] AS nearest
WITH pending, nearest, reduce(way = [nearest], hop IN range(2, nearest.hops) | way + [one IN inner WHERE one.id = way[-1].from]) AS way
// Grouping lets go of the lists, which a sort would count once a row.
WITH
  pending,
  nearest.node AS descendant,
  nearest.hops AS hops,
  nearest.total AS total,
  [one IN way | one.how] AS relations,
  count(*) AS once
ORDER BY total DESC, hops, descendant.id
WITH
  descendant,
  hops,
  relations,
  total,
  CASE
    WHEN NOT pending AND descendant.license_ids IS NOT NULL THEN descendant.license_ids
    WHEN NOT pending AND descendant.license_missing THEN []
    ELSE COLLECT { MATCH (descendant)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id ORDER BY id }
  END AS licenses
RETURN
  descendant.id AS descendant,
  hops AS hops,
  relations AS relations,
  reduce(joined = head(licenses), id IN tail(licenses) | joined + ", " + id) AS license,
  descendant.downloads AS downloads,
  total AS downloads_and_below
ORDER BY downloads_and_below DESC, hops, descendant
LIMIT $max_rows;
