// Naming duties of licences, at any depth
// question: Which models come from a model whose licence asks for its name in theirs, and do they keep it?
// grain: one row per model and licence
// parameters:
//   license (STRING): only this licence, such as llama3.1; null for all
//   kept (BOOLEAN): whether models that keep the duty are listed, too
//   max_hops (INTEGER): most derivation steps to follow; never more than 20
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   license (STRING): the licence that asks
//   prefix (STRING): what the name has to begin with
//   finding (STRING): kept, not_first (the name says it, but does not begin with it), absent (it never says it), or
//     foreign (it begins with the prefix although its bases, all known, do not come under such a licence)
//   origin (STRING): nearest model under that licence above it; null for foreign
//   hops (INTEGER): derivation steps from there
//   also (STRING): words to show in the product or on its page
//   own_license (STRING): what the model itself declares
// source: Llama 3 to 4 community licences, section 1.b.i; other licences by their naming terms.
// notes: |-
//   A duty reaches fine-tunes, merges, quantisations and adapters, and with most of these licences models trained on
//   outputs. It is a reading by stated rules, not legal advice. Separators and case of the name do not matter.
:param license => null;
:param kept => false;
:param max_hops => 20;
:param max_rows => 1000;

CALL () {
  MATCH (l:License)-[:IMPOSES]->(t:LicenseTerm {kind: "NAME"})
  WHERE $license IS NULL OR l.id = $license
  WITH l, replace(t.code, "NAME:", "") AS prefix
  OPTIONAL MATCH (l)-[:IMPOSES]->(show:LicenseTerm {kind: "BR"})
  WITH l, prefix, show.code AS code
  ORDER BY code
  WITH l, prefix, replace(head(collect(code)), "BR:", "") AS also
  MATCH (l)<-[:DECLARES]-(origin:Model)
  // Only where the licence enters: what is made from a model under it is found from there.
  WHERE EXISTS { (origin)<-[:DERIVED_FROM]-(:Model) }
    AND NOT EXISTS { (origin)-[:DERIVED_FROM]->(:Model)-[:DECLARES]->(l) }
  MATCH way = (origin)<-[:DERIVED_FROM]-{1,20}(m:Model)
  WITH l, prefix, also, m, origin, min(length(way)) AS hops
  WHERE hops <= $max_hops AND m <> origin
  ORDER BY hops, origin.id
  WITH l, prefix, also, m, collect([origin.id, hops])[0] AS nearest
  RETURN l.id AS license, prefix, also, m, nearest[0] AS origin, nearest[1] AS hops, false AS foreign
  UNION ALL
  MATCH (l:License)-[:IMPOSES]->(t:LicenseTerm {kind: "NAME"})
  WITH DISTINCT replace(t.code, "NAME:", "") AS prefix
  WHERE $license IS NULL
  MATCH (m:Model)-[:DERIVED_FROM]->(:Model)
  WHERE m.name_key STARTS WITH toLower(replace(prefix, " ", ""))
    AND NOT EXISTS {
      MATCH (m)-[:DERIVED_FROM]->{1,5}(above:Model)
      WHERE above.status = "stub" OR above.name_key CONTAINS toLower(replace(prefix, " ", ""))
        OR EXISTS { MATCH (above)-[:DECLARES]->(:License {family: "llama"}) }
        OR EXISTS { MATCH (above)-[:OF_TYPE]->(:ModelType {family: "llama"}) }
    }
  WITH m, prefix
  ORDER BY size(prefix)
  WITH m, collect(prefix)[0] AS prefix
  RETURN null AS license, prefix, null AS also, m, null AS origin, null AS hops, true AS foreign
}
WITH license, prefix, also, m, origin, hops, CASE
  WHEN foreign THEN "foreign"
  WHEN m.name_key STARTS WITH toLower(replace(prefix, " ", "")) THEN "kept"
  WHEN m.name_key CONTAINS toLower(replace(prefix, " ", "")) THEN "not_first"
  ELSE "absent"
END AS finding
WHERE m.name_key IS NOT NULL AND ($kept OR finding <> "kept")
RETURN
  m.id AS model,
  license AS license,
  prefix AS prefix,
  finding AS finding,
  origin AS origin,
  hops AS hops,
  also AS also,
  m.license_statement AS own_license
ORDER BY CASE finding WHEN "absent" THEN 0 WHEN "foreign" THEN 1 WHEN "not_first" THEN 2 ELSE 3 END,
  coalesce(m.downloads, 0) DESC, model, license
LIMIT $max_rows;
