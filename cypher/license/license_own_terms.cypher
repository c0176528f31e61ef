// Terms of the licences that an artifact declares
// question: Which terms do the licences have that an artifact itself declares?
// grain: one row per licence and term
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   max_rows (INTEGER): most rows to return
// columns:
//   license (STRING): licence that it declares
//   term (STRING): code of the term
//   level (STRING): restriction or notice
//   meaning (STRING): what it asks for
// notes: Terms that come from above are in license-explain. Not legal advice.
:param artifact => "meta-llama/Llama-3.1-8B";
:param max_rows => 200;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
MATCH (artifact)-[:DECLARES]->(license:License)-[:IMPOSES]->(term:LicenseTerm)
RETURN DISTINCT license.id AS license, term.code AS term, term.level AS level, term.meaning AS meaning
ORDER BY license, term, level
LIMIT $max_rows;
