// Licence status of every artifact
// question: May an artifact be passed on under its licence, and where that cannot be said, what is missing?
// grain: one row per artifact and rule set; two where a model and a dataset share an id
// parameters:
//   artifact (STRING of Model|Dataset|Repository): only this model, dataset or repository
//   artifacts (LIST<STRING>): only these, by their ids
//   profile (STRING): rule set, such as default or strict-data
//   profiles (LIST<STRING>): several rule sets, instead of one
//   verdict (STRING): only this verdict
//   max_rows (INTEGER): most rows to return
// columns:
//   artifact (STRING): the artifact
//   kind (STRING): model, dataset or repository
//   license (STRING): licence it declares, null for none; several have AND, OR, or a comma where neither is said
//   verdict (STRING): conflict, unknown, warning, compatible, or root where no upstream is known and its own licence decides
//   certainty (STRING): contested where the verdict rests only on disputed or unclear readings
//   upstreams (INTEGER): edges to what it was made from or uses
//   gaps (LIST<STRING>): codes of what is not known; one of them is enough for unknown where nothing is in conflict
//   about (LIST<STRING>): for each gap the artifact, licence or text that it is about
//   profile (STRING): the rule set
// source: The verdicts of cypher/derive/license_*.cypher, and what sources say or leave out of bases and licences.
// notes: >-
//   Conflicts come first, then unknown. An adapter, a merge or a converted copy without a base is known by its own marks.
//   While a load has not been derived, nothing but conflicts is certain. Not legal advice.
:param artifact => null;
:param artifacts => null;
:param profile => "default";
:param profiles => null;
:param verdict => null;
:param max_rows => 1000;

MATCH (profile:Profile)
WHERE profile.name IN coalesce($profiles, [$profile])
CALL (profile) {
  RETURN
    EXISTS { MATCH (load:Load) WHERE load.derived = false }
      OR EXISTS { MATCH (any:Profile) WHERE coalesce(any._ready, false) = false } AS pending,
    NOT coalesce(profile.terms, false)
      AND NOT EXISTS {
        MATCH (sheet:CompatibilityMatrix)
        WHERE sheet.name IN profile.matrices AND EXISTS { MATCH ()-[cell:MATRIX]->() WHERE cell.profile = sheet.name }
      } AS no_sheet
}
// Conflicts come first, so where there are enough of them nothing else is looked at, and of them the first by id only.
CALL (profile, pending) {
  UNWIND CASE
    WHEN $artifact IS NULL AND $artifacts IS NULL AND coalesce($verdict, "conflict") = "conflict" AND NOT pending THEN [0]
    ELSE []
  END AS every
  MATCH (artifact)-[conflict:CONFLICTS_WITH]->()
  WHERE profile.name IN conflict.profiles
  WITH DISTINCT artifact
  RETURN count(*) > 0 AND (count(*) >= $max_rows OR $verdict IS NOT NULL) AS enough
}
// Then comes by id what is not known. Models without a licence are enough to fill the rows, so ids behind theirs do not count.
CALL (profile, pending, enough) {
  // Read in the order of the index, and only as far as needed.
  MATCH (model:Model)
  USING INDEX model:Model(id)
  WHERE model.id >= CASE
      WHEN $artifact IS NULL AND $artifacts IS NULL AND coalesce($verdict, "unknown") = "unknown" AND NOT (enough OR pending) THEN ""
    END
    AND model.license_missing
    AND NOT EXISTS { MATCH (model)-[conflict:CONFLICTS_WITH]->() WHERE profile.name IN conflict.profiles }
  WITH model.id AS id
  ORDER BY id
  LIMIT $max_rows
  RETURN CASE WHEN count(*) = $max_rows THEN max(id) END AS last
}
CALL (profile, enough, last) {
  UNWIND CASE WHEN $artifact IS NULL AND $artifacts IS NULL AND NOT enough AND last IS NULL THEN [0] ELSE [] END AS every
  MATCH (artifact:Model|Dataset|Repository)
  RETURN artifact
  UNION
  MATCH (artifact:Model)
  WHERE artifact.id <= last
  RETURN artifact
  UNION
  MATCH (artifact:Dataset)
  WHERE artifact.id <= last
  RETURN artifact
  UNION
  MATCH (artifact:Repository)
  WHERE artifact.id <= last
  RETURN artifact
  UNION
  UNWIND CASE WHEN enough OR (last IS NOT NULL AND $verdict IS NULL) THEN [0] ELSE [] END AS every
  MATCH (artifact)-[conflict:CONFLICTS_WITH]->()
  WHERE profile.name IN conflict.profiles
  WITH DISTINCT artifact
  WHERE artifact:Model|Dataset|Repository
  RETURN artifact
  ORDER BY artifact.id, artifact:Repository, artifact:Model
  LIMIT $max_rows
  UNION
  UNWIND coalesce($artifacts, []) + [$artifact] AS id
  MATCH (:Model|Dataset|Repository|Alias {id: id})-[:ALIAS_OF]->{0,1}(artifact:Model|Dataset|Repository)
  RETURN artifact
}
// What each edge says: its rank, and what is not known of the other end.
CALL (artifact, profile) {
  OPTIONAL MATCH (artifact)-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(upper:Model|Dataset)
  OPTIONAL MATCH (found:LicenseVerdict {id: edge.license_verdict_id})
  CALL (found, profile) {
    OPTIONAL MATCH (found)-[judged:JUDGED]->(profile)
    RETURN judged
  }
  WITH edge, upper, judged
  ORDER BY judged.rank DESC, judged.upstream
  WITH
    edge, upper,
    max(judged.rank) AS rank,
    collect([judged.rank, judged.certainty]) AS certainties,
    min(CASE judged.rank WHEN 2 THEN judged.why_unknown END) AS why
  WITH
    edge, upper, rank, certainties,
    CASE
      WHEN edge IS NULL THEN null
      WHEN upper.status = "stub" AND upper.license_statement IS NULL
        THEN CASE WHEN upper:Dataset THEN "UPSTREAM_DATASET_NOT_LOADED" ELSE "UPSTREAM_NOT_LOADED" END
      WHEN rank IS NULL AND profile.relations IS NULL THEN "EDGE_NOT_JUDGED"
      WHEN rank IS NULL OR rank <> 2 THEN null
      WHEN why = "upper_missing" AND upper.status IN ["removed", "private", "missing"] THEN "UPSTREAM_NOT_SHOWN"
      ELSE {
        upper_missing: "UPSTREAM_LICENSE_MISSING",
        upper_unnamed: "UPSTREAM_LICENSE_UNNAMED",
        upper_family: "UPSTREAM_LICENSE_FAMILY",
        upper_unread: "UPSTREAM_LICENSE_UNREAD",
        upper_none: "UPSTREAM_LICENSE_NONE",
        not_in_matrix: "PAIR_NOT_IN_SHEET",
        open_in_matrix: "PAIR_OPEN_IN_SHEET",
        further_up: "TERMS_ABOVE_UNKNOWN"
      }[why]
    END AS gap
  ORDER BY gap, upper.id
  RETURN
    count(edge) AS upstreams,
    max(rank) AS rank,
    collect(certainties) AS certainties,
    count(CASE WHEN rank >= 0 THEN 1 END) AS judged,
    collect(CASE WHEN gap IS NOT NULL THEN [gap, upper.id] END) AS edge_gaps
}
// What is not known of its own licence; of several those of the part that travels count.
CALL (artifact) {
  OPTIONAL MATCH (artifact)-[declares:DECLARES]->(license:License)
  WITH
    coalesce(declares.operator, "single") AS operator,
    CASE
      WHEN declares.role = CASE WHEN artifact:Model THEN "weights" WHEN artifact:Dataset THEN "data" ELSE "code" END THEN 0
      WHEN coalesce(declares.role, "main") = "main" THEN 1
      ELSE 2
    END AS part,
    CASE
      WHEN license IS NULL THEN null
      WHEN license.id IN ["other", "unknown"] THEN "LICENSE_UNNAMED"
      WHEN coalesce(license.class, "unknown") = "unknown" AND license.family_only THEN "LICENSE_FAMILY"
      WHEN coalesce(license.class, "unknown") = "unknown" THEN "LICENSE_UNREAD"
      WHEN license.terms_known OR EXISTS { (license)-[:IMPOSES]->(:LicenseTerm {level: "restriction"}) } THEN ""
      ELSE "LICENSE_UNREAD"
    END AS state
  ORDER BY state
  WITH part, collect(state) AS states, min(operator) AS operator, max(operator) AS other
  ORDER BY part
  LIMIT 1
  // Of licences to choose from one that is known is enough; it sorts first. Where nothing is declared there is none.
  RETURN coalesce(CASE WHEN operator = "or" AND other = "or" THEN states[0] ELSE states[-1] END, "LICENSE_MISSING") AS own
}
// What is not known of the artifact itself.
WITH
  artifact, profile, pending, no_sheet, upstreams, rank, certainties, judged, edge_gaps, own,
  coalesce(artifact.status, "present") = "stub" AND artifact.license_statement IS NULL AS undescribed,
  [tag IN coalesce(artifact.tags, []) + [coalesce(artifact.library, "")] | toLower(tag)] AS words,
  coalesce(artifact.quantization, []) AS marks,
  EXISTS { (artifact)-[:DERIVED_FROM]->() } AS has_base
WITH
  *,
  CASE
    WHEN NOT artifact:Model OR has_base OR undescribed OR size(coalesce(artifact.unusable_bases, [])) > 0 THEN null
    WHEN artifact.made_as IS NOT NULL THEN artifact.made_as
    WHEN any(word IN words WHERE word IN ["peft", "lora", "qlora", "dora", "lokr", "loha", "adapter", "adapters",
      "adapter-transformers"]) THEN "adapter"
    WHEN EXISTS { (artifact)-[:HAS_FINGERPRINT]->(:Fingerprint {kind: "adapter"}) } THEN "adapter"
    WHEN any(word IN words WHERE word IN ["merge", "mergekit"]) THEN "merge"
    WHEN any(mark IN marks WHERE mark IN ["gptq", "awq", "aqlm", "hqq", "eetq", "exl2", "exl3", "bitsandbytes", "bnb",
      "quanto"]) THEN "quantized"
    // A repository that also holds the weights it was converted from may be the origin of both.
    WHEN any(mark IN marks WHERE mark IN ["gguf", "ggml"])
      AND NOT any(word IN words WHERE word IN ["safetensors", "pytorch", "tf", "jax", "keras"]) THEN "quantized"
    WHEN "mlx" IN words AND any(mark IN marks WHERE mark ENDS WITH "-bit") THEN "quantized"
  END AS made_as
WITH
  artifact, profile, upstreams, rank, certainties, judged,
  CASE WHEN pending THEN [["PENDING", "the graph"]] ELSE [] END
  + CASE
      WHEN no_sheet THEN [["SHEET_NOT_LOADED", head(profile.matrices)]]
      ELSE
        CASE
          WHEN undescribed
            THEN [[CASE WHEN artifact:Dataset THEN "DATASET_NOT_LOADED" ELSE "NOT_LOADED" END,
              artifact.id]]
          WHEN own = "LICENSE_MISSING" THEN [[own, artifact.id]]
          WHEN artifact.license_statement IS NULL THEN [["LICENSE_NOT_JUDGED", artifact.id]]
          WHEN own <> "" AND (judged = 0 OR rank >= 2) THEN [[own, artifact.license_statement]]
          ELSE []
        END
        + [base IN coalesce(artifact.unusable_bases, []) | ["BASE_UNREADABLE", base]]
        + [base IN coalesce(artifact.unresolved_bases, []) | ["BASE_UNREADABLE", base]]
        + CASE
            WHEN made_as IS NOT NULL THEN [["BASE_NOT_NAMED", made_as]]
            WHEN artifact.names_itself AND NOT has_base AND size(coalesce(artifact.unusable_bases, [])) = 0
              THEN [["BASE_IS_ITSELF", artifact.id]]
            ELSE []
          END
        + CASE WHEN upstreams > 0 AND judged = 0 AND edge_gaps = [] THEN [["RULE_SET_SKIPS", profile.name]] ELSE [] END
        + edge_gaps
    END AS found
WITH
  artifact, profile, upstreams, rank, certainties,
  CASE WHEN rank = 2 AND found = [] THEN [["TERMS_OPEN", profile.name]] ELSE found END AS found
WITH
  artifact, profile, upstreams, rank, certainties, found,
  CASE
    WHEN rank = 3 THEN 3
    WHEN size(found) > 0 THEN 2
    WHEN upstreams = 0 THEN -1
    ELSE rank
  END AS strength
WITH
  artifact, profile, upstreams, found, strength,
  CASE strength WHEN -1 THEN "root" ELSE ["compatible", "warning", "unknown", "conflict"][strength] END AS stated,
  CASE
    WHEN strength = -1 OR any(edge IN certainties WHERE [strength, "firm"] IN edge)
      OR strength = 2 AND coalesce(rank, -1) < 2 THEN "firm"
    ELSE "contested"
  END AS certainty
WHERE $verdict IS NULL OR stated = $verdict
RETURN
  artifact.id AS artifact,
  CASE WHEN artifact:Model THEN "model" WHEN artifact:Dataset THEN "dataset" ELSE "repository" END AS kind,
  artifact.license_statement AS license,
  stated AS verdict,
  certainty AS certainty,
  upstreams AS upstreams,
  [gap IN found | gap[0]] AS gaps,
  [gap IN found | gap[1]] AS about,
  profile.name AS profile
ORDER BY strength DESC, artifact, kind, profile
LIMIT $max_rows;
