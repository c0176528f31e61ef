// What models show of what checklists ask, each different combination once, with what models are counted by
// Of each model: the facts that answer an attribute of any checklist, the places that were read, and what questions group
// by. Models of which all of it is the same have one `_Facts`, so that whole graphs are counted without reading models.

// once: the facts of each model, and which models show the same
MATCH (one:Attribute)
UNWIND one.answered_by AS fact
WITH DISTINCT fact
ORDER BY fact
WITH collect(fact) AS used
// By where they stand: types of relationships in capitals, properties without a colon.
WITH
  [fact IN used WHERE fact = toUpper(fact)] AS types,
  [fact IN used WHERE fact = toLower(fact) AND NOT fact CONTAINS ":"] AS keys,
  [fact IN used WHERE fact STARTS WITH "card:" | substring(fact, 5)] AS cards,
  [fact IN used WHERE fact STARTS WITH "file:" | substring(fact, 5)] AS files,
  [fact IN used WHERE fact STARTS WITH "field:" | substring(fact, 6)] AS fields,
  [fact IN used WHERE fact STARTS WITH "tag:" | substring(fact, 4)] AS tags,
  [fact IN used WHERE fact STARTS WITH "data:" | substring(fact, 5)] AS ofData
MATCH (node:Model)
CALL (node, types, keys, cards, files, fields, tags, ofData) {
  WITH node, types, keys, cards, files, fields, tags, ofData, properties(node) AS has,
    COLLECT { MATCH (node)-[link]->() WITH DISTINCT type(link) AS kind WHERE kind IN types RETURN kind ORDER BY kind } AS kinds
  WITH node, keys, cards, files, fields, tags, ofData, has, kinds,
    CASE WHEN "TRAINED_ON" IN kinds THEN COLLECT { MATCH (node)-[:TRAINED_ON]->(data:Dataset) RETURN data } ELSE [] END AS datasets
  WITH
    node,
    kinds
      + [key IN keys WHERE has[key] IS NOT NULL]
      + CASE WHEN has.card_topics IS NOT NULL THEN [topic IN cards WHERE topic IN has.card_topics | "card:" + topic] ELSE [] END
      + CASE WHEN has.file_topics IS NOT NULL THEN [topic IN files WHERE topic IN has.file_topics | "file:" + topic] ELSE [] END
      + CASE WHEN has.card_fields IS NOT NULL THEN [field IN fields WHERE field IN has.card_fields | "field:" + field] ELSE [] END
      + CASE WHEN has.tags IS NOT NULL THEN [tag IN tags WHERE tag IN has.tags | "tag:" + tag] ELSE [] END
      + CASE WHEN size(datasets) > 0
        THEN [fact IN ofData WHERE all(data IN datasets WHERE data[fact] IS NOT NULL) | "data:" + fact]
          + CASE WHEN "generated_data" IN keys AND any(data IN datasets WHERE EXISTS { (data)-[:GENERATED_FROM]->() })
            THEN ["generated_data"] ELSE [] END
        ELSE [] END
      + CASE WHEN "quantized_child" IN keys AND EXISTS { (node)<-[:DERIVED_FROM {relation: "quantized"}]-() }
        THEN ["quantized_child"] ELSE [] END
      + CASE WHEN "bill" IN keys THEN ["bill"] ELSE [] END AS facts,
    CASE WHEN has.status = "stub" THEN [] ELSE ["metadata"] END
      + CASE WHEN has.has_card IS NOT NULL THEN ["card"] ELSE [] END
      + CASE WHEN has.file_count IS NOT NULL THEN ["files"] ELSE [] END
      + CASE WHEN any(data IN datasets WHERE data.status = "stub") THEN [] ELSE ["data"] END AS read,
    has.task AS task, has.library AS library, has.hub AS hub, has.created_at.year AS age,
    CASE
      WHEN has.downloads IS NULL THEN null
      WHEN has.downloads >= 1000000 THEN "1,000,000 and more"
      WHEN has.downloads >= 10000 THEN "10,000 to 999,999"
      WHEN has.downloads >= 100 THEN "100 to 9,999"
      ELSE "0 to 99"
    END AS popularity
  WITH *,
    // Words of any text are told apart by how long they are.
    reduce(text = "", one IN facts + ["|"] + read + ["|", coalesce(age, "-"), coalesce(left(popularity, 4), "-")] | text + one + " ")
      + reduce(text = "", one IN [task, library, hub] | text + coalesce(size(one) + ":" + one, "-") + " ") AS id
  WHERE COLLECT { MATCH (node)-[:SHOWS]->(now:_Facts) RETURN now.id } <> [id]
  CALL (node) { MATCH (node)-[old:SHOWS]->() DELETE old }
  MERGE (wanted:_Facts {id: id})
  ON CREATE SET wanted.name = size(facts) + " facts", wanted.facts = facts, wanted.read = read, wanted.task = task, wanted.library = library,
    wanted.hub = hub, wanted.popularity = popularity, wanted.age = age
  CREATE (node)-[:SHOWS]->(wanted)
  RETURN count(*) AS written
} IN TRANSACTIONS OF 20000 ROWS
RETURN sum(written) AS changed;

// once: no combination stays that no model shows
MATCH (old:_Facts)
WHERE NOT EXISTS { (old)<-[:SHOWS]-() }
CALL (old) { DELETE old } IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
