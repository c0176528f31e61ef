// What is documented of a model
// question: Which attributes of a checklist does a model answer, where, and which ancestor answers what it lacks?
// grain: one row per model, group and attribute
// parameters:
//   model_ids (LIST<STRING> of Model): ids of the models
//   checklist (STRING): reuse (what people look for before they reuse a model), ai-bom (minimum elements of a bill of materials for AI) or training-content (public summary of training content, AI Act)
//   group (STRING): only this group of attributes, such as provenance; null for all
//   present (BOOLEAN): only what is answered (true) or missing (false); null for all, what is not known among them
//   max_hops (INTEGER): how far up the lineage to look for who answers
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   group (STRING): group of the attribute; one that belongs to several has a row for each
//   attribute (STRING): what is asked for
//   present (BOOLEAN): whether the model answers it; null where not all places were read that would tell
//   where (LIST<STRING>): what answers it, such as a property, a type of relationship, a heading of its card, or a file
//   unread (LIST<STRING>): places that no source has shown and that would tell
//   ancestor (STRING): nearest ancestor that answers it where the model does not; of several as near the smallest id
//   hops (INTEGER): steps up to it
//   meaning (STRING): what the attribute asks for
// notes: |-
//   quality-checklists says what answers each attribute, and which places must have been read before it is said to be
//   missing. A fact that begins with `data:` is one that every dataset has that the model was trained on.
:param model_ids => ["HuggingFaceH4/zephyr-7b-beta"];
:param checklist => "reuse";
:param group => null;
:param present => null;
:param max_hops => 10;
:param max_rows => 1000;

UNWIND $model_ids AS id
MATCH (model:Model {id: id})
WITH DISTINCT model
// Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
MATCH way = (model)-[:DERIVED_FROM]->{0,20}(node:Model)
WITH model, node, min(length(way)) AS hops
WHERE hops <= $max_hops
OPTIONAL MATCH (node)-[:SHOWS]->(known:_Facts)
WITH model, node, hops, coalesce(known.facts, []) AS facts, coalesce(known.read, []) AS read
WITH model, node, hops, facts, read
ORDER BY hops, node.id
WITH model, collect({id: node.id, hops: hops, facts: facts, read: read}) AS line
MATCH (asked:Attribute {checklist: $checklist})
WITH
  model, asked, line,
  [fact IN asked.answered_by WHERE fact IN line[0].facts] AS answers,
  [place IN asked.told_by WHERE NOT place IN line[0].read] AS unread
WITH
  model, asked, answers,
  CASE WHEN size(answers) > 0 THEN true WHEN size(unread) > 0 OR size(asked.told_by) = 0 THEN null ELSE false END AS answered,
  CASE WHEN size(answers) > 0 THEN [] ELSE unread END AS unread,
  CASE WHEN size(answers) > 0 OR asked.own THEN null
    ELSE [one IN line[1..] WHERE any(fact IN asked.answered_by WHERE fact IN one.facts )][0]
  END AS above
UNWIND asked.groups AS of_group
WITH model, asked, answers, answered, unread, above, of_group
WHERE ($group IS NULL OR of_group = $group) AND ($present IS NULL OR answered = $present)
RETURN
  model.id AS model,
  of_group AS group,
  asked.name AS attribute,
  answered AS present,
  [fact IN answers | CASE
    WHEN fact STARTS WITH "card:" THEN "card: " + [i IN range(0, size(model.card_topics) - 1)
      WHERE model.card_topics[i] = substring(fact, 5) | model.card_sections[i]][0]
    WHEN fact STARTS WITH "file:" THEN "file: " + [i IN range(0, size(model.file_topics) - 1)
      WHERE model.file_topics[i] = substring(fact, 5) | model.topic_files[i]][0]
    ELSE fact
  END] AS where,
  unread AS unread,
  above.id AS ancestor,
  above.hops AS hops,
  asked.meaning AS meaning
ORDER BY model, group, attribute
LIMIT $max_rows;
