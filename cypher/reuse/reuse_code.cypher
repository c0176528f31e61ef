// Repositories to ask GitHub about
// question: Which repositories of GitHub load models or datasets, or are named by a card as its code?
// grain: one row per repository
// parameters:
//   card_linked (BOOLEAN): also repositories that nothing but a card names
//   max_rows (INTEGER): most rows to return
// columns:
//   repository (STRING): name of the repository, github.com/owner/name
:param card_linked => false;
:param max_rows => 100;

MATCH (repository:Repository)
WHERE repository.id STARTS WITH "github.com/"
  AND (EXISTS { (repository)-[:REUSES]->() } OR ($card_linked AND EXISTS { (repository)<-[:HAS_CODE]-() }))
RETURN repository.id AS repository
ORDER BY repository
LIMIT $max_rows;
