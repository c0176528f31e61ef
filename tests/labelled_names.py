"""Names and findings that people labelled, and how well they are met: precision and recall with their intervals."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from supplygraph.naming.claims import Claims, claims
from supplygraph.naming.vocabulary import vocabulary
from supplygraph.report.name import KnownFacts

FOLDER = Path(__file__).parent / "fixtures" / "naming"
#: Kinds of claims by their letter in `names.tsv`.
KINDS = {
    "f": "family", "g": "generation", "p": "parameters", "a": "active", "s": "size", "c": "casing", "l": "language",
    "t": "task", "d": "dataset", "q": "quantisation", "r": "relation", "v": "version",
}  # fmt: skip
_UNITS = {"M": 10**6, "B": 10**9, "T": 10**12}


@dataclass
class Tally:
    """How many claims are right.

    Attributes:
        right: Claims that were read and are labelled.
        wrong: What was read and is not labelled, as `id kind value`.
        missed: What is labelled and was not read.
    """

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was read that is right."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Share of what is labelled that was read."""
        return self.right / max(1, self.right + len(self.missed))


def interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share by Wilson."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (middle - spread) / (1 + z * z / total)), min(1.0, (middle + spread) / (1 + z * z / total))


def labelled_names(half: str) -> Iterator[tuple[str, dict[str, list[set[str]]], dict[str, set[str]]]]:
    """Ids of one half with what has to be read by kind (sets of right answers), and what may be read beside it."""
    for line in (FOLDER / "names.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        its, model, text, *_ = line.split("\t")
        if its != half:
            continue
        wanted: dict[str, list[set[str]]] = {}
        allowed: dict[str, set[str]] = {}
        for part in text.split() if text != "-" else ():
            letters, _, values = part.partition("=")
            kind = KINDS[letters.rstrip("?")]
            for value in values.split(","):
                answers = {_normal(kind, answer) for answer in value.split("/")}
                if letters.endswith("?"):
                    allowed.setdefault(kind, set()).update(answers)
                else:
                    wanted.setdefault(kind, []).append(answers)
        yield model, wanted, allowed


def _normal(kind: str, value: str) -> str:
    if kind in ("parameters", "active") and value[-1] in _UNITS:
        return str(round(float(value[:-1]) * _UNITS[value[-1]]))
    if kind in ("family", "generation", "dataset"):
        name = re.sub(r"[\d.]+\Z", "", value) if kind == "generation" else value
        word = vocabulary().words.get(name)
        return (word.normal if word is not None else name) + value[len(name) :]
    return value


def read_claims(one: Claims) -> dict[str, list[str]]:
    """What a name claims by the kinds of the labels."""
    return {
        "family": [*one.families, *one.families_unsure],
        "generation": [text.replace(" ", "") for text in one.generations],
        "parameters": [str(count) for count in one.parameters],
        "active": [str(one.active)] if one.active else [],
        "size": [one.size] if one.size else [],
        "casing": [one.casing] if one.casing else [],
        "language": one.languages,
        "task": one.tasks,
        "dataset": one.datasets,
        "quantisation": one.quantization,
        "relation": [relation for relation in one.relations if relation not in ("quantized", "serves", "mixture")],
        "version": one.versions,
    }


def score_names(half: str) -> dict[str, Tally]:
    """Reads the names of one half and holds them against their labels."""
    tallies = {kind: Tally() for kind in KINDS.values()}
    for model, wanted, allowed in labelled_names(half):
        for kind, read in read_claims(claims(model)).items():
            tally, open_ = tallies[kind], list(wanted.get(kind, ()))
            for value in read:
                hit = next((answers for answers in open_ if value in answers), None)
                if hit is not None:
                    open_.remove(hit)
                    tally.right += 1
                elif value not in allowed.get(kind, ()) and not any(value in one for one in wanted.get(kind, ())):
                    tally.wrong.append(f"{model} {kind} {value}")
            tally.missed += [f"{model} {kind} {'/'.join(sorted(answers))}" for answers in open_]
    return tallies


def total(tallies: dict[str, Tally]) -> Counter[str]:
    """Right, wrong and missed claims of all kinds."""
    return Counter(
        right=sum(tally.right for tally in tallies.values()),
        wrong=sum(len(tally.wrong) for tally in tallies.values()),
        missed=sum(len(tally.missed) for tally in tallies.values()),
    )


def labelled_findings(half: str) -> Iterator[tuple[str, str, KnownFacts, bool]]:
    """Check, id, what is known beside the name, and whether a person calls it a conflict."""
    for line in (FOLDER / "findings.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        its, check, model, known, label, *_ = line.split("\t")
        if its != half:
            continue
        values = dict(part.split("=", 1) for part in known.split())
        yield (
            check.removeprefix("lineage-").replace("-", "_"),
            model,
            KnownFacts(
                types=[values["model_type"]] if "model_type" in values else [],
                classes=[values["class"]] if "class" in values else [],
                task=values.get("task"),
                parameters=int(values["parameters"]) if "parameters" in values else None,
                languages=values["languages"].split(",") if "languages" in values else [],
                tags=values["tags"].split(",") if "tags" in values else [],
                bases=[(values["base"], values.get("relation"))] if "base" in values else [],
            ),
            label == "conflict",
        )
