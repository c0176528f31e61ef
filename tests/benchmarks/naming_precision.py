"""Measures how right names are read: `python -m tests.benchmarks.naming_precision [HALF]`.

Halves are tuned, untouched, looked, seen, judged, drawn, screened, rounds, read, elsewhere, elsewhere_two,
elsewhere_three, elsewhere_four, elsewhere_five and exchanged; `tests/fixtures/naming/` says whose labels they are.

Precision and recall by kind of claim on names that were labelled by hand before they were read, and agreement with what
thousands of records say of themselves: model types of configs, parameters of safetensors files. Where a graph can be
opened, precision and recall of each check, too, on findings that people read.
"""

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from supplygraph.checks.names import ask
from supplygraph.naming.claims import claims, class_kin, kin
from supplygraph.report.name import given_model
from supplygraph.server.opening import open_connection
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from tests.labelled_names import interval, labelled_findings, labelled_names, score_names, total
from tests.real_data import DATA


def main() -> None:
    """Prints the figures of one half."""
    half = sys.argv[1] if len(sys.argv) > 1 else "untouched"
    tallies = score_names(half)
    print(f"{sum(1 for _ in labelled_names(half))} labelled names, half {half}")
    for kind, tally in tallies.items():
        _line(kind, tally.right, len(tally.wrong), len(tally.missed))
    whole = total(tallies)
    _line("all", whole["right"], whole["wrong"], whole["missed"])
    print("\nfamilies in names against the model type of the config")
    for verdict, count in _types(half).most_common():
        print(f"  {verdict:12} {count:6,}")
    print("\nparameters in names against the files, by factor")
    for verdict, count in sorted(_parameters(half).items()):
        print(f"  {verdict:12} {count:6,}")
    print("\nconflicts by check")
    with open_connection(Settings.from_environment()) as connection:
        for check, (right, wrong, missed) in sorted(_checks(connection, half).items()):
            _line(check, right, wrong, missed)


def _checks(connection: Connection, half: str) -> dict[str, tuple[int, int, int]]:
    """Right, wrong and missed conflicts of each check."""
    labelled = list(labelled_findings(half))
    rows = ask(connection, [given_model(model, facts) for _, model, facts, _ in labelled])
    found = {(row["check"].check, row["model"]) for row in rows if row["verdict"] == "conflict"}
    tally: dict[str, Counter[str]] = {}
    for check, model, _, conflict in labelled:
        reported = (check, model) in found
        what = "right" if reported and conflict else "wrong" if reported else "missed" if conflict else "left"
        tally.setdefault(check, Counter())[what] += 1
    return {check: (one["right"], one["wrong"], one["missed"]) for check, one in tally.items()}


def _line(kind: str, right: int, wrong: int, missed: int) -> None:
    low, high = interval(right, right + wrong)
    least, most = interval(right, right + missed)
    print(
        f"{kind:14} precision {right / max(1, right + wrong):6.1%} [{low:.1%}, {high:.1%}]  "
        f"recall {right / max(1, right + missed):6.1%} [{least:.1%}, {most:.1%}]  of {right + missed}"
    )


def _records(half: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / "hub" / "models_open.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            if (hashlib.sha1(record["id"].encode()).digest()[0] & 1) == (half == "untouched"):
                yield record


def _types(half: str) -> Counter[str]:
    verdicts: Counter[str] = Counter()
    for record in _records(half):
        config = record.get("config") or {}
        kind = config.get("model_type")
        near = kin(kind) if kind else next(filter(None, map(class_kin, config.get("architectures") or ())), None)
        if near is None:
            continue
        one = claims(record["id"])
        sure, unsure = set(one.families), set(one.families_unsure)
        if (sure | unsure) & near.agrees:
            verdicts["agrees"] += 1
        elif sure & near.related:
            verdicts["related"] += 1
        elif sure:
            verdicts["contradicts"] += 1
        else:
            verdicts["unsure" if unsure else "tells none"] += 1
    return verdicts


def _parameters(half: str) -> Counter[str]:
    verdicts: Counter[str] = Counter()
    for record in _records(half):
        actual = (record.get("safetensors") or {}).get("total")
        one = claims(record["id"])
        if not actual or not one.parameters or {"adapter", "draft", "quantized"} & set(one.relations):
            continue
        factor = min(max(count / actual, actual / count) for count in one.parameters if count)
        verdicts["1 under 1.35" if factor < 1.35 else "2 under 2.1" if factor < 2.1 else "3 beyond"] += 1
    return verdicts


if __name__ == "__main__":
    main()
