// Downloads against dependents
// question: Do models that are downloaded most have most repositories that load them, and where do the two ranks part?
// grain: one row per model with a number of downloads
// parameters:
//   hub (STRING): only models of this hub, such as huggingface
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): id of the model
//   downloads (INTEGER): downloads, as its source counts them
//   repositories (INTEGER): repositories that load it
//   rank_gap (INTEGER): models that more repositories load, less models with more downloads; large where it is rather downloaded
// source: Jiang et al., PeaTMOSS, MSR 2024, Table 3, question I-1 and the query shipped with the data set.
// notes: >-
//   Those with most downloads come first. Both ranks count all models with a number of downloads. Where no repository
//   loads any of them, there are no rows.
:param hub => null;
:param max_rows => 100;

CALL () {
  MATCH (:Repository)-[:REUSES]->(model:Model)
  WHERE model.downloads IS NOT NULL AND ($hub IS NULL OR model.hub = $hub)
  WITH model, count(*) AS repositories
  WITH repositories, count(*) AS models
  ORDER BY repositories DESC
  RETURN collect([repositories, models]) AS steps
}
// A rank among models that nobody loads says nothing.
MATCH (model:Model)
WHERE model.downloads IS NOT NULL AND ($hub IS NULL OR model.hub = $hub) AND size(steps) > 0
WITH steps, model
ORDER BY model.downloads DESC, model.id
LIMIT $max_rows
WITH steps, collect([model.id, model.downloads, COUNT { (model)<-[:REUSES]-(:Repository) }]) AS rows
UNWIND range(0, size(rows) - 1) AS place
WITH steps, rows[place] AS row, place
ORDER BY place
// The first place of equal downloads is the number of models with more.
WITH steps, row[1] AS downloads, min(place) AS more_downloads, collect(row) AS equal
UNWIND equal AS row
RETURN
  row[0] AS model,
  downloads AS downloads,
  row[2] AS repositories,
  reduce(more = 0, step IN steps | more + CASE WHEN step[0] > row[2] THEN step[1] ELSE 0 END) - more_downloads AS rank_gap
ORDER BY downloads DESC, model
LIMIT $max_rows;
