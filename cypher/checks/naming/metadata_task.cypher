// Task against the pipeline tag
// meaning: The name says a task that reads or makes something else than the pipeline tag.
// severity: medium
// says: the name says {claimed}, the pipeline tag {actual}
// remedy: Set the pipeline tag in the card, or leave the task out of the name.
// source: Jiang et al., arXiv 2310.01642 (an inconsistency is an identifier that disagrees with the metadata).
// reads: model, task, classifies, made_for
// only: model.name_tasks IS NOT NULL OR model.name_families IS NOT NULL OR toLower(model.id) CONTAINS "classif"
WITH model, task, made_for, coalesce(model.name_relations, []) AS told,
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
  CASE
    WHEN any(claim IN claims WHERE claim IN task._name_related) THEN "related"
    // A classifier may label words, and one of pairs judges answers.
    WHEN task.name = "token-classification" AND all(claim IN claims WHERE claim = "text-classification") THEN "related"
    WHEN task.name = "text-classification" AND all(claim IN claims WHERE claim = "question-answering")
      AND toLower(model.id) =~ ".*(classif|rank|nli|verif|relev|detect|quality|eval|reward|faithful|halluc|match|pair).*" THEN "related"
    // What corrects speech that was recognised reads text.
    WHEN task.name = "text2text-generation" AND all(claim IN claims WHERE claim IN ["automatic-speech-recognition", "text-to-speech"])
      AND any(family IN model.name_families WHERE $families[family].modality = "text") THEN "related"
    // What converters write where they do not know better.
    WHEN "serves" IN told OR task.name = "feature-extraction" THEN "related"
    // Speech and pictures have a sentiment and a gender, too.
    WHEN task.name =~ "(text|image|audio|video)-classification" AND all(claim IN claims WHERE claim =~ "(text|image|audio|video)-classification") THEN "related"
    // Language models write music as text.
    WHEN task.name = "text-generation" AND all(claim IN claims WHERE claim = "text-to-audio") THEN "related"
    // The embeddings of a model are a layer of it.
    WHEN all(claim IN claims WHERE claim = "feature-extraction") AND toLower(model.id) =~ ".*embedd(ings|er).*"
      THEN "related"
    ELSE "conflict"
  END AS verdict,
  claims AS claimed,
  [task.name] AS actual,
  "the pipeline tag" AS evidence
