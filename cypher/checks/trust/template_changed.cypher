// A chat template unlike that of its base
// meaning: It passes on the weights of its base in another form, with another chat template; a template is a program that shapes what the model reads, and may add what nobody sees.
// severity: medium
// remedy: Compare the two templates, or load the tokenizer of the base.
// source: SHA-256 of the chat templates; a fine-tune may well have its own, a quantised model rarely.
// about: Model
MATCH (artifact)-[step:DERIVED_FROM]->(base:Model)
WHERE artifact.template_hash <> base.template_hash
RETURN
  artifact, base,
  CASE WHEN step.relation IN ["quantized", "copy"] THEN "risk" ELSE "related" END AS class,
  ["template " + substring(artifact.template_hash, 0, 12)] AS claimed,
  ["template " + substring(base.template_hash, 0, 12)] AS actual,
  coalesce(step.relation, "undeclared") + " of " + base.id AS evidence,
  [artifact.id, base.id] AS path
