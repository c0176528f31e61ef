"""What would be judged otherwise if a model declared another licence or had another base; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from supplygraph.graph.connection import Connection
from supplygraph.licenses.hypothetical import (
    Above,
    ArtifactJudgement,
    Upper,
    find_rule_set,
    judge_below,
    read_above,
    read_knowledge,
)
from supplygraph.licenses.rules import Knowledge
from supplygraph.licenses.statement import Statement
from supplygraph.queries.run import run
from supplygraph.report.choose import declared_ids

Row = dict[str, Any]

#: Models made from it that are looked at, those with most descendants and downloads first.
CHILDREN = 60


@dataclass(frozen=True)
class Change:
    """A verdict before and after.

    Attributes:
        artifact: The model that is judged.
        license: What it declares, in the case that is tried.
        profile: The rule set.
        before: Verdict on what the graph has.
        after: Verdict in the case that is tried.
        codes: Reasons of the latter, the strongest first.
    """

    artifact: str
    license: str | None
    profile: str
    before: str
    after: str
    codes: tuple[str, ...] = ()

    @property
    def flips(self) -> bool:
        """Whether the verdict is another one."""
        return self.before != self.after


@dataclass
class WhatIf:
    """What changes.

    Attributes:
        model: The model.
        license: What it declares now.
        tried: What it is taken to declare.
        bases: What it is taken to be made from: id, relation, licence.
        own: The verdict on the model under each rule set.
        below: The verdicts on models made from it directly, under the chosen rule set.
        children: How many of those there are in all.
        not_loaded: Artifacts above that no source describes.
    """

    model: str
    license: str | None
    tried: str | None
    bases: list[tuple[str, str, str | None]] = field(default_factory=list)
    own: list[Change] = field(default_factory=list)
    below: list[Change] = field(default_factory=list)
    children: int = 0
    not_loaded: list[str] = field(default_factory=list)


def what_if(
    connection: Connection,
    model: str,
    licenses: Sequence[str] | None,
    bases: Sequence[Above] | None = None,
    profile: str = "default",
) -> WhatIf:
    """Judges a model as if it declared these licences, or were made from these artifacts; reads only.

    Args:
        connection: The graph.
        model: Its id in the graph.
        licenses: What it is to declare, in any spelling; None leaves what it declares.
        bases: What it is to be made from; None leaves what it was made from.
        profile: The rule set for the models below.

    Raises:
        InputError: there is no such rule set.
        ServerError: the server cannot be used.
    """
    knowledge = read_knowledge(connection)
    find_rule_set(knowledge, profile)
    now = read_above(connection, "model", [Above(model, kind="model")])[0]
    stated = _above(connection, [model])[model]
    before = read_above(connection, "model", stated)
    after = before if bases is None else read_above(connection, "model", bases)
    statement = now.statement if licenses is None else declared_ids(licenses)
    found = WhatIf(model, now.statement.text, statement.text)
    found.bases = [(one.id, one.above.relation, one.statement.text) for one in after]
    for rules in knowledge.rule_sets:
        one = judge_below("model", model, now.statement, before, rules, knowledge)
        two = judge_below("model", model, statement, after, rules, knowledge)
        found.own.append(_change(two, one))
        if rules.name == profile:
            found.not_loaded = two.not_loaded
            tried = _as_upper(now, statement, two)
            _add_children(connection, found, now, tried, profile, knowledge)
    return found


def _above(connection: Connection, models: Sequence[str]) -> dict[str, list[Above]]:
    rows = run(connection, "artifact-above", {"model_ids": list(models)})
    found: dict[str, list[Above]] = defaultdict(list)
    for row in rows:
        found[row["model"]].append(Above(row["above"], row["relation"]))
    return found


def _change(after: ArtifactJudgement, before: ArtifactJudgement) -> Change:
    codes = tuple(dict.fromkeys(code for edge in after.edges for code in edge["codes"]))
    return Change(after.artifact, after.license, after.profile, before.verdict, after.verdict, codes)


def _as_upper(now: Upper, statement: Statement, judged: ArtifactJudgement) -> Upper:
    """The model as what is made from it sees it in the case that is tried: with what it would drop."""
    losses = []
    for conflict in judged.conflicts:
        upper: Upper = conflict["upper"]
        earlier = [one for one in upper.losses if one["license"] == conflict["origin_license"]]
        channels = earlier[0]["channels"] if earlier and conflict["hops"] > 1 else []
        if conflict["terms"] and conflict["origin_license"]:
            losses.append(
                {
                    "license": conflict["origin_license"],
                    "lost": conflict["terms"],
                    "channels": sorted({*channels, upper.above.way}),
                    "origin": conflict["origin"],
                    "hops": conflict["hops"],
                    "first_drop": conflict["first_drop"],
                    "family": None,
                }
            )
    return replace(now, statement=statement, losses=tuple(losses))


def _add_children(
    connection: Connection, found: WhatIf, now: Upper, tried: Upper, profile: str, knowledge: Knowledge
) -> None:
    asked = {"model_ids": [found.model], "max_children": CHILDREN, "max_rows": CHILDREN}
    rows = run(connection, "lineage-children", asked).rows
    if not rows:
        return
    found.children = rows[0]["siblings"]
    ids = [row["model"] for row in rows]
    children = read_above(connection, "model", [Above(id_, kind="model") for id_ in ids])
    above = _above(connection, ids)
    uppers = iter(read_above(connection, "model", [one for id_ in ids for one in above[id_]]))
    rules = find_rule_set(knowledge, profile)
    for id_, child in zip(ids, children, strict=True):
        now_above = [next(uppers) for _ in above[id_]]
        then_above = [replace(tried, above=one.above) if one.id == now.id else one for one in now_above]
        before = judge_below("model", id_, child.statement, now_above, rules, knowledge)
        after = judge_below("model", id_, child.statement, then_above, rules, knowledge)
        found.below.append(_change(after, before))
