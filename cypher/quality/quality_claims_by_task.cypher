// Models with claims that programs can read
// question: For how many models of each task does anybody claim a result in a form that programs can read?
// grain: one row per task
// parameters:
//   min_models (INTEGER): leave out tasks of fewer models
//   max_rows (INTEGER): most rows to return
// columns:
//   task (STRING): task that the models are published for; null for those that state none
//   models (INTEGER): models of it that some source describes
//   with_claims (INTEGER): of them, those with a claim of their author or of somebody else
//   share (FLOAT): with_claims / models
//   claims (INTEGER): the claims
// source: Jiang et al., ICSE 2023, Figure 7, which counts models with a model-index.
// notes: Claims that a language model read from a text do not count.
:param min_models => 1;
:param max_rows => 200;

CALL () {
  MATCH (model:Model)
  WHERE model.status <> "stub"
  RETURN model.task AS task, count(*) AS models, 0 AS with_claims, 0 AS claims
  UNION ALL
  MATCH (model)-[claim:EVALUATED_ON]->()
  WHERE claim.claimed_by <> "paper"
  WITH model, count(*) AS claims
  WHERE model.status <> "stub"
  RETURN model.task AS task, 0 AS models, count(*) AS with_claims, sum(claims) AS claims
}
WITH task, sum(models) AS models, sum(with_claims) AS with_claims, sum(claims) AS claims
WHERE models >= $min_models
RETURN
  task AS task,
  models AS models,
  with_claims AS with_claims,
  round(toFloat(with_claims) / models, 4) AS share,
  claims AS claims
ORDER BY models DESC, task
LIMIT $max_rows;
