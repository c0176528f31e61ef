"""Brings verdicts on licences up to date: Cypher says what meets and travels, Python judges each different pair."""

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from supplygraph.cypher_files import cypher_folder
from supplygraph.errors import QueryError
from supplygraph.licenses.judge import (
    BESIDE,
    Judgement,
    Loss,
    PairInput,
    beside,
    dropped,
    judge,
    losses,
    meeting,
    unknown,
)
from supplygraph.licenses.remarks import NAME_MISSING, VENDOR_FOREIGN, names_asked, names_under, vendors
from supplygraph.licenses.rules import Knowledge, RuleSet
from supplygraph.licenses.statement import READINGS, Statement
from supplygraph.licenses.stored import (
    carries_rows,
    judged_properties,
    knowledge_of,
    proposal_rows,
    reach_rows,
    statements_of,
    verdict_properties,
)
from supplygraph.licenses.verdict import Further, combined
from supplygraph.store.connection import Connection
from supplygraph.store.derivation import MAX_PASSES, Step, read_steps

Row = dict[str, Any]
Say = Callable[[str], None]

_LOG = logging.getLogger(__name__)
#: Pairs or verdicts of one transaction; each has a relationship for every rule set.
BATCH = 1_000
VENDOR = "vendor"


def derive_licenses(connection: Connection, on_step: Say | None = None, done: Collection[str] = ()) -> None:
    """Judges every edge under every rule set; running it again changes nothing.

    Args:
        connection: The graph.
        on_step: Told the title of each step as it begins.
        done: Names of steps whose results are in the graph already.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails, or what is dropped does not come to rest.
    """
    _Derivation(connection, on_step or (lambda title: None)).run(done)


@dataclass(frozen=True)
class _Meeting:
    """A pair that meets somewhere, with the keys of its expressions.

    Attributes:
        pair: What is judged.
        above: Key of the upper expression; None where the upper licence is one from further up.
        below: Key of the lower one.
    """

    pair: PairInput
    above: str | None
    below: str

    @property
    def way(self) -> str:
        return self.pair.way

    def judgements(self, knowledge: Knowledge) -> list[tuple[RuleSet, Judgement]]:
        return [(rules, one) for rules in knowledge.rule_sets for one in judge(self.pair, rules, knowledge)]


@dataclass(frozen=True)
class _Remark:
    """What an artifact itself shows, as a pair that judges its edges."""

    way: str
    judgement: Judgement
    profiles: frozenset[str]

    def judgements(self, knowledge: Knowledge) -> list[tuple[RuleSet, Judgement]]:
        return [(rules, self.judgement) for rules in knowledge.rule_sets if rules.name in self.profiles]


@dataclass
class _Pairs:
    """The pairs in use, each judged once and only when it is asked for."""

    knowledge: Knowledge
    used: dict[str, _Meeting | _Remark] = field(default_factory=dict)
    _judged: dict[str, list[tuple[RuleSet, Judgement]]] = field(default_factory=dict)

    def judgements(self, key: str) -> list[tuple[RuleSet, Judgement]]:
        if key not in self._judged:
            self._judged[key] = self.used[key].judgements(self.knowledge)
        return self._judged[key]

    def further(self, key: str, profile: str) -> list[Further]:
        """What a pair adds to the verdict of an edge under one rule set."""
        one = self.used[key]
        inherited = isinstance(one, _Meeting) and one.pair.inherited
        return [Further(key, inherited, judged) for rules, judged in self.judgements(key) if rules.name == profile]


class _Derivation:
    def __init__(self, connection: Connection, say: Say) -> None:
        self.connection = connection
        self.say = say
        steps = sorted((cypher_folder() / "derive" / "license").glob("*.cypher"))
        self.steps = {path.stem.split("_", 1)[1]: read_steps(path)[0] for path in steps}

    def run(self, done: Collection[str]) -> None:
        for name in ("conditions", "declared", "declared_no_more"):
            if name not in done:
                self._write(name)
        stated = self._read("knowledge", judged=True)[0]
        self.knowledge = knowledge_of(stated)
        self.statements = statements_of(stated)
        self.pairs = _Pairs(self.knowledge)
        self.meetings: dict[str, _Meeting] = {}
        self.known_pairs, self.known_verdicts = set(stated["pairs"]), set(stated["verdicts"])
        if any(profile.get("_ready") is False for profile in stated["profiles"]):
            self._judge_all_again()
        self.old_pairs = frozenset(self.known_pairs)
        self._write("edges")
        own = self._add(self._read("pairs_that_meet"))
        self._drop(own, 1 + (stated["latest"] or 0))
        self._add_remarks()
        self._write("further_pairs")
        used = self._add_verdicts()
        self._write("verdict_of_edge")
        self._write("conflicts", now=datetime.now(UTC))
        self._forget(pairs=self.known_pairs - self.pairs.used.keys(), verdicts=self.known_verdicts - used)

    def _judge_all_again(self) -> None:
        """What was judged by other knowledge is forgotten."""
        self._forget(pairs=self.known_pairs, verdicts=self.known_verdicts)
        self.known_pairs, self.known_verdicts = set(), set()
        self._write(
            "reach",
            reaches=reach_rows(self.knowledge),
            carries=carries_rows(self.knowledge),
            proposals=proposal_rows(self.knowledge),
        )

    def _add(self, rows: Iterable[Row]) -> list[str]:
        """Judges the pairs that are new, and returns the keys of all."""
        found = {row["id"]: self._meeting(row) for row in rows}
        self.meetings.update(found)
        self.pairs.used.update(found)
        self._write_pairs(key for key in found if key not in self.known_pairs)
        return list(found)

    def _meeting(self, row: Row) -> _Meeting:
        below = row["below"]
        lower = self.statements[below]
        if "license" in row:
            passed = row["license"], row["terms"], row["channels"]
            pair = dropped(row["way"], *passed, lower, guessed=row["guessed"], doubts=row["doubts"])
            return _Meeting(pair, None, below)
        upper = self.statements[row["above"]]
        if row["way"] == BESIDE:
            return _Meeting(beside(upper, lower), row["above"], below)
        pair = meeting(row["way"], upper, lower, guessed=row["guessed"])
        return _Meeting(pair, row["above"], below)

    def _write_pairs(self, keys: Iterable[str]) -> None:
        for batch in _batches(keys):
            self._write("write_pairs", rows=[self._pair_row(key) for key in batch])
            self.known_pairs.update(batch)

    def _pair_row(self, key: str) -> Row:
        one, judged = self.pairs.used[key], self.pairs.judgements(key)
        row: Row = {
            "id": key,
            "properties": {
                "name": _pair_name(one),
                "way": one.way,
                "rank": max((found.rank for _, found in judged), default=-1),
            },
            "judged": [{"profile": rules.name, "properties": judged_properties(found)} for rules, found in judged],
        }
        if isinstance(one, _Remark):
            return row
        pair = one.pair
        return {
            **row,
            "properties": row["properties"] | self._pair_properties(one),
            "above": [] if one.above is None else [self._side(one.above, pair.upper)],
            "license": list(pair.upper.licenses) if one.above is None else [],
            "below": [self._side(one.below, pair.lower)],
            "losses": [] if pair.way == BESIDE else [loss_row(pair, one) for one in losses(pair, judged)],
        }

    def _pair_properties(self, one: _Meeting) -> Row:
        pair = one.pair
        properties: Row = {"channels": sorted(pair.channels), "below": one.below, "guessed": pair.guessed}
        if pair.terms is not None:
            inherited = {"license": pair.upper.licenses[0], "terms": list(pair.terms), "doubts": sorted(pair.doubts)}
            return {**properties, **inherited}
        return {
            **properties,
            "above": one.above,
            "names": names_asked(pair, self.knowledge) or None,
            "vendors": vendors(pair, self.knowledge) or None,
        }

    def _side(self, key: str, statement: Statement) -> Row:
        known = any(
            unknown(one, self.knowledge) is None for reading in READINGS for one in statement.alternatives(reading)
        )
        return {"id": key, "known": known}

    def _drop(self, own: Iterable[str], first: int) -> None:
        """What is dropped where two licences meet goes down edge by edge, until a pass drops nothing new."""
        losing = [key for key in own if self._loses(key)]
        if losing:
            self._write("dropped_first", losing=losing, **{"pass": first})
        for number in range(first, first + MAX_PASSES):
            if not losing or not self._add(self._read("pairs_below", **{"pass": number})):
                break
            self._write("dropped_again", first=first, **{"pass": number})
        else:
            raise QueryError(f"what is dropped still changes after {MAX_PASSES} passes")
        self._write("dropped_no_more", first=first)

    def _loses(self, key: str) -> bool:
        pair = self.meetings[key].pair
        return pair.way != BESIDE and bool(losses(pair, self.pairs.judgements(key)))

    def _add_remarks(self) -> None:
        """Names that do not begin as a licence asks, and vendors' licences on what comes from no vendor."""
        remarks: dict[str, _Meeting | _Remark] = {
            f"name {name}": _Remark("name", NAME_MISSING, profiles)
            for name, profiles in names_under(self.knowledge).items()
        }
        every = frozenset(rules.name for rules in self.knowledge.rule_sets if rules.terms)
        remarks[VENDOR] = _Remark("vendor", VENDOR_FOREIGN, every)
        self.pairs.used.update(remarks)
        self._write_pairs(key for key in remarks if key not in self.known_pairs)

    def _add_verdicts(self) -> set[str]:
        """Judges the combinations that are new, and returns the keys of all."""
        combinations = {
            row["pair"] if not row["also"] else _digest(row["pair"], row["also"]): row
            for row in self._read("combinations")
        }
        # A verdict rests on its pairs, so one whose pairs a run that was cut off had forgotten is written anew.
        known = {key for key in self.known_verdicts & combinations.keys() if self._rests(combinations[key])}
        self._forget(verdicts=(self.known_verdicts & combinations.keys()) - known)
        for batch in _batches(key for key in combinations if key not in known):
            self._write("write_verdicts", rows=[self._verdict_row(key, combinations[key]) for key in batch])
        return set(combinations)

    def _rests(self, row: Row) -> bool:
        return {row["pair"], *row["also"]} <= self.old_pairs

    def _verdict_row(self, key: str, row: Row) -> Row:
        own = self.meetings[row["pair"]]
        judged = []
        for rules, judgement in self.pairs.judgements(row["pair"]):
            further = [one for key in row["also"] for one in self.pairs.further(key, rules.name)]
            verdict = combined(own.pair, judgement, further, self.knowledge)
            judged.append({"profile": rules.name, "properties": verdict_properties(verdict)})
        return {**row, "id": key, "judged": judged}

    def _forget(self, *, pairs: Iterable[str] = (), verdicts: Iterable[str] = ()) -> None:
        for some, others in zip_longest(_batches(sorted(pairs)), _batches(sorted(verdicts)), fillvalue=()):
            self._write("forget", pairs=list(some), verdicts=list(others))

    def _read(self, name: str, **parameters: Any) -> list[Row]:
        step = self._step(name)
        return self.connection.read(step.text, parameters)

    def _write(self, name: str, **parameters: Any) -> None:
        step = self._step(name)
        clock = time.monotonic()
        if step.batched:
            self.connection.execute_in_batches(step.text, parameters)
        else:
            self.connection.execute(step.text, parameters)
        _LOG.info("%s: %.2f s", step.title, time.monotonic() - clock)

    def _step(self, name: str) -> Step:
        step = self.steps[name]
        self.say(step.title)
        return step


def _pair_name(one: _Meeting | _Remark) -> str:
    if isinstance(one, _Remark):
        return one.way
    return f"{one.above or ', '.join(one.pair.upper.licenses)} → {one.below}"


def loss_row(pair: PairInput, loss: Loss) -> Row:
    """What is lost of one licence as a `LOSES` relationship keeps it."""
    properties = {
        "terms": list(loss.terms),
        "certain": list(loss.certain),
        "unclear": list(loss.unclear),
        "doubts": list(loss.doubts),
        "via": " ".join([*sorted(pair.channels), *loss.doubts]),
    }
    return {"license": loss.license, "properties": properties}


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    found = list(keys)
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def _digest(pair: str, also: Sequence[str]) -> str:
    return hashlib.sha256("\0".join([pair, *also]).encode()).hexdigest()[:32]
