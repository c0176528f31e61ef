// Names and words that licences ask for
// question: Which models come under a licence that wants its name in theirs or words on display, and is the name kept?
// grain: one row per model, licence family and duty
// parameters:
//   family (STRING): only licences of this family, such as llama
//   max_rows (INTEGER): most rows to return
// columns:
//   model (STRING): the model
//   family (STRING): family of the licence of what it was made from
//   duty (STRING): code of the duty, such as NAME:Llama or BR:Built with Llama
//   name (STRING): name of the model without its author
//   verdict (STRING): kept, missing, or to show where the graph does not say whether the words are shown
// source: Llama 3 and later community licences, section 1.b.i.
// notes: Direct derivations under the rule set default. Missing names come first. Not legal advice.
:param family => null;
:param max_rows => 1000;

MATCH (license:License)-[reaches:REACHES]->(:Profile {name: "default"})
WHERE $family IS NULL OR license.family = $family
UNWIND [code IN reaches.notices WHERE code STARTS WITH "NAME:" OR code STARTS WITH "BR:"] AS duty
MATCH (license)<-[:DECLARES]-(upper:Model|Dataset)<-[edge:DERIVED_FROM|TRAINED_ON]-(model:Model)
WITH license, reaches, duty, model, edge._license_way AS way
WHERE reaches.channel = CASE way WHEN "quantized" THEN "copy" ELSE way END
WITH DISTINCT model, license.family AS family, duty, split(model.id, "/")[-1] AS name
MATCH (term:LicenseTerm {code: duty})
WITH
  model, family, duty, name,
  CASE
    WHEN duty STARTS WITH "BR:" THEN "to show"
    WHEN name =~ term.name_pattern THEN "kept"
    ELSE "missing"
  END AS stated
RETURN model.id AS model, family AS family, duty AS duty, name AS name, stated AS verdict
ORDER BY CASE verdict WHEN "missing" THEN 0 WHEN "to show" THEN 1 ELSE 2 END, model, duty, family
LIMIT $max_rows;
