// How right guesses from relatives, names and fingerprints are
// question: Had a licence, task, relation or base been missing, how often would each method have told it?
// grain: one row per fact and method
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   fact (STRING): license, task, relation or base
//   method (STRING): siblings (most frequent among others of the same bases), base, name, fingerprint, or most_frequent of all
//   known (INTEGER): models, or derivations for the relation, where the fact is known and can be held against the guess
//   guessed (INTEGER): of these, those for which the method has a guess
//   right (INTEGER): of these guesses, those that are right
//   accuracy (FLOAT): right guesses of all guesses
//   coverage (FLOAT): guesses of all known
//   published (FLOAT): what Model Atlas reports for siblings and for the most frequent value; null for other methods
// source: Horwitz et al., Model Atlas, NeurIPS 2025, arXiv 2503.10633, on 2025's Hub; each held out in turn here.
// notes: |-
//   Measured and kept by `supplygraph impute`, with the same rules that make the guesses. Every known fact is held out by
//   itself: a model never votes for itself, and its own base counts only for others. Licences are compared by id and only
//   where there is exactly one. Of several values with as many votes the smallest counts. A base is right where the
//   declared lineage leads to it, at any depth; by name it is told only of names with a mark of format or quantisation.
:param max_rows => 100;

MATCH (load:Load {source: "imputation"})
WITH load
ORDER BY load.started DESC
LIMIT 1
UNWIND range(0, size(load.count_names) - 1) AS i
WITH split(load.count_names[i], " ") AS name, load.count_values[i] AS number
WITH name[0] AS fact, name[1] AS method,
  sum(CASE name[2] WHEN "known" THEN number ELSE 0 END) AS known,
  sum(CASE name[2] WHEN "guessed" THEN number ELSE 0 END) AS guessed,
  sum(CASE name[2] WHEN "right" THEN number ELSE 0 END) AS correct
RETURN
  fact AS fact,
  method AS method,
  known AS known,
  guessed AS guessed,
  correct AS right,
  CASE WHEN guessed > 0 THEN 1.0 * correct / guessed END AS accuracy,
  1.0 * guessed / known AS coverage,
  CASE fact + " " + method
    WHEN "license siblings" THEN 0.85
    WHEN "license most_frequent" THEN 0.49
    WHEN "task siblings" THEN 0.79
    WHEN "task most_frequent" THEN 0.60
    WHEN "relation siblings" THEN 0.80
    WHEN "relation most_frequent" THEN 0.61
  END AS published
ORDER BY fact, method
LIMIT $max_rows;
