// Datasets that most models are trained on
// question: Which datasets do most models name as what they were trained on?
// grain: one row per dataset that a model names
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   dataset (STRING): id of the dataset, as the Hub or a card writes it
//   models (INTEGER): models trained on it
:param max_rows => 100;

MATCH (dataset:Dataset)<-[:TRAINED_ON]-(model:Model)
RETURN dataset.id AS dataset, count(DISTINCT model) AS models
ORDER BY models DESC, dataset
LIMIT $max_rows;
