// Languages against the card
// meaning: The name says a language that the card does not list.
// severity: medium
// says: the name says {claimed}, the card {actual}
// remedy: List the language in the card.
// source: Jiang et al., arXiv 2310.01642.
// reads: model, languages
// only: model.name_languages IS NOT NULL
WITH model, [language IN languages | split(language, "-")[0]] AS codes
WHERE size(codes) > 0
  AND all(language IN model.name_languages WHERE size(language) = 2)
  AND NOT any(code IN codes WHERE size(code) <> 2 OR code IN model.name_languages)
  // A code of the card that the name writes, too, whatever it was read as (`da-et_en`).
  AND NOT any(code IN codes WHERE "-" + replace(toLower(split(model.id, "/")[-1]), "_", "-") + "-" CONTAINS "-" + code + "-")
  // Pairs that are one language to many, or so close that either is right.
  AND NOT any(pair IN [["no", "nb"], ["no", "nn"], ["nb", "nn"], ["id", "ms"], ["ak", "tw"], ["sr", "hr"], ["hr", "bs"], ["sr", "bs"]]
    WHERE (pair[0] IN codes AND pair[1] IN model.name_languages)
      OR (pair[1] IN codes AND pair[0] IN model.name_languages))
RETURN
  model,
  CASE
    WHEN codes <> ["en"] THEN "conflict"
    // Templates of cards state English for everything. A language that is written out speaks for itself, unless it
    // says what the name goes on with (`german-city-names`); what ends in the work speaks of it again, and a code does
    // where only the form stands behind it.
    WHEN any(language IN model.name_languages WHERE
      "-" + replace(toLower(split(model.id, "/")[-1]), "_", "-") + "-" =~
      ".*-(" + $tongues[language] + ")-((q?lora|adapters?|(fine-?)?tuned|instruct|chat|agent|assistant|sft|dpo|merged|tts|asr|stt|ocr|llama|qwen|gemma|mistral|gguf|mlx|awq|gptq|onnx|\\d+(bit|b)|fp\\d+|bf16|v\\d+(\\.\\d+)?|base|small|large)-.*|(.*-)?(translator|chatbot|assistant|tutor)-)?"
      // Many codes are short for something else, too: `UK`, `Hi-Fi`.
      OR NOT language IN $everyday + ["uk", "fi", "cy"] AND "-" + replace(toLower(split(model.id, "/")[-1]), "_", "-") + "-" =~
      ".*[^-]-" + language + "-((i\\d+-)?(gguf|mlx|awq|gptq|onnx|q?lora|merged)-|[a-z]\\d+-|v\\d+(\\.\\d+)?-|\\d-?bit-|fp\\d+-|bf16-)*")
      THEN "conflict"
    ELSE "related"
  END AS verdict,
  model.name_languages AS claimed,
  codes AS actual,
  "the languages of the card" AS evidence
