// Notice obligations of an artifact
// question: Which notices do the licences above an artifact ask for, such as credit, a copy of the licence or words to show?
// grain: one row per obligation and licence
// parameters:
//   artifact (STRING of Model|Dataset|Repository): the model, dataset or repository
//   profile (STRING): rule set that goes by terms
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   obligation (STRING): what is to be done, with its code
//   from (STRING): licence that asks for it, and the nearest artifact that declares it
// notes: >-
//   Notices go along derivations as far as the licence says. Up to 30 derivation steps are followed. Not legal advice.
:param artifact => "deepseek-ai/DeepSeek-R1-Distill-Llama-8B";
:param profile => "default";
:param max_rows => 200;

MATCH (:Model|Dataset|Repository|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
WITH DISTINCT artifact
MATCH (artifact)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(first:Model|Dataset)
WITH artifact, first, edge._license_way AS way
WITH artifact, first, CASE way WHEN "quantized" THEN "copy" ELSE way END AS channel
MATCH way_up = (first)-[:DERIVED_FROM]->{0,30}(upper:Model|Dataset)
WITH artifact, channel, upper, min(length(way_up)) AS hops
MATCH (upper)-[:DECLARES]->(license:License)-[reaches:REACHES {channel: channel}]->(profile:Profile {name: $profile})
UNWIND reaches.notices AS code
WITH artifact, upper, hops, license, profile, code
WHERE hops = 0 OR EXISTS {
  MATCH (license)-[further:REACHES {channel: "deriv"}]->(profile)
  WHERE code IN further.notices
}
MATCH (term:LicenseTerm {code: code})
WITH artifact, term, license, hops, upper
ORDER BY hops, upper.id
WITH artifact, term, license, collect(upper.id)[0] AS nearest
RETURN
  artifact.id AS artifact,
  term.meaning + " (" + term.code + ")" AS obligation,
  license.id + " of " + nearest AS `from`
ORDER BY obligation, `from`
LIMIT $max_rows;
