// Derivations that the tensors contradict
// question: Which declared fine-tunes, quantised models, adapters and copies cannot come from the base that they name?
// grain: one row per derivation and compared component
// parameters:
//   model_id (STRING of Model): only derivations of this model; null for all
//   relations (LIST<STRING>): which derivations to look at
//   classes (LIST<STRING>): which findings to list, of conflict and related
//   max_rows (INTEGER): most rows to return
// columns:
//   child (STRING): the derived model
//   base (STRING): what it says it was made from
//   relation (STRING): how, as declared
//   component (STRING): part that was compared
//   check (STRING): layers, width, shapes, tensors, vocabulary or head
//   child_has (STRING): what the child's headers show
//   base_has (STRING): what the base's headers show
//   class (STRING): conflict (the tensors cannot come from there), or related (they can, but not unchanged)
// notes: |-
//   conflict: another width; another number of layers of other shapes, or of any where weights were only quantised,
//   copied or adapted; other shapes of the same tensors; an adapter that needs a layer or a shape that the base has not.
//   related: more or fewer layers of the same shapes (pruned or deepened); tensors that the base lacks or has alone;
//   another vocabulary; another head, or tied output embeddings; and every finding where another declared base fits.
//   Across file formats, and where shapes before quantisation are unknown, only layers and width are compared, and one
//   layer more or less is related: GGUF may leave out layers that only predict further tokens.
:param model_id => null;
:param relations => ["finetune", "quantized", "adapter", "copy"];
:param classes => ["conflict"];
:param max_rows => 1000;

MATCH (lower:Model)-[own:HAS_FINGERPRINT]->(mine:Fingerprint)
WHERE $model_id IS NULL OR lower.id = $model_id
MATCH (lower)-[edge:DERIVED_FROM]->(upper:Model)
WHERE edge.relation IN $relations AND lower <> upper
MATCH (upper)-[theirs:HAS_FINGERPRINT]->(its:Fingerprint)
WHERE its.kind = "model"
  AND (mine.kind = "adapter" OR any(part IN own.components WHERE part IN theirs.components))
WITH lower, edge, upper, own.components[0] AS component, mine, its,
  mine.format = its.format AND mine.shapes_known AND its.shapes_known
    AND mine.layer_tensors IS NOT NULL AND its.layer_tensors IS NOT NULL AS comparable
WITH lower, edge, upper, component, mine, its, comparable,
  reduce(most = its.layers, one IN coalesce(its.stack_layers, []) | CASE WHEN one > most THEN one ELSE most END) AS depth,
  [i IN range(0, size(coalesce(mine.layer_tensors, [])) - 1) | [mine.layer_tensors[i], mine.layer_shapes[i]]] AS mine_inner,
  [i IN range(0, size(coalesce(its.layer_tensors, [])) - 1) | [its.layer_tensors[i], its.layer_shapes[i]]] AS its_inner,
  [i IN range(0, size(coalesce(mine.outer_tensors, [])) - 1) | [mine.outer_tensors[i], mine.outer_shapes[i]]] AS mine_outer,
  [i IN range(0, size(coalesce(its.outer_tensors, [])) - 1) | [its.outer_tensors[i], its.outer_shapes[i]]] AS its_outer
WITH lower, edge, upper, component, mine, its, comparable, depth, mine_inner, its_inner, mine_outer, its_outer,
  // What the base calls the same; an adapter does not name the part of its base that it changes.
  CASE WHEN comparable AND (mine.kind = "adapter" OR mine.body <> its.body) THEN [one IN mine_inner |
    [one, [other IN its_inner WHERE other[0] = one[0] OR (mine.kind = "adapter" AND other[0] ENDS WITH "." + one[0])]]
  ] ELSE [] END AS pairs
WITH lower, edge, upper, component, mine, its, comparable, depth, pairs, mine_inner, its_inner, mine_outer, its_outer,
  // The names of both with other shapes; of an adapter for weights that are stored the other way round, too.
  [pair IN pairs WHERE size(pair[1]) > 0
    AND NOT any(other IN pair[1] WHERE other[1] = pair[0][1]
      OR (mine.kind = "adapter" AND split(other[1], "x") = reverse(split(pair[0][1], "x"))))] AS reshaped,
  [pair IN pairs WHERE size(pair[1]) = 0 | pair[0]] AS alone
WITH lower, edge, upper, component,
  CASE
    WHEN mine.kind = "model" AND (mine.body = its.body OR mine.volumes = its.volumes) THEN CASE
      WHEN mine.structure = its.structure OR NOT comparable THEN ["", "", "", ""]
      WHEN mine.body <> its.body THEN ["tensors", mine.architecture, its.architecture, "related"]
      WHEN mine.vocab_size <> its.vocab_size
        THEN ["vocabulary", toString(mine.vocab_size), toString(its.vocab_size), "related"]
      ELSE ["head", head([x IN mine_outer WHERE NOT x IN its_outer | x[0] + " " + x[1]]),
        head([x IN its_outer WHERE NOT x IN mine_outer | x[0] + " " + x[1]]), "related"]
    END
    WHEN mine.kind = "adapter" AND mine.layers > depth
      THEN ["layers", toString(mine.layers), toString(depth), "conflict"]
    WHEN size(reshaped) > 0 AND (mine.kind = "adapter" OR mine.hidden_size = its.hidden_size)
      THEN ["shapes", reshaped[0][0][0] + " " + reshaped[0][0][1], reshaped[0][1][0][0] + " " + reshaped[0][1][0][1], "conflict"]
    WHEN mine.kind = "adapter"
      THEN CASE WHEN size(alone) > 0 THEN ["tensors", alone[0][0] + " " + alone[0][1], null, "related"] ELSE ["", "", "", ""] END
    WHEN mine.hidden_size <> its.hidden_size
      THEN ["width", toString(mine.hidden_size), toString(its.hidden_size), "conflict"]
    WHEN mine.layers <> its.layers THEN ["layers", toString(mine.layers), toString(its.layers), CASE
      WHEN NOT comparable AND abs(mine.layers - its.layers) = 1 THEN "related"
      WHEN comparable AND edge.relation = "finetune" THEN "related"
      WHEN comparable OR edge.relation <> "finetune" THEN "conflict"
      ELSE "related"
    END]
    WHEN comparable THEN ["tensors",
      head([one IN mine_inner WHERE NOT one IN its_inner | one[0] + " " + one[1]]),
      head([one IN its_inner WHERE NOT one IN mine_inner | one[0] + " " + one[1]]), "related"]
    ELSE ["", "", "", ""]
  END AS found
WITH lower, edge, upper, component, found, CASE found[3] WHEN "" THEN 0 WHEN "related" THEN 1 ELSE 2 END AS weight
ORDER BY weight, found[0], found[2]
// An adapter that fits one part of its base fits.
WITH lower, edge, upper, component, head(collect(found)) AS found
// Of several declared bases the tensors can come from one only.
WITH lower, edge, upper, component, found
ORDER BY upper.id
WITH lower, component, collect({edge: edge, upper: upper, found: found}) AS all_found
WITH lower, component, all_found, any(one IN all_found WHERE one.found[3] = "") AS fits
UNWIND all_found AS one
WITH lower, component, one.edge AS edge, one.upper AS upper, one.found AS found,
  CASE WHEN one.found[3] = "conflict" AND fits THEN "related" ELSE one.found[3] END AS class
WHERE class <> "" AND class IN $classes
RETURN
  lower.id AS child,
  upper.id AS base,
  edge.relation AS relation,
  component AS component,
  found[0] AS check,
  found[1] AS child_has,
  found[2] AS base_has,
  class AS class
ORDER BY class, coalesce(lower.downloads, 0) DESC, child, base, component
LIMIT $max_rows;
