"""Measures how right the checks that judge risks and mend cards are: `python -m tests.benchmarks.risk_precision`.

Precision with its 95 % interval on rows of the real models that a person labelled from the raw records, each with the
reason; they were drawn from what the first version of each check reported. Needs the graph of the real models.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from supplygraph.checks.check import checks_of
from supplygraph.queries.run import run
from supplygraph.server.opening import open_connection
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from tests.labelled_names import interval

LABELS = Path(__file__).with_name("risk_labels.json")
#: Share of right findings below which a check may not call them a risk or propose them.
BAR = 0.9
#: Models by downloads whose look-alikes are asked for; the labels reach down to 1,000 downloads.
_TOP = 20_000
_ALL = 1_000_000

Finding = tuple[str, str | None]


def reported(connection: Connection) -> dict[str, set[Finding]]:
    """What each labelled check reports now, without keeping it."""
    looks = run(connection, "naming-lookalikes", {"top": _TOP, "max_rows": _ALL}).rows
    fixes = run(connection, "quality-fixes", {"max_rows": _ALL}).rows
    found: dict[str, set[Finding]] = {
        "lookalike": {(row["lookalike"], row["popular"]) for row in looks if row["severity"] in ("high", "medium")},
        "fix-relation": _proposed(fixes, "base_model_relation"),
        "fix-license": _proposed(fixes, "license"),
    }
    for check in checks_of("trust"):
        if check.name in ("trust-custom-code", "trust-pickle-only"):
            rows = connection.read(check.findings(some=False) + "\nRETURN artifact.id AS artifact, base, class")
            based = check.name == "trust-custom-code"
            found[check.name] = {
                (row["artifact"], row["base"] if based else None) for row in rows if row["class"] == "risk"
            }
    return found


def score(connection: Connection) -> dict[str, Counter[str]]:
    """Of each labelled check the `right`, `wrong` and `missed` findings among the labelled ones."""
    found = reported(connection)
    tallies: dict[str, Counter[str]] = {}
    for label in json.loads(LABELS.read_text(encoding="utf-8")):
        is_reported = (label["artifact"], label["other"]) in found[label["check"]]
        what = "right" if is_reported and label["right"] else "wrong" if is_reported else "missed"
        if is_reported or label["right"]:
            tallies.setdefault(label["check"], Counter())[what] += 1
    return tallies


def precision(tally: Counter[str]) -> float:
    """Share of what is reported that is right."""
    return tally["right"] / max(1, tally["right"] + tally["wrong"])


def main() -> None:
    """Prints the figures."""
    with open_connection(Settings.from_environment()) as connection:
        for check, tally in sorted(score(connection).items()):
            count = tally["right"] + tally["wrong"]
            low, high = interval(tally["right"], count)
            share = f"{precision(tally):6.1%} [{low:.1%}, {high:.1%}]"
            print(f"{check:18} precision {share} of {count}, {tally['missed']} missed")


def _proposed(rows: list[dict[str, Any]], field: str) -> set[Finding]:
    return {(row["artifact"], row["proposed"][0]) for row in rows if row["field"] == field and row["proposed"]}


if __name__ == "__main__":
    main()
