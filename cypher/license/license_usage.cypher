// How often each licence is declared
// question: Which licences do models, datasets and repositories declare, and how many of each?
// grain: one row per licence that one of them declares
// parameters:
//   license (STRING): only this licence
//   max_rows (INTEGER): most rows to return
// columns:
//   license (STRING): id of the licence
//   spdx (STRING): SPDX id or LicenseRef; null where the text is not known
//   class (STRING): coarse class, such as permissive or community
//   models (INTEGER): models that declare it
//   datasets (INTEGER): datasets that declare it
//   repositories (INTEGER): source-code repositories that declare it
// notes: An artifact that declares several licences counts for each of them.
:param license => null;
:param max_rows => 1000;

MATCH (license:License)
WHERE $license IS NULL OR license.id = $license
MATCH (license)<-[:DECLARES]-(artifact:Model|Dataset|Repository)
WITH
  license,
  count(DISTINCT CASE WHEN artifact:Model THEN artifact END) AS models,
  count(DISTINCT CASE WHEN artifact:Dataset THEN artifact END) AS datasets,
  count(DISTINCT CASE WHEN artifact:Repository THEN artifact END) AS repositories
RETURN
  license.id AS license,
  license.spdx AS spdx,
  license.class AS class,
  models AS models,
  datasets AS datasets,
  repositories AS repositories
ORDER BY models DESC, datasets DESC, repositories DESC, license
LIMIT $max_rows;
