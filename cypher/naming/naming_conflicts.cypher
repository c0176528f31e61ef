// Names that contradict the metadata
// question: Which models are named against their model type, class, task, parameters, languages or datasets?
// grain: one row per model and check
// parameters:
//   check (STRING): only this check, such as type or parameters; null for all
//   classes (LIST<STRING>): which findings to list, of conflict, related, missing and uninformative
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   check (STRING): what was compared, see the notes
//   claimed (STRING): what the name (for type_architecture and task_architecture the class) says
//   actual (STRING): what the metadata say
//   class (STRING): conflict, related (a relative or nearly the same), missing (only one side says it), uninformative
//   evidence (STRING): how it is known
//   severity (STRING): high, medium or low
// source: Jiang et al., arXiv 2310.01642 (an inconsistency is an identifier that disagrees with the metadata).
// notes: |-
//   type, architecture: families in the name against the model type, or the class where no type is given.
//   type_architecture: the class against the model type. task, task_architecture: the task in the name, or that the
//   class is for, against the pipeline tag. parameters: the count in the name against the files; quantised models and
//   adapters are left out, whose files count otherwise. language, dataset: against what the card declares.
//   type with class missing: the name tells no family. name with class uninformative: the name says nothing at all.
//   Words that may mean something else never make a conflict.
:param check => null;
:param classes => ["conflict", "related"];
:param max_rows => 1000;

CALL () {
  MATCH (t:ModelType)
  WHERE ($check IS NULL OR $check = "type") AND size(t.name_agrees) > 0
  MATCH (t)<-[:OF_TYPE]-(m:Model)
  WHERE m.name_key IS NOT NULL
    AND NOT any(family IN coalesce(m.name_families, []) + coalesce(m.name_families_unsure, [])
      WHERE family IN t.name_agrees)
  WITH m, t, CASE
    WHEN m.name_families IS NULL AND m.name_families_unsure IS NULL THEN "missing"
    WHEN m.name_families IS NULL OR any(family IN m.name_families WHERE family IN t.name_related) THEN "related"
    WHEN any(relation IN m.name_relations WHERE relation IN ["draft", "distilled"]) THEN "related"
    ELSE "conflict"
  END AS class
  WHERE class IN $classes
  RETURN
    m,
    "type" AS check,
    coalesce(m.name_families, m.name_families_unsure) AS claims,
    t.name AS actual,
    class,
    "the config's model type is of family " + t.family AS evidence,
    "high" AS weight
  UNION ALL
  MATCH (t:Architecture)
  WHERE ($check IS NULL OR $check = "architecture") AND size(t.name_agrees) > 0
  MATCH (t)<-[:HAS_ARCHITECTURE]-(m:Model)
  WHERE m.name_key IS NOT NULL
    AND NOT EXISTS { (m)-[:OF_TYPE]->(:ModelType) }
    AND NOT any(family IN coalesce(m.name_families, []) + coalesce(m.name_families_unsure, [])
      WHERE family IN t.name_agrees)
  WITH m, t, CASE
    WHEN m.name_families IS NULL AND m.name_families_unsure IS NULL THEN "missing"
    WHEN m.name_families IS NULL OR any(family IN m.name_families WHERE family IN t.name_related) THEN "related"
    WHEN any(relation IN m.name_relations WHERE relation IN ["draft", "distilled"]) THEN "related"
    ELSE "conflict"
  END AS class
  WHERE class IN $classes
  RETURN
    m,
    "architecture" AS check,
    coalesce(m.name_families, m.name_families_unsure) AS claims,
    t.name AS actual,
    class,
    "the config's class is of family " + t.family AS evidence,
    "high" AS weight
  UNION ALL
  MATCH (a:Architecture)
  WHERE ($check IS NULL OR $check = "type_architecture") AND a.family IS NOT NULL
  MATCH (a)<-[:HAS_ARCHITECTURE]-(m:Model)-[:OF_TYPE]->(t:ModelType)
  WHERE t.family <> a.family AND NOT t.family IN a.name_agrees AND NOT a.family IN t.name_agrees
  WITH m, a, t, CASE
    WHEN t.family IN a.name_related OR a.family IN t.name_related THEN "related"
    ELSE "conflict"
  END AS class
  WHERE class IN $classes
  RETURN
    m,
    "type_architecture" AS check,
    [a.name] AS claims,
    t.name AS actual,
    class,
    "the class is of family " + a.family + ", the type of family " + t.family AS evidence,
    "high" AS weight
  UNION ALL
  MATCH (m:Model)
  WHERE ($check IS NULL OR $check = "task") AND m.name_tasks IS NOT NULL AND m.task IS NOT NULL
  MATCH (k:Task {name: m.task})
  WHERE size(k.name_agrees) > 0 AND NOT any(task IN m.name_tasks WHERE task IN k.name_agrees)
  WITH m, k, CASE
    WHEN any(task IN m.name_tasks WHERE task IN k.name_related) THEN "related"
    ELSE "conflict"
  END AS class
  WHERE class IN $classes
  RETURN m, "task" AS check, m.name_tasks AS claims, k.name AS actual, class, "the pipeline tag" AS evidence,
    "medium" AS weight
  UNION ALL
  MATCH (a:Architecture)
  WHERE ($check IS NULL OR $check = "task_architecture") AND a.task IS NOT NULL
  MATCH (a)<-[:HAS_ARCHITECTURE]-(m:Model)
  WHERE m.task IS NOT NULL
  MATCH (k:Task {name: m.task})
  WHERE size(k.name_agrees) > 0 AND NOT a.task IN k.name_agrees
  WITH m, a, k, CASE WHEN a.task IN k.name_related THEN "related" ELSE "conflict" END AS class
  WHERE class IN $classes
  RETURN m, "task_architecture" AS check, [a.name] AS claims, k.name AS actual, class,
    "the class is for " + a.task AS evidence, "low" AS weight
  UNION ALL
  MATCH (m:Model)
  WHERE ($check IS NULL OR $check = "parameters") AND m.name_parameters IS NOT NULL AND m.parameters > 0
    AND m.name_quantization IS NULL AND m.quantization IS NULL
    AND NOT any(relation IN coalesce(m.name_relations, []) WHERE relation IN ["adapter", "draft"])
    AND coalesce(m.library, "") <> "peft" AND NOT coalesce(m.dtype, "") IN ["I32", "U8", "I8"]
  WITH m, [claim IN m.name_parameters WHERE claim >= 5000000 OR m.parameters < 100000000] AS counts
  WHERE size(counts) > 0
    AND NOT EXISTS { MATCH (m)-[edge:DERIVED_FROM]->() WHERE edge.relation IN ["adapter", "quantized"] }
  WITH m, counts, reduce(best = 1.0e30, claim IN counts |
    CASE
      WHEN claim > m.parameters AND 1.0 * claim / m.parameters < best THEN 1.0 * claim / m.parameters
      WHEN claim <= m.parameters AND 1.0 * m.parameters / claim < best THEN 1.0 * m.parameters / claim
      ELSE best
    END) AS ratio
  // Far fewer in the files than in the name: they may be packed, or only a part.
  WITH m, counts, ratio, CASE
    WHEN ratio > 3.5 AND all(claim IN counts WHERE claim > m.parameters) THEN "related"
    WHEN ratio > 2.1 THEN "conflict"
    WHEN ratio > 1.35 THEN "related"
  END AS class
  WHERE class IN $classes
  RETURN m, "parameters" AS check, [count IN counts | toString(count)] AS claims, toString(m.parameters) AS actual,
    class, "a factor of " + toString(round(ratio, 1)) + " from the files" AS evidence, "high" AS weight
  UNION ALL
  MATCH (m:Model)
  WHERE ($check IS NULL OR $check = "language") AND m.name_languages IS NOT NULL
    AND all(language IN m.name_languages WHERE size(language) = 2)
  MATCH (m)-[:HAS_LANGUAGE]->(l:Language)
  WITH m, l.name AS language
  ORDER BY language
  WITH m, collect(split(language, "-")[0]) AS languages
  WHERE NOT any(language IN languages WHERE size(language) <> 2 OR language IN m.name_languages)
    AND NOT any(pair IN [["no", "nb"], ["no", "nn"], ["nb", "nn"], ["id", "ms"], ["sr", "hr"], ["hr", "bs"]]
      WHERE (pair[0] IN languages AND pair[1] IN m.name_languages)
        OR (pair[1] IN languages AND pair[0] IN m.name_languages))
  // Templates of cards state English for everything.
  WITH m, languages, CASE languages WHEN ["en"] THEN "related" ELSE "conflict" END AS class
  WHERE class IN $classes
  RETURN m, "language" AS check, m.name_languages AS claims,
    reduce(text = "", language IN languages | text + CASE text WHEN "" THEN "" ELSE ", " END + language) AS actual,
    class, "the languages of the card" AS evidence, "medium" AS weight
  UNION ALL
  MATCH (m:Model)
  WHERE ($check IS NULL OR $check = "dataset") AND "missing" IN $classes AND m.name_datasets IS NOT NULL
  MATCH (m)-[:TRAINED_ON]->(d:Dataset)
  WITH m, d.id AS dataset, coalesce(d.name_key, "") AS key
  ORDER BY dataset
  WITH m, collect(dataset) AS datasets, collect(key) AS keys
  WHERE NOT any(claim IN m.name_datasets WHERE any(key IN keys WHERE key CONTAINS claim OR claim CONTAINS key))
  RETURN m, "dataset" AS check, m.name_datasets AS claims,
    reduce(text = "", dataset IN datasets[0..5] | text + CASE text WHEN "" THEN "" ELSE ", " END + dataset) AS actual,
    "missing" AS class, "the datasets of the card" AS evidence, "low" AS weight
  UNION ALL
  MATCH (m:Model)
  WHERE ($check IS NULL OR $check = "name") AND "uninformative" IN $classes
    AND m.name_key IS NOT NULL
    AND all(component IN coalesce(m.name_components, []) WHERE component IN ["O", "M"])
  RETURN m, "name" AS check, [] AS claims, null AS actual, "uninformative" AS class,
    "no part of the name is known to mean anything" AS evidence, "low" AS weight
}
RETURN
  m.id AS model,
  check AS check,
  CASE WHEN size(claims) > 0
    THEN reduce(text = "", claim IN claims | text + CASE text WHEN "" THEN "" ELSE ", " END + claim)
  END AS claimed,
  actual AS actual,
  class AS class,
  evidence AS evidence,
  CASE WHEN class = "conflict" THEN weight ELSE "low" END AS severity
ORDER BY
  CASE class WHEN "conflict" THEN 0 WHEN "related" THEN 1 WHEN "missing" THEN 2 ELSE 3 END,
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  coalesce(m.downloads, 0) DESC, model, check, actual
LIMIT $max_rows;
