// Made from itself
// meaning: By what is declared, it was made from itself through others: at least one of the declarations is wrong.
// severity: medium
// remedy: Correct the base_model of the artifact on the way that was published first.
// source: the declared bases.
// about: Model|Dataset
WITH artifact
WHERE artifact.lineage_component IS NOT NULL AND artifact.lineage_depth IS NULL
MATCH (artifact)-[:DERIVED_FROM]->(base)
WHERE base = artifact OR EXISTS { MATCH ANY SHORTEST (base)-[:DERIVED_FROM]->{1,50}(back) WHERE back = artifact }
WITH artifact, base
ORDER BY base.id
WITH artifact, collect(base)[0] AS base
RETURN
  artifact, base,
  "conflict" AS class,
  [artifact.id] AS claimed,
  [base.id] AS actual,
  "the way from " + base.id + " leads back to it" AS evidence,
  [artifact.id, base.id] AS path
