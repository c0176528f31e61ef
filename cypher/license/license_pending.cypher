// Licence terms that wait for a licence
// question: Which terms reach an artifact that declares no licence that is known, so that what it may declare depends on them?
// grain: one row per artifact and licence whose terms are pending
// parameters:
//   artifact (STRING of Model|Dataset|Repository): only this model, dataset or repository
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   origin (STRING): nearest artifact with the licence that imposes the terms
//   origin_license (STRING): that licence
//   hops (INTEGER): steps from the origin
//   terms (LIST<STRING>): terms that surely reach the artifact
//   unclear (LIST<STRING>): terms of which it is not clear whether they reach it
//   meanings (LIST<STRING>): what the terms ask for, those that surely reach it first
// notes: >-
//   Under the rule set default. An artifact without a row has nothing pending as far as its upstreams are known: whatever
//   licence it declares, it drops nothing. license-repair lists the licences that keep all terms. Not legal advice.
:param artifact => null;
:param max_rows => 1000;

CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (artifact:Model|Dataset|Repository)-[:DROPPED]->(:License)
  RETURN DISTINCT artifact
  UNION
  MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
  RETURN artifact
}
WITH artifact
WHERE NOT EXISTS {
  MATCH (artifact)-[:DECLARES]->(own:License)
  WHERE coalesce(own.class, "unknown") <> "unknown"
}
MATCH (artifact)-[dropped:DROPPED]->(license:License)
WHERE size(dropped.terms) + size(dropped.unclear) > 0
WITH artifact, license, dropped
ORDER BY dropped.hops, dropped.origin
WITH
  artifact, license,
  collect([dropped.origin, dropped.hops])[0] AS nearest,
  reduce(all = [], terms IN collect(dropped.terms) | all + [term IN terms WHERE NOT term IN all]) AS terms,
  reduce(all = [], terms IN collect(dropped.unclear) | all + [term IN terms WHERE NOT term IN all]) AS unclear
WITH artifact, license, nearest, terms, [term IN unclear WHERE NOT term IN terms] AS unclear
RETURN
  artifact.id AS artifact,
  nearest[0] AS origin,
  license.id AS origin_license,
  nearest[1] AS hops,
  terms AS terms,
  unclear AS unclear,
  COLLECT {
    UNWIND range(0, size(terms + unclear) - 1) AS place
    MATCH (term:LicenseTerm {code: (terms + unclear)[place]})
    RETURN term.meaning AS meaning
    ORDER BY place
  } AS meanings
ORDER BY hops, artifact, origin_license
LIMIT $max_rows;
