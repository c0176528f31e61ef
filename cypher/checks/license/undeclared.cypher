// Licence missing where others build on it
// meaning: It declares no licence although others are made from it, trained on it or load it: nobody may do so by default.
// severity: low
// remedy: Ask its publisher for a licence; its card takes `license`, a repository a LICENSE file.
// source: the licences that artifacts declare.
// about: Model|Dataset
WITH artifact,
  COUNT { (artifact)<-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]-() } AS made,
  COUNT { (artifact)<-[:REUSES]-() } AS code
WHERE artifact.license_missing AND made + code > 0
RETURN
  artifact, null AS base,
  "missing" AS class,
  ["no licence"] AS claimed,
  [] AS actual,
  made + " artifacts and " + code + " repositories build on it" AS evidence,
  null AS path
