// once: which terms reach which channel under each rule set, which licence keeps which restrictions, and which to propose
CALL () {
  MATCH (:License)-[old:REACHES|CARRIES]->()
  DELETE old
}
CALL () {
  UNWIND $reaches AS row
  MATCH (license:License {id: row.license})
  MATCH (profile:Profile {name: row.profile})
  CREATE (license)-[reaches:REACHES {channel: row.channel}]->(profile)
  SET reaches += row.properties
}
CALL () {
  UNWIND $carries AS row
  MATCH (keeper:License {id: row.keeper})
  MATCH (license:License {id: row.license})
  CREATE (keeper)-[:CARRIES {terms: row.terms, weaker: row.weaker, reasons: row.reasons}]->(license)
}
CALL () {
  UNWIND $proposals AS row
  MATCH (license:License {id: row.license})
  SET license.proposals = row.proposals, license.places = row.places
}
MATCH (profile:Profile {_ready: false})
SET profile._ready = true
RETURN count(*) AS changed;
