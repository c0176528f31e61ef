// Naming conventions
// question: Which naming convention do models follow?
// grain: one row per convention
// parameters:
//   publisher (STRING): only models of this namespace; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   convention (STRING): implementation unit, application or task, implementation and task, or other
//   models (INTEGER): models that follow it
//   share (FLOAT): their share, 0 to 1
// source: Jiang et al., arXiv 2310.01642, section on conventions.
:param publisher => null;
:param max_rows => 100;

MATCH (m:Model)
WHERE m.name_convention IS NOT NULL AND ($publisher IS NULL OR m.author = $publisher)
WITH m.name_convention AS convention, count(*) AS models
ORDER BY models DESC, convention
WITH collect([convention, models]) AS rows, sum(models) AS total
UNWIND rows AS row
RETURN row[0] AS convention, row[1] AS models, 1.0 * row[1] / total AS share
ORDER BY models DESC, convention
LIMIT $max_rows;
