// Name without meaning
// meaning: No part of the name says anything of the model.
// severity: low
// says: no part of the name is known to mean anything
// lacks: no part of the name is known to mean anything
// remedy: Say the family and the size, and what was done with it.
// source: Jiang et al., arXiv 2310.01642 (names of component O alone).
// reads: model
WITH model
WHERE all(component IN coalesce(model.name_components, []) WHERE component IN ["O", "M"])
RETURN
  model,
  "uninformative" AS verdict,
  [] AS claimed,
  [] AS actual,
  "no part of the name is known to mean anything" AS evidence
