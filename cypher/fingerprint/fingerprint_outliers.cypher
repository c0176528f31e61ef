// Models that are not what their config says
// question: Which models claim a model type or class and have other layers than nearly all models that claim it?
// grain: one row per model and claim
// parameters:
//   by (STRING): what is claimed, model_type or architecture (a class such as LlamaForCausalLM)
//   claim (STRING): only this type or class; null for all
//   classes (LIST<STRING>): which findings to list, of conflict and related
//   min_models (INTEGER): fewest models of one claim that are compared
//   min_share (FLOAT): share of the models of a claim that the usual layers must have for others to be outliers
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the outlier
//   claimed (STRING): what its config claims
//   architecture (STRING): model type that its tensors are most like; none where they are like none that is known
//   usual (STRING): that of most models with the claim
//   share (FLOAT): share of the models with the claim that have the usual layers
//   class (STRING): conflict, or related
//   evidence (STRING): the first tensors by which its layers differ from the usual ones
// source: Jiang et al., arXiv 2310.01642, outliers within a claimed architecture.
// notes: |-
//   Compared are the names inside a layer, never sizes. conflict: its layers are those of another known model type.
//   related: the same or no known architecture, such as a variant with more tensors in each layer.
//   GGUF files have names of their own and are compared among themselves; adapters and weights whose shapes before
//   quantisation are unknown are left out.
:param by => "model_type";
:param claim => null;
:param classes => ["conflict", "related"];
:param min_models => 5;
:param min_share => 0.5;
:param max_rows => 1000;

MATCH (t:ModelType|Architecture)
WHERE ($claim IS NULL OR t.name = $claim)
  AND ($by = "model_type" AND t:ModelType OR $by = "architecture" AND t:Architecture)
MATCH (t)<-[:OF_TYPE|HAS_ARCHITECTURE]-(m:Model)-[part:HAS_FINGERPRINT]->(f:Fingerprint)
WHERE f.kind = "model" AND f.shapes_known AND "model" IN part.components
WITH t, m, f
ORDER BY m.id, f.id
WITH t, f.format AS format, f.family AS family, collect(m) AS members, collect(f) AS prints
ORDER BY size(members) DESC, family
WITH t, format, collect({members: members, prints: prints}) AS groups, sum(size(members)) AS models
WITH t, groups, models, head(groups) AS first
WITH t, groups, first, models, 1.0 * size(first.members) / models AS share
WHERE models >= $min_models AND size(groups) > 1 AND share >= $min_share
WITH t, groups, first.prints[0] AS usual, share
UNWIND groups[1..] AS odd
UNWIND range(0, size(odd.members) - 1) AS i
WITH t, odd.members[i] AS m, odd.prints[i] AS f, usual, share
WITH t, m, f, usual, share,
  CASE WHEN f.architecture <> usual.architecture AND NOT f.architecture IN coalesce(usual.alike, []) THEN "conflict" ELSE "related" END AS class,
  [i IN range(0, size(coalesce(f.layer_tensors, [])) - 1) WHERE NOT f.layer_tensors[i] IN usual.layer_tensors
    | f.layer_tensors[i] + " " + f.layer_shapes[i]][..3] AS more,
  [i IN range(0, size(coalesce(usual.layer_tensors, [])) - 1) WHERE NOT usual.layer_tensors[i] IN f.layer_tensors
    | usual.layer_tensors[i] + " " + usual.layer_shapes[i]][..3] AS less
WHERE class IN $classes
RETURN
  m.id AS model,
  t.name AS claimed,
  f.architecture AS architecture,
  usual.architecture AS usual,
  share AS share,
  class AS class,
  reduce(text = "", one IN [x IN more | "+" + x] + [x IN less | "-" + x] |
    text + CASE text WHEN "" THEN "" ELSE ", " END + one) AS evidence
ORDER BY class, share DESC, coalesce(m.downloads, 0) DESC, model, claimed
LIMIT $max_rows;
