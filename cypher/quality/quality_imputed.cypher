// Guesses at what nobody states
// question: Which licence, task, relation or base is guessed for a model, by which method, on how much, and how sure is that?
// grain: one row per model and fact; of relations one per base
// parameters:
//   model_id (STRING of Model): only this model; null for all
//   fact (STRING): only license, task, relation or base; null for all
//   min_agreement (FLOAT): least share of siblings that have to say the same
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   fact (STRING): license, task, relation or base
//   value (STRING): the guess
//   base (STRING): of a relation, the base
//   method (STRING): siblings, base, name or fingerprint
//   support (INTEGER): siblings or bases that say so
//   agreement (FLOAT): of those that say anything, how many say this
//   accuracy (FLOAT): how right the method was on the known facts of this graph
//   downloads (INTEGER): downloads of the model in the last 30 days
// notes: Made by `supplygraph impute`. A guess is not a statement; no verdict and no check rests on one. Any question takes guesses for facts with --guesses.
:param model_id => null;
:param fact => null;
:param min_agreement => 0.0;
:param max_rows => 1000;

CALL () {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (model:Model)-[guess:IMPUTED]->(other)
  RETURN model, guess, other
  UNION ALL
  MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
  WITH DISTINCT model
  MATCH (model)-[guess:IMPUTED]->(other)
  RETURN model, guess, other
}
WITH model, guess, other
WHERE ($fact IS NULL OR guess.fact = $fact) AND guess.agreement >= $min_agreement
RETURN
  model.id AS model,
  guess.fact AS fact,
  CASE guess.fact WHEN "relation" THEN guess.relation ELSE coalesce(other.id, other.name) END AS value,
  CASE guess.fact WHEN "relation" THEN other.id END AS base,
  guess.method AS method,
  guess.support AS support,
  guess.agreement AS agreement,
  guess.accuracy AS accuracy,
  model.downloads AS downloads
ORDER BY coalesce(downloads, 0) DESC, model, fact, base
LIMIT $max_rows;
