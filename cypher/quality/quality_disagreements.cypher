// Facts about which sources disagree
// question: Which facts of an artifact do its card, tags, config, files, the Hub or other sources state differently?
// grain: one row per artifact, fact and two places that state it differently
// parameters:
//   artifact (STRING of Model|Dataset|Repository): only this artifact
//   fact (STRING): only license, license_name, base, relation, dataset, task, model_type, library or parameters; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   fact (STRING): what is stated
//   source_a (STRING): the first place, as `source:evidence`
//   value_a (STRING): what it says and the second does not, several with commas between them
//   source_b (STRING): the second place
//   value_b (STRING): what it says and the first does not
//   class (STRING): conflict, or related where one of two bases comes from the other
// notes: |-
//   Two places disagree where each states something that the other does not; a place that says less is not against one
//   that says more. What the database cannot tell apart, such as two sources of one relationship with two kinds of
//   evidence, counts as stated by each in each way, so that a disagreement may be missed but none is made up. Parameters
//   disagree where the headers of the weights show over 5 % more or less than the Hub or the card says.
:param artifact => null;
:param fact => null;
:param max_rows => 1000;

CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  // Those of which more than one thing is said at all, and about what.
  CALL () {
    MATCH (one)-[:DECLARES]->()
    WITH one, count(*) AS times
    WHERE times > 1
    RETURN one, "license" AS what
    UNION ALL
    MATCH (one)-[step:DERIVED_FROM]->()
    WITH one, count(*) AS times, max(any(relation IN step.claim_relations WHERE relation <> "undeclared"
      AND any(other IN step.claim_relations WHERE other <> "undeclared" AND other <> relation))) AS differs
    UNWIND CASE WHEN times > 1 THEN ["base"] ELSE [] END + CASE WHEN differs THEN ["relation"] ELSE [] END AS what
    RETURN one, what
    UNION ALL
    MATCH (one)-[:TRAINED_ON]->()
    WITH one, count(*) AS times
    WHERE times > 1
    RETURN one, "dataset" AS what
    UNION ALL
    MATCH (one)-[:HAS_TASK]->()
    WITH one, count(*) AS times
    WHERE times > 1
    RETURN one, "word" AS what
    UNION ALL
    MATCH (one)-[:OF_TYPE]->()
    WITH one, count(*) AS times
    WHERE times > 1
    RETURN one, "word" AS what
    UNION ALL
    MATCH (one)-[:HAS_LIBRARY]->()
    WITH one, count(*) AS times
    WHERE times > 1
    RETURN one, "word" AS what
    UNION ALL
    MATCH (one)-[:HAS_FINGERPRINT]->()
    RETURN one, "parameters" AS what
    UNION ALL
    MATCH (one)-[said:DECLARES]->()
    WHERE said.contradicted = true
    RETURN one, "license_name" AS what
    UNION ALL
    MATCH (one:Model)
    WHERE one.license_file IS NOT NULL
    RETURN one, "text" AS what
    UNION ALL
    MATCH (one:Dataset)
    WHERE one.license_file IS NOT NULL
    RETURN one, "text" AS what
  }
  WITH one, what
  ORDER BY what
  WITH one, collect(DISTINCT what) AS whats
  WHERE one:Model|Dataset|Repository
  RETURN one, whats
  UNION ALL
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(one:Model|Dataset|Repository)
  RETURN DISTINCT
    one, ["license", "base", "relation", "dataset", "word", "parameters", "license_name", "text"] AS whats
}
CALL (one, whats) {
  CALL (one, whats) {
    WITH one
    WHERE "license" IN whats AND COUNT { (one)-[:DECLARES]->() } > 1
    MATCH (one)-[said:DECLARES]->(license:License)
    UNWIND coalesce(said.sources, ["?"]) AS source
    UNWIND coalesce(said.evidence, ["?"]) AS evidence
    RETURN
      CASE coalesce(said.role, "main") WHEN "main" THEN "license" ELSE "license of the " + said.role END AS about,
      source + ":" + evidence AS place, license.id AS value, "" AS of
    UNION
    WITH one
    WHERE "license_name" IN whats
    MATCH (one)-[said:DECLARES]->(license:License)
    WHERE said.contradicted
    UNWIND [["license", coalesce(said.raw, license.id)], ["license_name", said.name]] AS pair
    RETURN "license_name" AS about, coalesce(said.sources[0], "?") + ":" + pair[0] AS place, pair[1] AS value, "" AS of
    UNION
    // The text among its files; what its card says stands beside it.
    WITH one
    WHERE "text" IN whats AND NOT one:Repository AND one.license_file IS NOT NULL AND NOT one.license_file IN one.license_ids
    RETURN "license" AS about, "files:license-file" AS place, one.license_file AS value, "" AS of
    UNION
    WITH one
    WHERE "text" IN whats AND NOT one:Repository AND one.license_file IS NOT NULL AND NOT one.license_file IN one.license_ids
    MATCH (one)-[said:DECLARES]->(license:License)
    UNWIND coalesce(said.sources, ["?"]) AS source
    UNWIND coalesce(said.evidence, ["?"]) AS evidence
    RETURN "license" AS about, source + ":" + evidence AS place, license.id AS value, "" AS of
    UNION
    WITH one
    WHERE "base" IN whats AND COUNT { (one)-[:DERIVED_FROM]->() } > 1
    MATCH (one)-[step:DERIVED_FROM]->(base)
    UNWIND CASE WHEN size(coalesce(step.claim_sources, [])) > 0
      THEN [i IN range(0, size(step.claim_sources) - 1) | step.claim_sources[i] + ":" + step.claim_evidence[i]]
      ELSE [source IN coalesce(step.sources, ["?"]) | source + ":" + coalesce(step.evidence[0], "?")] END AS place
    RETURN "base" AS about, place, base.id AS value, "" AS of
    UNION
    WITH one
    WHERE "relation" IN whats
    MATCH (one)-[step:DERIVED_FROM]->(base)
    WHERE any(relation IN step.claim_relations WHERE relation <> "undeclared"
      AND any(other IN step.claim_relations WHERE other <> "undeclared" AND other <> relation))
    UNWIND range(0, size(step.claim_relations) - 1) AS i
    WITH one, step, base, i
    WHERE step.claim_relations[i] <> "undeclared"
    RETURN
      "relation" AS about,
      step.claim_sources[i] + ":" + step.claim_evidence[i] AS place,
      step.claim_relations[i] + " of " + base.id AS value, base.id AS of
    UNION
    WITH one
    WHERE "dataset" IN whats AND COUNT { (one)-[:TRAINED_ON]->() } > 1
    MATCH (one)-[said:TRAINED_ON]->(dataset:Dataset)
    UNWIND coalesce(said.sources, ["?"]) AS source
    UNWIND coalesce(said.evidence, ["?"]) AS evidence
    RETURN "dataset" AS about, source + ":" + evidence AS place, dataset.id AS value, "" AS of
    UNION
    WITH one
    WHERE "word" IN whats AND one:Model
      AND (COUNT { (one)-[:HAS_TASK]->() } > 1 OR COUNT { (one)-[:OF_TYPE]->() } > 1 OR COUNT { (one)-[:HAS_LIBRARY]->() } > 1)
    MATCH (one)-[said:HAS_TASK|OF_TYPE|HAS_LIBRARY]->(other)
    UNWIND coalesce(said.sources, ["?"]) AS place
    RETURN
      CASE type(said) WHEN "HAS_TASK" THEN "task" WHEN "OF_TYPE" THEN "model_type" ELSE "library" END AS about,
      place, other.name AS value, "" AS of
  }
  WITH one, about, place, value, of
  ORDER BY value
  WITH one, about, place, collect(DISTINCT {value: value, of: of}) AS said
  ORDER BY place
  WITH one, about, collect({place: place, said: said}) AS stated
  WHERE size(stated) > 1
  UNWIND range(0, size(stated) - 2) AS i
  UNWIND range(i + 1, size(stated) - 1) AS j
  WITH
    one, about, stated[i].place AS source_a, stated[j].place AS source_b,
    [each IN stated[i].said WHERE NOT each IN stated[j].said] AS only_a,
    [each IN stated[j].said WHERE NOT each IN stated[i].said] AS only_b
  // Of a relation only what both places say of one base can differ.
  WITH one, about, source_a, source_b,
    [a IN only_a WHERE any(b IN only_b WHERE b.of = a.of) | a.value] AS only_a,
    [b IN only_b WHERE any(a IN only_a WHERE a.of = b.of) | b.value] AS only_b
  WHERE size(only_a) > 0 AND size(only_b) > 0
  RETURN
    one.id AS id, about, source_a, source_b, only_a, only_b,
    CASE
      WHEN about = "base" AND all(a IN only_a WHERE any(b IN only_b WHERE
        EXISTS { (:Model {id: a})-[:DERIVED_FROM]->{1,3}(:Model {id: b}) }
        OR EXISTS { (:Model {id: b})-[:DERIVED_FROM]->{1,3}(:Model {id: a}) }
      )) THEN "related"
      ELSE "conflict"
    END AS class
  UNION
  WITH one
  WHERE "parameters" IN whats
  MATCH (one)-[:HAS_FINGERPRINT]->(print:Fingerprint {kind: "model", format: "safetensors"})
  WHERE print.parameters > 0 AND print.quantization IS NULL AND COUNT { (one)-[:HAS_FINGERPRINT]->() } = 1
  UNWIND [["hub", one.parameters], ["card", one.parameters_claimed]] AS pair
  WITH one, print, pair[0] AS source, pair[1] AS stated
  WHERE abs(stated - print.parameters) > 0.05 * print.parameters
  RETURN
    one.id AS id, "parameters" AS about, source AS source_a, "fingerprints:headers" AS source_b,
    [toString(stated)] AS only_a, [toString(print.parameters)] AS only_b, "conflict" AS class
}
WITH DISTINCT id, about, source_a, source_b, only_a, only_b, class
WHERE $fact IS NULL OR about = $fact
RETURN
  id AS artifact,
  about AS fact,
  source_a AS source_a,
  reduce(text = head(only_a), value IN tail(only_a) | text + ", " + value) AS value_a,
  source_b AS source_b,
  reduce(text = head(only_b), value IN tail(only_b) | text + ", " + value) AS value_b,
  class AS class
ORDER BY class, artifact, fact, source_a, source_b
LIMIT $max_rows;
