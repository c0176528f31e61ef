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
//   Reads the findings that each load keeps; `checks/naming/` holds one file for each check, with meaning and remedy.
//   type, architecture, type_tag: families in the name against the model type, or where the config gives none the class,
//   or the type that the Hub put among the tags. type_architecture: the class against the model type. task, task_head:
//   the task in the name against the pipeline tag, which is related at most, and against the head of the class.
//   task_architecture: the task that the class is for against the pipeline tag. parameters: the count in the name against the files; quantised models and
//   adapters are left out, whose files count otherwise. language, dataset: against what the card declares.
//   type with class missing: the name tells no family. name with class uninformative: the name says nothing at all.
//   Words that may mean something else never make a conflict.
:param check => null;
:param classes => ["conflict", "related"];
:param max_rows => 1000;

MATCH (check:Check {topic: "naming", against: "metadata"})
WHERE $check IS NULL OR check.check = $check
MATCH (m:Model)-[finding:HAS_FINDING]->(check)
WHERE finding.verdict IN $classes
RETURN
  m.id AS model,
  check.check AS check,
  finding.claimed AS claimed,
  finding.actual AS actual,
  finding.verdict AS class,
  finding.evidence AS evidence,
  finding.severity AS severity
ORDER BY
  CASE class WHEN "conflict" THEN 0 WHEN "related" THEN 1 WHEN "missing" THEN 2 ELSE 3 END,
  CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END,
  coalesce(m.downloads, 0) DESC, model, check, actual
LIMIT $max_rows;
