// Datasets against the card
// meaning: The name says a dataset, and the card lists only others.
// severity: low
// says: the name says {claimed}, the card lists {actual}
// lacks: the name says {claimed}, the card lists only {actual}
// remedy: List the dataset in the card.
// source: Jiang et al., arXiv 2310.01642.
// reads: model, datasets
// only: model.name_datasets IS NOT NULL
WITH model, datasets
WHERE size(datasets) > 0
  AND NOT any(claim IN model.name_datasets WHERE any(dataset IN datasets
    WHERE coalesce(dataset._name_key, "") CONTAINS claim OR claim CONTAINS coalesce(dataset._name_key, "")))
RETURN
  model,
  "missing" AS verdict,
  model.name_datasets AS claimed,
  [dataset IN datasets[0..5] | dataset.id] AS actual,
  "the datasets of the card" AS evidence
