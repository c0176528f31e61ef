// Licences: what each licence reaches and keeps, worked out once from the terms and rule sets
// A step marked `once` runs one time; one marked `repeat` runs with $pass = 0, 1, 2 … until it changes nothing.
// Rule sets that are not `ready` are new or have changed, or what they rest on has; then everything is judged again.

// once: what was judged by other knowledge is forgotten
MATCH (:Profile {ready: false})
WITH count(*) AS changed
WHERE changed > 0
MATCH (old:LicensePair|LicenseStatement)
DETACH DELETE old
RETURN count(*) AS changed;

// once: what was worked out from other terms is forgotten
MATCH (:Profile {ready: false})
WITH count(*) AS changed
WHERE changed > 0
MATCH (:License)-[old:REACHES|CARRIES]->()
DELETE old
RETURN count(*) AS changed;

// once: which terms reach which channel under each rule set that goes by terms
MATCH (profile:Profile {ready: false, terms: true})
MATCH (license:License)-[imposes:IMPOSES]->(term:LicenseTerm)
UNWIND ['copy', 'deriv', 'adapter', 'combine', 'transfer', 'output', 'data', 'use'] AS channel
WITH
  profile, license, imposes, term, channel,
  coalesce([rule IN profile.channel_as WHERE split(rule, ' ')[0] = channel | split(rule, ' ')[1]][0], channel) AS read
WITH
  profile, license, imposes, term, channel, read,
  CASE
    WHEN read IN coalesce(imposes.certain, []) THEN 'certain'
    WHEN read IN coalesce(imposes.unclear, []) THEN 'unclear'
    ELSE 'none'
  END AS stated,
  [rule IN coalesce(profile.reach, [])
    WHERE rule STARTS WITH channel + ' ' AND split(rule, ' ')[2] IN [term.kind, term.code] | split(rule, ' ')[1]]
    AS rules
// A rule set changes how far a term reaches, not what a licence lists.
WHERE stated <> 'none'
WITH profile, license, imposes, term, channel, read, coalesce(rules[-1], stated) AS reach
WHERE reach <> 'none'
ORDER BY term.code
WITH
  profile, license, channel,
  collect(CASE WHEN term.level = 'restriction' AND reach = 'certain' THEN term.code END) AS certain,
  collect(CASE WHEN term.level = 'restriction' AND reach = 'unclear' THEN term.code END) AS unclear,
  collect(CASE WHEN term.level = 'restriction' AND read IN coalesce(imposes.contested, []) THEN term.code END)
    AS contested,
  collect(CASE WHEN term.level = 'notice' AND reach = 'certain' THEN term.code END) AS notices
MERGE (license)-[reaches:REACHES {channel: channel}]->(profile)
SET
  reaches.certain = certain, reaches.unclear = unclear, reaches.contested = contested, reaches.notices = notices
RETURN count(*) AS changed;

// once: a licence keeps its own restrictions, and those of others that its terms satisfy or that it may take over
MATCH (:Profile {ready: false})
WITH count(*) AS profiles
WHERE profiles > 0
MATCH (license:License)-[:IMPOSES]->(term:LicenseTerm {level: 'restriction'})
CALL (license, term) {
  RETURN license AS keeper, '' AS reason
  UNION
  MATCH (term)-[satisfied:SATISFIED_BY]->(:LicenseTerm)<-[:IMPOSES]-(keeper:License)
  RETURN
    keeper AS keeper,
    CASE
      WHEN satisfied.kind = 'full' THEN ''
      WHEN term.kind = 'RO' THEN 'RO_WEAKENED'
      WHEN term.kind = 'UR' THEN 'UR_SUBSET_ONLY'
      WHEN term.kind = 'AUP' THEN 'VERSION_MISMATCH'
      ELSE term.kind + '_WEAKENED'
    END AS reason
  UNION
  MATCH (license)-[becomes:MAY_BECOME]->(keeper:License)
  WHERE term.kind = 'SA'
  RETURN keeper AS keeper, CASE becomes.kind WHEN 'full' THEN '' ELSE 'COMPATIBILITY_CHECK' END AS reason
  UNION
  MATCH (keeper:License {family: license.family})
  WHERE term.kind = 'SA' AND license.or_later_unknown AND keeper.version > license.version
  RETURN keeper AS keeper, 'OR_LATER_UNKNOWN' AS reason
  UNION
  MATCH (keeper:License {family: license.family})
  WHERE term.kind = 'UR' AND EXISTS { (keeper)-[:IMPOSES]->(:LicenseTerm {kind: 'UR'}) }
  RETURN keeper AS keeper, 'UR_SUBSET_ONLY' AS reason
}
// The empty reason, which is no loss at all, sorts first.
WITH keeper, license, term.code AS code, min(reason) AS reason
ORDER BY code
WITH
  keeper, license,
  collect(CASE reason WHEN '' THEN code END) AS terms,
  collect(CASE WHEN reason <> '' THEN reason + ' ' + code END) AS weaker
CREATE (keeper)-[:CARRIES {terms: terms, weaker: weaker}]->(license)
RETURN count(*) AS changed;

// once: the rule sets are ready
MATCH (profile:Profile {ready: false})
SET profile.ready = true
RETURN count(*) AS changed;
