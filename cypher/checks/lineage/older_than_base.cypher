// Older than its base
// meaning: It was published more than a day before the base that it names: the base, or a date, is not what it seems.
// severity: medium
// remedy: Name the base that was used; a repository that was made anew, renamed or moved explains the date.
// source: the order of time of both repositories.
// about: Model|Dataset
MATCH (artifact)-[step:DERIVED_FROM]->(base)
WHERE artifact.created_at + duration({days: 1}) < base.created_at
RETURN
  artifact, base,
  CASE
    // A form of the weights under another name may have been announced first, and so may a work of the same publisher.
    WHEN artifact.author = base.author THEN "related"
    WHEN artifact.last_modified >= base.created_at THEN "related"
    ELSE "conflict"
  END AS class,
  ["made " + toString(date(artifact.created_at))] AS claimed,
  ["base made " + toString(date(base.created_at))] AS actual,
  coalesce(step.relation, "undeclared") + " of " + base.id AS evidence,
  [artifact.id, base.id] AS path
