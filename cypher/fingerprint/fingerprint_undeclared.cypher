// Likely bases that nobody declares
// question: Which models have the very tensors of a known model, although no lineage connects the two?
// grain: one row per model
// parameters:
//   model_id (STRING of Model): only this model; null for all
//   level (STRING): what has to be equal, of structure, body (other vocabulary or head), part (a main stack of layers, as of
//     a tower taken out of a model or a language model inside one) and volumes (across formats)
//   classes (LIST<STRING>): which findings to list, of conflict, missing and related
//   min_parameters (INTEGER): fewest parameters; small models are alike by chance
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   likely_base (STRING): the nearest model (structure, then vocabulary, then tensors outside the layers) from which
//     most others descend; of several the oldest
//   class (STRING): conflict, missing or related
//   declared (STRING): a base that it declares
//   architecture (STRING): architecture of the layer pattern
//   layers (INTEGER): number of layers
//   hidden_size (INTEGER): width of the layers
//   vocab_size (INTEGER): rows of its token embedding
//   parameters (INTEGER): number of its parameters
// notes: |-
//   conflict: it declares a base whose layers have other names, another width, or other numbers of parameters (a pruned
//   or deepened base does not count). missing: it declares no base, and nothing descends from it, or its tensors are the very
//   ones of the likely base, types included. related: it declares another base that fits, or has descendants of its
//   own, so that it may be a training from scratch in the same sizes. No path connects model and likely base, and they
//   have no common ancestor; equal headers make a common origin likely and do not prove it.
:param model_id => null;
:param level => "structure";
:param classes => ["conflict", "missing"];
:param min_parameters => 1000000;
:param max_rows => 1000;

OPTIONAL MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(about:Model)
WITH DISTINCT about
// About one model, only prints that are like its own are looked at.
CALL (about) {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (f:Fingerprint)
  RETURN f
  UNION
  MATCH (about)-[:HAS_FINGERPRINT]->(own:Fingerprint)
  MATCH (f:Fingerprint {structure: own.structure})
  WHERE $level = "structure"
  RETURN f
  UNION
  MATCH (about)-[:HAS_FINGERPRINT]->(own:Fingerprint)
  MATCH (f:Fingerprint {body: own.body})
  WHERE $level = "body"
  RETURN f
  UNION
  MATCH (about)-[:HAS_FINGERPRINT]->(own:Fingerprint)
  MATCH (f:Fingerprint {volumes: own.volumes})
  WHERE $level = "volumes"
  RETURN f
  UNION
  MATCH (about)-[:HAS_FINGERPRINT]->(own:Fingerprint)
  WHERE $level = "part"
  MATCH (f:Fingerprint)
  WHERE any(body IN coalesce(f.stack_bodies, []) WHERE body IN own.stack_bodies)
  RETURN f
}
WITH about, f
WHERE f.kind = "model" AND f.layers > 0 AND coalesce(f.parameters, $min_parameters) >= $min_parameters
// A stack that is a small part of a model says nothing of where it comes from.
WITH about, f, reduce(n = 0, one IN coalesce(f.stack_parameters, []) | n + one) AS total
UNWIND CASE $level
  WHEN "structure" THEN [f.structure]
  WHEN "body" THEN [f.body]
  WHEN "volumes" THEN [f.volumes]
  WHEN "part" THEN [n IN range(0, size(coalesce(f.stack_bodies, [])) - 1)
    WHERE 4 * f.stack_parameters[n] >= total | f.stack_bodies[n]]
  ELSE []
END AS digest
WITH DISTINCT about, f, digest
WHERE digest IS NOT NULL
MATCH (m:Model)-[part:HAS_FINGERPRINT]->(f)
WHERE "model" IN part.components OR ($level = "volumes" AND "gguf" IN part.components)
WITH about, digest, m, f
ORDER BY coalesce(m.lineage_descendants, 0) DESC, m.created_at, coalesce(m.downloads, 0) DESC, m.id, f.id
WITH about, digest, collect(m) AS members, collect(f) AS prints
WHERE size(members) > 1
// Of the models of one structure the one that most others descend from is the base.
CALL (prints) {
  UNWIND range(0, size(prints) - 1) AS i
  WITH prints[i].structure AS structure, min(i) AS first
  ORDER BY first
  RETURN collect(first) AS firsts
}
UNWIND range(1, size(members) - 1) AS i
WITH about, members, prints, firsts, i, members[i] AS m, prints[i] AS f
WHERE $model_id IS NULL OR m = about
UNWIND [first IN firsts WHERE first < i] AS first
WITH m, f, members[first] AS base, prints[first] AS its, first
// In one format, equal volumes of layers with other names are chance.
WHERE base <> m AND ($level = "part" OR f.format <> its.format OR f.body = its.body OR coalesce(f.architecture = its.architecture, true))
WITH m, f, base, its, first, size([i IN range(0, size(coalesce(f.outer_tensors, [])) - 1)
  WHERE any(j IN range(0, size(coalesce(its.outer_tensors, [])) - 1)
    WHERE f.outer_tensors[i] = its.outer_tensors[j] AND f.outer_shapes[i] = its.outer_shapes[j])]) AS shared
ORDER BY f.structure = its.structure DESC, f.body = its.body DESC, abs(f.vocab_size - its.vocab_size), shared DESC, first, base.id
WITH m, f, head(collect({model: base, print: its})) AS nearest
WITH m, f, nearest.model AS base, nearest.print AS its
WHERE m.lineage_component IS NULL OR base.lineage_component IS NULL OR m.lineage_component <> base.lineage_component
OPTIONAL MATCH (m)-[edge:DERIVED_FROM]->(declared:Model)
WITH base, its, m, f, declared, declared IS NOT NULL AND EXISTS {
  MATCH (declared)-[part:HAS_FINGERPRINT]->(other:Fingerprint)
  WHERE other.kind = "model" AND "model" IN part.components AND other.body <> f.body
    AND NOT any(body IN coalesce(other.stack_bodies, []) WHERE body IN coalesce(f.stack_bodies, []))
    // A mixture that was made from the declared base has its tensors, those of the feed-forward part for each expert.
    AND NOT (coalesce(edge.relation, "") <> "copy" AND any(name IN coalesce(f.layer_tensors, []) WHERE name CONTAINS "expert")
      AND all(i IN range(0, size(coalesce(other.layer_tensors, [])) - 1) WHERE any(j IN range(0, size(f.layer_tensors) - 1)
        WHERE (f.layer_tensors[j] = other.layer_tensors[i] AND f.layer_shapes[j] = other.layer_shapes[i])
          OR (f.layer_tensors[j] CONTAINS "expert" AND (f.layer_shapes[j] = other.layer_shapes[i]
            // All experts in one tensor, where gate and up may stand one above the other.
            OR f.layer_shapes[j] ENDS WITH "x" + other.layer_shapes[i]
            OR f.layer_shapes[j] ENDS WITH "x" + 2 * toInteger(split(other.layer_shapes[i], "x")[0]) + "x"
              + split(other.layer_shapes[i], "x")[1])))))
    AND (other.hidden_size <> f.hidden_size
      OR (other.format = f.format AND other.shapes_known AND f.shapes_known AND other.family <> f.family
        // Renamed or fused tensors are as many parameters, and most of the others bear the same names.
        AND NOT (f.layers = other.layers AND f.stack_parameters = other.stack_parameters AND 2 * size(
          [name IN coalesce(f.layer_tensors, []) WHERE name IN coalesce(other.layer_tensors, [])])
            >= CASE WHEN size(f.layer_tensors) < size(other.layer_tensors) THEN size(f.layer_tensors) ELSE size(other.layer_tensors) END))
      OR (size(other.stacks) = size(f.stacks) AND all(one IN other.stack_parameters + f.stack_parameters WHERE one > 0)
        // More than a hundredth more or fewer parameters in each layer; a pruned model has as many as its base.
        AND abs(1.0 * reduce(n = 0, one IN f.stack_parameters | n + one) * reduce(n = 0, one IN other.stack_layers | n + one)
          / (reduce(n = 0, one IN other.stack_parameters | n + one) * reduce(n = 0, one IN f.stack_layers | n + one))
          - 1) > 0.01))
} AS differs
ORDER BY differs DESC, declared.id
WITH base, its, m, f, head(collect(declared)) AS declared, max(CASE WHEN differs THEN 1 ELSE 0 END) = 1 AS differs
WITH base, m, f, declared, CASE
  WHEN differs THEN "conflict"
  WHEN declared IS NULL AND (f.id = its.id OR NOT EXISTS { (m)<-[:DERIVED_FROM]-(:Model) }) THEN "missing"
  ELSE "related"
END AS class
WHERE class IN $classes
RETURN
  m.id AS model,
  base.id AS likely_base,
  class AS class,
  declared.id AS declared,
  f.architecture AS architecture,
  f.layers AS layers,
  f.hidden_size AS hidden_size,
  f.vocab_size AS vocab_size,
  f.parameters AS parameters
ORDER BY class, coalesce(m.downloads, 0) DESC, model, likely_base
LIMIT $max_rows;
