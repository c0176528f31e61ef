// Children that the Hub counts and the graph has
// question: How many of the models that the Hub counts as made from a model does the graph have, relation by relation?
// grain: one row per model and relation that the Hub counts
// parameters:
//   model_id (STRING of Model): only this model; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   relation (STRING): how the others are made, as the Hub names it
//   hub (INTEGER): how many the Hub counts
//   graph (INTEGER): how many the graph has
//   missing (INTEGER): how many fewer the graph has; negative where it has more
//   share (FLOAT): what the graph has of what the Hub counts
// notes: Counts of the Hub come with single requests only. The graph counts the relation that it holds, `undeclared` nowhere.
:param model_id => null;
:param max_rows => 1000;

CALL () {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (model:Model)
  WHERE model.children_counts IS NOT NULL
  RETURN model
  UNION
  MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(model:Model)
  RETURN model
}
WITH model
WHERE model.children_counts IS NOT NULL
UNWIND range(0, size(model.children_counts) - 1) AS i
WITH model, model.children_relations[i] AS relation, model.children_counts[i] AS counted
CALL (model, relation) {
  MATCH (model)<-[step:DERIVED_FROM]-(:Model)
  WHERE step.relation = relation
  RETURN count(*) AS found
}
RETURN
  model.id AS model,
  relation AS relation,
  counted AS hub,
  found AS graph,
  counted - found AS missing,
  CASE WHEN counted > 0 THEN 1.0 * found / counted END AS share
ORDER BY missing DESC, model, relation
LIMIT $max_rows;
