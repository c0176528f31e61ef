// Results that are claimed differently
// question: Where do two claims about a model, or about it and what it copies, disagree, and can they be compared at all?
// grain: one row per pair of claims; of pairs that cannot be compared, one per two claimants, dataset and measure
// parameters:
//   model_id (STRING of Model): only claims about this model; null for all
//   kinds (LIST<STRING>): which pairs, of itself, others, paper, quantized and copy
//   comparisons (LIST<STRING>): which rows, of like, partly and not
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   kind (STRING): itself (one claimant says both), others (two claimants), paper (a text read by a language model), quantized or copy (the model against its base)
//   other (STRING): the base that it is held against; null where both claims are about the model
//   dataset (STRING): the dataset of both claims
//   metric (STRING): the measure
//   compared (STRING): like (all that is stated agrees), partly (one of them states less) or not
//   why (LIST<STRING>): what keeps the two from being compared as like
//   claimed_by (STRING): who makes the first claim
//   value (FLOAT): its result
//   other_by (STRING): who makes the second claim, or the claim about the base
//   other_value (FLOAT): its result
//   difference (FLOAT): second less first; null where they cannot be compared
//   setup (STRING): configuration, split and setup of the first claim
//   other_setup (STRING): those of the second
//   downloads (INTEGER): downloads of the model in the last 30 days
// notes: |-
//   Results agree that are the same when both are rounded to the digits of the shorter one and differ by no more than one
//   part in a hundred, also where one is a fraction and the other a percentage. Where they do not agree and one is at most
//   1 and the other is larger, the two may be on different scales, so they are not compared. At most 200 claims about one
//   model on one dataset are paired.
:param model_id => null;
:param kinds => ["itself", "others", "paper", "quantized", "copy"];
:param comparisons => ["like", "partly", "not"];
:param max_rows => 200;

CALL () {
  UNWIND CASE WHEN $model_id IS NULL THEN [0] ELSE [] END AS every
  MATCH (about:Model)-[:EVALUATED_ON]->()
  RETURN DISTINCT about
  UNION
  MATCH (:Model|Alias {id: $model_id})-[:ALIAS_OF]->{0,1}(about:Model)
  RETURN about
}
CALL (about) {
  MATCH (about)-[claim:EVALUATED_ON]->(data:Dataset)
  WITH data, claim
  ORDER BY claim.claimed_by = "paper", claim.claimed_by <> "author", claim.claimed_by, claim.value, claim._claim
  WITH data, collect(claim)[..200] AS claims
  WHERE size(claims) > 1
  UNWIND range(0, size(claims) - 2) AS i
  UNWIND claims[i + 1 ..] AS second
  WITH data, claims[i] AS first, second
  RETURN data, first, second, null AS base, CASE
    WHEN second.claimed_by = "paper" AND first.claimed_by <> "paper" THEN "paper"
    WHEN first.claimed_by <> second.claimed_by THEN "others"
    WHEN coalesce(first.reporter, "") <> coalesce(second.reporter, "") THEN "others"
    ELSE "itself"
  END AS kind
  UNION ALL
  MATCH (about)-[step:DERIVED_FROM]->(base:Model)
  WHERE coalesce(nullIf(step.relation, "undeclared"), step.inferred) IN ["quantized", "copy"]
  MATCH (about)-[claim:EVALUATED_ON]->(data:Dataset)
  WITH base, step, data, claim
  ORDER BY claim.value, claim._claim
  WITH base, step, data, collect(claim)[..200] AS claims
  MATCH (base)-[second:EVALUATED_ON]->(same:Dataset)
  WHERE same = data
  UNWIND claims AS first
  RETURN data, first, second, base, coalesce(nullIf(step.relation, "undeclared"), step.inferred) AS kind
}
WITH about, base, kind, data, first, second
WHERE kind IN $kinds AND (first.metric = second.metric OR first.metric IS NULL OR second.metric IS NULL)
WITH about, base, kind, data, first, second, first.value AS x, second.value AS y,
  [name IN ["task", "config", "split", "revision", "setup"]
    WHERE first[name] <> second[name] | "another " + name] AS apart,
  [name IN ["metric", "task", "config", "split", "revision", "setup"]
    WHERE (first[name] IS NULL) <> (second[name] IS NULL) | name + " stated by one"] AS open
// On the scale of the larger one.
WITH *, CASE
  WHEN abs(x) <= 1 AND abs(y) > 1 THEN [x * 100, y]
  WHEN abs(y) <= 1 AND abs(x) > 1 THEN [x, y * 100]
  ELSE [x, y]
END AS scaled
WITH *, [value IN scaled | coalesce([d IN range(0, 6) WHERE abs(round(value, d) - value) < 1e-9][0], 6)] AS digits
WITH *, CASE WHEN digits[0] < digits[1] THEN digits[0] ELSE digits[1] END AS shared,
  CASE WHEN abs(scaled[0]) > abs(scaled[1]) THEN abs(scaled[0]) ELSE abs(scaled[1]) END AS larger
WITH *,
  abs(scaled[0] - scaled[1]) <= 0.01 * larger
    AND abs(round(scaled[0], shared) - round(scaled[1], shared)) < 1e-9 AS agree
WITH *, apart
  + CASE WHEN x IS NULL OR y IS NULL THEN ["not one number"] ELSE [] END
  + CASE WHEN first.unnamed THEN ["the data are not named"] ELSE [] END
  + CASE WHEN NOT agree AND scaled <> [x, y] THEN ["perhaps a fraction and a percentage"] ELSE [] END AS never
WITH *, CASE WHEN size(never) > 0 THEN "not" WHEN size(open) > 0 THEN "partly" ELSE "like" END AS how
WHERE kind <> "itself" OR size(apart + open) = 0
WITH about, base, kind, data, coalesce(first.metric, second.metric) AS metric,
  first.claimed_by + coalesce(": " + first.reporter, "") AS by, second.claimed_by + coalesce(": " + second.reporter, "") AS other_by,
  {
    first: first, second: second, x: x, y: y, how: how, why: never + open, agree: agree,
    difference: CASE WHEN how <> "not" THEN round(scaled[1] - scaled[0], 6) END
  } AS pair
ORDER BY CASE pair.how WHEN "like" THEN 0 WHEN "partly" THEN 1 ELSE 2 END, size(pair.why), pair.x, pair.y
WITH about, base, kind, data, metric, by, other_by, collect(pair) AS pairs
WITH *, [pair IN pairs WHERE pair.how <> "not"] AS comparable
UNWIND CASE WHEN size(comparable) > 0 THEN [pair IN comparable WHERE NOT pair.agree] ELSE pairs[..1] END AS pair
WITH about, base, kind, data, metric, by, other_by, pair
WHERE pair.how IN $comparisons
RETURN
  about.id AS model,
  kind AS kind,
  base.id AS other,
  data.id AS dataset,
  metric AS metric,
  pair.how AS compared,
  pair.why AS why,
  by AS claimed_by,
  pair.x AS value,
  other_by AS other_by,
  pair.y AS other_value,
  pair.difference AS difference,
  nullIf(
    substring(reduce(all = "", one IN [pair.first.config, pair.first.split, pair.first.setup]
      | all + coalesce(", " + one, "")), 2),
    ""
  ) AS setup,
  nullIf(
    substring(reduce(all = "", one IN [pair.second.config, pair.second.split, pair.second.setup]
      | all + coalesce(", " + one, "")), 2),
    ""
  ) AS other_setup,
  about.downloads AS downloads
ORDER BY
  CASE compared WHEN "like" THEN 0 WHEN "partly" THEN 1 ELSE 2 END,
  coalesce(downloads, 0) DESC, model, kind, other, dataset, metric, claimed_by, other_by, value, other_value
LIMIT $max_rows;
