// once: the families of each model by its model type, its class and its name, and how what the name claims stands to the config
// One relationship for each family, with all that says so. `family` is the one by the first of these that knows one. Where
// the name surely claims several, it alone does not tell which. What a name claims is held against the model type, and
// against the class where no type is given, as the checks do.
MATCH (model:Model)
WHERE EXISTS { (model)-[:OF_TYPE|HAS_ARCHITECTURE|NAMES|OF_FAMILY]->() }
WITH
  model,
  COLLECT { MATCH (model)-[:OF_TYPE]->(:ModelType)-[:IN_FAMILY]->(f:Family) RETURN DISTINCT f.name AS name ORDER BY name } AS typed,
  COLLECT {
    MATCH (model)-[:HAS_ARCHITECTURE]->(:Architecture)-[:IN_FAMILY]->(f:Family)
    RETURN DISTINCT f.name AS name
    ORDER BY name
  } AS classed,
  COLLECT { MATCH (model)-[:NAMES {sure: true}]->(f:Family) RETURN f.name AS name ORDER BY name } AS named,
  CASE WHEN EXISTS { (model)-[:OF_TYPE]->(:ModelType) }
    THEN COLLECT { MATCH (model)-[:OF_TYPE]->(t:ModelType) WHERE size(t._name_agrees) > 0 RETURN t }
    ELSE COLLECT { MATCH (model)-[:HAS_ARCHITECTURE]->(t:Architecture) WHERE size(t._name_agrees) > 0 RETURN t } END AS config
WITH
  model,
  CASE
    WHEN size(typed) > 0 THEN typed[0]
    WHEN size(classed) > 0 THEN classed[0]
    WHEN size(named) = 1 THEN named[0]
  END AS family,
  COLLECT {
    UNWIND typed + classed + named AS name
    WITH DISTINCT name
    ORDER BY name
    RETURN [name]
      + CASE WHEN name IN typed THEN ["type"] ELSE [] END
      + CASE WHEN name IN classed THEN ["architecture"] ELSE [] END
      + CASE WHEN name IN named THEN ["name"] ELSE [] END AS one
  } AS wanted,
  COLLECT { MATCH (model)-[of:OF_FAMILY]->(f:Family) RETURN [f.name] + of.basis AS one ORDER BY f.name } AS found,
  COLLECT {
    MATCH (model)-[names:NAMES]->(f:Family)
    WITH names, CASE
      WHEN size(config) = 0 THEN null
      WHEN any(word IN config WHERE f.name IN word._name_agrees) THEN "agrees"
      WHEN any(word IN config WHERE f.name IN word._name_related) THEN "related"
      ELSE "differs"
    END AS stands
    WHERE coalesce(names.config, "") <> coalesce(stands, "")
    RETURN [names, stands] AS one
  } AS changed
WHERE wanted <> found OR coalesce(model.family, "") <> coalesce(family, "") OR size(changed) > 0
CALL (model, family, wanted, changed) {
  SET model.family = family
  FOREACH (one IN changed | FOREACH (names IN [one[0]] | SET names.config = one[1]))
  WITH model, wanted
  CALL (model, wanted) {
    MATCH (model)-[old:OF_FAMILY]->(f:Family)
    WHERE NOT f.name IN [one IN wanted | one[0]]
    DELETE old
  }
  UNWIND wanted AS one
  MATCH (f:Family {name: one[0]})
  MERGE (model)-[of:OF_FAMILY]->(f)
  SET of.basis = one[1..], of.source = "naming", of.sources = ["naming"],
    of.first_seen = coalesce(of.first_seen, $now), of.last_seen = $now
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
