// Names that contradict the lineage
// question: Whose name claims another family, size, version, casing or form than its base, or another relation?
// grain: one row per derivation and check
// parameters:
//   check (STRING): only this check, such as family or size; null for all
//   classes (LIST<STRING>): which findings to list, of conflict, related and missing
//   max_rows (INTEGER): most rows to return
// columns:
//   child (STRING): the derived model
//   base (STRING): what it, or the model that it has its claim from, was made from; for base_undeclared the model that
//     its name names
//   relation (STRING): how it was made, as declared; null where it has its claim from a model above
//   check (STRING): what was compared, see the notes
//   child_claim (STRING): what the child's name says
//   base_claim (STRING): what the base's name or the edge says
//   class (STRING): conflict, related (may have a reason), missing (only one side says it)
//   severity (STRING): high, medium or low
// notes: |-
//   Reads the findings that each load keeps; `checks/naming/` holds one file for each check, with meaning and remedy.
//   family: the child's name names a family that no base of it is of, or (missing) none although the base's name does.
//   generation: another version of the same family. A quantised form, copy, adapter or fine-tune that bears the wrong
//   family or generation of what it was made from is listed, too; stored query findings gives the path. size, parameters, casing: differ though the weights are the same
//   or trained on. quantization: a mark on an edge that is not quantized, where the base has none; or (missing) none on
//   a quantized edge. relation: the name says adapter, merge or distilled, the edge something else.
//   base_undeclared: a quantised or converted model whose name names a described model, but no base is declared.
//   Edges without declared relation are compared for family, generation and parameters only.
:param check => null;
:param classes => ["conflict"];
:param max_rows => 1000;

MATCH (check:Check {topic: "naming", against: "lineage"})
WHERE $check IS NULL OR check.check = $check
MATCH (lower:Model)-[finding:HAS_FINDING]->(check)
WHERE finding.verdict IN $classes
RETURN
  lower.id AS child,
  finding.base AS base,
  finding.relation AS relation,
  check.check AS check,
  finding.claimed AS child_claim,
  finding.actual AS base_claim,
  finding.verdict AS class,
  finding.severity AS severity
ORDER BY
  CASE class WHEN "conflict" THEN 0 WHEN "related" THEN 1 ELSE 2 END,
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  coalesce(lower.downloads, 0) DESC, child, base, check
LIMIT $max_rows;
