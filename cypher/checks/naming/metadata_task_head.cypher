// Task against the class
// meaning: The name says a task, or a dataset that is labelled for one, which the head of the class in the config cannot do.
// severity: medium
// says: the name says {claimed}, the class in the config is {actual}
// remedy: Mend the config, whose head was left from another model, or leave the task out of the name.
// source: Jiang et al., arXiv 2310.01642 (an inconsistency is an identifier that disagrees with the metadata).
// reads: model, class, classifies
// only: model.name_tasks IS NOT NULL OR model.name_datasets IS NOT NULL OR toLower(model.id) CONTAINS "classif"
WITH model, class, classifies, $tasks[class.task] AS near,
  // What classifies, whatever that is, fills in no words.
  CASE WHEN classifies AND class.task = "fill-mask" THEN ["text-classification"] ELSE coalesce(model.name_tasks, []) END AS tasks,
  // What was trained twice has the head of what it was trained on last.
  split(replace(replace(replace(toLower(split(model.id, "/")[-1]), "-", ""), "_", ""), "finetunedon", "finetuned"), "finetuned") AS steps,
  toLower(model.id) =~ ".*[-_](no|without)[-_](classifier|head)([-_].*)?" AS headless
WITH *, [dataset IN coalesce(model.name_datasets, []) WHERE $labelled[dataset] IS NOT NULL
  AND NOT headless AND (size(steps) < 3 OR steps[-1] CONTAINS dataset)] AS datasets
WITH *, CASE
    // What generates text may be asked to do any task that reads text, and is what many other models are made from.
    // Only where it has the head of a language model that predicts words in place, labels cannot be its text.
    WHEN class.task = "text-generation" THEN class.name ENDS WITH "LMHeadModel" AND NOT class.name CONTAINS "GPT"
    WHEN class.task = "fill-mask" THEN class.name ENDS WITH "ForMaskedLM"
    ELSE true
  END AS decided,
  tasks + [dataset IN datasets | $labelled[dataset]] AS claims
WHERE near IS NOT NULL AND decided AND CASE class.task
    WHEN "text-generation" THEN size(datasets) > 0 AND all(claim IN claims WHERE NOT claim IN near.agrees)
    ELSE size(claims) > 0 AND NOT any(claim IN claims WHERE claim IN near.agrees OR claim IN near.related)
  END
RETURN
  model,
  CASE
    WHEN "serves" IN coalesce(model.name_relations, []) THEN "related"
    // Where the data alone is named, its texts may have been what it was trained on.
    WHEN class.task = "fill-mask" AND size(tasks) = 0 AND NOT "finetune" IN coalesce(model.name_relations, []) THEN "related"
    // Answers are also judged: yes or no, or whether there is one.
    WHEN class.task = "text-classification" AND all(claim IN claims WHERE claim = "question-answering") THEN "related"
    WHEN class.task = "token-classification" AND size(datasets) = 0 AND all(task IN tasks WHERE task = "text-classification") THEN "related"
    // Speech and pictures have a sentiment and a gender, too, and languages are told word by word.
    WHEN size(datasets) = 0 AND all(task IN tasks WHERE task =~ "(text|image|audio|video)-classification")
      AND class.task ENDS WITH "classification" THEN "related"
    ELSE "conflict"
  END AS verdict,
  tasks + datasets AS claimed,
  [class.name] AS actual,
  "the class is for " + class.task AS evidence
