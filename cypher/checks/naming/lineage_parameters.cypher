// Parameters against the base
// meaning: The name says another number of parameters than the name of the base, although the weights are the same or trained on.
// severity: high
// says: the name says {claimed} parameters, its base {base} {actual}
// remedy: Write the size of the base; where layers were added or removed, say so in the card.
// source: N4 and N7 of the checks on metadata and lineage.
// reads: model, base, relation, parents, sized, base_sized, kept, merged_in, part, taught
// only: model.name_parameters IS NOT NULL
// hands: name_parameters
WITH model, base, relation, parents, sized, base_sized, kept, merged_in, part, taught, coalesce(model.name_relations, []) AS told,
  coalesce(model.name_parameters, []) AS mine,
  // Where its name counts none, the files of what was quantised do, unless they are an adapter or packed.
  base.name_parameters IS NULL AND relation.relation = "quantized" AND base.parameters > 0 AND base.quantization IS NULL
    AND base.name_relations IS NULL AND coalesce(base.library, "") <> "peft" AND NOT coalesce(base.dtype, "") IN ["I32", "U32", "U8", "I8"] AS held
WITH *, CASE
    WHEN held THEN [base.parameters]
    // A name leaves out the one size that its family has; what is smaller, or counts versions, is named after it.
    WHEN base.name_parameters IS NULL AND size(base.name_families) = 1 AND coalesce(relation.relation, "undeclared") <> "undeclared"
      THEN [count IN $families[base.name_families[0]].only WHERE base.name_versions IS NULL AND mine[0] > count * 1000000000
          | toInteger(count * 1000000000)]
        // Or says it by a word (`Phi-3-mini`).
        + [word IN keys($families[base.name_families[0]].named) WHERE base._name_key CONTAINS word
          | toInteger($families[base.name_families[0]].named[word] * 1000000000)]
    ELSE coalesce(base.name_parameters, [])
  END AS theirs
WHERE size(mine) = 1 AND size(theirs) = 1 AND NOT coalesce(part, false)
  AND NOT coalesce(relation.relation, "") IN ["distilled", "merge"]
  AND NOT any(word IN told WHERE word = "draft"
    // `verifier-for-Qwen-7B`; what serves otherwise has a size of its own.
    OR word = "serves" AND (size(sized) <> 1 OR toLower(model.id) =~ ".*[-_]for[-_].*")
    // What both names say to be distilled was distilled before; to sizes that nobody published it was grown or cut.
    OR word = "distilled" AND NOT taught AND NOT (size(sized) > 0 AND coalesce(relation.relation, "") IN ["finetune", "adapter", "quantized"]
      // What R1 was distilled into bears the word as part of its name, as what is made of it does.
      AND ("distilled" IN coalesce(base.name_relations, []) OR toLower(model.id) =~ ".*r1[-_]?distill-?(qwen|llama).*"))
    // What was merged is quantised as it is.
    OR word = "merge" AND NOT merged_in AND NOT (coalesce(relation.relation, "") = "quantized" AND size(parents) = 1))
  AND (1.0 * mine[0] / theirs[0] > 1.1 OR 1.0 * theirs[0] / mine[0] > 1.1)
  AND NOT any(parent IN parents WHERE mine[0] IN coalesce(parent.name_parameters, []))
  // A mixture counts more than the models that it was put together from, or only what works on a token.
  AND ("mixture" IN told) = ("mixture" IN coalesce(base.name_relations, []))
  AND coalesce(mine[0] <> base.name_active, true) AND coalesce(theirs[0] <> model.name_active, true)
  // So few count something else beside a model that is no small one.
  AND NOT (mine[0] < 5000000 AND theirs[0] >= 100000000)
WITH *,
  coalesce(relation.relation, "undeclared") AS declared,
  coalesce(model.name_families, []) + coalesce(model.name_families_unsure, []) AS own,
  coalesce(base.name_families, []) + coalesce(base.name_families_unsure, []) AS named,
  CASE WHEN mine[0] > theirs[0] THEN 1.0 * mine[0] / theirs[0] ELSE 1.0 * theirs[0] / mine[0] END AS factor
WITH *,
  // Names round small counts: 1.5 billion to two, and not 27 to 32.
  mine[0] >= 10000000000 AND theirs[0] >= 10000000000 AS large,
  // Families of the base that have models of both sizes, in the generation of the base where these are known, unless
  // the name says the family alone.
  [family IN base_sized WHERE any(count IN $families[family].counts WHERE abs(mine[0] - count * 1000000000) < 1000)
    AND (model.name_generations IS NULL AND family IN model.name_families OR all(claim IN coalesce(base.name_generations, []) WHERE $families[family].counted[claim] IS NULL
      OR any(count IN $families[family].counted[claim] WHERE abs(mine[0] - count * 1000000000) < 1000)))] AS fits
WITH *
// Names round, and leave out embeddings and towers; what is far more than the files hold may stand in others.
WHERE NOT coalesce(held, false) OR kept AND factor > 1.9 AND 4 * theirs[0] > mine[0]
WITH *,
  // Both names say the same family and a size that models of it have, and no rounding makes one of the other.
  (factor > 1.6 OR large AND kept AND declared IN ["finetune", "adapter", "quantized"])
    AND any(family IN fits WHERE family IN own OR size(own) > 0
      AND all(one IN own WHERE $families[one].line AND one IN $families[family].near)) AS both,
  // Nobody grows or cuts a model as far as that without a word of it; fewer bits are no reason to. What is part of a word (`for4b`) or goes on with
  // a number (`2_1_5b`) may be no size, and a factor of ten is a point that was left out.
  (kept OR declared = "quantized") AND model.id =~ ".*([-/]|[^\\d]_|[A-Za-z]\\d_)\\d+([.]\\d+)?[bBmM]([-_.].*)?"
    AND NOT 1.0 * mine[0] / theirs[0] IN [0.1, 10.0] AS stated
WITH *,
  // From three billion on, names round to whole ones: nine are no seven.
  stated AND factor > 1.25 AND mine[0] >= 3000000000 AND theirs[0] >= 3000000000
    // Other models may be grown from a base on the way.
    AND (declared IN ["quantized", "copy"] OR declared = "finetune" AND kept AND any(family IN fits WHERE family IN own)) AS rounded,
  // Fewer bits leave a count as it is: from eight billion on, two are not the same.
  stated AND declared IN ["quantized", "copy"] AND mine[0] >= 8000000000 AND theirs[0] >= 8000000000
    AND abs(mine[0] - theirs[0]) >= 2000000000
    // Published models hold as much as they are named after, so a whole billion less is not rounded: eight are no seven.
    OR stated AND kept AND mine[0] >= 7000000000 AND theirs[0] - mine[0] >= 1000000000 AND theirs[0] <= 16000000000
      AND (declared IN ["adapter", "quantized", "copy"] AND size(base_sized) > 0
        // Who cuts a model cuts more, or says so.
        OR declared = "finetune" AND theirs[0] - mine[0] < 2000000000 AND size(base_sized) > 0
          AND (size(own) = 0 OR any(family IN base_sized WHERE family IN own))) AS other,
  stated AND declared = "finetune" AND mine[0] >= 7000000000 AND abs(mine[0] - theirs[0]) >= 2000000000 AS far,
  // The name of the base word by word, but for the count; what was cut or grown to a size that nobody published holds it.
  [word IN split(replace(toLower(split(model.id, "/")[-1]), "_", "-"), "-") WHERE NOT word =~ "[ae]?\\d+([.]\\d+)?[bm]"] AS my_words,
  [word IN split(replace(toLower(split(base.id, "/")[-1]), "_", "-"), "-") WHERE NOT word =~ "[ae]?\\d+([.]\\d+)?[bm]"] AS base_words
WITH *, kept AND size(base_words) > 1 AND my_words[0..size(base_words)] = base_words
  AND (size(fits) > 0 OR declared = "quantized" OR factor < 1.3 OR factor > 10)
  AND NOT (size(sized) = 0 AND coalesce(abs(1.0 * model.parameters / mine[0] - 1) < 0.2, false)) AS namesakes
RETURN
  model, base, relation,
  CASE
    WHEN factor <= 1.3 AND NOT both AND NOT (stated AND large AND factor > 1.15 AND declared IN ["adapter", "quantized", "copy"])
      AND NOT rounded AND NOT other AND NOT far AND NOT namesakes THEN null
    // Makers scale what they train, but keep what they quantise, and train on what they published in several sizes.
    WHEN split(model.id, "/")[0] = split(base.id, "/")[0]
      AND NOT (stated AND (declared = "quantized" OR (both OR rounded) AND kept AND declared = "finetune")) THEN "related"
    WHEN namesakes AND split(model.id, "/")[0] <> split(base.id, "/")[0] THEN "conflict"
    // The files hold what the name of the base says.
    WHEN factor > 1.5 AND abs(1.0 * model.parameters / theirs[0] - 1) < 0.1 AND declared IN ["finetune", "copy"] THEN "conflict"
    // `4b` and `16b` beside a base of few bits may be bits, where the files do not hold as many.
    WHEN mine[0] IN [4000000000, 16000000000] AND "quantized" IN coalesce(base.name_relations, [])
      AND coalesce(abs(1.0 * model.parameters / mine[0] - 1) > 0.1, true) THEN "related"
    // A model of another family may have been cut from the base before.
    WHEN declared = "quantized" AND factor < 4 AND size(own) > 0 AND size(named) > 0 AND NOT any(family IN own WHERE family IN named)
      AND coalesce(NOT 1.0 * theirs[0] / model.parameters < 1.35, true) THEN "related"
    // Fewer bits and an adapter leave the size as it is, whatever the files hold; names round small counts only.
    WHEN stated AND declared IN ["adapter", "quantized", "copy"] AND (large OR rounded OR other OR factor >= 1.5 OR size(fits) > 0) THEN "conflict"
    // What is trained on may double, or have been cut.
    WHEN both OR rounded OR other THEN "conflict"
    // Ten times as many, and a size that no model of the family has: perhaps of the model that made the data.
    WHEN declared = "finetune" AND mine[0] > 10 * theirs[0] AND size(sized) = 0
      AND any(family IN own WHERE size($families[family].counts) > 0) THEN "related"
    // A size that nobody published: cut, where the files hold no more, or grown beyond those of the family.
    WHEN declared = "finetune" AND size(sized) = 0 AND size(fits) = 0 AND factor < 4 AND CASE WHEN mine[0] < theirs[0]
      THEN coalesce(abs(1.0 * model.parameters / mine[0] - 1) < 0.2, false)
      ELSE any(family IN own WHERE size($families[family].counts) > 0) END THEN "related"
    WHEN stated AND declared = "finetune" AND (factor > 2 OR factor > 1.6 AND size(fits) > 0) THEN "conflict"
    // A name rounds, and an edge without relation may be a distillation, as small models and those that embed often are.
    WHEN declared = "undeclared" THEN CASE
      WHEN stated AND factor > 1.9 AND mine[0] >= 1000000000 AND theirs[0] >= 1000000000
        AND NOT any(word IN ["embed", "rank"] WHERE toLower(model.id) CONTAINS word) THEN "conflict"
      ELSE "related"
    END
    WHEN factor < 1.9 THEN "related"
    WHEN declared <> "quantized" AND size(sized) = 0 THEN "related"
    ELSE "conflict"
  END AS verdict,
  [toString(mine[0])] AS claimed,
  [toString(theirs[0])] AS actual,
  "the parameters in the " + CASE WHEN held THEN "files" ELSE "name" END + " of " + base.id
    + CASE WHEN NOT coalesce(held, false) AND base.name_parameters IS NULL THEN ", whose family has one size" ELSE "" END AS evidence
