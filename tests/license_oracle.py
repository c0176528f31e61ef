"""The licence rules a second time, in plain Python over data read from the graph, to compare the stored Cypher with."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import NamedTuple

from supplygraph.licenses.compatibility import may_become
from supplygraph.licenses.matrix import matrix_names, shipped_matrix
from supplygraph.licenses.profiles import ProfileEntry
from supplygraph.licenses.table import LicenseEntry, declared, licenses
from supplygraph.licenses.terms import conditions, terms
from supplygraph.store.connection import Connection

CHANNELS = ("copy", "deriv", "adapter", "combine", "transfer", "output", "data", "use")
MATERIAL = ("copy", "quantized", "deriv", "adapter", "combine")
UNSURE = ("uncertain", "secondary", "unread")
RELATIONS = {
    "use": ("uses",),
    "data": ("trained_on",),
    "output": ("generated_from",),
    "transfer": ("distilled",),
    "deriv": ("finetune", "merge", "undeclared"),
}
Branch = tuple[str, ...]
#: Whether what is lost may be kept after all: by one reading of a list, or by another relation of a step.
Doubts = tuple[bool, bool]
#: A licence, the channels passed and the doubts.
Passed = tuple[str, frozenset[str], Doubts]
#: By artifact, the codes that are lost.
Losses = dict[tuple[str, str], dict[Passed, set[str]]]

TABLE: dict[str, LicenseEntry] = {entry.id: entry for entry in licenses()}
TERMS = {term.code: term for term in terms()}
BECOMES = {(one.upstream, one.downstream): one.kind for one in may_become()}
MATRICES = {
    name: {(cell.upstream, cell.downstream): cell.verdict for cell in shipped_matrix(name).cells}
    for name in matrix_names()
}
RESTRICTIONS = {
    entry.id: [one.code for one in entry.terms if TERMS[one.code].level == "restriction"] for entry in licenses()
}


@dataclass(frozen=True)
class Statement:
    """What an artifact declares: the alternatives of both readings, and whether the card contradicts itself.

    `unmet` names the conditions of terms that the artifact surely does not meet.
    """

    both: tuple[tuple[Branch, ...], tuple[Branch, ...]]
    contradicted: bool
    unmet: frozenset[str] = frozenset()


@dataclass
class Edge:
    """One edge of the graph."""

    lower: tuple[str, str]
    upper: tuple[str, str]
    relation: str
    way: str

    @property
    def guessed(self) -> bool:
        """Whether no source states the relation."""
        return self.relation == "undeclared"

    @property
    def channel(self) -> str:
        """The channel of its step."""
        return "copy" if self.way == "quantized" else self.way


@dataclass
class Finding:
    """How strong a reason is, and whether it holds whatever the lower licence is."""

    rank: int
    act: bool = False


@dataclass
class World:
    """Edges and statements as the graph states them."""

    edges: list[Edge]
    statements: dict[tuple[str, str], Statement]
    above: dict[tuple[str, str], list[Edge]] = field(default_factory=lambda: defaultdict(list))


def slug(text: str) -> str:
    return "-".join(text.lower().split())


@cache
def runs(name: str) -> list[str]:
    """The words and numbers of a name; signs between letters do not matter."""
    return re.findall("[a-z]+|[0-9]+", re.sub(r"(?<=[a-z])[^a-z0-9]+(?=[a-z])", "", name.lower()))


def read_world(connection: Connection) -> World:
    stated = defaultdict(list)
    for row in connection.read(
        "MATCH (a:Model|Dataset|Repository)-[d:DECLARES]->(l:License) "
        "RETURN CASE WHEN a:Model THEN 'Model' WHEN a:Dataset THEN 'Dataset' ELSE 'Repository' END AS kind, "
        "a.id AS id, l.id AS license, d.raw AS raw, d.name AS name, d.operator AS operator, "
        "d.role AS role"
    ):
        stated[row["kind"], row["id"]].append(row)
    words = defaultdict(set)
    for row in connection.read(
        "MATCH (a:Model|Dataset)-[:HAS_TASK|OF_TYPE]->(w) "
        "RETURN CASE WHEN a:Model THEN 'Model' ELSE 'Dataset' END AS kind, a.id AS id, w.name AS word"
    ):
        words[row["kind"], row["id"]].add(row["word"])
    world = World([], {})
    for artifact, rows in stated.items():
        world.statements[artifact] = statement(artifact[0], rows, words[artifact])
    for row in connection.read(
        "MATCH (a)-[e:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->(b) RETURN type(e) AS type, "
        "CASE WHEN a:Model THEN 'Model' WHEN a:Dataset THEN 'Dataset' ELSE 'Repository' END AS kind, "
        "CASE WHEN b:Model THEN 'Model' ELSE 'Dataset' END AS other, a.id AS lower, b.id AS upper, "
        "e.relation AS relation, e.channel AS channel, e.inferred AS inferred"
    ):
        relation, way = {
            "TRAINED_ON": ("trained_on", "data"),
            "GENERATED_FROM": ("generated_from", "output"),
            "REUSES": ("uses", "use"),
        }.get(row["type"], (row["relation"] or "undeclared", row["channel"] or "deriv"))
        if way == "copy" and "copy" not in (row["relation"], row["inferred"]):
            way = "quantized"
        edge = Edge((row["kind"], row["lower"]), (row["other"], row["upper"]), relation, way)
        world.edges.append(edge)
        world.above[edge.lower].append(edge)
    return world


def statement(kind: str, rows: list[dict[str, str | None]], words: Iterable[str] = ()) -> Statement:
    own = {"Model": "weights", "Dataset": "data", "Repository": "code"}[kind]
    parts = [[r for r in rows if r["role"] == own], [r for r in rows if (r["role"] or "main") == "main"], rows]
    rows = next(part for part in parts if part)
    ids = sorted({str(row["license"]) for row in rows})
    operators = {row["operator"] for row in rows}
    together, single = (tuple(ids),), tuple((one,) for one in ids)
    readings: dict[str | None, tuple[tuple[Branch, ...], tuple[Branch, ...]]] = {
        "and": (together, together),
        "or": (single, single),
    }
    both = readings.get(next(iter(operators)) if len(operators) == 1 else None, (together, single))
    asked = {imposed.condition for one in ids if one in TABLE for imposed in TABLE[one].terms if imposed.condition}
    unmet = frozenset(name for name in asked if conditions()[name].met_by(words) is False)
    return Statement(both, all(contradicts(row) for row in rows), unmet)


def contradicts(row: dict[str, str | None]) -> bool:
    license_id, name, raw = str(row["license"]), row["name"], row["raw"]
    if not name or not slug(name):
        return False
    named = {one.license_id for one in declared(name)} or {license_id}
    return license_id not in named and slug(raw or license_id) not in ("other", "unknown", slug(name))


@cache
def kind_of(code: str) -> str:
    return re.split(r"[.:]", code)[0]


def known(license_id: str) -> bool:
    entry = TABLE.get(license_id)
    return (
        entry is not None
        and entry.cls != "unknown"
        and license_id not in ("other", "unknown")
        and (entry.terms_known or bool(RESTRICTIONS[license_id]))
    )


@cache
def kept(upper: str, lower: str, code: str) -> str | None:
    """`full`, `weak`, or None."""
    if upper == lower:
        return "full"
    if lower not in TABLE:
        return None
    one, two = TABLE[upper], TABLE[lower]
    own = {imposed.code for imposed in two.terms}
    found: set[str] = {satisfied.kind for satisfied in TERMS[code].satisfied_by if satisfied.code in own}
    if kind_of(code) == "SA":
        found |= {BECOMES[upper, lower]} if (upper, lower) in BECOMES else set()
        if one.family == two.family and one.or_later_unknown and (two.version or "") > (one.version or "~"):
            found.add("check")
    if kind_of(code) == "UR" and one.family == two.family and any(kind_of(term) == "UR" for term in own):
        found.add("check")
    return "full" if "full" in found else "weak" if found else None


class Judge:
    """One rule set."""

    def __init__(self, profile: ProfileEntry) -> None:
        self.profile = profile
        self._levels: dict[tuple[str, str, str], int] = {}
        self._judged: dict[object, tuple[int, dict[str, tuple[set[str], set[str]]]]] = {}

    def reach(self, license_id: str, code: str, channel: str) -> int:
        """2 certain, 1 unclear, 0 none."""
        key = license_id, code, channel
        if key not in self._levels:
            self._levels[key] = self._reach(*key)
        return self._levels[key]

    def _reach(self, license_id: str, code: str, channel: str) -> int:
        read = self.profile.channel_as.get(channel, channel)  # type: ignore[call-overload]
        imposed = next(one for one in TABLE[license_id].terms if one.code == code)
        level = 2 if read in imposed.certain else 1 if read in imposed.unclear else 0
        for rule in self.profile.reach:
            if level and rule.channel == channel and (kind_of(code) if rule.kind else code) in (rule.kind, rule.code):
                level = {"certain": 2, "unclear": 1, "none": 0}[rule.as_]
        return level

    def level(self, license_id: str, code: str, channels: Iterable[str], way: str) -> int:
        def one(channel: str) -> int:
            own = self.reach(license_id, code, channel)
            return (
                max(own, self.reach(license_id, code, "transfer"))
                if (kind_of(code) == "NT" and channel in ("output", "data"))
                else own
            )

        levels = [one(channel) for channel in channels]
        if 0 in levels:
            return 0
        if kind_of(code) == "ND":
            return 2 if way == "copy" else self.reach(license_id, code, "copy" if way == "quantized" else way)
        return min(levels)

    def term(
        self, license_id: str, code: str, channels: frozenset[str], way: str, lower: Branch
    ) -> tuple[Finding | None, int]:
        """What a term gives, and the level at which it is lost (0 where it is not)."""
        level, kind = self.level(license_id, code, channels, way), kind_of(code)
        if not level:
            return None, 0
        keeps = {kept(license_id, one, code) for one in lower}
        full = "full" in keeps
        family = any(one in TABLE and TABLE[one].family == TABLE[license_id].family for one in lower)
        generated = "output" in channels and not channels & {"data", "transfer", "use"}
        lost = 0 if full else level
        if kind == "ND" and way != "copy":
            return Finding(3 if level == 2 else 1, True), lost
        if kind == "NT" and (way in ("transfer", "data") or generated):
            if family:
                return None, 0
            if generated:
                return Finding(1, True), level
            return Finding(3 if level == 2 and not code.endswith(":competing") else 1, True), lost
        if full:
            return None, 0
        if "weak" in keeps:
            return Finding(1), 0
        return Finding(3 if level == 2 else 1), level

    def matrix(self, upper: str, lower: str) -> str | None:
        for name in self.profile.matrices:
            if (upper, lower) in MATRICES.get(name, {}):
                return self.profile.matrix_verdicts.get(MATRICES[name][upper, lower], "unknown")
        return None

    def branches(
        self, upper: Branch, lower: Branch, way: str, unmet: frozenset[str]
    ) -> tuple[int, dict[str, dict[str, int]]]:
        """Rank of two single statements, and what is lost of each licence with its level."""
        if not self.profile.terms:
            return self._by_matrix(upper, lower), {}
        findings: list[Finding] = []
        lost: dict[str, dict[str, int]] = defaultdict(dict)
        channel = "copy" if way == "quantized" else way
        judged_by_matrix = way in MATERIAL and any(self.matrix(u, d) is not None for u in upper for d in lower)
        unread = [one for one in upper if not known(one)]
        kept_unread = bool(unread) and set(upper) <= set(lower) and all(map(may_be_read, unread))
        if kept_unread:
            findings.append(Finding(1))
        elif (not upper or unread) and not judged_by_matrix:
            findings.append(Finding(2))
        any_lost = False
        for license_id in upper:
            for code in RESTRICTIONS.get(license_id, ()):
                if any(one.code == code and one.condition in unmet for one in TABLE[license_id].terms):
                    continue
                found, level = self.term(license_id, code, frozenset((channel,)), way, lower)
                if found:
                    findings.append(found)
                if level:
                    lost[license_id][code] = level
                    any_lost = True
        for license_id in upper:
            if license_id in lower or not RESTRICTIONS.get(license_id):
                continue
            entry = TABLE[license_id]
            if lower and not entry.terms_known and entry.cls != "unknown":
                findings.append(Finding(1))
            reaching = any(self.reach(license_id, code, channel) for code in RESTRICTIONS[license_id])
            for other in (TABLE[one] for one in lower if one in TABLE):
                if (
                    other.family == entry.family
                    and other.version
                    and entry.version
                    and other.version != entry.version
                    and not any_lost
                    and reaching
                    and BECOMES.get((license_id, other.id)) != "full"
                ):
                    findings.append(Finding(1))
        unknown_below = not any(known(one) for one in lower)
        if unknown_below and not judged_by_matrix and not kept_unread:
            findings = [one for one in findings if one.act or one.rank == 2] + [Finding(2)]
        elif not all(one_known(one) for one in lower) and any(one.rank == 3 and not one.act for one in findings):
            findings = [one for one in findings if one.rank != 3 or one.act] + [Finding(2)]
        findings += self._material(upper, lower, way, unknown_below)
        return max((one.rank for one in findings), default=0), lost

    def _material(self, upper: Branch, lower: Branch, way: str, unknown_below: bool) -> Iterator[Finding]:
        channel = "copy" if way == "quantized" else way
        if way in MATERIAL:
            ranks = {"conflict": 3, "unknown": 2, "warning": 1}
            for license_id in (one for one in upper if one not in lower):
                cells = [
                    ranks.get(cell, 0)
                    for one in lower
                    if (license_id, one) not in BECOMES and (cell := self.matrix(license_id, one)) is not None
                ]
                if cells:
                    yield Finding(min(cells))
            if len(lower) > 1 and any(
                "SA" in map(kind_of, RESTRICTIONS.get(one, ()))
                and any(
                    kind_of(code) != "SA" and kept(other, one, code) != "full"
                    for other in lower
                    if other != one
                    for code in RESTRICTIONS.get(other, ())
                )
                for one in lower
            ):
                yield Finding(3)
        if unknown_below:
            return
        relabelled = any(one not in lower and one in TABLE and TABLE[one].cls != "public_domain" for one in upper)
        if way in ("copy", "quantized") and all(known(one) for one in upper) and relabelled:
            yield Finding(1)
        for license_id in (one for one in upper if one in TABLE):
            for imposed in TABLE[license_id].terms:
                if kind_of(imposed.code) in ("BR", "NAME") and self.reach(license_id, imposed.code, channel) == 2:
                    below = {one.code for other in lower if other in TABLE for one in TABLE[other].terms}
                    if not below & {satisfied.code for satisfied in TERMS[imposed.code].satisfied_by}:
                        yield Finding(1)

    def _by_matrix(self, upper: Branch, lower: Branch) -> int:
        ranks = {"conflict": 3, "unknown": 2, "warning": 1}
        if not upper or not lower:
            return ranks[self.profile.missing]

        def pair(one: str, other: str) -> int:
            if one == other and self.profile.identical != "go_on":
                return 0
            return ranks.get(self.matrix(one, other) or self.profile.absent_pair, 0)

        return max(min(pair(one, other) for other in lower) for one in upper)

    def statements(
        self, upper: Statement | None, lower: Statement | None, way: str
    ) -> tuple[int, dict[str, tuple[set[str], set[str]]]]:
        """Rank of two statements, and of each licence what is lost in all readings of lists and what only in some."""
        key = upper, lower, way
        if key not in self._judged:
            self._judged[key] = self._statements(*key)
        return self._judged[key]

    def _statements(
        self, upper: Statement | None, lower: Statement | None, way: str
    ) -> tuple[int, dict[str, tuple[set[str], set[str]]]]:
        nothing = Statement((((),), ((),)), False)
        up, down = upper or nothing, lower or nothing
        results = []
        for up_reading in up.both:
            for down_reading in down.both:
                worst = []
                for branch in up_reading:
                    judged = [self.branches(branch, other, way, up.unmet) for other in down_reading]
                    worst.append((max(judged, key=lambda one: one[0]), branch))
                best = min(worst, key=lambda one: (one[0][0], sum(len(codes) for codes in one[0][1].values())))
                results.append(best[0])
        ranks = {rank for rank, _ in results}
        rank = ranks.pop() if len(ranks) == 1 else 1
        if up.contradicted or down.contradicted:
            rank = max(rank, 1)
        lost: dict[str, tuple[set[str], set[str]]] = {}
        for license_id in {license_id for _, one in results for license_id in one}:
            found: list[set[str]] = [set(one.get(license_id, ())) for _, one in results]
            every = found[0].intersection(*found)
            lost[license_id] = every, set[str]().union(*found) - every
        return rank, lost


_JUDGES: dict[str, Judge] = {}


def judge_of(profile: ProfileEntry) -> Judge:
    """The one judge of a rule set, who knows again what was judged in another graph."""
    found = _JUDGES.get(profile.name)
    if found is None or found.profile != profile:
        found = _JUDGES[profile.name] = Judge(profile)
    return found


def may_be_read(license_id: str) -> bool:
    """Whether it names one text, read or not."""
    return license_id not in ("other", "unknown") and not (license_id in TABLE and TABLE[license_id].family_only)


def one_known(license_id: str) -> bool:
    entry = TABLE.get(license_id)
    return entry is not None and entry.cls != "unknown"


def direct_losses(world: World, by_terms: list[Judge]) -> Iterator[tuple[Edge, Passed, set[str]]]:
    """What is lost of each licence where two statements meet, under some rule set."""
    known_pairs: dict[tuple[Statement | None, Statement | None, str], dict[tuple[str, bool], set[str]]] = {}
    for edge in world.edges:
        key = world.statements.get(edge.upper), world.statements.get(edge.lower), edge.way
        if key not in known_pairs:
            known_pairs[key] = apart(judge.statements(*key)[1] for judge in by_terms)
        for (license_id, listed), codes in known_pairs[key].items():
            yield edge, (license_id, frozenset((edge.channel,)), (listed, edge.guessed)), codes


def apart(lost: Iterable[dict[str, tuple[set[str], set[str]]]]) -> dict[tuple[str, bool], set[str]]:
    """What is lost under some rule set, and under none but by some readings of a list."""
    found: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for one in lost:
        for license_id, (sure, listed) in one.items():
            found[license_id, False] |= sure
            found[license_id, True] |= listed
    for (license_id, some), codes in found.items():
        if some:
            codes -= found[license_id, False]
    return {key: codes for key, codes in found.items() if codes}


def union_of_losses(world: World, judges: list[Judge]) -> Losses:
    """What reaches each artifact and is not carried under some rule set, by licence and channels passed."""
    by_terms = [judge for judge in judges if judge.profile.terms]
    dropped: Losses = defaultdict(lambda: defaultdict(set))
    for edge, first, codes in direct_losses(world, by_terms):
        dropped[edge.lower][first] |= codes
    below = defaultdict(list)
    for edge in world.edges:
        below[edge.upper].append(edge)
    todo = list(dropped)
    while todo:
        upper = todo.pop()
        for edge in below[upper]:
            grown = False
            for passed, codes in list(dropped[upper].items()):
                for arrived, arrives in lost_further(by_terms, passed, codes, edge, world):
                    known_codes = dropped[edge.lower][arrived]
                    grown = grown or not arrives <= known_codes
                    known_codes |= arrives
            if grown:
                todo.append(edge.lower)
    return dropped


def further(
    judge: Judge,
    license_id: str,
    codes: Iterable[str],
    passed: frozenset[str],
    listed: bool,
    way: str,
    lower: Statement | None,
) -> tuple[int, tuple[set[str], set[str]]]:
    """Rank of what was dropped further up, on one edge, and what is lost of it again in all readings and in some.

    Where only one reading of a list dropped it (`listed`), the other one asks for nothing.
    """
    if listed:
        one, (sure, some) = further(judge, license_id, codes, passed, False, way, lower)
        other, _ = further(judge, license_id, (), passed, False, way, lower)
        return one if one == other else 1, (set(), sure | some)
    results = []
    for reading in (lower or Statement((((),), ((),)), False)).both:
        judged = []
        for branch in reading:
            findings: list[Finding] = []
            lost: set[str] = set()
            for code in codes:
                found, level = judge.term(license_id, code, passed, way, branch)
                findings += [found] if found else []
                lost |= {code} if level else set()
            if not any(known(one) for one in branch):
                findings = [one for one in findings if one.act] + [Finding(2)]
            elif any(not one_known(one) for one in branch) and any(f.rank == 3 and not f.act for f in findings):
                findings = [one for one in findings if one.rank != 3 or one.act] + [Finding(2)]
            judged.append((max((one.rank for one in findings), default=0), lost))
        results.append(max(judged, key=lambda one: (one[0], sorted(one[1]))))
    ranks = {rank for rank, _ in results}
    losses = [lost for _, lost in results]
    every = losses[0].intersection(*losses)
    lost_so = every, set[str]().union(*losses) - every
    rank = 1 if len(ranks) > 1 else results[0][0]
    return max(rank, 1) if lower and lower.contradicted else rank, lost_so


_FURTHER: dict[object, dict[tuple[str, bool], set[str]]] = {}


def lost_further(
    judges: list[Judge], passed: Passed, codes: set[str], edge: Edge, world: World
) -> Iterator[tuple[Passed, set[str]]]:
    """What is lost again on an edge of what was dropped further up."""
    license_id, channels, (listed, guessed) = passed
    on, lower = channels | {edge.channel}, world.statements.get(edge.lower)
    key = tuple(judges), license_id, frozenset(codes), on, listed, edge.way, lower
    if key not in _FURTHER:
        _FURTHER[key] = apart(
            {license_id: further(judge, license_id, codes, on, listed, edge.way, lower)[1]} for judge in judges
        )
    for (_, doubtful), arrives in _FURTHER[key].items():
        yield (license_id, on, (doubtful, guessed or edge.guessed)), arrives


def irreconcilable(judge: Judge, one: Statement, two: Statement) -> bool:
    def clash(left: Branch, right: Branch) -> bool:
        for first in left:
            for second in right:
                for copyleft, other in ((first, second), (second, first)):
                    if copyleft == other or copyleft not in TABLE or other not in TABLE:
                        continue
                    asks = [
                        c
                        for c in RESTRICTIONS[copyleft]
                        if kind_of(c) == "SA" and judge.reach(copyleft, c, "deriv") == 2
                    ]
                    foreign = [
                        code
                        for code in RESTRICTIONS[other]
                        if judge.reach(other, code, "deriv") == 2 and kept(other, copyleft, code) is None
                    ]
                    taken = any(kept(copyleft, other, c) for c in RESTRICTIONS[copyleft] if kind_of(c) == "SA")
                    if asks and foreign and not taken:
                        return True
        return False

    results = {
        all(clash(left, right) for left in one_reading for right in two_reading)
        for one_reading in one.both
        for two_reading in two.both
    }
    return results == {True}


class Reason(NamedTuple):
    """How strong a reason on an edge is, and of what was dropped further up the licence and the channels passed."""

    rank: int
    inherited: Passed | None = None


def reasons(judge: Judge, world: World, dropped: Losses) -> Iterator[tuple[Edge, list[Reason]]]:
    """The reasons on every edge that a rule set judges."""
    onward: dict[object, int] = {}
    for edge in world.edges:
        relations = judge.profile.relations
        if relations is not None and not set(RELATIONS.get(edge.way, (edge.way,))) & set(relations):
            continue
        upper, lower = world.statements.get(edge.upper), world.statements.get(edge.lower)
        found = [Reason(judge.statements(upper, lower, edge.way)[0])]
        if judge.profile.terms:
            for (license_id, channels, doubts), codes in dropped[edge.upper].items():
                if not codes:
                    continue
                again = license_id, frozenset(codes), channels | {edge.channel}, doubts[0], edge.way, lower
                if again not in onward:
                    onward[again] = further(judge, *again)[0]
                found.append(Reason(onward[again], (license_id, channels, doubts)))
            found += map(Reason, remarks(judge, world, dropped, edge))
        yield edge, found


def verdicts(world: World, profiles: Iterable[ProfileEntry]) -> dict[str, dict[tuple[str, str, str], int]]:
    """Rank of every edge under every rule set."""
    judges = list(map(judge_of, profiles))
    dropped = union_of_losses(world, judges)
    return {
        judge.profile.name: {
            (edge.lower[1], edge.upper[1], edge.relation): max(0, *(one.rank for one in found))
            for edge, found in reasons(judge, world, dropped)
        }
        for judge in judges
    }


def conflicts(world: World, profiles: Iterable[ProfileEntry]) -> dict[str, set[tuple[str, str, int]]]:
    """Artifact, nearest origin and steps from it of each licence in conflict, under every rule set."""
    judges = list(map(judge_of, profiles))
    dropped = union_of_losses(world, judges)
    origins = nearest_origins(world, judges, dropped)
    found: dict[str, set[tuple[str, str, int]]] = {}
    for judge in judges:
        nearest: dict[tuple[str, object], tuple[int, str]] = {}
        license_: object
        for edge, stated in reasons(judge, world, dropped):
            for one in stated:
                if one.rank < 3:
                    continue
                if one.inherited:
                    hops, origin = origins[edge.upper][one.inherited]
                    license_, way = one.inherited[0], (hops + 1, origin)
                else:
                    license_, way = label(world.statements.get(edge.upper)), (1, edge.upper[1])
                key = edge.lower[1], license_
                nearest[key] = min(way, nearest.get(key, way))
        found[judge.profile.name] = {(lower, origin, hops) for (lower, _), (hops, origin) in nearest.items()}
    return found


def label(statement_: Statement | None) -> object:
    """What is the same for two statements that read the same: the id of a single licence."""
    if statement_ is None or statement_.contradicted:
        return statement_
    single = {branch for reading in statement_.both for branch in reading}
    return next(iter(single))[0] if {len(one) for one in single} == {1} == {len(single)} else statement_.both


def nearest_origins(
    world: World, judges: list[Judge], dropped: Losses
) -> dict[tuple[str, str], dict[Passed, tuple[int, str]]]:
    """Steps from the nearest artifact with each licence that an artifact dropped, and its id."""
    by_terms = [judge for judge in judges if judge.profile.terms]
    found: dict[tuple[str, str], dict[Passed, tuple[int, str]]] = defaultdict(dict)
    below = defaultdict(list)
    for edge in world.edges:
        below[edge.upper].append(edge)

    def shorter(artifact: tuple[str, str], key: Passed, way: tuple[int, str]) -> bool:
        better = way < found[artifact].get(key, (way[0] + 1, ""))
        if better:
            found[artifact][key] = way
        return better

    for edge, first, codes in direct_losses(world, by_terms):
        if codes:
            shorter(edge.lower, first, (1, edge.upper[1]))
    todo = list(found)
    while todo:
        upper = todo.pop(0)
        for edge in below[upper]:
            for passed, (hops, origin) in list(found[upper].items()):
                for arrived, arrives in lost_further(by_terms, passed, dropped[upper][passed], edge, world):
                    if arrives and shorter(edge.lower, arrived, (hops + 1, origin)):
                        todo.append(edge.lower)
    return found


def remarks(judge: Judge, world: World, dropped: Losses, edge: Edge) -> Iterator[int]:
    """What the two artifacts themselves show: parents, name, vendor."""
    yield 0
    parents = [one for one in world.above[edge.lower] if one.relation not in ("trained_on", "generated_from", "uses")]
    derived = [one for one in parents if one.way == "deriv" and one.upper in world.statements]
    if edge.way == "deriv" and len(parents) > 1:
        own = world.statements.get(edge.upper)
        for one, two in combinations({world.statements[parent.upper] for parent in derived}, 2):
            if own in (one, two) and irreconcilable(judge, one, two):
                yield 3
    upper = world.statements.get(edge.upper)
    if upper and edge.lower[0] == "Model" and edge.relation not in ("generated_from", "uses"):
        name = runs(edge.lower[1].split("/")[-1])
        for license_id in {one for reading in upper.both for branch in reading for one in branch} & TABLE.keys():
            for imposed in TABLE[license_id].terms:
                if kind_of(imposed.code) == "NAME" and judge.reach(license_id, imposed.code, edge.channel) == 2:
                    asked = runs(imposed.code[5:])
                    last = name[len(asked) - 1 : len(asked)] or [""]
                    begun = last[0] == asked[-1] or (asked[-1].isalpha() and last[0].startswith(asked[-1]))
                    yield int(not (begun and name[: len(asked) - 1] == asked[:-1]))
    lower = world.statements.get(edge.lower)
    if lower and edge in parents and edge.way != "transfer" and len({lower.both[0], lower.both[1]}) == 1:
        for license_id in lower.both[0][0] if len(lower.both[0]) == 1 and not lower.contradicted else ():
            entry = TABLE.get(license_id)
            if entry and entry.cls in ("community", "research"):
                yield int(not any(has_family(world, dropped, parent.upper, entry.family) for parent in parents))


def has_family(world: World, dropped: Losses, artifact: tuple[str, str], family: str) -> bool:
    statement_ = world.statements.get(artifact)
    if statement_ is None:
        return True
    ids = {one for reading in statement_.both for branch in reading for one in branch}
    ids |= {license_id for (license_id, _, _), codes in dropped[artifact].items() if codes}
    return any(one in TABLE and TABLE[one].family == family for one in ids)
