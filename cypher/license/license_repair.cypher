// Licences that resolve the conflicts of an artifact
// question: Which licences could an artifact declare without a conflict with what is above it?
// grain: one row per licence without conflict
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   profile (STRING): rule set that goes by terms
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   license (STRING): licence that it could declare
//   verdict_if_chosen (STRING): compatible, warning, or unknown where a licence above is missing or not known
// source: The repair suggestion of Jewitt et al., License Drift, arXiv 2509.09873.
// notes: >-
//   What an artifact above declares comes first, then permissive licences, then later versions of what is declared above.
//   Licences of vendors of nothing that it is made from, families, and licences whose terms are not known are not proposed. No row means that no
//   licence can help: an act is forbidden, or two parents cannot be reconciled; or that the licence of nothing above is
//   known. Not legal advice.
:param artifact => "deepseek-ai/DeepSeek-R1-Distill-Llama-8B";
:param profile => "default";
:param max_rows => 200;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
WITH artifact
WHERE NOT EXISTS {
  MATCH (artifact)-[edge:DERIVED_FROM]->()
  UNWIND edge._license_also AS id
  MATCH (:_LicensePair {id: id, way: "beside"})-[:JUDGED {rank: 3}]->(:Profile {name: $profile})
}
MATCH (profile:Profile {name: $profile})
OPTIONAL MATCH (artifact)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper:Model|Dataset)
WITH artifact, profile, upper, edge._license_way AS way
WITH artifact, profile, upper, way, CASE way WHEN "quantized" THEN "copy" ELSE way END AS channel
CALL (upper, channel) {
  MATCH (upper)-[:DECLARES]->(imposing:License)
  RETURN
    imposing, [channel] AS channels, null AS only,
    // Terms whose condition the artifact does not meet are not asked.
    COLLECT {
      MATCH (imposing)-[imposes:IMPOSES]->(term:LicenseTerm)
      WHERE "not " + imposes.condition IN upper.license_conditions
      RETURN term.code AS code
    } AS spared
  UNION
  MATCH (upper)-[dropped:DROPPED]->(imposing:License)
  RETURN imposing, dropped.channels + channel AS channels, dropped.lost AS only, [] AS spared
  UNION
  WITH upper
  WHERE upper.license_statement IS NULL
  RETURN null AS imposing, [] AS channels, null AS only, [] AS spared
}
CALL (imposing, profile, channels, only, spared, way, channel) {
  WITH
    channels,
    CASE WHEN imposing IS NULL THEN [] ELSE [(imposing)-[reaches:REACHES]->(profile) | reaches] END AS reaching
  UNWIND reduce(all = [""], one IN reaching |
    all + [term IN one.certain + one.unclear WHERE NOT term IN all + spared AND (only IS NULL OR term IN only)]) AS term
  WITH DISTINCT term, split(split(term, ":")[0], ".")[0] AS kind, channels, reaching
  WITH term, kind,
    "output" IN channels AND NOT any(one IN channels WHERE one IN ["data", "transfer", "use"]) AS generated,
    reduce(best = 0, one IN reaching |
      CASE WHEN one.channel <> channel THEN best WHEN term IN one.certain THEN 2 WHEN term IN one.unclear THEN 1
        ELSE best END) AS last_level,
    [step IN channels | reduce(best = 0, one IN reaching |
      CASE
        WHEN one.channel <> step
          AND NOT (kind = "NT" AND step IN ["output", "data"] AND one.channel = "transfer") THEN best
        WHEN term IN one.certain THEN 2
        WHEN term IN one.unclear AND best = 0 THEN 1
        ELSE best
      END)] AS levels
  WITH term, kind, generated,
    CASE
      WHEN term = "" OR 0 IN levels THEN 0
      WHEN kind = "ND" THEN CASE way WHEN "copy" THEN 2 ELSE last_level END
      WHEN 1 IN levels THEN 1
      ELSE 2
    END AS level
  ORDER BY term
  RETURN collect(CASE WHEN level > 0 THEN [term, level, CASE
    WHEN kind = "ND" AND way <> "copy" THEN "act"
    WHEN kind = "NT" AND generated THEN "limit"
    WHEN kind = "NT" AND way IN ["transfer", "data"] THEN CASE WHEN term ENDS WITH ":competing" THEN "limit" ELSE "train" END
    ELSE "carry"
  END] END) AS asked
}
// A vendor's licence is for what is made from its works, not for what is only trained on them or uses them.
WITH DISTINCT
  artifact, profile, way, imposing, asked, only IS NULL AS direct,
  any(one IN channels WHERE one IN ["data", "output", "use"]) AS used
ORDER BY imposing.id, way, direct, used
WITH artifact, profile, collect([imposing, asked, way, direct, used]) AS above
UNWIND [one IN above WHERE size(one[0].proposals) > 0] AS one
WITH artifact, profile, above, one[0] AS base, one[4] AS used
UNWIND range(0, size(base.proposals) - 1) AS i
MATCH (license:License {id: base.proposals[i]})
WHERE NOT (used AND license.class IN ["community", "research"])
WITH artifact, profile, above, license, min(base.places[i]) AS place, min(i) AS turn
CALL (artifact, license, above, profile) {
  UNWIND above AS one
  WITH artifact, license, profile, one[0] AS imposing, one[1] AS asked, one[2] AS way, one[3] AS direct
  OPTIONAL MATCH (license)-[carries:CARRIES]->(imposing)
  OPTIONAL MATCH (imposing)-[matrix:MATRIX]->(license)
  WHERE
    matrix.profile IN profile.matrices AND direct AND way IN ["copy", "quantized", "deriv", "adapter", "combine"]
    AND imposing <> license AND NOT EXISTS { (imposing)-[:MAY_BECOME]->(license) }
  WITH
    artifact, license, profile, imposing, asked, way, direct, carries,
    CASE way WHEN "quantized" THEN "copy" ELSE way END AS channel,
    max([i IN range(0, size(profile.matrix_words) - 1) WHERE profile.matrix_words[i] = matrix.verdict
      | CASE profile.matrix_verdicts[i] WHEN "conflict" THEN 3 WHEN "unknown" THEN 2 WHEN "warning" THEN 1 ELSE 0 END][0]) AS cell
  WITH
    cell,
    CASE
      WHEN imposing IS NULL THEN 2
      WHEN imposing.class = "unknown" THEN 2
      WHEN NOT (imposing.terms_known OR EXISTS { (imposing)-[:IMPOSES]->(:LicenseTerm {level: "restriction"}) }) THEN 2
      WHEN direct AND way IN ["copy", "quantized"] AND imposing <> license AND imposing.class <> "public_domain" THEN 1
      WHEN direct AND imposing <> license AND imposing.family = license.family AND imposing.version <> license.version
        AND size(asked) > 0 AND NOT EXISTS { (imposing)-[:MAY_BECOME {kind: "full"}]->(license) } THEN 1
      WHEN direct AND imposing <> license AND NOT imposing.terms_known THEN 1
      WHEN direct AND EXISTS {
        MATCH (imposing)-[reaches:REACHES {channel: channel}]->(profile)
        UNWIND [code IN reaches.notices WHERE code STARTS WITH "NAME:" OR code STARTS WITH "BR:"] AS code
        WITH code
        WHERE
          (artifact:Model AND code STARTS WITH "NAME:" AND NOT
            replace(replace(toLower(split(artifact.id, "/")[-1]), "-", " "), "_", " ")
              STARTS WITH toLower(substring(code, 5)))
          OR NOT (
            EXISTS { (license)-[:IMPOSES]->(:LicenseTerm {code: code}) }
            OR EXISTS { (license)-[:IMPOSES]->(:LicenseTerm)<-[:SATISFIED_BY]-(:LicenseTerm {code: code}) }
          )
        RETURN code
      } THEN 1
      ELSE 0
    END AS remark,
    reduce(worst = 0, ask IN asked |
      CASE
        WHEN worst = 3 THEN 3
        WHEN ask[2] = "act" THEN CASE ask[1] WHEN 2 THEN 3 ELSE 1 END
        WHEN ask[2] IN ["train", "limit"] AND imposing.family = license.family THEN worst
        WHEN ask[2] = "train" THEN CASE ask[1] WHEN 2 THEN 3 ELSE 1 END
        WHEN ask[2] = "limit" THEN 1
        WHEN imposing = license OR ask[0] IN coalesce(carries.terms, []) THEN worst
        WHEN ask[0] IN coalesce(carries.weaker, []) THEN 1
        WHEN ask[1] = 2 THEN 3
        ELSE 1
      END) AS rank
  RETURN max(CASE WHEN rank >= remark AND rank >= coalesce(cell, 0) THEN rank
    WHEN remark >= coalesce(cell, 0) THEN remark ELSE cell END) AS rank
}
WITH
  artifact,
  license,
  place,
  turn,
  rank,
  COUNT { (license)-[:IMPOSES]->(:LicenseTerm {level: "restriction"}) } AS restrictions
WHERE rank < 3
RETURN
  artifact.id AS artifact,
  license.id AS license,
  ["compatible", "warning", "unknown"][rank] AS verdict_if_chosen
ORDER BY place, rank, restrictions, turn, license
LIMIT $max_rows;
