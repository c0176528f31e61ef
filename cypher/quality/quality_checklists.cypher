// What checklists ask of models
// question: Which attributes do the checklists ask for, and what in the graph answers each?
// grain: one row per attribute
// parameters:
//   checklist (STRING): only this checklist, reuse, ai-bom or training-content; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   checklist (STRING): the checklist
//   attribute (STRING): what is asked for
//   groups (LIST<STRING>): groups that it belongs to
//   meaning (STRING): what it asks for
//   answered_by (LIST<STRING>): facts of which any one answers it
//   told_by (LIST<STRING>): places that must have been read before it is said to be missing; none where nothing tells
//   title (STRING): what the checklist is
//   origin (STRING): where it comes from
//   date (STRING): its date
// notes: |-
//   A fact is a property of a model, a type of relationship from it, or one of these with a name behind the colon:
//   card (topic of its card's text), file (topic of its files), field (of its card's header), tag, data (of every dataset
//   that it was trained on). `generated_data` is such a dataset that a model generated, `quantized_child` a quantised model
//   made from it, `bill` what an exported bill of materials states by itself.
:param checklist => null;
:param max_rows => 1000;

MATCH (asked:Attribute)
WHERE $checklist IS NULL OR asked.checklist = $checklist
RETURN
  asked.checklist AS checklist,
  asked.name AS attribute,
  asked.groups AS groups,
  asked.meaning AS meaning,
  asked.answered_by AS answered_by,
  asked.told_by AS told_by,
  asked.checklist_title AS title,
  asked.origin AS origin,
  asked.date AS date
ORDER BY checklist, groups[0], attribute
LIMIT $max_rows;
