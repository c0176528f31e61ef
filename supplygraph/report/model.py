"""One model as a person wants to see it: its facts, and its lineage up and down as a tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from supplygraph.licenses.gaps import BASE_GAPS, Gap
from supplygraph.queries.run import run
from supplygraph.report.status import status
from supplygraph.store.connection import Connection

Row = dict[str, Any]

#: Levels shown below a model, and children shown of one base at each level; the rest is folded into one line.
SHOWN_CHILDREN = (12, 4, 2)


@dataclass
class Branch:
    """A model in a lineage tree.

    Attributes:
        id: Hub id.
        relation: How it is joined to the model it hangs from.
        license: Declared licence ids, or None.
        downloads: Downloads in the last 30 days.
        status: Status, where known.
        changed: Whether its licence differs from that of the model it hangs from, where both are known.
        seen: Whether it stands elsewhere in the tree already, with its own branches.
        folded: Number of further branches that are not shown.
        folded_descendants: Number of models below that are not shown because the tree ends here.
        branches: What hangs from it.
    """

    id: str
    relation: str | None = None
    license: str | None = None
    downloads: int | None = None
    status: str | None = None
    changed: bool = False
    seen: bool = False
    folded: int = 0
    folded_descendants: int = 0
    branches: list[Branch] = field(default_factory=list)


@dataclass
class ModelReport:
    """The facts of a model, its bases and what was made from it.

    Attributes:
        facts: The row of `model-facts`.
        bases: A tree that grows upwards, from the model to its roots.
        made: A tree that grows downwards.
        gaps: What is not known of it and of what it was made from.
    """

    facts: Row
    bases: Branch
    made: Branch
    gaps: list[Gap] = field(default_factory=list)

    @property
    def base_gaps(self) -> list[Gap]:
        """What is not known of its bases, so that without a readable one it is not a root."""
        return [gap for gap in self.gaps if gap.code in BASE_GAPS]


def model_report(connection: Connection, model_id: str) -> ModelReport:
    """Reads what `supplygraph show` prints.

    Raises:
        InputError: the graph does not know the model.
    """
    facts = run(connection, "model-facts", {"model_id": model_id}).rows
    gaps = status(connection, facts[0]["model"]).gaps
    return ModelReport(facts[0], _bases(connection, facts[0]), _made(connection, facts[0]), gaps)


def _changed(license_id: str | None, other: str | None) -> bool:
    return license_id is not None and other is not None and license_id != other


def _bases(connection: Connection, facts: Row) -> Branch:
    above: dict[str, list[Row]] = defaultdict(list)
    for row in run(connection, "lineage-bases", {"model_id": facts["model"]}):
        above[row["model"]].append(row)
    root = Branch(facts["model"], license=facts["license"])
    todo, known = [root], {root.id}
    while todo:
        branch = todo.pop(0)
        for row in above[branch.id]:
            base = Branch(
                row["base"],
                row["relation"],
                row["license"],
                row["downloads"],
                row["status"],
                changed=_changed(branch.license, row["license"]),
                seen=row["base"] in known and bool(above[row["base"]]),
            )
            branch.branches.append(base)
            if row["base"] not in known:
                known.add(row["base"])
                todo.append(base)
    return root


def _made(connection: Connection, facts: Row) -> Branch:
    root = Branch(facts["model"], license=facts["license"])
    level, known = {root.id: root}, {root.id}
    for most in SHOWN_CHILDREN:
        if not level:
            break
        rows = run(
            connection,
            "lineage-children",
            {"model_ids": list(level), "max_children": most, "max_rows": most * len(level)},
        )
        below: dict[str, Branch] = {}
        for row in rows:
            base = level[row["base"]]
            child = Branch(
                row["model"],
                row["relation"],
                row["license"],
                row["downloads"],
                changed=_changed(base.license, row["license"]),
                seen=row["model"] in known and bool(row["children"]),
                folded_descendants=row["descendants"],
            )
            base.branches.append(child)
            base.folded = row["siblings"] - len(base.branches)
            base.folded_descendants = 0
            if row["model"] not in known:
                known.add(row["model"])
                if row["children"]:
                    below[row["model"]] = child
        level = below
    return root
