// Pickle files loaded by code
// meaning: Source code loads a model whose weights exist only as pickle, which can run any code when it is loaded.
// severity: medium
// remedy: Load a safetensors version of the model, or pass weights_only=True where the library allows it.
// source: a scan of the code; the list of files of the model, else the Hub's tags.
// about: Repository
MATCH (artifact)-[use:REUSES]->(base:Model {weight_formats: ["pickle"]})
RETURN
  artifact, base,
  "risk" AS class,
  ["loads pickle"] AS claimed,
  [base.id] AS actual,
  reduce(text = coalesce(head(use.places), "no place known"), place IN use.places[1..3] | text + ", " + place) AS evidence,
  [artifact.id, base.id] AS path
