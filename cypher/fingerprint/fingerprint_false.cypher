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
//   check (STRING): layers, width, shapes, tensors, parameters, part, vocabulary or head
//   child_has (STRING): what the child's headers show
//   base_has (STRING): what the base's headers show
//   class (STRING): conflict (the tensors cannot come from there), or related (they can, but not unchanged)
// notes: |-
//   Stacks of layers are compared one with another, so that a model composed of others fits each of them.
//   conflict: another width; another number of layers where weights were only quantised, copied or adapted; other shapes
//   of the same tensors; another vocabulary of a copy; other tensors in place of the base's, unless they are as many parameters in each layer and
//   those of no other known model type (renamed or fused); an adapter that needs a layer, a tensor or a shape that the
//   base lacks; where names or shapes are lost (another file format, 4-bit) parameters of the layers that differ by more
//   than a hundredth. related: more or fewer layers of the same shapes (pruned or deepened); tensors
//   that one of the two has alone; experts in place of the base's feed-forward layers, in its shapes; one of several
//   parts (a vision tower, a decoder); another vocabulary; another head, or tied output embeddings; and every finding
//   where another declared base fits. Across file formats one layer more or less is related: GGUF may leave out layers
//   that only predict further tokens.
:param model_id => null;
:param relations => ["finetune", "quantized", "adapter", "copy"];
:param classes => ["conflict"];
:param max_rows => 1000;

CALL () {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (lower:Model)-[own:HAS_FINGERPRINT]->(mine:Fingerprint)
  RETURN lower, own, mine
  UNION ALL
  MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(lower:Model)
  WITH DISTINCT lower
  MATCH (lower)-[own:HAS_FINGERPRINT]->(mine:Fingerprint)
  RETURN lower, own, mine
}
MATCH (lower)-[edge:DERIVED_FROM]->(upper:Model)
WHERE edge.relation IN $relations AND lower <> upper
MATCH (upper)-[theirs:HAS_FINGERPRINT]->(its:Fingerprint)
WHERE its.kind = "model"
  AND (mine.kind = "adapter" OR any(part IN own.components WHERE part IN theirs.components))
WITH lower, edge, upper, own.components[0] AS component, mine, its,
  "model" IN theirs.components AS named,
  mine.format = its.format AND mine.shapes_known AND its.shapes_known
    AND mine.layer_tensors IS NOT NULL AND its.layer_tensors IS NOT NULL AS comparable
// Each stack of layers; a fingerprint that lists none is one.
WITH lower, edge, upper, component, mine, its, named, comparable, [f IN [mine, its] |
  [n IN range(0, size(coalesce(f.stack_bodies, [f.body])) - 1) | {
    body: coalesce(f.stack_bodies[n], f.body),
    name: coalesce(f.stacks[n], "layers"),
    type: coalesce(f.stack_types[n], f.architecture, "other"),
    layers: coalesce(f.stack_layers[n], f.layers),
    width: CASE size(coalesce(f.stack_bodies, [f.body])) WHEN 1 THEN f.hidden_size ELSE nullIf(f.stack_widths[n], 0) END,
    parameters: nullIf(f.stack_parameters[n], 0),
    tensors: [i IN range(0, size(coalesce(f.layer_tensors, [])) - 1) WHERE coalesce(f.layer_stacks[i], 0) = n
      | [f.layer_tensors[i], f.layer_shapes[i]]]
  }]] AS stacks
WITH lower, edge, upper, component, mine, its, named, comparable, stacks,
  [of IN stacks | reduce(n = 0, one IN of | n + one.parameters)] AS totals
CALL (edge, mine, its, named, comparable, stacks, totals) {
  // The same layers as a whole: only what is around them differs.
  WITH edge, mine, its, comparable,
    [i IN range(0, size(coalesce(mine.outer_tensors, [])) - 1) | mine.outer_tensors[i] + " " + mine.outer_shapes[i]] AS around,
    [i IN range(0, size(coalesce(its.outer_tensors, [])) - 1) | its.outer_tensors[i] + " " + its.outer_shapes[i]] AS around_its
  WHERE mine.kind = "model" AND (mine.body = its.body OR (NOT comparable AND mine.volumes = its.volumes))
  RETURN CASE
    WHEN mine.structure = its.structure OR NOT comparable THEN ["", "", "", ""]
    WHEN mine.vocab_size <> its.vocab_size
      THEN ["vocabulary", toString(mine.vocab_size), toString(its.vocab_size),
        CASE edge.relation WHEN "copy" THEN "conflict" ELSE "related" END]
    ELSE ["head", coalesce(head([x IN around WHERE NOT x IN around_its]), "none"),
      coalesce(head([x IN around_its WHERE NOT x IN around]), "none"), "related"]
  END AS found
  UNION ALL
  // Stack against stack. A stack that is a small part of both models says nothing of where they come from.
  WITH edge, mine, its, comparable, stacks, totals
  WHERE mine.kind = "model" AND mine.body <> its.body AND (comparable OR coalesce(mine.volumes <> its.volumes, true))
  UNWIND range(0, size(stacks[0]) - 1) AS n
  UNWIND CASE WHEN size(stacks[0]) = size(stacks[1]) THEN [n] ELSE range(0, size(stacks[1]) - 1) END AS k
  WITH edge, comparable, stacks[0][n] AS a, stacks[1][k] AS b, totals
  WHERE coalesce(4 * a.parameters >= totals[0] OR 4 * b.parameters >= totals[1], true)
  WITH edge, comparable, a, b, [x IN b.tensors | x[0]] AS names
  WITH edge, comparable, a, b, [x IN a.tensors WHERE x[0] IN names] AS common,
    [x IN a.tensors WHERE NOT x IN b.tensors] AS more, [x IN b.tensors WHERE NOT x IN a.tensors] AS less
  WITH edge, comparable, a, b, common, more, less,
    [x IN common WHERE comparable AND NOT any(y IN b.tensors WHERE y = x)] AS reshaped
  WITH edge, a, b, CASE
    WHEN a.body = b.body THEN ["part", a.name, b.name, "related"]
    WHEN size(reshaped) > 0 AND a.width = b.width
      THEN ["shapes", reshaped[0][0] + " " + reshaped[0][1],
        head([y IN b.tensors WHERE y[0] = reshaped[0][0] | y[0] + " " + y[1]]), "conflict"]
    WHEN a.width <> b.width THEN ["width", toString(a.width), toString(b.width), "conflict"]
    // A mixture that was made from the base has all its tensors, those of the feed-forward part once for each expert:
    // one by one, or all in one tensor, where gate and up may stand one above the other.
    WHEN comparable AND edge.relation = "finetune" AND size(less) > 0
      AND all(y IN less WHERE any(x IN more WHERE x[0] CONTAINS "expert" AND (x[1] = y[1] OR x[1] ENDS WITH "x" + y[1]
        OR x[1] ENDS WITH "x" + 2 * toInteger(split(y[1], "x")[0]) + "x" + split(y[1], "x")[1])))
      THEN ["tensors", head([x IN more WHERE x[0] CONTAINS "expert" | x[0] + " " + x[1]]), less[0][0] + " " + less[0][1], "related"]
    // Renamed or fused tensors are as many parameters in each layer; others in place of the base's are none of its own.
    WHEN comparable AND size(common) < size(a.tensors) AND size(common) < size(b.tensors)
      AND (coalesce(a.parameters * b.layers <> b.parameters * a.layers, false)
        OR (2 * size(common) < CASE WHEN size(a.tensors) < size(b.tensors) THEN size(a.tensors) ELSE size(b.tensors) END
          AND a.type <> b.type AND NOT any(one IN [a.type, b.type] WHERE one = "other" OR one STARTS WITH "timm_")))
      THEN ["tensors", head([x IN a.tensors WHERE NOT x IN common | x[0] + " " + x[1]]),
        head([y IN b.tensors WHERE NOT any(x IN common WHERE x[0] = y[0]) | y[0] + " " + y[1]]), "conflict"]
    WHEN a.layers <> b.layers THEN ["layers", toString(a.layers), toString(b.layers), CASE
      WHEN NOT comparable AND abs(a.layers - b.layers) = 1 OR edge.relation = "finetune" THEN "related"
      ELSE "conflict"
    END]
    WHEN NOT comparable THEN CASE WHEN abs(a.parameters - b.parameters) > b.parameters / 100
      THEN ["parameters", toString(a.parameters), toString(b.parameters), "conflict"] ELSE ["", "", "", ""] END
    WHEN size(more) + size(less) = 0
      THEN ["tensors", a.name + " " + coalesce(a.parameters, a.layers), b.name + " " + coalesce(b.parameters, b.layers), "related"]
    ELSE ["tensors", coalesce(more[0][0] + " " + more[0][1], "none"), coalesce(less[0][0] + " " + less[0][1], "none"), "related"]
  END AS found, size(common) AS alike
  // A copy has every stack of its base, a fine-tune may have exchanged some.
  WITH edge, found, CASE found[3] WHEN "" THEN 0 WHEN "related" THEN 1 ELSE 2 END AS weight, alike
  ORDER BY CASE edge.relation WHEN "finetune" THEN weight ELSE -weight END, alike DESC, found[0], found[1]
  RETURN head(collect(found)) AS found
  UNION ALL
  // The weights that an adapter changes, against those of any stack; trainers join the parts of a name differently.
  WITH mine, its, named, comparable, stacks
  WHERE mine.kind = "adapter"
  WITH mine, its, named, comparable,
    [x IN reduce(every = [], one IN stacks[1] | every + one.tensors) | [replace(x[0], ".", "_"), x[1], x[0]]] AS there,
    reduce(every = [], one IN stacks[0] | every + one.tensors) AS wanted,
    reduce(most = its.layers, one IN stacks[1] | CASE WHEN one.layers > most THEN one.layers ELSE most END) AS depth
  WITH mine, its, named, depth, there, [x IN wanted WHERE comparable
    | [x, [y IN there WHERE y[0] = replace(x[0], ".", "_") OR y[0] ENDS WITH "_" + replace(x[0], ".", "_")]]] AS pairs
  WITH mine, its, named, depth, there, [pair IN pairs WHERE size(pair[1]) = 0 | pair[0]] AS alone,
    // The names of both with other shapes, also for weights that are stored the other way round.
    [pair IN pairs WHERE size(pair[1]) > 0 AND NOT any(y IN pair[1]
      WHERE y[1] = pair[0][1] OR split(y[1], "x") = reverse(split(pair[0][1], "x")))] AS reshaped
  RETURN CASE
    WHEN mine.layers > depth THEN ["layers", toString(mine.layers), toString(depth), "conflict"]
    WHEN size(reshaped) > 0
      THEN ["shapes", reshaped[0][0][0] + " " + reshaped[0][0][1], reshaped[0][1][0][2] + " " + reshaped[0][1][0][1], "conflict"]
    // Experts are stored one by one or together, and parts of pipelines under the names of another library.
    WHEN size(alone) > 0 THEN ["tensors", alone[0][0] + " " + alone[0][1],
      coalesce(head([y IN there WHERE y[1] CONTAINS "x" | y[2] + " " + y[1]]), "none"),
      CASE WHEN named AND any(x IN alone WHERE NOT x[0] CONTAINS "expert") THEN "conflict" ELSE "related" END]
    ELSE ["", "", "", ""]
  END AS found
}
WITH lower, edge, upper, component, found
WHERE found IS NOT NULL
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
