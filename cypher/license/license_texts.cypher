// Licence texts that were kept or lost on the way
// question: Of derivations under licences that ask for a notice, which keep a licence text among their files?
// grain: one row per derivation whose files are known at both ends
// parameters:
//   artifact (STRING of Model): only derivations of this model; null for all
//   kept (BOOLEAN): only those that keep a text, or that do not; null for all
//   max_rows (INTEGER): most rows to return
// columns:
//   child (STRING): the derived model
//   base (STRING): what it was made from
//   relation (STRING): how
//   license (STRING): licence of the base
//   base_text (BOOLEAN): whether the base has a licence text or notice among its files
//   child_text (BOOLEAN): whether the derived model has one
//   asked (INTEGER): notices that the licence asks for along such a derivation, under the rule set default
//   downloads (INTEGER): downloads of the derived model in the last 30 days
// source: Jewitt et al., Permissive-Washing, KDD 2026, arXiv 2602.08816, which also reads the texts.
// notes: Known are names of files, not what they say, so a text may be another one. Only licences that ask for a notice count.
:param artifact => null;
:param kept => null;
:param max_rows => 1000;

MATCH (child:Model)-[step:DERIVED_FROM]->(base:Model)
WHERE child.license_text IS NOT NULL AND base.license_text IS NOT NULL AND ($artifact IS NULL OR child.id = $artifact)
MATCH (base)-[:DECLARES]->(:License)-[reaches:REACHES]->(:Profile {name: "default"})
WHERE reaches.channel = CASE step._license_way WHEN "quantized" THEN "copy" ELSE step._license_way END
WITH child, step, base, max(size(reaches.notices)) AS asked
WHERE asked > 0 AND ($kept IS NULL OR child.license_text = $kept)
RETURN
  child.id AS child,
  base.id AS base,
  step.relation AS relation,
  base.license_statement AS license,
  base.license_text AS base_text,
  child.license_text AS child_text,
  asked AS asked,
  child.downloads AS downloads
ORDER BY child_text, base_text DESC, coalesce(downloads, 0) DESC, child, base
LIMIT $max_rows;
