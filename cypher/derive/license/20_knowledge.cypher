// once: what verdicts rest on, and what has been judged
// Without $judged, only what is known of licences is read.
RETURN
  COLLECT { MATCH (profile:Profile) RETURN properties(profile) AS one ORDER BY profile.name } AS profiles,
  COLLECT {
    MATCH (license:License)
    WHERE license.family IS NOT NULL OR license.class <> 'unknown' OR EXISTS { (license)-[:IMPOSES|MATRIX|LISTED_IN|MAY_BECOME]-() }
    RETURN license {
      .id, .spdx, .class, .family, .version, .family_only, .or_later_unknown, .certainty, .terms_known, .text_date,
      imposes: COLLECT {
        MATCH (license)-[imposes:IMPOSES]->(term:LicenseTerm)
        RETURN imposes {.certain, .unclear, .contested, .condition, code: term.code, level: term.level} AS one
        ORDER BY term.code
      },
      becomes: COLLECT { MATCH (license)-[becomes:MAY_BECOME]->(other:License) RETURN [other.id, becomes.kind] AS one },
      cells: COLLECT {
        MATCH (license)-[cell:MATRIX]->(other:License)
        RETURN [other.id, cell.profile, cell.verdict, cell.written_upstream, cell.written_downstream] AS one
        UNION ALL
        MATCH (license)-[cell:LISTED_IN]->(matrix:CompatibilityMatrix)
        RETURN [license.id, matrix.name, cell.verdict, cell.written_upstream, cell.written_downstream] AS one
      }
    } AS one
  } AS licenses,
  COLLECT {
    MATCH (term:LicenseTerm)-[satisfied:SATISFIED_BY]->(keeper:LicenseTerm)
    RETURN [term.code, keeper.code, satisfied.kind] AS one
  } AS satisfied,
  COLLECT {
    UNWIND CASE WHEN $judged THEN [0] ELSE [] END AS every
    MATCH (statement:_LicenseStatement)
    WHERE statement.licenses IS NOT NULL
    RETURN statement {.id, .licenses, .operator, .contradicted, .conditions} AS one
  } AS statements,
  COLLECT {
    UNWIND CASE WHEN $judged THEN [0] ELSE [] END AS every
    MATCH (pair:_LicensePair)
    RETURN pair.id AS id
  } AS pairs,
  COLLECT {
    UNWIND CASE WHEN $judged THEN [0] ELSE [] END AS every
    MATCH (verdict:LicenseVerdict)
    RETURN verdict.id AS id
  } AS verdicts,
  COLLECT {
    MATCH ()-[dropped:DROPPED]->()
    WHERE dropped._derive_pass IS NOT NULL
    RETURN max(dropped._derive_pass) AS latest
  }[0] AS latest;
