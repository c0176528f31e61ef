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
// From families and from types: their relationships are of one type each, those of a model are not.
CALL () {
  MATCH (f:Family)<-[names:NAMES]-()
  WHERE names.sure
  RETURN f.name AS family, count(*) AS models, 0 AS typed, 0 AS agree
  UNION ALL
  MATCH (t:ModelType)
  WHERE size(t._name_agrees) > 0
  WITH t, t._name_agrees AS near
  MATCH (t)<-[:OF_TYPE]-(m)
  WHERE m.name_families IS NOT NULL
  WITH m, max(any(family IN m.name_families WHERE family IN near)) AS agrees
  UNWIND m.name_families AS family
  RETURN family, 0 AS models, count(*) AS typed, sum(CASE WHEN agrees THEN 1 ELSE 0 END) AS agree
}
WITH total, family, sum(models) AS models, sum(typed) AS typed, sum(agree) AS agree
RETURN
  family AS family,
  models AS models,
  1.0 * models / total AS share,
  typed AS typed,
  agree AS agree,
  typed - agree AS other
ORDER BY models DESC, family
LIMIT $max_rows;
