// Publishers: what the id of an artifact says by itself, whether or not any source describes the artifact
// The part before the slash is the namespace that publishes it; a publisher that a source names counts first.
// Such a relationship has the source `id`. Each step runs once, in transactions of bounded size.

// once: what sources say of publishers stands before what ids say
MATCH (n:Model|Dataset|Space)-[r:PUBLISHED_BY]->(p:Publisher)
WHERE "id" IN r.sources
  AND (size(r.sources) > 1 OR p.name <> n.author OR COUNT { (n)-[:PUBLISHED_BY]->() } > 1)
CALL (r, p) {
  SET r.sources = [one IN r.sources WHERE one <> "id"]
  WITH r, p
  WHERE size(r.sources) = 0
  DELETE r
  WITH p
  WHERE p.last_seen IS NULL AND NOT EXISTS { (p)<-[:PUBLISHED_BY]-() }
  DELETE p
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: every artifact has a name, and the publisher that its id names where no source names one
MATCH (n:Model|Dataset|Space)
WHERE n.name IS NULL OR (n.author IS NOT NULL AND NOT EXISTS { (n)-[:PUBLISHED_BY]->() })
CALL (n) {
  SET n.name = split(n.id, "/")[-1],
      n.author = CASE
        WHEN n.author IS NOT NULL THEN n.author
        WHEN n.id =~ "[A-Za-z0-9][\\w.-]*/[\\w.-]+|[\\w-]+:[\\w.-]+/[\\w./-]+" THEN split(split(n.id, "/")[0], ":")[-1]
      END
  WITH n
  WHERE n.author IS NOT NULL AND NOT EXISTS { (n)-[:PUBLISHED_BY]->() }
  MERGE (p:Publisher {name: n.author})
  ON CREATE SET p.first_seen = n.first_seen
  CREATE (n)-[:PUBLISHED_BY {source: "id", sources: ["id"], first_seen: n.first_seen, last_seen: n.first_seen}]->(p)
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
