// Children of models
// question: What was made directly from each of some models, the most important first?
// grain: one row per derivation
// parameters:
//   model_ids (LIST<STRING> of Model): Hub ids of the bases
//   max_children (INTEGER): most children to return of each base
//   max_rows (INTEGER): most rows to return
// columns:
//   base (STRING): the base
//   model (STRING): the model made from it
//   relation (STRING): how it was derived
//   license (STRING): ids of the licences it declares, joined by commas; null where it declares none
//   downloads (INTEGER): its downloads in the last 30 days
//   children (INTEGER): models made directly from it
//   descendants (INTEGER): models made from it, directly or through others
//   siblings (INTEGER): all children of the base
// notes: The most important children are those with most descendants, then most downloads.
:param model_ids => ["meta-llama/Llama-3.1-8B", "mistralai/Mistral-7B-v0.1"];
:param max_children => 10;
:param max_rows => 200;

UNWIND $model_ids AS base_id
MATCH (base:Model {id: base_id})
WITH DISTINCT base, COUNT { (base)<-[:DERIVED_FROM]-() } AS siblings
CALL (base) {
  MATCH (base)<-[step:DERIVED_FROM]-(child:Model)
  WITH step, child, coalesce(child.lineage_descendants, 0) AS descendants
  ORDER BY descendants DESC, coalesce(child.downloads, 0) DESC, child.id
  LIMIT $max_children
  RETURN step, child, descendants
}
WITH
  base,
  siblings,
  step,
  child,
  descendants,
  COLLECT { MATCH (child)-[:DECLARES]->(l:License) RETURN DISTINCT l.id AS id ORDER BY id } AS licenses
RETURN
  base.id AS base,
  child.id AS model,
  step.relation AS relation,
  reduce(joined = head(licenses), id IN tail(licenses) | joined + ", " + id) AS license,
  child.downloads AS downloads,
  COUNT { (child)<-[:DERIVED_FROM]-() } AS children,
  descendants AS descendants,
  siblings AS siblings
ORDER BY base, descendants DESC, coalesce(downloads, 0) DESC, model
LIMIT $max_rows;
