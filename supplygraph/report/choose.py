"""Which licences an artifact that does not exist yet may declare, by what it is going to be made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from supplygraph.enrich.freshness import freshness
from supplygraph.errors import InputError
from supplygraph.licenses.advice import Proposal, proposals
from supplygraph.licenses.judge import VERDICTS
from supplygraph.licenses.rules import DEFAULT
from supplygraph.licenses.statement import Statement
from supplygraph.licenses.table import declared
from supplygraph.report.hypothetical import (
    WAYS,
    Above,
    ArtifactJudgement,
    Kind,
    Upper,
    all_of,
    find_rule_set,
    judge_artifact,
    judge_below,
    licenses_above,
    read_above,
    read_knowledge,
)
from supplygraph.store.connection import Connection

#: What a new artifact is called where nobody has named it yet.
UNNAMED = "the new artifact"
DEFAULT_RELATION = "finetune"


@dataclass
class Choice:
    """The licences that a new artifact may declare.

    Attributes:
        artifact: What it is called.
        profile: The rule set.
        above: What it is made from: id, relation, licence, and whether a source describes it.
        verdict: `conflict` where no licence can help, `unknown` where something above is not known, or `compatible`.
        licenses: Those without conflict, the best first; none where no licence above is known.
        why_none: Reasons that hold whatever it declares; only where no licence can help.
        open: What of the graph is not derived yet, which leaves the verdict open.
    """

    artifact: str
    profile: str
    above: list[dict[str, str | bool | None]] = field(default_factory=list)
    verdict: str = "compatible"
    licenses: list[Proposal] = field(default_factory=list)
    why_none: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


def parse_base(text: str) -> Above:
    """An artifact above from `ID` or `ID:RELATION`.

    Raises:
        InputError: what stands behind the colon is not a relation.
    """
    name, colon, relation = text.rpartition(":")
    if not colon or "/" in relation:
        return Above(text, DEFAULT_RELATION)
    if not name or relation not in WAYS:
        raise InputError(f"{relation!r} in {text!r} is not a relation", f"known are {', '.join(WAYS)}")
    return Above(name, relation)


def parse_above(bases: Sequence[str], datasets: Sequence[str]) -> list[Above]:
    """What a new artifact is made from, as a command names it.

    Raises:
        InputError: nothing is named, or a relation is not one.
    """
    above = [*map(parse_base, bases), *(Above(one, "trained_on") for one in datasets)]
    if not above:
        raise InputError("nothing is named that it is made from", "name at least one base or dataset")
    return above


def choose(
    connection: Connection,
    above: Sequence[Above],
    *,
    kind: Kind = "model",
    name: str | None = None,
    profile: str = DEFAULT,
) -> Choice:
    """The licences without conflict for what is made from these artifacts; reads only.

    Raises:
        InputError: there is no such rule set or relation.
        ServerError: the server cannot be used.
    """
    knowledge = read_knowledge(connection)
    rules = find_rule_set(knowledge, profile)
    uppers = read_above(connection, kind, above)
    named = name or UNNAMED
    judged: dict[str, ArtifactJudgement] = {}

    def judge_one(license_id: str) -> tuple[int, list[str]]:
        one = judged[license_id] = judge_below(kind, named, all_of([license_id]), uppers, rules, knowledge)
        rank = next((rank for rank, verdict in VERDICTS.items() if verdict == one.verdict), 2)
        return rank, list(dict.fromkeys(code for edge in one.edges for code in edge["codes"]))

    found = Choice(named, profile, [_above(one) for one in uppers])
    found.open = list(freshness(connection).lines())
    found.licenses = proposals(knowledge, licenses_above(uppers), judge_one)
    if not judged:
        found.verdict = "unknown"
    elif not found.licenses:
        found.verdict = "conflict"
        codes = [set(one.edges[0]["codes"]) for one in judged.values() if one.edges]
        found.why_none = sorted(set.intersection(*codes)) if codes else []
    elif (
        found.open or any(not one.known or not one.declared for one in uppers) or found.licenses[0].verdict == "unknown"
    ):
        found.verdict = "unknown"
    return found


def declared_ids(texts: Sequence[str]) -> Statement:
    """What a new artifact would declare, in any spelling that a card may have; several apply together."""
    found = [one for text in texts for one in declared(text)]
    if len(texts) == 1 and len(found) > 1:
        return Statement(tuple(sorted({one.license_id for one in found})), found[0].operator)
    return all_of([one.license_id for one in found])


def judge_new(
    connection: Connection,
    above: Sequence[Above],
    licenses: Statement,
    *,
    kind: Kind = "model",
    name: str | None = None,
    profile: str = DEFAULT,
) -> ArtifactJudgement:
    """The verdict on an artifact that does not exist yet; reads only."""
    found = judge_artifact(connection, kind, name or UNNAMED, licenses, above, profile)
    if found.verdict != "conflict" and list(freshness(connection).lines()):
        found.verdict, found.certainty = "unknown", "firm"
    return found


def _above(upper: Upper) -> dict[str, str | bool | None]:
    return {
        "id": upper.id,
        "relation": upper.above.relation,
        "license": upper.statement.text,
        "loaded": upper.known,
    }
