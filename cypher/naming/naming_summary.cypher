// Inconsistencies of names by check
// question: How many names contradict the metadata, the lineage, or say nothing, by check and class?
// grain: one row per check and class that has findings
// parameters:
//   check (STRING): only this check; null for all
//   classes (LIST<STRING>): which findings to count
//   max_rows (INTEGER): most rows to return
// columns:
//   against (STRING): metadata (see naming-conflicts) or lineage (see naming-lineage)
//   check (STRING): what was compared
//   class (STRING): conflict, related, missing or uninformative
//   findings (INTEGER): models, or derivations for lineage, with this finding
// source: Jiang et al., arXiv 2310.01642.
// notes: The checks are those of naming-conflicts and naming-lineage, which list the findings.
:param check => null;
:param classes => ["conflict", "related", "missing", "uninformative"];
:param max_rows => 100;

CALL () {
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
  RETURN "metadata" AS against, check, class
  UNION ALL
  CALL () {
    MATCH (child:Model)-[edge:DERIVED_FROM]->(base:Model)
    WHERE ($check IS NULL OR $check IN ["family", "generation", "parameters", "size", "casing", "quantization", "relation"])
      AND child.name_key IS NOT NULL AND base.name_key IS NOT NULL AND child <> base
    WITH child, edge, base,
      coalesce(child.name_families, []) AS own,
      coalesce(base.name_families, []) + coalesce(base.name_families_unsure, []) AS theirs,
      coalesce(child.name_relations, []) AS told,
      coalesce(base.name_relations, []) AS told_above,
      coalesce(child.name_parameters, []) AS counts,
      coalesce(base.name_parameters, []) AS counts_above
    UNWIND
      CASE
        WHEN edge.relation = "distilled" OR "distilled" IN told THEN []
        WHEN size(own) > 0 AND size(theirs) > 0 AND NOT any(family IN own WHERE family IN theirs)
          THEN [["family", own, theirs]]
        WHEN size(own) = 0 AND child.name_families_unsure IS NULL AND base.name_families IS NOT NULL
          THEN [["family", [], theirs]]
        ELSE []
      END
      + CASE
        WHEN edge.relation IN ["distilled", "merge"] OR "merge" IN told OR "distilled" IN told THEN []
        WHEN any(mine IN child.name_generations WHERE
            any(its IN base.name_generations WHERE split(mine, " ")[0] = split(its, " ")[0])
            AND NOT any(its IN base.name_generations WHERE mine = its
              OR mine STARTS WITH its + "." OR its STARTS WITH mine + "."))
          THEN [["generation", child.name_generations, base.name_generations]]
        ELSE []
      END
      + CASE
        WHEN edge.relation IN ["distilled", "merge"] OR any(word IN told WHERE word IN ["merge", "distilled", "draft"])
          OR size(counts) <> 1 OR size(counts_above) <> 1 THEN []
        WHEN 1.0 * counts[0] / counts_above[0] > 1.3 OR 1.0 * counts_above[0] / counts[0] > 1.3
          THEN [["parameters", [toString(counts[0])], [toString(counts_above[0])]]]
        ELSE []
      END
      + CASE
        WHEN NOT edge.relation IN ["finetune", "adapter", "quantized", "copy"] OR any(word IN told WHERE word = "distilled")
          THEN []
        WHEN child.name_size <> base.name_size AND any(family IN own WHERE family IN theirs)
          THEN [["size", [child.name_size], [base.name_size]]]
        ELSE []
      END
      + CASE
        WHEN edge.relation IN ["finetune", "adapter", "quantized", "copy"] AND child.name_casing <> base.name_casing
          THEN [["casing", [child.name_casing], [base.name_casing]]]
        ELSE []
      END
      + CASE
        WHEN edge.relation IN ["finetune", "adapter", "merge", "distilled"] AND "quantized" IN told
          AND NOT "quantized" IN told_above
          THEN [["quantization", child.name_quantization, [edge.relation]]]
        WHEN edge.relation = "quantized" AND NOT "quantized" IN told
          THEN [["quantization", [], [edge.relation]]]
        ELSE []
      END
      + CASE
        WHEN edge.relation = "undeclared" OR size(told) = 0 OR edge.relation IN told THEN []
        WHEN any(word IN told WHERE word IN ["adapter", "merge", "distilled"]) AND edge.relation <> "quantized"
          AND NOT any(word IN told WHERE word IN told_above)
          THEN [["relation", told, [edge.relation]]]
        ELSE []
      END AS found
    WITH child, edge, base, told, found, found[0] AS name, found[1] AS mine, found[2] AS its
    // A family that the base's model type lets a name claim, or that another base names, is none of ours to blame.
    WHERE ($check IS NULL OR $check = name)
      AND NOT (name = "family" AND size(mine) > 0 AND EXISTS {
        MATCH (base)-[:OF_TYPE]->(type:ModelType)
        WHERE any(family IN mine WHERE family IN type.name_agrees OR family IN type.name_related)
      })
      AND NOT (name = "family" AND size(mine) > 0 AND EXISTS {
        MATCH (child)-[:DERIVED_FROM]->{1,3}(above:Model)
        WHERE any(family IN mine WHERE family IN coalesce(above.name_families, [])
          OR family IN coalesce(above.name_families_unsure, []))
      })
      AND NOT (name = "family" AND size(mine) > 0 AND EXISTS {
        MATCH (child)-[:NAMES]->(:ModelFamily)-[:BUILT_ON]->{1,2}(near:ModelFamily)
        WHERE near.name IN its
      })
      AND NOT (name = "family" AND size(mine) > 0 AND EXISTS {
        MATCH (child)-[:NAMES]->(:ModelFamily)<-[:BUILT_ON]-{1,2}(near:ModelFamily)
        WHERE near.name IN its
      })
      AND NOT (name = "parameters" AND EXISTS {
        MATCH (child)-[:DERIVED_FROM]->(other:Model)
        WHERE other <> base AND mine[0] IN [count IN coalesce(other.name_parameters, []) | toString(count)]
      })
    WITH child, edge, base, name, mine, its, CASE
      WHEN size(mine) = 0 THEN "missing"
      WHEN name = "family" AND EXISTS { MATCH (child)-[:NAMES {sure: true}]->(f:ModelFamily) WHERE f.line } THEN "related"
      WHEN name = "relation" AND NOT ("adapter" IN mine AND edge.relation = "merge") THEN "related"
      WHEN name = "family" AND any(one IN mine WHERE any(other IN its WHERE one CONTAINS other OR other CONTAINS one))
        THEN "related"
      WHEN name IN ["generation", "parameters", "size"] AND child.author = base.author THEN "related"
      WHEN name = "quantization" AND edge.relation = "merge" THEN "related"
      WHEN name = "quantization" AND "adapter" IN told THEN "related"
      ELSE "conflict"
    END AS class
    WHERE class IN $classes
    RETURN child AS lower, base AS upper, edge.relation AS relation, name AS check, mine, its, class
    UNION ALL
    MATCH (child:Model)
    WHERE ($check IS NULL OR $check = "base_undeclared") AND "missing" IN $classes
      AND child.name_stem IS NOT NULL AND NOT EXISTS { (child)-[:DERIVED_FROM]->(:Model) }
    MATCH (base:Model {name_key: child.name_stem})
    WHERE base.status <> "stub" AND base <> child
    WITH child, base
    ORDER BY coalesce(base.author, "") = coalesce(child.author, "") DESC, coalesce(base.downloads, 0) DESC, base.id
    WITH child, collect(base)[0] AS base
    RETURN child AS lower, base AS upper, null AS relation, "base_undeclared" AS check, [child.name_stem] AS mine, [base.name_key] AS its,
      "missing" AS class
  }
  RETURN "lineage" AS against, check, class
}
RETURN against AS against, check AS check, class AS class, count(*) AS findings
ORDER BY against DESC, findings DESC, check, class
LIMIT $max_rows;
