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
MATCH (of_data:LicenseVerdict {id: training.license_verdict_id})
MATCH (of_use:LicenseVerdict {id: use.license_verdict_id})
CALL (of_data, of_use, profile) {
  MATCH (of_data)-[first:JUDGED]->(profile)
  MATCH (of_use)-[second:JUDGED]->(profile)
  RETURN first, second
}
WITH
  dataset, model, repository,
  CASE WHEN second.rank > first.rank THEN [second, first] ELSE [first, second] END AS judged
WITH
  dataset, model, repository, judged[0].rank AS rank, judged[0].verdict AS stated,
  judged[0].codes + [code IN judged[1].codes WHERE NOT code IN judged[0].codes] AS codes
WHERE $verdict IS NULL OR stated = $verdict
RETURN
  dataset.id AS dataset,
  model.id AS model,
  repository.id AS repository,
  stated AS verdict,
  codes AS codes
ORDER BY rank DESC, dataset, model, repository
LIMIT $max_rows;
