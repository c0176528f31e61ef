// Look-alikes of popular models
// question: Which models have a name or namespace that looks like that of a popular model, without coming from it?
// grain: one row per popular model and look-alike
// parameters:
//   top (INTEGER): how many of the most downloaded models are looked at
//   max_rows (INTEGER): most rows to return
// columns:
//   popular (STRING): the popular model
//   lookalike (STRING): the other one
//   kind (STRING): how they are alike, see the notes
//   downloads (INTEGER): downloads of the popular model
//   severity (STRING): high, medium or low
//   evidence (STRING): what is the same and what differs
// source: the typosquatting of model names; model namespace reuse (Palo Alto Networks Unit 42, 2025).
// notes: |-
//   namespace: the same name in a namespace that is a letter away, or looks the same.
//   case: ids that differ only in upper and lower case or separators. name: a name in another namespace that differs by
//   letters drawn alike (I and l, 0 and O, rn and m). near: one that is another letter away; on labelled names none of
//   these was an imitation, they are other sizes, languages and words. duplicate: the same name in another namespace, no
//   base declared. Of models of one name the most downloaded counts as the popular one, and a look-alike has fewer
//   downloads. Compared by keys that a load stores, so that the work does not grow with the square of the models.
:param top => 200;
:param max_rows => 500;

MATCH (p:Model)
WHERE p.downloads > 0 AND p._name_key <> ""
  AND NOT EXISTS {
    MATCH (more:Model {_name_key: p._name_key})
    WHERE more.downloads > p.downloads OR more.downloads = p.downloads AND more.id < p.id
  }
WITH p
ORDER BY p.downloads DESC, p.id
LIMIT $top
CALL (p) {
  MATCH (m:Model {_name_key: p._name_key})
  WHERE m <> p
  RETURN m
  UNION
  MATCH (m:Model {_name_look: p._name_look})
  WHERE m <> p AND size(p._name_look) > 4
  RETURN m
}
WITH p, m, split(p.id, "/")[0] AS owner, split(m.id, "/")[0] AS other
// One edit apart are texts that share all letters but one, counted from both ends.
WITH p, m, owner, other, [pair IN [[toLower(owner), toLower(other)], [p._name_key, m._name_key]] |
  [pair, [reverse(pair[0]), reverse(pair[1])]]] AS pairs
WITH p, m, owner, other, [pair IN pairs |
  abs(size(pair[0][0]) - size(pair[0][1])) < 2 AND
  reduce(same = 0, way IN pair | same + reduce(n = 0, i IN range(0, size(way[0]) - 1) |
    CASE WHEN n = i AND substring(way[0], i, 1) = substring(way[1], i, 1) THEN n + 1 ELSE n END))
  >= CASE WHEN size(pair[0][0]) > size(pair[0][1]) THEN size(pair[0][0]) ELSE size(pair[0][1]) END - 1] AS near,
  [key IN [p._name_key, m._name_key] |
    replace(replace(replace(replace(key, "rn", "m"), "1", "l"), "i", "l"), "0", "o")] AS drawn
OPTIONAL MATCH (pa:Publisher {name: owner})
OPTIONAL MATCH (pb:Publisher {name: other})
WITH p, m, owner, other, CASE
  WHEN toLower(p.id) = toLower(m.id) THEN "case"
  WHEN owner = other THEN CASE WHEN p._name_key = m._name_key THEN "case" END
  WHEN p._name_key = m._name_key AND size(owner) > 3
    AND (near[0] OR pa._name_key = pb._name_key OR pa._name_look = pb._name_look) THEN "namespace"
  WHEN EXISTS { (m)-[:DERIVED_FROM]->(:Model) } THEN null
  WHEN p._name_key = m._name_key THEN "duplicate"
  WHEN drawn[0] = drawn[1] THEN "name"
  WHEN near[1] AND (m.name_families IS NULL OR m.name_families = p.name_families)
    // A name that differs by a digit is another version or size.
    AND NOT any(i IN range(0, 9) WHERE
      size(split(p._name_key, toString(i))) <> size(split(m._name_key, toString(i)))) THEN "near"
END AS kind
// The keys have no points: only the numbers that names claim tell 1.3b from 13b.
WHERE kind IS NOT NULL AND coalesce(p.name_parameters, []) = coalesce(m.name_parameters, [])
  AND (kind = "case" OR coalesce(m.downloads, 0) < p.downloads)
  AND (NOT kind IN ["name", "near"]
    OR NOT EXISTS { MATCH (more:Model {_name_key: m._name_key}) WHERE more.downloads > p.downloads })
RETURN
  p.id AS popular,
  m.id AS lookalike,
  kind AS kind,
  p.downloads AS downloads,
  CASE kind WHEN "namespace" THEN "high" WHEN "name" THEN "medium" ELSE "low" END AS severity,
  CASE kind
    WHEN "namespace" THEN "the name is the same, " + other + " looks like " + owner
    WHEN "case" THEN "the ids differ only in case or separators"
    WHEN "name" THEN "the names look the same and are written differently"
    WHEN "near" THEN "the names are one letter apart"
    ELSE "the name is the same, and no base is declared"
  END AS evidence
ORDER BY CASE severity WHEN "high" THEN 0 WHEN "medium" THEN 1 ELSE 2 END, downloads DESC, popular, lookalike
LIMIT $max_rows;
