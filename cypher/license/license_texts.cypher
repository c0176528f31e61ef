// Licence texts that were kept or lost on the way
// question: Of works under licences that ask for a notice, which are passed on with a licence text and a copyright notice?
// grain: one row per model and what it was made from or trained on, where the files are known at both ends
// parameters:
//   artifact (STRING of Model): only what this model was made from; null for all
//   kept (BOOLEAN): only those that keep a text, or that do not; null for all
//   washed (BOOLEAN): only those that are washed, or that are not; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   child (STRING): the model
//   base (STRING): the model or dataset that it was made from or trained on
//   relation (STRING): how
//   license (STRING): licence of the base
//   base_text (BOOLEAN): whether the base has a licence text or notice among its files
//   base_notice (BOOLEAN): whether that says who holds the copyright; null where nobody read it
//   child_license (STRING): licence of the model
//   child_text (BOOLEAN): whether the model has a licence text or notice among its files
//   child_notice (BOOLEAN): whether that says who holds the copyright; null where nobody read it
//   keeps (STRING): what is passed on, of text_and_notice, text (nothing is known of a notice, or there is none), other_text (of another licence) and nothing
//   washed (BOOLEAN): whether the model declares a permissive licence and passes on no text of the base's licence
//   asked (INTEGER): notices that the licence of the base asks for along such an edge, under the rule set default
//   downloads (INTEGER): downloads of the model in the last 30 days
// source: Jewitt et al., Permissive-Washing, KDD 2026, arXiv 2602.08816.
// notes: |-
//   Lists of files tell by name whether there is a text; what it says is known where folders with cards were loaded (`load
//   cards`): then a text counts as another one where both are recognised and differ. Only licences that ask for a notice
//   count.
:param artifact => null;
:param kept => null;
:param washed => null;
:param max_rows => 1000;

// Which licences ask for a notice is known before any derivation is looked at.
CALL () {
  MATCH (license:License)-[reaches:REACHES]->(:Profile {name: "default"})
  WHERE size(reaches.notices) > 0
  WITH DISTINCT reaches.channel + " " + license.id AS asked
  ORDER BY asked
  RETURN collect(asked) AS asking
}
// Both ends have to show their files, so nothing else is read of the others.
CALL () {
  UNWIND CASE WHEN $artifact IS NULL THEN [0] ELSE [] END AS every
  MATCH (child)-[step:DERIVED_FROM|TRAINED_ON]->(base)
  WHERE child.license_text IS NOT NULL AND base.license_text IS NOT NULL
  WITH child, step, base
  WHERE child:Model
  RETURN child, step, base
  UNION ALL
  MATCH (:Model|Alias {id: $artifact})-[:ALIAS_OF]->{0,1}(child:Model)
  WITH DISTINCT child
  MATCH (child)-[step:DERIVED_FROM|TRAINED_ON]->(base:Model|Dataset)
  RETURN child, step, base
}
WITH
  child, step, base, asking,
  CASE step._license_way WHEN "quantized" THEN "copy" ELSE step._license_way END AS channel
WHERE child.license_text IS NOT NULL AND base.license_text IS NOT NULL
  AND ($kept IS NULL OR child.license_text = $kept) AND NOT coalesce(base.license_missing, false)
  AND CASE
    WHEN base.license_ids IS NOT NULL THEN any(id IN base.license_ids WHERE channel + " " + id IN asking)
    ELSE EXISTS { MATCH (base)-[:DECLARES]->(license:License) WHERE channel + " " + license.id IN asking }
  END
WITH
  child, step, base, channel,
  CASE
    WHEN NOT child.license_text THEN "nothing"
    WHEN child.license_file <> base.license_file THEN "other_text"
    WHEN child.copyright_notice THEN "text_and_notice"
    ELSE "text"
  END AS keeps
WITH
  child, step, base, channel, keeps,
  keeps IN ["nothing", "other_text"]
    AND coalesce(child.license_class IN ["permissive", "attribution", "public_domain"], false) AS is_washed
WHERE $washed IS NULL OR is_washed = $washed
// From here on rows carry nothing else: with the list, each would be as long as it is.
WITH child, step, base, channel, keeps, is_washed, count(*) AS times
ORDER BY child.license_text, base.license_text DESC, coalesce(child.downloads, 0) DESC, child.id, base.id
LIMIT $max_rows
CALL (base, channel) {
  MATCH (base)-[:DECLARES]->(license:License)
  WITH license
  MATCH (license)-[reaches:REACHES {channel: channel}]->(:Profile {name: "default"})
  RETURN max(size(reaches.notices)) AS asked
}
RETURN
  child.id AS child,
  base.id AS base,
  coalesce(step.relation, "trained_on") AS relation,
  base.license_statement AS license,
  base.license_text AS base_text,
  base.copyright_notice AS base_notice,
  child.license_statement AS child_license,
  child.license_text AS child_text,
  child.copyright_notice AS child_notice,
  keeps AS keeps,
  is_washed AS washed,
  asked AS asked,
  child.downloads AS downloads
ORDER BY child_text, base_text DESC, coalesce(downloads, 0) DESC, child, base
LIMIT $max_rows;
