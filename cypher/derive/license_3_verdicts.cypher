// Licences: a verdict on every pair of statements that meets on an edge, and what was dropped, carried down edge by edge
// Only what was dropped travels: a term reaches the next artifact if the licence of the upper one imposes it or if it was
// dropped there, and it is dropped again unless the lower licence carries it. A verdict depends on the two statements, on
// the relation and on the channels passed on the way, so it is worked out once for each `LicensePair`, under each rule set.
// The steps marked `cycle` run one after the other with $pass = 0, 1, 2 … until the last of them changes nothing.
// Working values carry the prefix `derive_`. A finding is `<rank><f|c><a|-> CODE`: how strong it is (3 conflict, 2 unknown,
// 1 warning), whether firm or contested, and `a` where it holds whatever the lower licence is.

// once: forget the working values of a run that was cut off
MATCH (pair:LicensePair)
WHERE pair.derive_used IS NOT NULL
REMOVE pair.derive_used
RETURN count(*) AS changed;

// once: forget the judgements of a run that was cut off
MATCH (:LicensePair)-[judged:JUDGED]->()
WHERE judged.derive_findings IS NOT NULL
DELETE judged
RETURN count(*) AS changed;

// once: forget how far a run that was cut off had come
MATCH ()-[dropped:DROPPED]->()
WHERE dropped.derive_pass IS NOT NULL
CALL (dropped) {
  REMOVE dropped.derive_pass
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: which two statements meet on each edge, and how
MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  edge,
  CASE type(edge)
    WHEN 'TRAINED_ON' THEN 'data'
    WHEN 'GENERATED_FROM' THEN 'output'
    WHEN 'REUSES' THEN 'use'
    ELSE CASE
      WHEN edge.channel = 'copy' AND NOT 'copy' IN [edge.relation, coalesce(edge.inferred, '')] THEN 'quantized'
      ELSE coalesce(edge.channel, 'deriv')
    END
  END + ': ' + coalesce(upper.license_statement, '(none)') + ' -> ' + coalesce(lower.license_statement, '(none)') AS id
WHERE edge.license_pair IS NULL OR edge.license_pair <> id
CALL (edge, id) {
  SET edge.license_pair = id
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: pairs of statements that meet beside each other, as parents of one artifact
MATCH (child:Model|Dataset)-[edge:DERIVED_FROM]->(:Model|Dataset)
WHERE COUNT { (child)-[:DERIVED_FROM]->() } > 1
WITH DISTINCT child
MATCH (child)-[edge:DERIVED_FROM]->(parent:Model|Dataset)
WHERE coalesce(edge.channel, 'deriv') = 'deriv' AND parent.license_statement IS NOT NULL
WITH child, parent.license_statement AS statement
ORDER BY statement
WITH child, collect(DISTINCT statement) AS statements
WHERE size(statements) > 1
WITH DISTINCT statements
UNWIND range(0, size(statements) - 2) AS i
UNWIND range(i + 1, size(statements) - 1) AS j
WITH DISTINCT statements[i] AS up, statements[j] AS down
MERGE (pair:LicensePair {id: 'beside: ' + up + ' -> ' + down})
ON CREATE SET pair.way = 'beside', pair.via = 'deriv'
SET pair.derive_used = 0
RETURN count(*) AS changed;

// cycle: in the first pass, pairs of statements that meet on an edge
UNWIND CASE $pass WHEN 0 THEN [0] ELSE [] END AS first
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
WITH DISTINCT edge.license_pair AS id
WITH id, split(id, ': ')[0] AS way
MERGE (pair:LicensePair {id: id})
ON CREATE SET pair.way = way, pair.via = CASE way WHEN 'quantized' THEN 'copy' ELSE way END
SET pair.derive_used = 0
RETURN count(*) AS changed;

// cycle: in later passes, pairs of what was dropped in the last one and the statements below
MATCH (upper:Model|Dataset)-[dropped:DROPPED]->(license:License)
USING INDEX dropped:DROPPED(derive_pass)
WHERE $pass > 0 AND dropped.derive_pass = $pass
MATCH (lower:Model|Dataset|Repository)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  license, dropped, dropped.lost AS terms,
  coalesce(lower.license_statement, '(none)') AS down,
  split(edge.license_pair, ': ')[0] AS way
WITH DISTINCT
  license, terms, down, way,
  reduce(all = '', channel IN [channel IN ['adapter', 'copy', 'data', 'deriv', 'output', 'transfer', 'use']
    WHERE channel IN split(dropped.via, ' ') OR channel = CASE way WHEN 'quantized' THEN 'copy' ELSE way END]
    | all + CASE all WHEN '' THEN '' ELSE ' ' END + channel) AS via
MERGE (pair:LicensePair {
  id: way + ' via ' + via + ': ' + license.id + ' {' + reduce(all = '', term IN terms | all + term + '|') + '} -> ' + down
})
ON CREATE SET pair.way = way, pair.via = via, pair.terms = terms
SET pair.derive_used = coalesce(pair.derive_used, $pass)
RETURN count(*) AS changed;

// cycle: tie new pairs to their statements
MATCH (pair:LicensePair)
WHERE pair.derive_used = $pass AND NOT EXISTS { (pair)-[:UPSTREAM]->() }
WITH pair, split(substring(pair.id, size(split(pair.id, ': ')[0]) + 2), ' -> ') AS sides
MATCH (upstream:LicenseStatement {id: split(sides[0], ' {')[0]})
MATCH (downstream:LicenseStatement {id: sides[1]})
CREATE (pair)-[:UPSTREAM]->(upstream)
CREATE (pair)-[:DOWNSTREAM]->(downstream)
RETURN count(*) AS changed;

// cycle: each alternative of a statement makes a pair of its own
MATCH (pair:LicensePair)
WHERE pair.derive_used = $pass
MATCH (pair)-[:UPSTREAM]->(upstream:LicenseStatement)-[:OFFERS]->(up:LicenseStatement)
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)-[:OFFERS]->(down:LicenseStatement)
WHERE NOT (upstream.single AND downstream.single)
WITH DISTINCT
  pair.way AS way, pair.via AS via, pair.terms AS terms, up, down,
  split(pair.id, ': ')[0] + ': ' + up.id
    + coalesce(' {' + reduce(all = '', term IN pair.terms | all + term + '|') + '}', '') + ' -> ' + down.id AS id
MERGE (part:LicensePair {id: id})
ON CREATE SET part.way = way, part.via = via, part.terms = terms
SET part.derive_used = coalesce(part.derive_used, $pass)
MERGE (part)-[:UPSTREAM]->(up)
MERGE (part)-[:DOWNSTREAM]->(down)
RETURN count(*) AS changed;

// cycle: open a judgement under each rule set that judges the relation
MATCH (pair:LicensePair)-[:UPSTREAM]->(upstream:LicenseStatement {single: true})
WHERE pair.derive_used = $pass
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement {single: true})
MATCH (profile:Profile {ready: true})
WHERE
  (profile.terms OR pair.terms IS NULL AND pair.way <> 'beside')
  AND (profile.relations IS NULL OR any(relation IN profile.relations WHERE relation IN CASE pair.way
    WHEN 'use' THEN ['uses']
    WHEN 'data' THEN ['trained_on']
    WHEN 'output' THEN ['generated_from']
    WHEN 'transfer' THEN ['distilled']
    WHEN 'deriv' THEN ['finetune', 'merge', 'undeclared']
    ELSE [pair.way]
  END))
  AND NOT (coalesce(profile.skip_multiple, false) AND downstream.id CONTAINS ' AND ')
  AND NOT EXISTS { (pair)-[:JUDGED]->(profile) }
CREATE (pair)-[:JUDGED {derive_findings: [], lost: [], unclear: [], identical: upstream = downstream AND downstream.id <> '(none)'}]->(profile)
RETURN count(*) AS changed;

// cycle: an upstream licence that is missing or unknown, unless a matrix knows it
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile)
WHERE judged.derive_findings IS NOT NULL AND pair.way <> 'beside'
MATCH (pair)-[:UPSTREAM]->(upstream:LicenseStatement)
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE CASE
    WHEN profile.terms THEN upstream.unknown_part IS NOT NULL
    ELSE upstream.unknown = 'missing' OR upstream.id + ' no license' IN coalesce(profile.aliases, [])
  END
  AND NOT EXISTS {
    MATCH (upstream)-[:INCLUDES]->(:License)-[matrix:MATRIX]->(:License)<-[:INCLUDES]-(downstream)
    WHERE matrix.profile IN profile.matrices AND NOT pair.way IN ['transfer', 'output', 'data', 'use']
  }
SET judged.derive_findings = judged.derive_findings + (
  CASE WHEN profile.terms THEN '2f-' ELSE CASE profile.missing
    WHEN 'conflict' THEN '3f-' WHEN 'warning' THEN '1f-' WHEN 'compatible' THEN '0f-' ELSE '2f-' END END + ' U_UNKNOWN')
RETURN count(*) AS changed;

// cycle: the terms of the upstream licence that reach the downstream artifact, and whether its licence carries them
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL AND pair.way <> 'beside'
MATCH (pair)-[:UPSTREAM]->(:LicenseStatement)-[:INCLUDES]->(license:License)
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
CALL (downstream, license) {
  OPTIONAL MATCH (downstream)-[:INCLUDES]->(:License)-[carries:CARRIES]->(license)
  RETURN
    reduce(all = [], one IN collect(carries.terms) | all + one) AS kept,
    reduce(all = [], one IN collect(carries.weaker) | all + one) AS weaker
}
CALL (profile, license) {
  MATCH (license)-[reaches:REACHES]->(profile)
  RETURN collect(reaches) AS reaching
}
WITH
  pair, judged, license, kept, weaker, reaching,
  split(pair.via, ' ') AS channels,
  CASE pair.way WHEN 'quantized' THEN 'copy' ELSE pair.way END AS last,
  EXISTS { (downstream)-[:INCLUDES]->(:License {family: license.family}) } AS family
UNWIND coalesce(pair.terms, reduce(all = [], one IN reaching |
  all + [term IN one.certain + one.unclear WHERE NOT term IN all])) AS term
WITH
  pair, judged, license, channels, last, family, reaching, term, split(split(term, ':')[0], '.')[0] AS kind,
  term IN kept AS kept,
  [reason IN weaker WHERE split(reason, ' ')[1] = term | split(reason, ' ')[0]][0] AS weaker
// What may not train another model may not do so by its outputs either, nor by data made of them.
WITH
  pair, judged, license, last, family, term, kind, kept, weaker,
  // Data that a model generated, which train nothing yet.
  'output' IN channels AND NOT any(channel IN channels WHERE channel IN ['data', 'transfer', 'use']) AS generated,
  any(one IN reaching WHERE one.channel IN channels AND term IN one.contested) AS contested,
  [channel IN channels | reduce(best = 0, one IN reaching |
    CASE
      WHEN one.channel <> channel
        AND NOT (kind = 'NT' AND channel IN ['output', 'data'] AND one.channel = 'transfer') THEN best
      WHEN term IN one.certain THEN 2
      WHEN term IN one.unclear AND best = 0 THEN 1
      ELSE best
    END)] AS levels,
  reduce(best = 0, one IN reaching |
    CASE WHEN one.channel <> last THEN best WHEN term IN one.certain THEN 2 WHEN term IN one.unclear THEN 1 ELSE best END)
    AS last_level
WITH
  pair, judged, license, last, family, term, kind, kept, weaker, generated, contested,
  CASE
    WHEN 0 IN levels THEN 0
    // Whether changes may be passed on is a question of the last step, and a copy in the same form is no change.
    WHEN kind = 'ND' THEN CASE pair.way WHEN 'copy' THEN 2 ELSE last_level END
    WHEN 1 IN levels THEN 1
    ELSE 2
  END AS level
WHERE level > 0
WITH
  judged, license, term, level, kept,
  contested OR level = 1 OR license.certainty IN ['uncertain', 'secondary', 'unread'] AS contested,
  CASE
    WHEN kind = 'ND' AND pair.way <> 'copy' THEN [CASE level WHEN 2 THEN 3 ELSE 1 END, 'a', 'ND_DERIVATIVE']
    WHEN kind = 'NT' AND (last IN ['transfer', 'data'] OR generated) AND family THEN null
    WHEN kind = 'NT' AND generated THEN [1, 'a', 'OUTPUT_USE_LIMIT']
    WHEN kind = 'NT' AND last IN ['transfer', 'data'] THEN
      [CASE WHEN level = 2 AND NOT term ENDS WITH ':competing' THEN 3 ELSE 1 END, 'a', 'ACT_PROHIBITED_TRAIN']
    WHEN kept THEN null
    WHEN weaker IS NOT NULL THEN [1, '-', weaker]
    ELSE [CASE level WHEN 2 THEN 3 ELSE 1 END, '-', CASE kind WHEN 'SA' THEN 'SA_BROKEN' ELSE kind + '_DROPPED' END]
  END AS found
WHERE found IS NOT NULL
WITH
  judged, license.id + ' ' + term AS lost, level, kept OR NOT (found[1] = 'a' OR found[2] ENDS WITH '_DROPPED'
    OR found[2] = 'SA_BROKEN') AS carried,
  toString(found[0]) + CASE WHEN contested THEN 'c' ELSE 'f' END + found[1] + ' ' + found[2] AS finding,
  CASE WHEN level = 1 AND found[2] <> 'OUTPUT_USE_LIMIT' AND found[0] = 1
    AND (found[2] ENDS WITH '_DROPPED' OR found[2] IN ['SA_BROKEN', 'ND_DERIVATIVE']) THEN ['1c- REACH_UNCLEAR'] ELSE [] END
    AS remarks
ORDER BY lost
WITH
  judged,
  collect(DISTINCT finding) AS findings, reduce(all = [], one IN collect(remarks) | all + one) AS remarks,
  collect(CASE WHEN NOT carried AND level = 2 THEN lost END) AS lost,
  collect(CASE WHEN NOT carried AND level = 1 THEN lost END) AS unclear
SET
  judged.derive_findings = judged.derive_findings + findings + remarks[..1],
  judged.lost = lost, judged.unclear = unclear
RETURN count(*) AS changed;

// cycle: another version of the same family that keeps every term, and terms that are known in part only
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL AND pair.terms IS NULL AND pair.way <> 'beside'
MATCH (pair)-[:UPSTREAM]->(:LicenseStatement)-[:INCLUDES]->(license:License)
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)-[:INCLUDES]->(lower:License)
WHERE NOT EXISTS { (downstream)-[:INCLUDES]->(license) } AND EXISTS { (license)<-[:CARRIES]-() }
WITH
  judged,
  CASE WHEN lower.family = license.family AND lower.version <> license.version
    AND size(judged.lost) + size(judged.unclear) = 0
    AND NOT EXISTS { (license)-[:MAY_BECOME {kind: 'full'}]->(lower) }
    AND EXISTS { MATCH (license)-[reaches:REACHES {channel: CASE pair.way WHEN 'quantized' THEN 'copy' ELSE pair.way END}]
        ->(profile) WHERE size(reaches.certain) + size(reaches.unclear) > 0 }
    THEN '1f- VERSION_MISMATCH' END AS version,
  CASE WHEN NOT coalesce(license.terms_known, false) AND coalesce(license.class, 'unknown') <> 'unknown'
    THEN '1c- TERMS_INCOMPLETE' END AS incomplete
WITH judged, collect(DISTINCT version) + collect(DISTINCT incomplete) AS findings
WHERE size(findings) > 0
SET judged.derive_findings = judged.derive_findings + findings
RETURN count(*) AS changed;

// cycle: an unknown downstream licence leaves open what depends on it
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile)
WHERE judged.derive_findings IS NOT NULL AND pair.way <> 'beside'
MATCH (pair)-[:UPSTREAM]->(upstream:LicenseStatement)
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE CASE
    WHEN profile.terms THEN downstream.unknown IS NOT NULL
    ELSE downstream.unknown = 'missing' OR downstream.id + ' no license' IN coalesce(profile.aliases, [])
  END
  AND NOT EXISTS {
    MATCH (upstream)-[:INCLUDES]->(:License)-[matrix:MATRIX]->(:License)<-[:INCLUDES]-(downstream)
    WHERE matrix.profile IN profile.matrices AND NOT pair.way IN ['transfer', 'output', 'data', 'use']
  }
SET judged.derive_findings =
  [finding IN judged.derive_findings WHERE finding STARTS WITH '2' OR substring(finding, 2, 1) = 'a']
  + (CASE WHEN profile.terms THEN '2f-' ELSE CASE profile.missing
    WHEN 'conflict' THEN '3f-' WHEN 'warning' THEN '1f-' WHEN 'compatible' THEN '0f-' ELSE '2f-' END END + ' D_UNKNOWN')
RETURN count(*) AS changed;

// cycle: what is carried by none of several licences may be carried by one among them that is not known
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL AND pair.way <> 'beside'
  AND any(finding IN judged.derive_findings WHERE finding STARTS WITH '3' AND substring(finding, 2, 1) = '-')
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE downstream.unknown IS NULL AND EXISTS {
  MATCH (downstream)-[:INCLUDES]->(lower:License)
  WHERE coalesce(lower.class, 'unknown') = 'unknown'
}
SET judged.derive_findings =
  [finding IN judged.derive_findings WHERE NOT (finding STARTS WITH '3' AND substring(finding, 2, 1) = '-')]
  + '2f- D_UNKNOWN'
RETURN count(*) AS changed;

// cycle: matrices beside the terms, for software licences whose material moves on; known exceptions come first
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL AND pair.terms IS NULL
  AND pair.way IN ['copy', 'quantized', 'deriv', 'adapter', 'combine']
MATCH (pair)-[:UPSTREAM]->(:LicenseStatement)-[:INCLUDES]->(license:License)
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE NOT EXISTS { (downstream)-[:INCLUDES]->(license) }
MATCH (downstream)-[:INCLUDES]->(lower:License)
WHERE NOT EXISTS { (license)-[:MAY_BECOME]->(lower) }
MATCH (license)-[matrix:MATRIX]->(lower)
WHERE matrix.profile IN profile.matrices
WITH judged, license, [word IN profile.matrix_verdicts WHERE substring(word, size(split(word, ' ')[0]) + 1)
  = matrix.verdict | split(word, ' ')[0]][0] AS verdict
WITH judged, license, min(CASE verdict WHEN 'conflict' THEN 3 WHEN 'unknown' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END) AS rank
WHERE rank > 0
WITH judged, collect(DISTINCT toString(rank) + 'f- ' + ['', 'MATRIX_CHECK', 'MATRIX_UNKNOWN', 'MATRIX_CONFLICT'][rank])
  AS findings
SET judged.derive_findings = judged.derive_findings + findings
RETURN count(*) AS changed;

// cycle: rule sets that go by matrices alone
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile {terms: false})
WHERE judged.derive_findings = []
MATCH (pair)-[:UPSTREAM]->(:LicenseStatement)-[:INCLUDES]->(license:License)
MATCH (pair)-[:DOWNSTREAM]->(:LicenseStatement)-[:INCLUDES]->(lower:License)
WITH
  judged, profile, license, lower,
  coalesce([alias IN profile.aliases WHERE split(alias, ' ')[0] = license.id
    | substring(alias, size(license.id) + 1)][0], license.id) AS up,
  coalesce([alias IN profile.aliases WHERE split(alias, ' ')[0] = lower.id
    | substring(alias, size(lower.id) + 1)][0], lower.id) AS down
// A rule set with aliases compares names as they are written.
OPTIONAL MATCH (license)-[matrix:MATRIX]->(lower)
WHERE matrix.profile IN profile.matrices
  AND (size(coalesce(profile.aliases, [])) = 0 OR matrix.written IS NULL OR matrix.written = up + ' ' + down)
WITH
  judged, license, up = down AS identical,
  CASE
    WHEN up = down AND coalesce(profile.identical, 'go_on') <> 'go_on' THEN profile.identical
    WHEN matrix IS NULL THEN coalesce(profile.absent_pair, 'unknown')
    ELSE coalesce([word IN profile.matrix_verdicts WHERE substring(word, size(split(word, ' ')[0]) + 1)
      = matrix.verdict | split(word, ' ')[0]][0], 'unknown')
  END AS verdict,
  matrix IS NULL AS absent
WITH judged, license, identical, absent,
  CASE verdict WHEN 'conflict' THEN 3 WHEN 'unknown' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END AS rank
WITH judged, license,
  min([rank, CASE rank WHEN 0 THEN '' ELSE CASE WHEN absent THEN 'NOT_IN_MATRIX'
    ELSE ['', 'MATRIX_CHECK', 'MATRIX_UNKNOWN', 'MATRIX_CONFLICT'][rank] END END]) AS best,
  any(one IN collect(identical) WHERE one) AS identical
WITH judged, collect(DISTINCT CASE WHEN best[0] > 0 THEN toString(best[0]) + 'f- ' + best[1] END) AS findings,
  all(one IN collect(identical) WHERE one) AS identical
SET judged.derive_findings = findings, judged.identical = identical
RETURN count(*) AS changed;

// cycle: words to display, and names, that the downstream licence no longer asks for
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL AND pair.terms IS NULL AND pair.way <> 'beside'
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE downstream.unknown IS NULL
MATCH (pair)-[:UPSTREAM]->(:LicenseStatement)-[:INCLUDES]->(license:License)
MATCH (license)-[reaches:REACHES {channel: CASE pair.way WHEN 'quantized' THEN 'copy' ELSE pair.way END}]->(profile)
UNWIND [code IN reaches.notices WHERE code STARTS WITH 'BR:' OR code STARTS WITH 'NAME:'] AS code
WITH judged, downstream, code
WHERE NOT EXISTS {
  MATCH (downstream)-[:INCLUDES]->(:License)-[:IMPOSES]->(:LicenseTerm)<-[:SATISFIED_BY]-(:LicenseTerm {code: code})
}
WITH judged, collect(DISTINCT '1f- ' + split(code, ':')[0] + '_DROPPED') AS findings
SET judged.derive_findings = judged.derive_findings + findings
RETURN count(*) AS changed;

// cycle: a copy may not be relabelled
MATCH (pair:LicensePair)-[judged:JUDGED]->(:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL AND pair.terms IS NULL AND pair.way IN ['copy', 'quantized']
MATCH (pair)-[:UPSTREAM]->(upstream:LicenseStatement)
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE upstream.unknown_part IS NULL AND downstream.unknown IS NULL AND EXISTS {
  MATCH (upstream)-[:INCLUDES]->(license:License)
  WHERE license.class <> 'public_domain' AND NOT EXISTS { (downstream)-[:INCLUDES]->(license) }
}
SET judged.derive_findings = judged.derive_findings + '1f- RELABEL_OF_COPY'
RETURN count(*) AS changed;

// cycle: beside a copyleft licence, no other that all apply may restrict further
MATCH (pair:LicensePair)-[judged:JUDGED]->(profile:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL AND pair.terms IS NULL
  AND pair.way IN ['copy', 'quantized', 'deriv', 'adapter', 'combine']
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE downstream.id CONTAINS ' AND ' AND EXISTS {
  MATCH (downstream)-[:INCLUDES]->(copyleft:License)-[:IMPOSES]->(:LicenseTerm {kind: 'SA'})
  MATCH (downstream)-[:INCLUDES]->(other:License)-[:IMPOSES]->(term:LicenseTerm {level: 'restriction'})
  WHERE other <> copyleft AND term.kind <> 'SA' AND NOT EXISTS {
    MATCH (copyleft)-[carries:CARRIES]->(other)
    WHERE term.code IN carries.terms
  }
}
SET judged.derive_findings = judged.derive_findings + '3f- EXTRA_RESTRICTION'
RETURN count(*) AS changed;

// cycle: two parents that no licence can reconcile: one asks for the same licence, the other for what that one lacks
MATCH (pair:LicensePair {way: 'beside'})-[judged:JUDGED]->(profile:Profile {terms: true})
WHERE judged.derive_findings IS NOT NULL
MATCH (pair)-[:UPSTREAM]->(:LicenseStatement)-[:INCLUDES]->(one:License)
MATCH (pair)-[:DOWNSTREAM]->(:LicenseStatement)-[:INCLUDES]->(two:License)
UNWIND [[one, two], [two, one]] AS sides
WITH judged, profile, sides[0] AS copyleft, sides[1] AS other
MATCH (copyleft)-[same:REACHES {channel: 'deriv'}]->(profile)<-[foreign:REACHES {channel: 'deriv'}]-(other)
WHERE copyleft <> other AND any(term IN same.certain WHERE term STARTS WITH 'SA')
CALL (copyleft, other) {
  OPTIONAL MATCH (copyleft)-[carries:CARRIES]->(other)
  OPTIONAL MATCH (other)-[back:CARRIES]->(copyleft)
  RETURN
    coalesce(carries.terms, []) + [one IN coalesce(carries.weaker, []) | split(one, ' ')[1]] AS kept,
    [one IN coalesce(back.terms, []) + [one IN coalesce(back.weaker, []) | split(one, ' ')[1]]
      WHERE one STARTS WITH 'SA'] AS taken_over
}
WITH judged, copyleft, other, kept, taken_over, foreign
// Where the other licence may take over what the copyleft one asks for, its own terms stay with it.
WHERE size(taken_over) = 0 AND any(term IN foreign.certain WHERE NOT term IN kept)
WITH judged, min(CASE WHEN copyleft.certainty IN ['uncertain', 'secondary', 'unread']
  OR other.certainty IN ['uncertain', 'secondary', 'unread'] THEN '3ca' ELSE '3fa' END) AS rank
SET judged.derive_findings = judged.derive_findings + (rank + ' IRRECONCILABLE_PARENTS')
RETURN count(*) AS changed;

// cycle: the strongest finding is the verdict
MATCH (pair:LicensePair)-[judged:JUDGED]->(:Profile)
WHERE judged.derive_findings IS NOT NULL
UNWIND CASE judged.derive_findings WHEN [] THEN ['0f-'] ELSE judged.derive_findings END AS finding
WITH DISTINCT judged, finding
ORDER BY left(finding, 1) DESC, substring(finding, 4)
WITH judged, collect(finding) AS findings
WITH
  judged, toInteger(left(findings[0], 1)) AS rank,
  any(one IN findings WHERE left(one, 1) = left(findings[0], 1) AND substring(one, 1, 1) = 'f') AS firm,
  [one IN findings WHERE size(one) > 4 | substring(one, 4)] AS codes
SET
  judged.rank = rank,
  judged.verdict = ['compatible', 'warning', 'unknown', 'conflict'][rank],
  judged.codes = reduce(all = [], code IN codes | all + CASE WHEN code IN all THEN [] ELSE [code] END),
  judged.certainty = CASE WHEN firm THEN 'firm' ELSE 'contested' END
REMOVE judged.derive_findings
RETURN count(*) AS changed;

// cycle: of alternatives upstream the best counts, of alternatives downstream the worst; lists are read both ways
MATCH (pair:LicensePair)-[:UPSTREAM]->(upstream:LicenseStatement)
WHERE pair.derive_used = $pass
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
WHERE NOT (upstream.single AND downstream.single)
MATCH (upstream)-[up_offers:OFFERS]->(up:LicenseStatement)
MATCH (downstream)-[down_offers:OFFERS]->(down:LicenseStatement)
MATCH (part:LicensePair {id: split(pair.id, ': ')[0] + ': ' + up.id
  + coalesce(' {' + reduce(all = '', term IN pair.terms | all + term + '|') + '}', '') + ' -> ' + down.id})
MATCH (part)-[judged:JUDGED]->(profile:Profile)
WHERE NOT EXISTS { (pair)-[:JUDGED]->(profile) }
  AND NOT coalesce(profile.skip_multiple, false)
UNWIND up_offers.readings AS up_reading
UNWIND down_offers.readings AS down_reading
WITH pair, upstream, downstream, profile, up_reading, down_reading, up, judged
ORDER BY CASE pair.way WHEN 'beside' THEN judged.rank ELSE -judged.rank END, judged.lost, up.id
WITH pair, upstream, downstream, profile, up_reading, down_reading, up, collect(judged)[0] AS worst
ORDER BY worst.rank, up.id
WITH pair, upstream, downstream, profile, up_reading, down_reading, collect(worst)[0] AS best
ORDER BY up_reading, down_reading
WITH
  pair, upstream, downstream, profile, collect(best) AS readings,
  upstream.contradicted OR downstream.contradicted AS contradicted
WITH
  pair, upstream, downstream, profile, readings, contradicted, readings[0] AS first,
  any(reading IN readings WHERE reading.rank <> readings[0].rank) AS ambiguous
WITH
  pair, upstream, downstream, profile, readings, contradicted, first, ambiguous,
  CASE WHEN ambiguous THEN 1 WHEN contradicted AND first.rank = 0 THEN 1 ELSE first.rank END AS rank
CREATE (pair)-[:JUDGED {
  rank: rank,
  verdict: ['compatible', 'warning', 'unknown', 'conflict'][rank],
  codes: CASE WHEN ambiguous THEN ['LIST_AMBIGUOUS'] ELSE [] END
    + CASE WHEN contradicted AND rank < 2 THEN ['METADATA_CONTRADICTION'] ELSE [] END
    + reduce(all = [], reading IN readings | all + [code IN reading.codes WHERE NOT code IN all])
    + CASE WHEN contradicted AND rank > 1 THEN ['METADATA_CONTRADICTION'] ELSE [] END,
  certainty: CASE WHEN ambiguous THEN 'firm' ELSE first.certainty END,
  identical: upstream = downstream,
  lost: CASE WHEN ambiguous THEN [] ELSE first.lost END,
  unclear: CASE WHEN ambiguous THEN reduce(all = [], reading IN readings |
    all + [term IN reading.lost + reading.unclear WHERE NOT term IN all]) ELSE first.unclear END
}]->(profile)
RETURN count(*) AS changed;

// cycle: a rule set that leaves several licences out skips them downstream, and judges each by itself upstream
MATCH (profile:Profile {ready: true, skip_multiple: true})
MATCH (pair:LicensePair)-[:UPSTREAM]->(upstream:LicenseStatement)
WHERE pair.derive_used = $pass AND pair.terms IS NULL AND pair.way <> 'beside'
  AND (profile.relations IS NULL OR any(relation IN profile.relations WHERE relation IN CASE pair.way
    WHEN 'use' THEN ['uses']
    WHEN 'data' THEN ['trained_on']
    WHEN 'output' THEN ['generated_from']
    WHEN 'transfer' THEN ['distilled']
    WHEN 'deriv' THEN ['finetune', 'merge', 'undeclared']
    ELSE [pair.way]
  END))
  AND NOT EXISTS { (pair)-[:JUDGED]->(profile) }
MATCH (pair)-[:DOWNSTREAM]->(downstream:LicenseStatement)
MATCH (upstream)-[:OFFERS]->(up:LicenseStatement)
WHERE upstream.single OR NOT up.id CONTAINS ' AND '
OPTIONAL MATCH (downstream)-[:OFFERS]->(:LicenseStatement)-[:INCLUDES]->(several:License)
WITH pair, up, profile, downstream, count(DISTINCT several) AS licenses
OPTIONAL MATCH (downstream)-[:OFFERS]->(down:LicenseStatement)
WITH pair, up, profile, licenses, collect(down.id)[0] AS down
OPTIONAL MATCH (:LicensePair {id: pair.way + ': ' + up.id + ' -> ' + down})-[judged:JUDGED]->(profile)
WITH pair, up, profile, licenses > 1 AS skipped, judged
WHERE skipped OR judged IS NOT NULL
CREATE (pair)-[:JUDGED {
  rank: CASE WHEN skipped THEN -1 ELSE judged.rank END,
  verdict: CASE WHEN skipped THEN 'skipped' ELSE judged.verdict END,
  codes: CASE WHEN skipped THEN ['SEVERAL_LICENSES'] ELSE judged.codes END,
  certainty: 'firm',
  identical: NOT skipped AND judged.identical,
  upstream: up.id, lost: [], unclear: []
}]->(profile)
RETURN count(*) AS changed;

// cycle: what is lost under some rule set, and of that what is lost under `default`
MATCH (pair:LicensePair)
WHERE pair.derive_used = $pass AND pair.way <> 'beside' AND NOT EXISTS { (pair)-[:LOSES]->() }
MATCH (pair)-[judged:JUDGED]->(profile:Profile {terms: true})
UNWIND judged.lost + judged.unclear AS loss
WITH
  pair, split(loss, ' ')[0] AS id, substring(loss, size(split(loss, ' ')[0]) + 1) AS term,
  profile.name = 'default' AND loss IN judged.lost AS certain,
  profile.name = 'default' AND NOT loss IN judged.lost AS unclear
ORDER BY term
WITH
  pair, id, collect(DISTINCT term) AS terms,
  collect(DISTINCT CASE WHEN certain THEN term END) AS certain,
  collect(DISTINCT CASE WHEN unclear THEN term END) AS unclear
MATCH (license:License {id: id})
CREATE (pair)-[:LOSES {terms: terms, certain: certain, unclear: unclear}]->(license)
RETURN count(*) AS changed;

// cycle: in the first pass, what is dropped where two licences meet
UNWIND CASE $pass WHEN 0 THEN [0] ELSE [] END AS first
MATCH (pair:LicensePair)-[:LOSES]->(:License)
WHERE pair.derive_used = 0 AND pair.terms IS NULL
WITH first, collect(DISTINCT pair.id) AS losing
MATCH (lower)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WHERE edge.license_pair IN losing
MATCH (pair:LicensePair {id: edge.license_pair})-[loses:LOSES]->(license:License)
WITH
  lower, license, pair.via AS via, min(upper.id) AS origin, coalesce(lower.id, lower.name) AS first_drop,
  collect(DISTINCT loses) AS losses
WITH
  lower, license, via, origin, first_drop,
  CASE size(losses) WHEN 1 THEN losses[0].terms ELSE COLLECT {
    UNWIND losses AS one UNWIND one.terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS lost,
  CASE size(losses) WHEN 1 THEN losses[0].certain ELSE COLLECT {
    UNWIND losses AS one UNWIND one.certain AS term WITH DISTINCT term ORDER BY term RETURN term } END AS certain,
  CASE size(losses) WHEN 1 THEN losses[0].unclear ELSE COLLECT {
    UNWIND losses AS one UNWIND one.unclear AS term WITH DISTINCT term ORDER BY term RETURN term } END AS unclear
WITH lower, license, via, origin, first_drop, lost, certain, [term IN unclear WHERE NOT term IN certain] AS unclear
CALL (lower, license, via, origin, first_drop, lost, certain, unclear) {
  MERGE (lower)-[dropped:DROPPED {via: via}]->(license)
  WITH dropped, origin, first_drop, lost, certain, unclear,
    dropped.lost IS NULL OR dropped.lost <> lost OR dropped.terms <> certain OR dropped.unclear <> unclear
      OR [dropped.hops, dropped.origin, dropped.first_drop] <> [1, origin, first_drop] AS differs
  FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END |
    SET
      dropped.lost = lost, dropped.terms = certain, dropped.unclear = unclear, dropped.hops = 1, dropped.origin = origin,
      dropped.first_drop = first_drop)
  SET dropped.derive_pass = 1
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// cycle: in later passes, what was dropped in the last one reaches the artifacts below
MATCH (upper:Model|Dataset)-[dropped:DROPPED]->(license:License)
USING INDEX dropped:DROPPED(derive_pass)
WHERE $pass > 0 AND dropped.derive_pass = $pass
MATCH (lower:Model|Dataset|Repository)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  lower, license, dropped, dropped.lost AS terms,
  coalesce(lower.license_statement, '(none)') AS down,
  split(edge.license_pair, ': ')[0] AS way
WITH
  lower, license, dropped, terms, down, way,
  reduce(all = '', channel IN [channel IN ['adapter', 'copy', 'data', 'deriv', 'output', 'transfer', 'use']
    WHERE channel IN split(dropped.via, ' ') OR channel = CASE way WHEN 'quantized' THEN 'copy' ELSE way END]
    | all + CASE all WHEN '' THEN '' ELSE ' ' END + channel) AS via
MATCH (pair:LicensePair {
  id: way + ' via ' + via + ': ' + license.id + ' {' + reduce(all = '', term IN terms | all + term + '|') + '} -> ' + down
})-[loses:LOSES]->(license)
WITH
  lower, license, via,
  min([dropped.hops + 1, dropped.origin, dropped.first_drop]) AS nearest,
  collect(DISTINCT loses) AS losses
OPTIONAL MATCH (lower)-[known:DROPPED {via: via}]->(license)
WHERE known.derive_pass IS NOT NULL
WITH
  lower, license, via, known,
  CASE
    WHEN known IS NULL OR nearest[0] < known.hops
      OR nearest[0] = known.hops AND nearest[1] < known.origin
      OR nearest[0] = known.hops AND nearest[1] = known.origin AND nearest[2] < known.first_drop
    THEN nearest
    ELSE [known.hops, known.origin, known.first_drop]
  END AS nearest,
  CASE WHEN known IS NULL AND size(losses) = 1 THEN losses[0].terms ELSE COLLECT {
    UNWIND [coalesce(known.lost, [])] + [one IN losses | one.terms] AS terms
    UNWIND terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS lost,
  CASE WHEN known IS NULL AND size(losses) = 1 THEN losses[0].certain ELSE COLLECT {
    UNWIND [coalesce(known.terms, [])] + [one IN losses | one.certain] AS terms
    UNWIND terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS certain,
  CASE WHEN known IS NULL AND size(losses) = 1 THEN losses[0].unclear ELSE COLLECT {
    UNWIND [coalesce(known.unclear, [])] + [one IN losses | one.unclear] AS terms
    UNWIND terms AS term WITH DISTINCT term ORDER BY term RETURN term } END AS unclear
WITH lower, license, via, known, nearest, lost, certain, [term IN unclear WHERE NOT term IN certain] AS unclear
WHERE known IS NULL OR size(lost) > size(known.lost) OR size(certain) > size(known.terms)
  OR size(unclear) > size(known.unclear) OR nearest <> [known.hops, known.origin, known.first_drop]
CALL (lower, license, via, nearest, lost, certain, unclear) {
  MERGE (lower)-[now:DROPPED {via: via}]->(license)
  WITH now, nearest, lost, certain, unclear,
    now.lost IS NULL OR now.lost <> lost OR now.terms <> certain OR now.unclear <> unclear
      OR [now.hops, now.origin, now.first_drop] <> nearest AS differs
  FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END |
    SET
      now.lost = lost, now.terms = certain, now.unclear = unclear, now.hops = nearest[0], now.origin = nearest[1],
      now.first_drop = nearest[2])
  SET now.derive_pass = $pass + 1
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// cycle: go on as long as something was dropped in this pass
MATCH ()-[dropped:DROPPED]->()
USING INDEX dropped:DROPPED(derive_pass)
WHERE dropped.derive_pass = $pass + 1
RETURN count(*) AS changed;

// once: what is no longer dropped
MATCH ()-[dropped:DROPPED]->()
WHERE dropped.derive_pass IS NULL
CALL (dropped) {
  DELETE dropped
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: clear the marks of the passes
MATCH ()-[dropped:DROPPED]->()
WHERE dropped.derive_pass IS NOT NULL
CALL (dropped) {
  REMOVE dropped.derive_pass
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;

// once: forget pairs that meet nowhere any more
MATCH (pair:LicensePair)
WHERE pair.derive_used IS NULL AND NOT pair.way IN ['name', 'vendor']
DETACH DELETE pair
RETURN count(*) AS changed;

// once: clear the marks of use
MATCH (pair:LicensePair)
REMOVE pair.derive_used
RETURN count(*) AS changed;
