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
  OPTIONAL MATCH (l)-[:IMPOSES]->(show:LicenseTerm {kind: "BR"})
  WITH l, t, show.code AS code
  ORDER BY code
  WITH l, t, replace(head(collect(code)), "BR:", "") AS also
  MATCH (l)<-[:DECLARES]-(first:Model)
  // Only where the licence enters: what is made from a model under it is found from there.
  WHERE EXISTS { (first)<-[:DERIVED_FROM]-(:Model) }
    AND NOT EXISTS { (first)-[:DERIVED_FROM]->(:Model)-[:DECLARES]->(l) }
  MATCH (first)<-[:DERIVED_FROM]-{1,20}(m:Model)
  WHERE m <> first
  WITH DISTINCT l, t, also, m
  MATCH way = (m)-[:DERIVED_FROM]->{1,20}(origin:Model)-[:DECLARES]->(l)
  WHERE origin <> m
  WITH l, t, also, m, origin, min(length(way)) - 1 AS hops
  WHERE hops <= $max_hops
  ORDER BY hops, origin.id
  WITH l, t, also, m, collect([origin.id, hops])[0] AS nearest
  RETURN l.id AS license, t, also, m, nearest[0] AS origin, nearest[1] AS hops, false AS foreign
  UNION ALL
  MATCH (l:License)-[:IMPOSES]->(t:LicenseTerm {kind: "NAME"})
  WHERE $license IS NULL
  WITH t, l.family AS family
  ORDER BY family
  WITH t, collect(DISTINCT family) AS families
  MATCH (m:Model)-[:DERIVED_FROM]->(:Model)
  WHERE split(m.id, "/")[-1] =~ t.name_pattern
    AND NOT EXISTS {
      MATCH (m)-[:DERIVED_FROM]->{1,5}(above:Model)
      WHERE above.status = "stub" OR split(above.id, "/")[-1] =~ ".*" + t.name_pattern
        OR EXISTS { MATCH (above)-[:DECLARES]->(under:License) WHERE under.family IN families }
        OR EXISTS { MATCH (above)-[:OF_TYPE]->(of:ModelType) WHERE of.family IN families }
    }
  WITH m, t
  ORDER BY size(t.code)
  WITH m, collect(t)[0] AS t
  RETURN null AS license, t, null AS also, m, null AS origin, null AS hops, true AS foreign
}
WITH license, t, also, m, origin, hops, split(m.id, "/")[-1] AS name, foreign
WITH license, t, also, m, origin, hops, CASE
  WHEN foreign THEN "foreign"
  WHEN name =~ t.name_pattern THEN "kept"
  WHEN name =~ ".*" + t.name_pattern THEN "not_first"
  ELSE "absent"
END AS finding
WHERE $kept OR finding <> "kept"
RETURN
  m.id AS model,
  license AS license,
  replace(t.code, "NAME:", "") AS prefix,
  finding AS finding,
  origin AS origin,
  hops AS hops,
  also AS also,
  m.license_statement AS own_license
ORDER BY CASE finding WHEN "absent" THEN 0 WHEN "foreign" THEN 1 WHEN "not_first" THEN 2 ELSE 3 END,
  coalesce(m.downloads, 0) DESC, model, license
LIMIT $max_rows;
