"""The rules of the gate: what each finds, how grave that is, and what an intended use forbids."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Level = Literal["error", "unknown", "warning", "note", "off"]
Use = Literal["internal", "service", "distribute", "sell"]

#: The gravest first; what cannot be decided is never a pass.
LEVELS: tuple[Level, ...] = ("error", "unknown", "warning", "note")


@dataclass(frozen=True)
class Rule:
    """What findings of one kind have in common.

    Attributes:
        title: What is found.
        level: How grave it is where the policy does not say.
        help: What to do about it.
    """

    title: str
    level: Level
    help: str


RULES: dict[str, Rule] = {
    "license-conflict": Rule(
        "A licence drops terms of an upstream licence.",
        "error",
        "Declare a licence that keeps the terms, replace the upstream artifact, or ask its owner.",
    ),
    "license-unknown": Rule(
        "A licence, a base or a use is not known, so nothing can be decided.",
        "unknown",
        "Load what is missing, or state what you know with `supplygraph load records`.",
    ),
    "license-warning": Rule(
        "A duty may be missed, or a reading of a licence is disputed.", "warning", "Review the licences that are named."
    ),
    "license-forbidden": Rule(
        "The policy forbids a licence.", "error", "Use another artifact, or change the policy with those who own it."
    ),
    "license-review": Rule(
        "The policy asks for a review of a licence.", "warning", "Have it reviewed, and waive it with the outcome."
    ),
    "term-forbidden": Rule(
        "The policy or the intended use forbids a term of a licence.",
        "error",
        "Use another artifact, ask its owner for other terms, or change the intended use.",
    ),
    "term-review": Rule(
        "The policy or the intended use asks for a review of a term.", "warning", "Check that the term is met."
    ),
    "name": Rule(
        "A name contradicts what is known of the model.", "warning", "`supplygraph name check` shows a name that fits."
    ),
    "quality": Rule("Metadata contradict each other.", "warning", "Mend the card, or check the model by hand."),
    "risk": Rule("Something speaks for a risk of this artifact.", "warning", "Follow the remedy of the finding."),
    "checks-missing": Rule(
        "Checks whose findings the policy asks for never ran on this graph.",
        "unknown",
        "Run `supplygraph check`; later loads keep its findings up to date.",
    ),
    "data-age": Rule("What is known is older than the policy allows.", "unknown", "Load its sources again."),
    "call-unresolved": Rule(
        "Code loads something that is only known when it runs.",
        "unknown",
        "Write the id as a literal, or name it among the targets.",
    ),
    "file-unread": Rule(
        "A file that may load something was not read.", "unknown", "Mend it, or check by hand what it loads."
    ),
    "waiver-expired": Rule(
        "A waiver has expired.", "error", "Renew it with a new date, or mend what it waives and remove it."
    ),
    "waiver-unused": Rule("A waiver waives nothing.", "note", "Remove it."),
}

#: What an intended use makes of a term: the level, by patterns of its code; the first that fits counts.
USES: dict[Use, tuple[tuple[str, Level], ...]] = {
    "internal": (("RO", "error"), ("NC", "warning"), ("GEO:*", "warning"), ("CAP:*", "note"), ("REG", "note")),
    "service": (
        ("RO", "error"),
        ("NC", "error"),
        ("UR.hosting", "error"),
        ("CAP:*", "warning"),
        ("NET", "warning"),
        ("SA:agpl*", "warning"),
        ("SA:sspl*", "warning"),
        ("GEO:*", "warning"),
        ("REG", "warning"),
        ("ROY:*", "warning"),
    ),
    "distribute": (
        ("RO", "error"),
        ("ND", "warning"),
        ("NC", "warning"),
        ("SA:*", "warning"),
        ("GEO:*", "warning"),
        ("CAP:*", "note"),
    ),
    "sell": (
        ("RO", "error"),
        ("NC", "error"),
        ("ND", "warning"),
        ("SA:*", "warning"),
        ("CAP:*", "warning"),
        ("ROY:*", "warning"),
        ("REG", "warning"),
        ("GEO:*", "warning"),
    ),
}
#: The same in words.
USE_MEANINGS: dict[Use, str] = {
    "internal": "used inside an organisation only, nothing is passed on",
    "service": "offered to others over a network",
    "distribute": "passed on to others without a price",
    "sell": "sold, or shipped as a part of something that is sold",
}


def level_for(use: Use | None, code: str) -> Level | None:
    """What an intended use makes of a term; None where it does not matter."""
    patterns = USES[use] if use is not None else ()
    return next((level for pattern, level in patterns if fnmatchcase(code, pattern)), None)
