// Class against the pipeline tag
// meaning: The class in the config is for another task than the pipeline tag.
// severity: low
// says: the class {claimed} is for another task than the pipeline tag {actual}
// remedy: Set the pipeline tag in the card.
// source: Jiang et al., arXiv 2310.01642.
// reads: model, class, task
WITH model, class, task
WHERE class.task IS NOT NULL AND size(task._name_agrees) > 0 AND NOT class.task IN task._name_agrees
RETURN
  model,
  CASE
    WHEN class.task IN task._name_related THEN "related"
    // What generates text may be asked to classify it.
    WHEN class.task = "text-generation" AND task.name IN $tasks["text-classification"].agrees THEN "related"
    ELSE "conflict"
  END AS verdict,
  [class.name] AS claimed,
  [task.name] AS actual,
  "the class is for " + class.task AS evidence
