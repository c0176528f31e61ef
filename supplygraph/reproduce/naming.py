"""The figures of the study of model names (Jiang et al., EMSE 30(6):155, arXiv 2310.01642) from its public artifact."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.naming.claims import claims, class_kin
from supplygraph.naming.reader import CONVENTIONS, read_name
from supplygraph.reproduce.figure import Figure, percent
from supplygraph.reproduce.peatmoss import artifact_file

LABELS, CONVENTION_LABELS, CLASSES = "name_components.json", "ground_truth_cls_data.json", "arch_to_repo_name.json"
#: Published shares in percent (Fig. 5), with the code of the label file.
PUBLISHED = (
    ("architecture", "A", 83.31), ("size", "S", 44.22), ("other", "O", 36.46), ("task", "T", 33.09),
    ("dataset", "D", 25.84), ("language", "L", 17.53), ("parameters", "P", 13.68), ("version", "V", 12.70),
    ("trait of the data", "C", 9.73), ("reuse method", "F", 8.94), ("layers", "N", 2.18),
    ("training process", "R", 0.95),
)  # fmt: skip
#: The study's three labels, and which of our conventions each stands for.
_CONVENTIONS = {
    "implementation unit": {CONVENTIONS[0]},
    "combined pattern": {CONVENTIONS[1], CONVENTIONS[2]},
    "uninformative": {CONVENTIONS[3]},
}


def naming_figures(folder: Path) -> Iterator[Figure]:
    """Component shares, agreement with the labels, conventions, and names against declared classes.

    Args:
        folder: Folder with `name_components.json`, `ground_truth_cls_data.json` and `arch_to_repo_name.json`.

    Raises:
        InputError: a file is missing or is not the one that is meant.
    """
    labels = _table(folder, LABELS)
    conventions = _table(folder, CONVENTION_LABELS)
    classes = _table(folder, CLASSES)
    yield from _shares(labels)
    yield from _agreement(labels)
    yield from _conventions(conventions)
    yield from _types(classes)


def _table(folder: Path, name: str) -> dict[str, Any]:
    path = artifact_file(folder, name)
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: no JSON ({error})", "take the file from the artifact unchanged") from error
    if not isinstance(table, dict) or not table:
        raise InputError(f"{path}: not a table of model ids", "take the file from the artifact unchanged")
    return table


def _shares(labels: dict[str, list[str]]) -> Iterator[Figure]:
    place = "Fig. 5"
    yield Figure(
        "names with component labels",
        14_296,
        len(labels),
        place=place,
        why="the paper's text says 14,296; its published shares are of these names",
    )
    counted = Counter(code for codes in labels.values() for code in set(codes))
    for name, code, published in PUBLISHED:
        why = f"{counted[code]:,} of {len(labels):,} labels of the study"
        yield Figure(f"share with {name}", published, percent(counted[code], len(labels)), True, why, place, "%", 2)


def _agreement(labels: dict[str, list[str]]) -> Iterator[Figure]:
    place = "Table of LLM extraction"
    why = "own reader against the study's LLM labels, which are not ground truth; "
    right: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for model, codes in labels.items():
        # Heads are dropped as in the paper's figure; formats are what the study calls other.
        wanted = {"Y" if code == "N" else code for code in codes} - {"H"}
        found = set(read_name(model).components)
        found = (found - {"W", "M"}) | ({"O"} if "W" in found else set())
        right.update(found & wanted)
        ours.update(found)
        theirs.update(wanted)
    names = {code: name for name, code, _ in PUBLISHED} | {"Y": "layers"}
    for name, code in sorted((names[code], code) for code in theirs):
        yield Figure(
            f"F1 for {name}",
            _LLM_F1.get(code),
            2 * right[code] / (ours[code] + theirs[code]),
            why=f"{why}precision {right[code] / max(1, ours[code]):.2f}, recall {right[code] / theirs[code]:.2f}; the "
            "published value is the LLM's against people on 300 names",
            place=place,
            decimals=2,
        )
    yield Figure(
        "F1 over all components",
        0.91,
        2 * right.total() / (ours.total() + theirs.total()),
        why=why + "the published value is the LLM's against people on 300 names",
        place=place,
        decimals=2,
    )


_LLM_F1 = {
    "A": 0.98, "S": 0.98, "T": 0.91, "V": 0.97, "P": 0.98, "L": 0.94, "D": 0.91, "F": 0.93, "R": 0.80, "C": 0.85,
    "O": 0.84, "Y": 0.80,
}  # fmt: skip


def _conventions(labels: dict[str, str]) -> Iterator[Figure]:
    place = "conventions"
    known = {model: label for model, label in labels.items() if label in _CONVENTIONS}
    counted = Counter(known.values())
    read = Counter(read_name(model).convention for model in known)
    for label, published in (("implementation unit", 5_990), ("combined pattern", 2_231), ("uninformative", 523)):
        yield Figure(f"names labelled {label}", published, counted[label], True, "as the artifact has them", place)
    for convention in CONVENTIONS:
        yield Figure(
            f"share read as {convention}",
            _RUN_LOG[convention],
            percent(read[convention], len(known)),
            why=f"by rule, of {len(known):,} names; published for 13,208 other names (run log)",
            place=place,
            unit="%",
            decimals=1,
        )
    agree = sum(read_name(model).convention in _CONVENTIONS[label] for model, label in known.items())
    yield Figure(
        "names whose convention agrees",
        None,
        percent(agree, len(known)),
        why="the labels are those of a language model; two people agree on 171 of 198 names (86 %)",
        place=place,
        unit="%",
        decimals=1,
    )


#: Shares in the run log of the artifact.
_RUN_LOG = {CONVENTIONS[0]: 59.0, CONVENTIONS[1]: 4.0, CONVENTIONS[2]: 26.4, CONVENTIONS[3]: 10.6}


def _types(classes: dict[str, list[str]]) -> Iterator[Figure]:
    verdicts: Counter[str] = Counter()
    for name, models in classes.items():
        near = class_kin(name)
        for model in models:
            families = set(claims(model).families)
            if near is None:
                verdicts["class not known"] += 1
            elif families & near.agrees:
                verdicts["the class's family is named"] += 1
            elif families & near.related:
                verdicts["a related family is named"] += 1
            elif families:
                verdicts["another family is named"] += 1
            else:
                verdicts["no family is surely named"] += 1
    for verdict, count in sorted(verdicts.items(), key=lambda item: -item[1]):
        yield Figure(
            f"declared class: {verdict}",
            None,
            count,
            why=f"of {verdicts.total():,} ids with a declared class; the study judges by weights, not by names",
            place="inconsistencies",
        )
