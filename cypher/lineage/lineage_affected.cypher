// Everything below an artifact, with the way to each
// question: Which models, datasets, repositories and Spaces rest on an artifact, through what, and where in the code?
// grain: one row per artifact below; one per use for repositories and Spaces; the nearest first
// parameters:
//   artifact (STRING of Model|Dataset): the model or dataset
//   max_hops (INTEGER): most steps to follow; never more than 50
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): model, dataset, repository or space
//   affected (STRING): id of what is below
//   hops (INTEGER): steps up to the artifact
//   first_hop (STRING): what it was made from or uses itself
//   path (LIST<STRING>): ids from it up to the artifact, both included
//   relations (LIST<STRING>): finetune …, undeclared, trained_on, generated_from or uses, in the order of the path
//   places (LIST<STRING>): file:line of each call, for repositories
//   publisher (STRING): who publishes it
//   downloads (INTEGER): its downloads in the last 30 days
// notes: One shortest path is shown. What is below a repository or Space is not followed.
:param artifact => "meta-llama/Llama-3.1-8B";
:param max_hops => 50;
:param max_rows => 1000;

MATCH (:Model|Dataset|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(top:Model|Dataset)
WITH DISTINCT top
CALL (top) {
  RETURN top AS one, [] AS steps, [top.id] AS path
  UNION
  // One way to each artifact is kept while the lineage is searched breadth first, so that merges do not multiply.
  MATCH way = ANY SHORTEST (top)<-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]-{1,50}(one:Model|Dataset)
  WHERE one <> top
  RETURN one, [step IN reverse(relationships(way)) | CASE type(step)
    WHEN "DERIVED_FROM" THEN coalesce(step.relation, "undeclared")
    WHEN "TRAINED_ON" THEN "trained_on"
    ELSE "generated_from"
  END] AS steps, [node IN reverse(nodes(way)) | node.id] AS path
}
WITH one, steps, path
WHERE size(steps) <= $max_hops
CALL (one, steps, path) {
  WITH *
  WHERE size(steps) > 0
  RETURN one AS affected, path AS whole, steps AS relations, null AS places
  UNION ALL
  MATCH (one)<-[use:REUSES]-(code:Repository)
  RETURN code AS affected, [code.id] + path AS whole, ["uses"] + steps AS relations, use.places AS places
  UNION ALL
  MATCH (one)<-[:USES]-(space:Space)
  RETURN space AS affected, [space.id] + path AS whole, ["uses"] + steps AS relations, null AS places
}
WITH affected, whole, relations, places
WHERE size(relations) <= $max_hops
RETURN
  CASE
    WHEN affected:Model THEN "model"
    WHEN affected:Dataset THEN "dataset"
    WHEN affected:Repository THEN "repository"
    ELSE "space"
  END AS kind,
  affected.id AS affected,
  size(relations) AS hops,
  whole[1] AS first_hop,
  whole AS path,
  relations AS relations,
  places AS places,
  CASE WHEN affected:Repository THEN split(affected.id, "/")[1] ELSE affected.author END AS publisher,
  CASE WHEN affected:Model OR affected:Dataset THEN affected.downloads END AS downloads
ORDER BY hops, kind, affected, first_hop
LIMIT $max_rows;
