// Results that are claimed
// question: Which results are claimed for models, on which data, by whom, and where is that stated?
// grain: one row per claim
// parameters:
//   model_id (STRING of Model): only claims about this model; null for all
//   dataset (STRING of Dataset): only claims on this dataset; null for all
//   metric (STRING): only this measure, such as accuracy or exact_match; null for all
//   claimed_by (STRING): only claims of author, community, verified or paper; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   dataset (STRING): the dataset on which it was measured
//   task (STRING): task of the evaluation
//   metric (STRING): what was measured; null where it is not stated
//   value (FLOAT): the result; null where it is not one number
//   written (STRING): the result as it was written, where it is more than that number
//   config (STRING): part of the dataset that was used
//   split (STRING): split that was used
//   setup (STRING): how it was measured, as stated
//   claimed_by (STRING): author; community (somebody else); verified (with a token); paper (read from a text by a language model)
//   reporter (STRING): whom the claim names as its source
//   link (STRING): address of that source
//   date (STRING): when it was measured, as stated
//   sources (LIST<STRING>): sources of the graph that state the claim
// notes: Claims about the most downloaded models come first.
:param model_id => null;
:param dataset => null;
:param metric => null;
:param claimed_by => null;
:param max_rows => 200;

OPTIONAL MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
WITH DISTINCT model
OPTIONAL MATCH (:Dataset|Alias {id: $dataset})-[:ALIAS_OF]->{0,1}(measured:Dataset)
WITH DISTINCT model, measured
CALL (model, measured) {
  UNWIND CASE WHEN $model_id IS NULL AND $dataset IS NULL THEN [0] ELSE [] END AS every
  MATCH (about:Model)-[claim:EVALUATED_ON]->(data:Dataset)
  RETURN about, claim, data
  UNION
  MATCH (model)-[claim:EVALUATED_ON]->(data:Dataset)
  WHERE $dataset IS NULL OR data = measured
  RETURN model AS about, claim, data
  UNION
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (about:Model)-[claim:EVALUATED_ON]->(measured)
  RETURN about, claim, measured AS data
}
WITH about, claim, data
WHERE ($metric IS NULL OR claim.metric = $metric) AND ($claimed_by IS NULL OR claim.claimed_by = $claimed_by)
RETURN
  about.id AS model,
  data.id AS dataset,
  claim.task AS task,
  claim.metric AS metric,
  claim.value AS value,
  claim.written AS written,
  claim.config AS config,
  claim.split AS split,
  claim.setup AS setup,
  claim.claimed_by AS claimed_by,
  claim.reporter AS reporter,
  claim.link AS link,
  claim.date AS date,
  claim.sources AS sources
ORDER BY coalesce(about.downloads, 0) DESC, model, dataset, metric, config, split, setup, claimed_by, value, written
LIMIT $max_rows;
