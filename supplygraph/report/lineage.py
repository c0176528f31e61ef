"""The lineage of a model as a drawing shows it: models, derivations, and what is folded away of wide families."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from supplygraph.queries.run import run
from supplygraph.store.connection import Connection

Row = dict[str, Any]

#: Children of one model that are shown at each level below; the rest is folded.
SHOWN = (8, 3, 2)
#: Where more models of one level than this have children, only one child of each is shown, so that the drawing fits.
CROWD = 4
#: Further children that one unfolding shows, and most that are shown of one model.
UNFOLDED, MOST = 20, 100
#: Most derivations that are shown above the model.
ABOVE = 120
#: Most models of one drawing; unfolding ends there.
MOST_MODELS = 250


@dataclass
class Shown:
    """A model in a drawing.

    Attributes:
        id: Hub id.
        license: What it declares, or None.
        license_class: Coarse class of that, or None.
        downloads: Downloads in the last 30 days.
        status: `present`, `stub` …
        bases: Number of models that it was made from.
        children: Number of models that were made from it directly.
        descendants: Number of models that were made from it, directly or through others.
    """

    id: str
    license: str | None = None
    license_class: str | None = None
    downloads: int | None = None
    status: str | None = None
    bases: int = 0
    children: int = 0
    descendants: int = 0


@dataclass(frozen=True)
class Step:
    """A derivation.

    Attributes:
        base: The model above.
        model: The model made from it.
        relation: How.
        verdict: What the rule set says of it; None where it says nothing.
    """

    base: str
    model: str
    relation: str
    verdict: str | None = None


@dataclass(frozen=True)
class Fold:
    """The children of a model that are not shown.

    Attributes:
        base: The model.
        models: How many they are.
        mix: How they were made, the most frequent first.
        full: Whether the drawing has no room for them.
    """

    base: str
    models: int
    mix: tuple[tuple[str, int], ...]
    full: bool = False

    @property
    def text(self) -> str:
        """The mix in words."""
        return ", ".join(f"{relation} {number:,}" for relation, number in self.mix)


@dataclass
class Lineage:
    """A model, what it was made from, and what was made from it.

    Attributes:
        model: The model.
        models: All models that are shown, by id.
        above: For each model the derivations to its bases; the bases of the model and of those above it.
        below: For each model the derivations to its children that are shown.
        folds: What is folded, by base.
        cut: Whether more is above than is shown.
    """

    model: str
    models: dict[str, Shown] = field(default_factory=dict)
    above: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    below: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    folds: dict[str, Fold] = field(default_factory=dict)
    cut: bool = False

    @property
    def alone(self) -> bool:
        """Whether nothing is above or below it."""
        return not self.above and not self.below and not self.folds


def lineage(connection: Connection, model: str, profile: str, unfold: Sequence[str] = ()) -> Lineage:
    """The lineage of a model, which the graph has under this id.

    Args:
        connection: The graph.
        model: Its id.
        profile: Rule set of the verdicts on derivations.
        unfold: Models of which more children are shown, each as often as it is named.

    Raises:
        ServerError: the server cannot be used.
        QueryError: it takes too long.
    """
    found = Lineage(model)
    above = run(connection, "lineage-bases", {"model_id": model, "max_rows": ABOVE + 1}).rows
    found.cut = len(above) > ABOVE
    pairs = [(row["base"], row["model"]) for row in above[:ABOVE]]
    ids = list(dict.fromkeys([model, *(id_ for pair in pairs for id_ in pair)]))
    below = _below(connection, model, set(ids), unfold)
    ids += [row["model"] for row in below]
    ids = list(dict.fromkeys(ids))
    found.models = {row["model"]: _shown(row) for row in _of(connection, "lineage-nodes", ids)}
    steps = {
        (row["base"], row["model"]): Step(row["base"], row["model"], row["relation"], row["verdict"])
        for row in _of(connection, "lineage-edges", ids, profile=profile)
    }
    for base, made in pairs:
        if (base, made) in steps:
            found.above[made].append(steps[base, made])
    for row in below:
        if step := steps.get((row["base"], row["model"])):
            found.below[row["base"]].append(step)
    _fold(connection, found)
    return found


def _of(connection: Connection, query: str, ids: list[str], **parameters: Any) -> list[Row]:
    return run(connection, query, {"model_ids": ids, **parameters}).rows


def _below(connection: Connection, model: str, above: set[str], unfold: Sequence[str]) -> list[Row]:
    """The rows of `lineage-children` that are shown, level by level; what closes a cycle is left out."""
    more = Counter(unfold)
    made, level, rows = set[str](), [model], list[Row]()
    for depth in range(len(SHOWN) + len(unfold)):
        least = SHOWN[depth] if depth < len(SHOWN) else 0
        if depth and len(level) > CROWD:
            least = min(least, 1)
        wanted = {id_: min(least + UNFOLDED * more[id_], MOST) for id_ in level}
        wanted = {id_: most for id_, most in wanted.items() if most}
        level = []
        for most in sorted(set(wanted.values())):
            ids = [id_ for id_, number in wanted.items() if number == most]
            # What would be folded alone is shown instead.
            asked = {"model_ids": ids, "max_children": most + 1, "max_rows": (most + 1) * len(ids)}
            shown: Counter[str] = Counter()
            for row in run(connection, "lineage-children", asked):
                shown[row["base"]] += 1
                if shown[row["base"]] > most and row["siblings"] > most + 1:
                    continue
                if row["model"] in made:
                    rows.append(row)
                elif row["model"] not in above and len(made) < MOST_MODELS:
                    made.add(row["model"])
                    rows.append(row)
                    if row["children"]:
                        level.append(row["model"])
    return rows


def _fold(connection: Connection, found: Lineage) -> None:
    """Says of each model below how many of its children are not shown, and how they were made."""
    full = len(found.models) >= MOST_MODELS
    below = [found.model, *(step.model for steps in found.below.values() for step in steps)]
    open_ = [id_ for id_ in below if found.models[id_].children > len(found.below.get(id_, []))]
    mix: dict[str, Counter[str]] = defaultdict(Counter)
    if open_:
        for row in _of(connection, "lineage-mix", open_):
            mix[row["base"]][row["relation"]] = row["models"]
    for id_ in open_:
        steps = found.below.get(id_, [])
        rest = mix[id_] - Counter(step.relation for step in steps)
        if rest:
            most = full or len(steps) >= MOST
            found.folds[id_] = Fold(id_, rest.total(), tuple(sorted(rest.items(), key=lambda one: -one[1])), most)


def _shown(row: Row) -> Shown:
    return Shown(
        row["model"],
        row["license"],
        row["class"],
        row["downloads"],
        row["status"],
        row["bases"],
        row["children"],
        row["descendants"],
    )
