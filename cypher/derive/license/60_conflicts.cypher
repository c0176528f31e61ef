// once: which artifact is in conflict with the licence of which other one, and under which rule sets
// Of several origins of one licence the nearest counts, then the smallest id. Rule sets that say the same share one
// relationship. An artifact whose conflicts are no longer these gets them anew, and none where it has none any more. A
// conflict with the same licence of the same artifact keeps the time when it was first seen.
CALL () {
  CALL () {
    MATCH (verdict:LicenseVerdict)-[:JUDGED {rank: 3}]->(:Profile)
    WITH DISTINCT verdict.id AS id
    ORDER BY id
    RETURN collect(id) AS strong
  }
  CALL () {
    MATCH (artifact)-[edge:DERIVED_FROM]->(upper)
    RETURN artifact, edge, upper
    UNION ALL
    MATCH (artifact)-[edge:TRAINED_ON]->(upper)
    RETURN artifact, edge, upper
    UNION ALL
    MATCH (artifact)-[edge:GENERATED_FROM]->(upper)
    RETURN artifact, edge, upper
    UNION ALL
    MATCH (artifact)-[edge:REUSES]->(upper)
    RETURN artifact, edge, upper
  }
  WITH strong, artifact, edge, upper
  WHERE edge.license_verdict_id IN strong
  MATCH (verdict:LicenseVerdict {id: edge.license_verdict_id})-[:RESTS_ON]->(pair:_LicensePair {rank: 3})
  USING INDEX SEEK verdict:LicenseVerdict(id)
  CALL (artifact, edge, upper, pair) {
    WITH *
    WHERE pair.license IS NULL
    RETURN null AS imposing, upper AS origin, 1 AS hops, artifact.id AS first_drop
    UNION
    MATCH (upper)-[dropped:DROPPED]->(license:License {id: pair.license})
    WHERE pair.id = edge._license_step + ' after ' + dropped._key + ' ' + pair.below
    CALL (dropped) {
      MATCH (origin:Model {id: dropped.origin})
      USING INDEX SEEK origin:Model(id)
      RETURN origin
      UNION ALL
      MATCH (origin:Dataset {id: dropped.origin})
      USING INDEX SEEK origin:Dataset(id)
      RETURN origin
    }
    MATCH (origin)-[:DECLARES]->(license)
    WITH license.id AS imposing, origin, dropped.hops + 1 AS hops, dropped.first_drop AS first_drop
    ORDER BY origin:Dataset
    WITH imposing, hops, first_drop, collect(origin)[0] AS origin
    RETURN imposing, origin, hops, first_drop
  }
  MATCH (pair)-[judged:JUDGED {rank: 3}]->(profile:Profile)
  WITH artifact, profile.name AS profile, upper.id AS above, origin, hops, first_drop, judged,
    coalesce(imposing, judged.upstream, upper.license_statement) AS license,
    imposing IS NOT NULL AS inherited, pair.way = 'beside' AS beside
  ORDER BY hops, origin.id, first_drop, inherited, beside, above
  WITH artifact, profile, license,
    collect([origin, hops, first_drop, above])[0] AS nearest,
    reduce(all = [], one IN collect(judged.lost) | all + [term IN one WHERE NOT term IN all]) AS terms,
    reduce(all = [], one IN collect(CASE WHEN inherited THEN ['INHERITED'] ELSE [] END + judged.codes) |
      all + [code IN one WHERE NOT code IN all]) AS codes,
    min(CASE judged.certainty WHEN 'firm' THEN 0 ELSE 1 END) AS disputed
  ORDER BY profile <> 'default', profile
  WITH artifact, license, nearest, terms, codes, disputed, collect(profile) AS profiles
  WITH artifact, nearest[0] AS origin, {
    profiles: profiles, license: license, terms: terms, codes: codes, certainty: ['firm', 'contested'][disputed],
    hops: nearest[1], first_drop: nearest[2], via: CASE WHEN nearest[1] > 1 THEN nearest[3] END
  } AS conflict
  ORDER BY conflict.hops, origin.id, conflict.license, profiles
  RETURN artifact, collect({origin: origin, conflict: conflict}) AS wanted
  UNION ALL
  MATCH (artifact)-[:CONFLICTS_WITH]->()
  RETURN DISTINCT artifact, [] AS wanted
}
WITH artifact, reduce(all = [], one IN collect(wanted) | all + one) AS wanted
WITH artifact, wanted, COLLECT {
  MATCH (artifact)-[found:CONFLICTS_WITH]->(origin)
  WITH found, origin
  ORDER BY found.hops, origin.id, found.license, found.profiles
  RETURN [origin, found.profiles, coalesce(found.license, ''), found.terms, found.codes, found.certainty, found.hops, found.first_drop,
    coalesce(found.via, '')] AS one
} AS found
WHERE found <> [one IN wanted | [one.origin, one.conflict.profiles, coalesce(one.conflict.license, ''), one.conflict.terms,
  one.conflict.codes, one.conflict.certainty, one.conflict.hops, one.conflict.first_drop, coalesce(one.conflict.via, '')]]
CALL (artifact, wanted) {
  CALL (artifact) {
    MATCH (artifact)-[old:CONFLICTS_WITH]->(origin)
    WITH old, {origin: origin.id, license: coalesce(old.license, ''), seen: old.first_seen} AS one
    DELETE old
    RETURN collect(one) AS before
  }
  UNWIND wanted AS one
  WITH artifact, before, one.origin AS origin, one.conflict AS conflict
  CREATE (artifact)-[new:CONFLICTS_WITH]->(origin)
  SET new = conflict, new.last_seen = $now, new.first_seen = reduce(first = $now, known IN before |
    CASE WHEN known.origin = origin.id AND known.license = coalesce(conflict.license, '') AND known.seen < first
      THEN known.seen ELSE first END)
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
