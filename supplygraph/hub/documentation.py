"""Which properties say what a model's card and files answer."""

from typing import Any

from supplygraph.attributes.card import card_answers
from supplygraph.attributes.file_list import file_answers
from supplygraph.hub.values import Values
from supplygraph.hub.weights import file_names
from supplygraph.missing import is_missing

#: Where a record keeps the text of its card, below the header; None where it says that there is no card.
CARD_TEXT = "_text"
#: Whether a record lists only some of the files, as what somebody fetched into a cache.
PARTIAL = "_partial"
#: Fields of a header that no other property or relationship holds and that checklists ask for.
FIELDS = frozenset({"co2_eq_emissions", "inference", "instance_prompt", "metrics", "widget"})


def documented(values: Values, card: Values) -> dict[str, Any]:
    """The properties of a model that say what is documented of it, of what its record shows."""
    properties: dict[str, Any] = {}
    if not FIELDS.isdisjoint(card.record) and (
        fields := [one for one in sorted(FIELDS) if _states(card.record.get(one))]
    ):
        emitted = card.record.get("co2_eq_emissions")
        hardware = emitted.get("hardware_used") if isinstance(emitted, dict) else None
        properties["card_fields"] = fields + (["co2_eq_emissions.hardware_used"] if _states(hardware) else [])
    if CARD_TEXT in values:
        text = values.record[CARD_TEXT] or ""
        answers = card_answers(text)
        properties |= {
            "has_card": bool(text.strip()),
            "card_topics": list(answers),
            "card_sections": list(answers.values()),
        }
    if isinstance(values.record.get("siblings"), list) and PARTIAL not in values:
        names = list(file_names(values.record["siblings"]))
        found = file_answers(names)
        properties |= {"file_count": len(names), "file_topics": list(found), "topic_files": list(found.values())}
    return properties


def _states(value: Any) -> bool:
    """Whether a field says something; `false` turns a demo off."""
    return not (
        value is None or value is False or value in ("", [], {}) or (isinstance(value, str) and is_missing(value))
    )
