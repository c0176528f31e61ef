// Domains of models and of the repositories that load them
// question: To which field do the models of each hub belong, and how many repositories load models of it?
// grain: one row per domain and hub
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   domain (STRING): NLP, Computer Vision, Audio, Multimodal or Other
//   hub (STRING): hub of the models
//   models (INTEGER): models of the domain
//   repositories (INTEGER): repositories that load one of them
// source: Jiang et al., PeaTMOSS, MSR 2024, Figures 8 to 11; their table of tasks, and of tags for PyTorch Hub.
// notes: A model whose tasks belong to two domains counts as Multimodal, as in the study. Models without a task are left out.
:param max_rows => 100;

WITH
  {
    `feature-extraction`: "Multimodal", `text-to-image`: "Multimodal", `image-to-text`: "Multimodal",
    `text-to-video`: "Multimodal", `visual-question-answering`: "Multimodal", `graph-machine-learning`: "Multimodal",
    `depth-estimation`: "Computer Vision", `image-classification`: "Computer Vision",
    `object-detection`: "Computer Vision", `image-segmentation`: "Computer Vision",
    `image-to-image`: "Computer Vision", `unconditional-image-generation`: "Computer Vision",
    `video-classification`: "Computer Vision", `zero-shot-image-classification`: "Computer Vision",
    `text-classification`: "NLP", `token-classification`: "NLP", `table-question-answering`: "NLP",
    `question-answering`: "NLP", `zero-shot-classification`: "NLP", translation: "NLP", summarization: "NLP",
    conversational: "NLP", `text-generation`: "NLP", `text2text-generation`: "NLP", `fill-mask`: "NLP",
    `sentence-similarity`: "NLP", `table-to-text`: "NLP", `multiple-choice`: "NLP", `text-retrieval`: "NLP",
    `text-to-speech`: "Audio", `text-to-audio`: "Audio", `automatic-speech-recognition`: "Audio",
    `audio-to-audio`: "Audio", `audio-classification`: "Audio", `voice-activity-detection`: "Audio",
    `reinforcement-learning`: "Other", robotics: "Other", `tabular-classification`: "Other",
    `tabular-regression`: "Other", `tabular-to-text`: "Other", `time-series-forecasting`: "Other"
  } AS of_task,
  {
    nlp: "NLP", vision: "Computer Vision", generative: "Computer Vision", video: "Computer Vision",
    object_detection: "Computer Vision", segmentation: "Computer Vision", optical_flow: "Computer Vision",
    audio: "Audio"
  } AS of_tag
// From tasks, whose relationships are of one type, those of a model are not.
CALL (of_task, of_tag) {
  MATCH (task:Task)
  WHERE of_task[task.name] IS NOT NULL
  WITH task, of_task[task.name] AS domain
  MATCH (task)<-[:HAS_TASK]-(model)
  RETURN model, domain, null AS repository
  UNION ALL
  MATCH (model:Model)
  WHERE model.hub = "pytorch"
  UNWIND model.tags AS tag
  WITH model, of_tag[tag] AS domain
  RETURN model, domain, null AS repository
  UNION ALL
  MATCH (repository:Repository)-[:REUSES]->(model)
  RETURN model, null AS domain, repository
}
WITH model, min(domain) AS first, max(domain) AS last, count(repository) > 0 AS loaded
WHERE first IS NOT NULL AND model:Model
WITH model, loaded, model.hub AS hub, CASE WHEN first = last THEN first ELSE "Multimodal" END AS domain
UNWIND CASE
  WHEN loaded THEN COLLECT { MATCH (repository:Repository)-[:REUSES]->(model) RETURN repository ORDER BY repository.id }
  ELSE [null]
END AS repository
RETURN
  domain AS domain,
  hub AS hub,
  sum(CASE WHEN loaded THEN 0 ELSE 1 END) + count(DISTINCT CASE WHEN loaded THEN model END) AS models,
  count(DISTINCT repository) AS repositories
ORDER BY hub, models DESC, domain
LIMIT $max_rows;
