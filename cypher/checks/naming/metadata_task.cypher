// Task against the pipeline tag
// meaning: The name says a task that reads or makes something else than the pipeline tag.
// severity: medium
// says: the name says {claimed}, the pipeline tag {actual}
// remedy: Set the pipeline tag in the card, or leave the task out of the name.
// source: Jiang et al., arXiv 2310.01642 (an inconsistency is an identifier that disagrees with the metadata).
// reads: model, task, classifies, made_for
// only: model.name_tasks IS NOT NULL OR model.name_families IS NOT NULL OR toLower(model.id) CONTAINS "classif"
WITH model, task,
  CASE
    // What classifies, whatever that is, fills in no words and writes, speaks or draws nothing.
    WHEN classifies AND task.name IN ["fill-mask", "summarization", "translation", "automatic-speech-recognition", "text-to-speech", "text-to-image"]
      THEN ["text-classification"]
    WHEN size(made_for) > 0 THEN made_for
    ELSE coalesce(model.name_tasks, [])
  END AS claims
WHERE size(task._name_agrees) > 0 AND size(claims) > 0
  AND NOT any(claim IN claims WHERE claim IN task._name_agrees)
RETURN
  model,
  // A word of a name may also serve another task, or tell of the data: fewer than nine in ten were contradictions.
  "related" AS verdict,
  claims AS claimed,
  [task.name] AS actual,
  "the pipeline tag" AS evidence
