// Licences from data over models to code
// question: From a dataset over the model trained on it to a repository that uses it, what is the verdict on the licences?
// grain: one row per dataset, model and repository in a row
// parameters:
//   profile (STRING): rule set, such as default or strict-data
//   verdict (STRING): only this verdict
//   max_rows (INTEGER): most rows to return
// columns:
//   dataset (STRING): the dataset
//   model (STRING): the model trained on it
//   repository (STRING): the repository that uses the model
//   verdict (STRING): the stronger of the verdicts on the two edges
//   codes (LIST<STRING>): reasons of both
// source: Jewitt et al., License Drift, arXiv 2509.09873, whose chains go from datasets to applications.
// notes: The strongest verdicts come first. Not legal advice.
:param profile => "default";
:param verdict => null;
:param max_rows => 1000;

MATCH (profile:Profile {name: $profile})
MATCH (repository:Repository)-[use:REUSES]->(model:Model)-[training:TRAINED_ON]->(dataset:Dataset)
WITH
  profile, dataset, model, repository,
  [training.license_pair, use.license_pair]
    + coalesce(training.license_also, []) + coalesce(use.license_also, []) AS ids
CALL (profile, ids) {
  UNWIND ids AS id
  MATCH (pair:LicensePair {id: id})-[judged:JUDGED]->(profile)
  WITH pair, judged
  ORDER BY judged.rank DESC, pair.terms IS NOT NULL, pair.id
  RETURN
    max(judged.rank) AS rank,
    reduce(all = [], one IN collect(CASE
      WHEN pair.terms IS NULL THEN judged.codes
      WHEN judged.rank > 0 THEN ["INHERITED"] + judged.codes
      ELSE []
    END) | all + [code IN one WHERE NOT code IN all]) AS codes
}
WITH dataset, model, repository, rank, codes,
  CASE rank WHEN -1 THEN "skipped" ELSE ["compatible", "warning", "unknown", "conflict"][rank] END AS stated
WHERE rank IS NOT NULL AND ($verdict IS NULL OR stated = $verdict)
RETURN
  dataset.id AS dataset,
  model.id AS model,
  repository.name AS repository,
  stated AS verdict,
  codes AS codes
ORDER BY rank DESC, dataset, model, repository
LIMIT $max_rows;
