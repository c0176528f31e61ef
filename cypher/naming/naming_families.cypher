// Families in names
// question: Which families do names claim, and how often does the model type agree?
// grain: one row per family
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   family (STRING): the family
//   models (INTEGER): models whose name surely claims it
//   share (FLOAT): their share of all models whose name was read, 0 to 1
//   typed (INTEGER): of them, models whose config gives a type of a known family
//   agree (INTEGER): of those, models whose type agrees with some family in the name
//   other (INTEGER): of those, models whose type agrees with none
:param max_rows => 100;

MATCH (all:Model)
WHERE all._name_key IS NOT NULL
WITH count(*) AS total
MATCH (m:Model)
WHERE m.name_families IS NOT NULL
OPTIONAL MATCH (m)-[:OF_TYPE]->(t:ModelType)
WHERE size(t._name_agrees) > 0
WITH total, m, count(t) > 0 AS typed, max(any(family IN m.name_families WHERE family IN t._name_agrees)) AS agrees
UNWIND m.name_families AS family
WITH
  total,
  family,
  count(*) AS models,
  sum(CASE WHEN typed THEN 1 ELSE 0 END) AS typed,
  sum(CASE WHEN typed AND agrees THEN 1 ELSE 0 END) AS agree
RETURN
  family AS family,
  models AS models,
  1.0 * models / total AS share,
  typed AS typed,
  agree AS agree,
  typed - agree AS other
ORDER BY models DESC, family
LIMIT $max_rows;
