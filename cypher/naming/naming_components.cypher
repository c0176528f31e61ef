// Components of names
// question: Of which components do the names of models consist, and how often?
// grain: one row per component
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   component (STRING): code and meaning
//   models (INTEGER): models whose name has it
//   share (FLOAT): their share of all models whose name was read, 0 to 1
// source: Jiang et al., arXiv 2310.01642, table of components; W and M are its successor's.
:param max_rows => 100;

MATCH (all:Model)
WHERE all._name_key IS NOT NULL
WITH count(*) AS total
MATCH (m:Model)
WHERE m.name_components IS NOT NULL
UNWIND m.name_components AS code
WITH total, code, count(*) AS models
RETURN
  code + CASE code
    WHEN "A" THEN " architecture"
    WHEN "S" THEN " size"
    WHEN "T" THEN " task"
    WHEN "V" THEN " version"
    WHEN "P" THEN " parameters"
    WHEN "L" THEN " language"
    WHEN "D" THEN " dataset"
    WHEN "F" THEN " reuse method"
    WHEN "R" THEN " training process"
    WHEN "C" THEN " trait of the data"
    WHEN "Y" THEN " layers"
    WHEN "W" THEN " format"
    WHEN "M" THEN " organisation"
    ELSE " other"
  END AS component,
  models AS models,
  1.0 * models / total AS share
ORDER BY models DESC, component
LIMIT $max_rows;
