// What is in the graph
// question: How many nodes and relationships of each kind does the graph hold?
// grain: one row per label, relationship type, derivation relation, or status of a kind of artifact
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   kind (STRING): node, relationship, relation (of DERIVED_FROM), or status (of a label)
//   name (STRING): the label, the type, the relation, or label and status
//   count (INTEGER): how many there are
// notes: Kinds of which there are none are left out.
:param max_rows => 1000;

CALL () {
  UNWIND
    [
      ["node", "Model", COUNT { (:Model) }],
      ["node", "Dataset", COUNT { (:Dataset) }],
      ["node", "Space", COUNT { (:Space) }],
      ["node", "Repository", COUNT { (:Repository) }],
      ["node", "Package", COUNT { (:Package) }],
      ["node", "License", COUNT { (:License) }],
      ["node", "LicenseTerm", COUNT { (:LicenseTerm) }],
      ["node", "Profile", COUNT { (:Profile) }],
      ["node", "CompatibilityMatrix", COUNT { (:CompatibilityMatrix) }],
      ["node", "_LicenseStatement", COUNT { (:_LicenseStatement) }],
      ["node", "_LicensePair", COUNT { (:_LicensePair) }],
      ["node", "LicenseVerdict", COUNT { (:LicenseVerdict) }],
      ["node", "Publisher", COUNT { (:Publisher) }],
      ["node", "Library", COUNT { (:Library) }],
      ["node", "Task", COUNT { (:Task) }],
      ["node", "Domain", COUNT { (:Domain) }],
      ["node", "Language", COUNT { (:Language) }],
      ["node", "Architecture", COUNT { (:Architecture) }],
      ["node", "ModelType", COUNT { (:ModelType) }],
      ["node", "Family", COUNT { (:Family) }],
      ["node", "Check", COUNT { (:Check) }],
      ["node", "Attribute", COUNT { (:Attribute) }],
      ["node", "_Facts", COUNT { (:_Facts) }],
      ["node", "Fingerprint", COUNT { (:Fingerprint) }],
      ["node", "Paper", COUNT { (:Paper) }],
      ["node", "Alias", COUNT { (:Alias) }],
      ["node", "Load", COUNT { (:Load) }],
      ["node", "_GraphFormat", COUNT { (:_GraphFormat) }],
      ["relationship", "DERIVED_FROM", COUNT { ()-[:DERIVED_FROM]->() }],
      ["relationship", "TRAINED_ON", COUNT { ()-[:TRAINED_ON]->() }],
      ["relationship", "GENERATED_FROM", COUNT { ()-[:GENERATED_FROM]->() }],
      ["relationship", "EVALUATED_ON", COUNT { ()-[:EVALUATED_ON]->() }],
      ["relationship", "DECLARES", COUNT { ()-[:DECLARES]->() }],
      ["relationship", "REUSES", COUNT { ()-[:REUSES]->() }],
      ["relationship", "MENTIONS", COUNT { ()-[:MENTIONS]->() }],
      ["relationship", "USES", COUNT { ()-[:USES]->() }],
      ["relationship", "HAS_CODE", COUNT { ()-[:HAS_CODE]->() }],
      ["relationship", "FORK_OF", COUNT { ()-[:FORK_OF]->() }],
      ["relationship", "DEPENDS_ON", COUNT { ()-[:DEPENDS_ON]->() }],
      ["relationship", "PUBLISHED_BY", COUNT { ()-[:PUBLISHED_BY]->() }],
      ["relationship", "HAS_LIBRARY", COUNT { ()-[:HAS_LIBRARY]->() }],
      ["relationship", "HAS_TASK", COUNT { ()-[:HAS_TASK]->() }],
      ["relationship", "IN_DOMAIN", COUNT { ()-[:IN_DOMAIN]->() }],
      ["relationship", "HAS_LANGUAGE", COUNT { ()-[:HAS_LANGUAGE]->() }],
      ["relationship", "HAS_ARCHITECTURE", COUNT { ()-[:HAS_ARCHITECTURE]->() }],
      ["relationship", "OF_TYPE", COUNT { ()-[:OF_TYPE]->() }],
      ["relationship", "NAMES", COUNT { ()-[:NAMES]->() }],
      ["relationship", "OF_FAMILY", COUNT { ()-[:OF_FAMILY]->() }],
      ["relationship", "HAS_FINDING", COUNT { ()-[:HAS_FINDING]->() }],
      ["relationship", "SHOWS", COUNT { ()-[:SHOWS]->() }],
      ["relationship", "IMPUTED", COUNT { ()-[:IMPUTED]->() }],
      ["relationship", "IN_FAMILY", COUNT { ()-[:IN_FAMILY]->() }],
      ["relationship", "BUILT_ON", COUNT { ()-[:BUILT_ON]->() }],
      ["relationship", "HAS_FINGERPRINT", COUNT { ()-[:HAS_FINGERPRINT]->() }],
      ["relationship", "CITES", COUNT { ()-[:CITES]->() }],
      ["relationship", "SUCCEEDED_BY", COUNT { ()-[:SUCCEEDED_BY]->() }],
      ["relationship", "ALIAS_OF", COUNT { ()-[:ALIAS_OF]->() }],
      ["relationship", "IMPOSES", COUNT { ()-[:IMPOSES]->() }],
      ["relationship", "SATISFIED_BY", COUNT { ()-[:SATISFIED_BY]->() }],
      ["relationship", "MAY_BECOME", COUNT { ()-[:MAY_BECOME]->() }],
      ["relationship", "MATRIX", COUNT { ()-[:MATRIX]->() }],
      ["relationship", "LISTED_IN", COUNT { ()-[:LISTED_IN]->() }],
      ["relationship", "REACHES", COUNT { ()-[:REACHES]->() }],
      ["relationship", "CARRIES", COUNT { ()-[:CARRIES]->() }],
      ["relationship", "INCLUDES", COUNT { ()-[:INCLUDES]->() }],
      ["relationship", "UPSTREAM", COUNT { ()-[:UPSTREAM]->() }],
      ["relationship", "DOWNSTREAM", COUNT { ()-[:DOWNSTREAM]->() }],
      ["relationship", "RESTS_ON", COUNT { ()-[:RESTS_ON]->() }],
      ["relationship", "JUDGED", COUNT { ()-[:JUDGED]->() }],
      ["relationship", "LOSES", COUNT { ()-[:LOSES]->() }],
      ["relationship", "DROPPED", COUNT { ()-[:DROPPED]->() }],
      ["relationship", "CONFLICTS_WITH", COUNT { ()-[:CONFLICTS_WITH]->() }]
    ] AS row
  RETURN row[0] AS kind, row[1] AS name, row[2] AS count
  UNION ALL
  MATCH ()-[step:DERIVED_FROM]->()
  RETURN "relation" AS kind, step.relation AS name, count(*) AS count
  UNION ALL
  MATCH (artifact:Model|Dataset|Space|Repository)
  WITH artifact.status AS status, CASE
    WHEN artifact:Model THEN "Model"
    WHEN artifact:Dataset THEN "Dataset"
    WHEN artifact:Space THEN "Space"
    ELSE "Repository"
  END AS label, count(*) AS count
  WHERE status IS NOT NULL
  RETURN "status" AS kind, label + " " + status AS name, count AS count
}
WITH kind, name, count
WHERE count > 0
RETURN kind AS kind, name AS name, count AS count
ORDER BY kind, count DESC, name
LIMIT $max_rows;
