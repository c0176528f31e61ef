// What sources state of an artifact, with the evidence
// question: What is an artifact joined to, which sources state it, by which evidence, and do they agree?
// grain: one row per relationship of the artifact to something that is stated of it
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   max_rows (INTEGER): most rows to return
// columns:
//   fact (STRING): type of the relationship, such as DECLARES or DERIVED_FROM
//   kind (STRING): what the other end is, of model, dataset, license, repository, publisher or other
//   value (STRING): id or name of the other end
//   relation (STRING): how it was derived; null for other facts
//   raw (LIST<STRING>): as it was written, where that differs
//   evidence (LIST<STRING>): where it was stated
//   sources (LIST<STRING>): sources that state it
//   claims (LIST<STRING>): the single statements on a derivation, as `source:evidence=relation`
//   disagree (BOOLEAN): whether these statements contradict each other
//   last_seen (ZONED DATETIME): start of the load that last stated it
:param artifact => "mistralai/Mistral-7B-v0.1";
:param max_rows => 100;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
MATCH (artifact)-[fact:DECLARES|DERIVED_FROM|TRAINED_ON|GENERATED_FROM|PUBLISHED_BY|HAS_CODE|HAS_LIBRARY|HAS_TASK
  |HAS_LANGUAGE|HAS_ARCHITECTURE|OF_TYPE|CITES|SUCCEEDED_BY|FORK_OF]->(other)
WITH fact, other, [relation IN coalesce(fact.claim_relations, []) WHERE relation <> "undeclared"] AS stated
RETURN
  type(fact) AS fact,
  CASE
    WHEN other:Model THEN "model"
    WHEN other:Dataset THEN "dataset"
    WHEN other:License THEN "license"
    WHEN other:Repository THEN "repository"
    WHEN other:Publisher THEN "publisher"
    ELSE "other"
  END AS kind,
  coalesce(other.id, other.name) AS value,
  fact.relation AS relation,
  [text IN [fact.raw, fact.name, fact.link] WHERE text IS NOT NULL] AS raw,
  coalesce(fact.evidence, []) AS evidence,
  coalesce(fact.sources, []) AS sources,
  [i IN range(0, size(coalesce(fact.claim_relations, [])) - 1) |
    fact.claim_sources[i] + ":" + fact.claim_evidence[i] + "=" + fact.claim_relations[i]] AS claims,
  any(relation IN stated WHERE relation <> stated[0]) OR coalesce(fact.contradicted, false) AS disagree,
  fact.last_seen AS last_seen
ORDER BY disagree DESC, CASE fact WHEN "DECLARES" THEN 0 WHEN "DERIVED_FROM" THEN 1 WHEN "TRAINED_ON" THEN 2 ELSE 3 END, fact, value
LIMIT $max_rows;
