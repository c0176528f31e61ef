// Licence terms that apply to an artifact, and why
// question: Which terms of the licences above reach an artifact, does its licence carry each of them, and why?
// grain: one row per licence and term that reach it
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   profile (STRING): rule set that goes by terms
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   license (STRING): licence that it declares
//   origin (STRING): nearest artifact that declares the licence of the term
//   origin_license (STRING): that licence
//   hops (INTEGER): steps from it
//   term (STRING): code of the term
//   meaning (STRING): what it asks for
//   reach (STRING): certain or unclear
//   outcome (STRING): carried, dropped, weakened, forbidden act, to show, or open where the own licence is not known
//   why (STRING): the reason
//   certainty (STRING): >-
//     contested where published readings of the reach disagree, the text was not fully read, a list of licences does not
//     say whether all apply, or no source states the relation of a step further up
// notes: Notices are obligations and never a conflict. Not legal advice.
:param artifact => "deepseek-ai/DeepSeek-R1-Distill-Llama-8B";
:param profile => "default";
:param max_rows => 200;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
MATCH (artifact)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper:Model|Dataset)
WITH artifact, upper, edge._license_way AS way
WITH artifact, upper, way, CASE way WHEN "quantized" THEN "copy" ELSE way END AS channel
CALL (upper, channel) {
  MATCH (upper)-[declares:DECLARES]->(imposing:License)
  RETURN
    imposing, [channel] AS channels, null AS only, upper.id AS origin, 1 AS hops,
    coalesce(declares.operator = "list", false) AS doubtful
  UNION
  MATCH (upper)-[dropped:DROPPED]->(imposing:License)
  RETURN
    imposing, dropped.channels + channel AS channels, dropped.lost AS only, dropped.origin AS origin,
    dropped.hops + 1 AS hops, size(coalesce(dropped.doubts, [])) > 0 AS doubtful
}
MATCH (imposing)-[imposes:IMPOSES]->(term:LicenseTerm)
WHERE term.code IN only
  OR only IS NULL AND NOT coalesce("not " + imposes.condition IN upper.license_conditions, false)
WITH *, imposes.condition IS NOT NULL AND NOT imposes.condition IN coalesce(upper.license_conditions, []) OR doubtful
    OR EXISTS { (artifact)-[:DECLARES {operator: "list"}]->(:License) } AS open
MATCH (profile:Profile {name: $profile})
CALL (imposing, profile, term, channels, open) {
  WITH imposing, term, channels, open, [(imposing)-[reaches:REACHES]->(profile) | reaches] AS reaching
  WITH
    [step IN channels | reduce(best = 0, one IN reaching |
      CASE
        WHEN one.channel <> step
          AND NOT (term.kind = "NT" AND step IN ["output", "data"] AND one.channel = "transfer") THEN best
        WHEN term.code IN one.certain OR term.code IN one.notices THEN 2
        WHEN term.code IN one.unclear AND best = 0 THEN 1
        ELSE best
      END)] AS levels,
    open OR any(one IN reaching WHERE one.channel IN channels AND term.code IN one.contested) AS contested
  RETURN CASE WHEN 0 IN levels THEN 0 WHEN 1 IN levels THEN 1 ELSE 2 END AS level, contested
}
WITH artifact, way, imposing, term, origin, min(hops) AS hops, max(level) AS level, contested
WHERE level > 0
CALL (artifact, imposing, term) {
  OPTIONAL MATCH (artifact)-[:DECLARES]->(own:License)
  OPTIONAL MATCH (own)-[carries:CARRIES]->(imposing)
  WITH own, term, CASE
    WHEN own = imposing THEN ""
    WHEN term.code IN carries.terms THEN ""
    ELSE [i IN range(0, size(coalesce(carries.weaker, [])) - 1) WHERE carries.weaker[i] = term.code | carries.reasons[i]][0]
  END AS reason
  ORDER BY reason = "" DESC, own.id
  WITH collect(CASE WHEN reason IS NOT NULL THEN [own.id, reason] END)[0] AS kept
  WITH kept[0] AS keeper, kept[1] AS weaker
  RETURN keeper, weaker
}
WITH
  artifact, way, imposing, term, origin, hops, level, contested, keeper, weaker,
  EXISTS { (artifact)-[:DECLARES]->(:License {family: imposing.family}) } AS family,
  EXISTS {
    (:_LicenseStatement {id: coalesce(artifact._license_key, artifact.license_statement, "(none)"), known: true})
  } AS known
WITH
  artifact, imposing, term, origin, hops, level, contested,
  CASE
    WHEN term.level = "notice" THEN ["to show", "a notice to give"]
    WHEN term.kind = "ND" AND way <> "copy" THEN ["forbidden act", "changed versions may not be passed on"]
    WHEN term.kind = "NT" AND way IN ["transfer", "data"] AND NOT family
      THEN ["forbidden act", "it may not be used to train another model"]
    WHEN weaker = "" THEN ["carried", "kept by " + keeper]
    WHEN weaker IS NOT NULL THEN ["weakened", "kept in part by " + keeper + ": " + weaker]
    WHEN NOT known THEN ["open", "the licence of the artifact is missing or not known"]
    ELSE ["dropped", coalesce(artifact.license_statement, "no licence") + " does not ask for it"]
  END AS outcome
RETURN
  artifact.id AS artifact,
  artifact.license_statement AS license,
  origin AS origin,
  imposing.id AS origin_license,
  hops AS hops,
  term.code AS term,
  term.meaning AS meaning,
  CASE level WHEN 2 THEN "certain" ELSE "unclear" END AS reach,
  outcome[0] AS outcome,
  outcome[1] AS why,
  CASE WHEN contested OR imposing.certainty IN ["uncertain", "secondary", "unread"] THEN "contested" ELSE "firm" END
    AS certainty
ORDER BY
  CASE outcome WHEN "dropped" THEN 0 WHEN "forbidden act" THEN 0 WHEN "open" THEN 1 WHEN "weakened" THEN 2
    WHEN "carried" THEN 3 ELSE 4 END,
  reach, hops, origin_license, term, origin
LIMIT $max_rows;
