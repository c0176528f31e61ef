// once: the different pairs of what the last pass dropped and the expressions below
MATCH (upper:Model|Dataset)-[dropped:DROPPED]->(license:License)
USING INDEX dropped:DROPPED(_derive_pass)
WHERE dropped._derive_pass = $pass
MATCH (lower:Model|Dataset|Repository)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper)
WITH
  edge._license_way AS way, edge._license_step AS step, license.id AS license, dropped._key AS key,
  dropped.lost AS terms, dropped.channels AS channels, dropped.doubts AS doubts,
  coalesce(lower._license_key, lower.license_statement, '(none)') AS below
RETURN DISTINCT
  step + ' after ' + key + ' ' + below AS id, way, step <> way AS guessed, license, terms, channels, doubts, below
ORDER BY id;
