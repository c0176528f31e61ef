// Names that contradict the lineage
// question: Whose name claims another family, size, version, casing or form than its base, or another relation?
// grain: one row per derivation and check
// parameters:
//   check (STRING): only this check, such as family or size; null for all
//   classes (LIST<STRING>): which findings to list, of conflict, related and missing
//   max_rows (INTEGER): most rows to return
// columns:
//   child (STRING): the derived model
//   base (STRING): what it was made from; for base_undeclared the model that its name names
//   relation (STRING): how it was made, as declared
//   check (STRING): what was compared, see the notes
//   child_claim (STRING): what the child's name says
//   base_claim (STRING): what the base's name or the edge says
//   class (STRING): conflict, related (may have a reason), missing (only one side says it)
//   severity (STRING): high, medium or low
// notes: |-
//   family: the child's name names a family that no base of it is of, or (missing) none although the base's name does.
//   generation: another version of the same family. size, parameters, casing: differ though the weights are the same
//   or trained on. quantization: a mark on an edge that is not quantized, where the base has none; or (missing) none on
//   a quantized edge. relation: the name says adapter, merge or distilled, the edge something else.
//   base_undeclared: a quantised or converted model whose name names a described model, but no base is declared.
//   Edges without declared relation are compared for family, generation and parameters only.
:param check => null;
:param classes => ["conflict"];
:param max_rows => 1000;

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
WITH lower, upper, relation, check, class,
  CASE WHEN size(mine) > 0
    THEN reduce(text = "", claim IN mine | text + CASE text WHEN "" THEN "" ELSE ", " END + claim)
  END AS child_claim,
  CASE WHEN size(its) > 0
    THEN reduce(text = "", claim IN its | text + CASE text WHEN "" THEN "" ELSE ", " END + claim)
  END AS base_claim
RETURN
  lower.id AS child,
  upper.id AS base,
  relation AS relation,
  check AS check,
  child_claim AS child_claim,
  base_claim AS base_claim,
  class AS class,
  CASE WHEN class <> "conflict" THEN "low" WHEN check IN ["family", "generation", "parameters"] THEN "high" ELSE "medium"
  END AS severity
ORDER BY
  CASE class WHEN "conflict" THEN 0 WHEN "related" THEN 1 ELSE 2 END,
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  coalesce(lower.downloads, 0) DESC, child, base, check
LIMIT $max_rows;
