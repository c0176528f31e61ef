// Many rest on a publisher that nobody has verified
// meaning: Others of other publishers are made from it, or code loads it, and the Hub has not verified who publishes it: the name alone says who that is.
// severity: low
// remedy: Make sure who is behind the namespace, pin what is used to a commit, and keep a copy.
// source: what the Hub says of the publisher (`load publishers`); at least 10 artifacts below, or code that loads it.
// about: Model|Dataset
MATCH (artifact)-[:PUBLISHED_BY]->(publisher:Publisher {verified: false})
WITH artifact, publisher, coalesce(artifact.lineage_descendants, 0) AS below, COUNT { (artifact)<-[:REUSES]-() } AS code
WHERE below >= 10 OR code > 0
RETURN
  artifact, null AS base,
  "risk" AS class,
  [coalesce(publisher.kind, "publisher") + " " + publisher.name] AS claimed,
  ["not verified"] AS actual,
  below + " artifacts below, " + code + " repositories load it" AS evidence,
  null AS path
