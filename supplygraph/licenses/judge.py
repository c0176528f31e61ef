"""Judges two licence statements that meet in one way under one rule set; a pure function that knows no graph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from supplygraph.licenses.rules import (
    DEFAULT,
    MATERIAL_WAYS,
    RANKS,
    Imposed,
    Knowledge,
    LicenseFacts,
    RuleSet,
    State,
    channel_of,
    kind_of,
)
from supplygraph.licenses.statement import READINGS, Alternative, Statement, joined
from supplygraph.schema.relationships import Certainty

BESIDE = "beside"
VERDICTS = {-1: "skipped", 0: "compatible", 1: "warning", 2: "unknown", 3: "conflict"}
#: Ways in which a matrix of software licences says nothing of a missing or unknown licence.
_NO_MATRIX = frozenset({"transfer", "output", "data", "use"})
#: Ways in which a base that a card names without a relation may stand to the work.
POSSIBLE_WAYS = ("deriv", "adapter", "quantized", "transfer")
_MATRIX_CODES = {1: "MATRIX_CHECK", 2: "MATRIX_UNKNOWN", 3: "MATRIX_CONFLICT"}
#: Why terms may not have been dropped further up: nothing states the relation of a step, or only one reading of a list
#: of licences drops them.
Doubt = Literal["guessed", "listed"]


@dataclass(frozen=True)
class PairInput:
    """Two statements that meet, and how.

    Attributes:
        way: Channel of the step between them; `quantized` for a copy in another form, `beside` for two parents.
        upper: What is declared above; of what was dropped further up, the licence that was dropped.
        lower: What is declared below, or by the other parent.
        passed: Channels from the licensed work down to the upper artifact.
        terms: Codes that are still to be carried, where the upper licence is one from further up; otherwise None.
        guessed: Whether no source states the relation, so that the way is a reading of our own.
        doubts: Why the terms that are still to be carried may not have been dropped further up.
    """

    way: str
    upper: Statement
    lower: Statement
    passed: frozenset[str] = frozenset()
    terms: tuple[str, ...] | None = None
    guessed: bool = False
    doubts: frozenset[Doubt] = frozenset()

    @property
    def channels(self) -> frozenset[str]:
        """All channels from the licensed work down."""
        return self.passed | {"deriv" if self.way == BESIDE else channel_of(self.way)}

    @property
    def inherited(self) -> bool:
        """Whether the upper licence is one from further up."""
        return self.terms is not None


def meeting(way: str, upper: Statement, lower: Statement, *, guessed: bool = False) -> PairInput:
    """The input for two artifacts that are joined directly."""
    return PairInput(way, upper, lower, guessed=guessed)


def beside(one: Statement, other: Statement) -> PairInput:
    """The input for two parents of one artifact."""
    return PairInput(BESIDE, one, other)


def dropped(
    way: str,
    license_id: str,
    terms: Iterable[str],
    passed: Iterable[str],
    lower: Statement,
    *,
    guessed: bool = False,
    doubts: Iterable[Doubt] = (),
) -> PairInput:
    """The input for terms that were dropped further up, after the channels that they passed."""
    above = Statement((license_id,))
    return PairInput(way, above, lower, frozenset(passed), tuple(terms), guessed, frozenset(doubts))


class Lost(NamedTuple):
    """A restriction of a licence that is not carried."""

    license: str
    code: str


@dataclass(frozen=True)
class Judgement:
    """What one rule set says of a pair.

    Attributes:
        rank: Strength: 0 compatible, 1 warning, 2 unknown, 3 conflict; -1 skipped.
        codes: Why, the strongest reasons first.
        certainty: `contested` where it rests only on readings that are unclear or disputed.
        identical: Whether both sides declare the same.
        lost: Restrictions that surely reach and are not carried.
        unclear: Restrictions not carried whose reach is unclear.
        listed: Of both, those that only one reading of a list loses.
        part: The licence that is judged, where the rule set splits a list.
    """

    rank: int
    codes: tuple[str, ...] = ()
    certainty: Certainty = "firm"
    identical: bool = False
    lost: tuple[Lost, ...] = ()
    unclear: tuple[Lost, ...] = ()
    listed: tuple[Lost, ...] = ()
    part: Alternative | None = None

    @property
    def verdict(self) -> str:
        """The rank in words."""
        return VERDICTS[self.rank]


class Reason(NamedTuple):
    """One reason: how strong, whether firm, whether it holds whatever the lower licence is, and its code."""

    rank: int
    firm: bool
    absolute: bool
    code: str


def judge(pair: PairInput, rules: RuleSet, knowledge: Knowledge) -> list[Judgement]:
    """What a rule set says of a pair: nothing where it does not judge it, several where it splits a list."""
    found = _judge(pair, rules, knowledge)
    if others := list(_other_ways(pair)):
        found = _unless_all_agree(found, [_judge(one, rules, knowledge) for one in others], only_conflicts=True)
    later = [_judge(one, rules, knowledge) for one in _or_later(pair, knowledge)] if rules.terms else []
    return _unless_all_agree(found, later) if later else found


def _other_ways(pair: PairInput) -> Iterator[PairInput]:
    """The same pair, with relations that nothing states read otherwise, here and further up."""
    if pair.guessed:
        for way in POSSIBLE_WAYS:
            if way != pair.way:
                yield replace(pair, way=way)
    if "guessed" in pair.doubts:
        for way in POSSIBLE_WAYS:
            if channel_of(way) not in pair.passed:
                yield replace(pair, passed=pair.passed | {channel_of(way)})


def _unless_all_agree(
    found: list[Judgement], others: Sequence[list[Judgement]], *, only_conflicts: bool = False
) -> list[Judgement]:
    """Contested where another reading gives another verdict; a reading that is not judged says nothing."""
    return [
        replace(one, certainty="contested")
        if (one.rank == 3 or not only_conflicts)
        and any(len(other) == len(found) and other[place].rank != one.rank for other in others)
        else one
        for place, one in enumerate(found)
    ]


def _or_later(pair: PairInput, knowledge: Knowledge) -> Iterator[PairInput]:
    """The same pair, with licences that leave open whether later versions may be chosen read as those."""
    open_ = {
        one: readings for one in (*pair.upper.licenses, *pair.lower.licenses) if (readings := knowledge.or_later(one))
    }
    for turn in range(max(map(len, open_.values()), default=0)):
        yield _renamed(pair, {one: readings[min(turn, len(readings) - 1)] for one, readings in open_.items()})


def _renamed(pair: PairInput, names: Mapping[str, str]) -> PairInput:
    terms = pair.terms
    for one, other in names.items():
        terms = None if terms is None else tuple(f"SA:{other}" if code == f"SA:{one}" else code for code in terms)
    upper, lower = (
        replace(side, licenses=tuple(sorted({names.get(one, one) for one in side.licenses})))
        for side in (pair.upper, pair.lower)
    )
    return replace(pair, upper=upper, lower=lower, terms=terms)


def _judge(pair: PairInput, rules: RuleSet, knowledge: Knowledge) -> list[Judgement]:
    if not rules.judges(pair.way) or not (rules.terms or (pair.terms is None and pair.way != BESIDE)):
        return []
    if "listed" in pair.doubts:
        dropped_above = _judge(replace(pair, doubts=frozenset()), rules, knowledge)
        kept_above = _judge(replace(pair, doubts=frozenset(), terms=()), rules, knowledge)
        return [_of_readings(readings) for readings in zip(dropped_above, kept_above, strict=True)]
    if rules.skip_multiple and not (pair.upper.simple and pair.lower.simple and len(pair.lower.licenses) < 2):
        return list(_split(pair, rules, knowledge))
    if pair.upper.simple and pair.lower.simple:
        return [_judge_alternatives(pair, pair.upper.licenses, pair.lower.licenses, rules, knowledge)]
    return [_judge_readings(pair, rules, knowledge)]


def states(alternative: Alternative, knowledge: Knowledge) -> list[State]:
    """Which licences of an alternative can be judged and why others cannot, sorted."""
    return sorted({knowledge.license(one).state for one in alternative} or {"missing"})


def unknown(alternative: Alternative, knowledge: Knowledge) -> State | None:
    """Why nothing of an alternative can be judged; None where something can."""
    found = states(alternative, knowledge)
    return None if "known" in found else found[0]


def unknown_part(alternative: Alternative, knowledge: Knowledge) -> State | None:
    """Why something of an alternative cannot be judged."""
    return next((state for state in states(alternative, knowledge) if state != "known"), None)


def _judge_readings(pair: PairInput, rules: RuleSet, knowledge: Knowledge) -> Judgement:
    """Of alternatives above the best counts, of alternatives below the worst; a list is read both ways."""
    found: dict[tuple[tuple[Alternative, ...], tuple[Alternative, ...]], Judgement] = {}
    readings = []
    for up in READINGS:
        for down in READINGS:
            sides = pair.upper.alternatives(up), pair.lower.alternatives(down)
            if sides not in found:
                found[sides] = _best(pair, *sides, rules, knowledge)
            readings.append(found[sides])
    contradicted = pair.upper.contradicted or pair.lower.contradicted
    return replace(_of_readings(readings, contradicted=contradicted), identical=pair.upper == pair.lower)


def _of_readings(readings: Sequence[Judgement], *, contradicted: bool = False) -> Judgement:
    """What several readings of a list say together; what not all of them lose may be lost.

    Where a statement contradicts itself, that is remarked, and is no less than a warning.
    """
    first = readings[0]
    ambiguous = any(one.rank != first.rank for one in readings)
    rank = max(1 if ambiguous else first.rank, int(contradicted))
    listed_code = ["LIST_AMBIGUOUS"] if ambiguous else []
    remark = ["METADATA_CONTRADICTION"] if contradicted else []
    reasons = [code for reading in readings for code in reading.codes]
    codes = [*listed_code, *remark, *reasons] if rank < 2 else [*reasons, *remark]
    every = dict.fromkeys(one for reading in readings for one in (*reading.lost, *reading.unclear))
    listed = tuple(one for one in every if any(one not in (*other.lost, *other.unclear) for other in readings))
    return replace(
        first,
        rank=rank,
        codes=tuple(dict.fromkeys(codes)),
        certainty="firm" if ambiguous else first.certainty,
        lost=() if ambiguous else tuple(one for one in first.lost if one not in listed),
        unclear=tuple(one for one in every if ambiguous or one in listed or one not in first.lost),
        listed=listed,
    )


def _best(
    pair: PairInput,
    uppers: tuple[Alternative, ...],
    lowers: tuple[Alternative, ...],
    rules: RuleSet,
    knowledge: Knowledge,
) -> Judgement:
    worst = []
    for up in sorted(uppers, key=joined):
        judged = [_judge_alternatives(pair, up, down, rules, knowledge) for down in sorted(lowers, key=joined)]
        # Parents that some alternative reconciles are not a conflict.
        direction = 1 if pair.way == BESIDE else -1
        worst.append(min(judged, key=lambda one: (direction * one.rank, one.lost)))
    # Whoever may choose takes what loses least.
    return min(worst, key=lambda one: (one.rank, len(one.lost) + len(one.unclear)))


def _split(pair: PairInput, rules: RuleSet, knowledge: Knowledge) -> Iterator[Judgement]:
    """A rule set that leaves several licences out skips them below, and judges each by itself above."""
    for up in pair.upper.alternatives("or"):
        if len(pair.lower.licenses) > 1:
            yield Judgement(-1, ("SEVERAL_LICENSES",), part=up)
            continue
        judged = _judge_alternatives(pair, up, pair.lower.licenses, rules, knowledge)
        yield replace(judged, certainty="firm", lost=(), unclear=(), part=up)


def _judge_alternatives(
    pair: PairInput, upper: Alternative, lower: Alternative, rules: RuleSet, knowledge: Knowledge
) -> Judgement:
    """Two alternatives, each of licences that all apply."""
    return _Judge(pair, upper, lower, rules, knowledge).judgement()


class _Judge:
    """One judgement under way."""

    def __init__(
        self, pair: PairInput, upper: Alternative, lower: Alternative, rules: RuleSet, knowledge: Knowledge
    ) -> None:
        self.pair = pair
        self.way = pair.way
        self.last = channel_of(pair.way)
        self.channels = pair.channels
        self.rules = rules
        self.knowledge = knowledge
        self.upper_ids, self.lower_ids = upper, lower
        self.upper = [knowledge.license(one) for one in upper]
        self.lower = [knowledge.license(one) for one in lower]
        self.lower_unknown = unknown(lower, knowledge)
        self.same_unread = self._same_unread()
        self.identical = upper == lower and bool(lower)
        self.reasons: list[Reason] = []
        self.lost: list[Lost] = []
        self.unclear: list[Lost] = []

    def judgement(self) -> Judgement:
        if self.way == BESIDE:
            self.reasons += self._irreconcilable()
        elif self.rules.terms:
            self._by_terms()
        else:
            self._by_matrices()
        found = sorted(set(self.reasons), key=lambda one: (-one.rank, one.code))
        rank = found[0].rank if found else 0
        return Judgement(
            rank=rank,
            codes=tuple(dict.fromkeys(one.code for one in found)),
            certainty="firm" if not found or any(one.firm for one in found if one.rank == rank) else "contested",
            identical=self.identical,
            lost=tuple(sorted(self.lost)),
            unclear=tuple(sorted(self.unclear)),
        )

    def _by_terms(self) -> None:
        direct, material = not self.pair.inherited, self.way in MATERIAL_WAYS
        if self.same_unread:
            self.reasons.append(Reason(1, False, False, "TERMS_INCOMPLETE"))
        elif unknown_part(self.upper_ids, self.knowledge) and not self._in_a_matrix():
            self.reasons.append(Reason(2, True, False, "U_UNKNOWN"))
        for license in self.upper:
            self._carry(license)
        if direct:
            self.reasons += self._versions()
        if self.lower_unknown and not self.same_unread and not self._in_a_matrix():
            self.reasons = [one for one in self.reasons if one.rank == 2 or one.absolute]
            self.reasons.append(Reason(2, True, False, "D_UNKNOWN"))
        self._leave_open()
        if direct and material:
            self.reasons += self._beside_terms()
            self.reasons += self._extra_restriction()
        if direct and not self.lower_unknown:
            self.reasons += self._words_dropped()
            self.reasons += self._relabelled()

    def _same_unread(self) -> bool:
        """Whether the lower artifact declares all that the upper one does, and terms of that were not read."""
        found = [one.state for one in self.upper]
        return "unread" in found and {*found} <= {"known", "unread"} and {*self.upper_ids} <= {*self.lower_ids}

    def _in_a_matrix(self) -> bool:
        """Whether a matrix knows the two licences, whatever else is known of them."""
        return self.way not in _NO_MATRIX and any(
            self.knowledge.cells_of(self.rules, one, other) for one in self.upper_ids for other in self.lower_ids
        )

    def _carry(self, license: LicenseFacts) -> None:
        """The terms of an upper licence that reach the lower artifact, and whether its licence carries them."""
        carriers = [self.knowledge.keeps(one, license.id) for one in self.lower_ids]
        family = license.family is not None and any(one.family == license.family for one in self.lower)
        unclear_reach = False
        for code, term in license.restrictions.items():
            met = True if term.condition is None else self.pair.upper.meets(term.condition)
            level = self._level(license, term) if self.pair.terms is None or code in self.pair.terms else 0
            if not level or met is False:
                continue
            reasons = [kept[code] for kept in carriers if code in kept]
            weaker = next((reason for reason in reasons if reason), None)
            found = self._term(term, level, family, "" in reasons, weaker)
            if found is None:
                continue
            rank, absolute, reason = found
            dropped = reason.endswith("_DROPPED") or reason == "SA_BROKEN"
            contested = level == 1 or met is None or license.unsure or self._contested(license, code)
            self.reasons.append(Reason(rank, not contested, absolute, reason))
            if level == 1 and rank == 1 and (dropped or reason == "ND_DERIVATIVE"):
                unclear_reach = True
            if "" not in reasons and (absolute or dropped):
                (self.lost if level == 2 else self.unclear).append(Lost(license.id, code))
        if unclear_reach:
            self.reasons.append(Reason(1, False, False, "REACH_UNCLEAR"))

    def _term(
        self, term: Imposed, level: int, family: bool, kept: bool, weaker: str | None
    ) -> tuple[int, bool, str] | None:
        """Rank, whether it holds whatever the lower licence is, and code of what one term gives."""
        strong = 3 if level == 2 else 1
        if term.kind == "ND" and self.way != "copy":
            return strong, True, "ND_DERIVATIVE"
        if term.kind == "NT" and (self.last in ("transfer", "data") or self._generated):
            if family:
                return None
            if self._generated:
                return 1, True, "OUTPUT_USE_LIMIT"
            return 1 if term.code.endswith(":competing") else strong, True, "ACT_PROHIBITED_TRAIN"
        if kept:
            return None
        if weaker:
            return 1, False, weaker
        return strong, False, "SA_BROKEN" if term.kind == "SA" else f"{term.kind}_DROPPED"

    @property
    def _generated(self) -> bool:
        """Whether it is data that a model generated, which train nothing yet."""
        return "output" in self.channels and not self.channels & {"data", "transfer", "use"}

    def _level(self, license: LicenseFacts, term: Imposed) -> int:
        """How surely a term reaches through all channels: 2, 1 or 0."""
        levels = [self._level_on(license, term, channel) for channel in self.channels]
        if 0 in levels:
            return 0
        if term.kind == "ND":
            # Whether changes may be passed on is a question of the last step, and an unchanged copy is not a change.
            return 2 if self.way == "copy" else self.knowledge.reach(self.rules, license.id, self.last).level(term.code)
        return min(levels)

    def _level_on(self, license: LicenseFacts, term: Imposed, channel: str) -> int:
        level = self.knowledge.reach(self.rules, license.id, channel).level(term.code)
        if term.kind == "NT" and channel in ("output", "data"):
            # What may not train another model may not do so by its outputs either, nor by data made of them.
            return max(level, self.knowledge.reach(self.rules, license.id, "transfer").level(term.code))
        return level

    def _contested(self, license: LicenseFacts, code: str) -> bool:
        reaches = (self.knowledge.reach(self.rules, license.id, channel) for channel in self.channels)
        return any(code in reach.contested for reach in reaches)

    def _versions(self) -> Iterator[Reason]:
        """Another version of the same family that keeps every term, and terms that are known in part only."""
        nothing_lost = not self.lost and not self.unclear
        for license in self.upper:
            if license.id in self.lower_ids or not license.restrictions:
                continue
            reach = self.knowledge.reach(self.rules, license.id, self.last)
            for lower in self.lower:
                if (
                    nothing_lost
                    and (reach.certain or reach.unclear)
                    and _other_version(license, lower)
                    and self.knowledge.may_become.get((license.id, lower.id)) != "full"
                ):
                    yield Reason(1, True, False, "VERSION_MISMATCH")
                if not license.terms_known and license.class_ != "unknown":
                    yield Reason(1, False, False, "TERMS_INCOMPLETE")

    def _leave_open(self) -> None:
        """What none of several licences carries may be carried by one among them that is not known."""
        if self.lower_unknown or not any(one.class_ == "unknown" for one in self.lower):
            return
        kept = [one for one in self.reasons if one.rank != 3 or one.absolute]
        if len(kept) < len(self.reasons):
            self.reasons = [*kept, Reason(2, True, False, "D_UNKNOWN")]

    def _beside_terms(self) -> Iterator[Reason]:
        """Matrices beside the terms, for software licences whose material moves on; known exceptions come first."""
        for license_id in self.upper_ids:
            if license_id in self.lower_ids:
                continue
            ranks: list[int] = [
                RANKS.get(self.rules.matrix_verdicts.get(cell.verdict, "go_on"), 0)
                for lower in self.lower_ids
                if (license_id, lower) not in self.knowledge.may_become
                for cell in self.knowledge.cells_of(self.rules, license_id, lower)
            ]
            rank = min(ranks, default=0)
            if rank:
                yield Reason(rank, True, False, _MATRIX_CODES[rank])

    def _by_matrices(self) -> None:
        """Rule sets that go by matrices alone."""
        missing = RANKS.get(self.rules.missing, 2)
        for side, code in ((self.upper_ids, "U_UNKNOWN"), (self.lower_ids, "D_UNKNOWN")):
            if self._none(side) and not self._in_a_matrix():
                self.reasons = [one for one in self.reasons if one.rank == 2]
                self.reasons.append(Reason(missing, True, False, code))
        if self.reasons:
            return
        identical = []
        for license_id in self.upper_ids:
            cells = [self._cell(license_id, lower) for lower in self.lower_ids]
            rank, code = min(cell for _, cell in cells)
            identical.append(any(same for same, _ in cells))
            if rank:
                self.reasons.append(Reason(rank, True, False, code))
        self.identical = all(identical)

    def _none(self, alternative: Alternative) -> bool:
        """Whether the rule set takes it for no licence."""
        return not alternative or (len(alternative) == 1 and self.rules.aliases.get(alternative[0]) == "no license")

    def _cell(self, upper: str, lower: str) -> tuple[bool, tuple[int, str]]:
        """Whether two licences have one name, and the rank and code that a matrix gives them."""
        up, down = self.rules.name_of(upper), self.rules.name_of(lower)
        # A rule set with aliases compares names as they are written.
        found = [
            cell
            for cell in self.knowledge.cells_of(self.rules, upper, lower)
            if not self.rules.aliases or cell.written is None or cell.written == (up, down)
        ]
        if up == down and self.rules.identical != "go_on":
            verdicts = [self.rules.identical]
        else:
            verdicts = [self.rules.matrix_verdicts.get(cell.verdict, "unknown") for cell in found]
        rank = min((RANKS.get(one, 0) for one in verdicts), default=RANKS.get(self.rules.absent_pair, 0))
        code = _MATRIX_CODES.get(rank, "") if found else "NOT_IN_MATRIX"
        return up == down, (rank, code if rank else "")

    def _words_dropped(self) -> Iterator[Reason]:
        """Words to display, and names, that the lower licence no longer asks for."""
        for license in self.upper:
            for code in self.knowledge.reach(self.rules, license.id, self.last).notices:
                keepers = self.knowledge.satisfied_by.get(code, {})
                if kind_of(code) in ("BR", "NAME") and not any(one.codes & keepers.keys() for one in self.lower):
                    yield Reason(1, True, False, f"{kind_of(code)}_DROPPED")

    def _relabelled(self) -> Iterator[Reason]:
        """A copy may not be relabelled."""
        if self.last != "copy" or unknown_part(self.upper_ids, self.knowledge):
            return
        if any(one.class_ != "public_domain" and one.id not in self.lower_ids for one in self.upper):
            yield Reason(1, True, False, "RELABEL_OF_COPY")

    def _extra_restriction(self) -> Iterator[Reason]:
        """Beside a copyleft licence, no other that applies as well may restrict further."""
        for copyleft in (one for one in self.lower if "SA" in one.kinds):
            for other in (one for one in self.lower if one is not copyleft):
                kept = self.knowledge.keeps(copyleft.id, other.id)
                if any(term.kind != "SA" and kept.get(code) != "" for code, term in other.restrictions.items()):
                    yield Reason(3, True, False, "EXTRA_RESTRICTION")

    def _irreconcilable(self) -> list[Reason]:
        """Two parents of which one asks for the same licence, the other for what that one lacks."""
        pairs = [(one, other) for one in self.upper for other in self.lower]
        clashes = [
            sides
            for one, other in pairs
            for sides in ((one, other), (other, one))
            if one.id != other.id and self._clash(*sides)
        ]
        firm = not any(one.unsure or other.unsure for one, other in clashes)
        return [Reason(3, firm, True, "IRRECONCILABLE_PARENTS")] if clashes else []

    def _clash(self, copyleft: LicenseFacts, other: LicenseFacts) -> bool:
        same = self.knowledge.reach(self.rules, copyleft.id, "deriv").certain
        if not any(kind_of(code) == "SA" for code in same):
            return False
        # Where the other licence may take over what the copyleft one asks for, its own terms stay with it.
        if any(kind_of(code) == "SA" for code in self.knowledge.keeps(other.id, copyleft.id)):
            return False
        kept = self.knowledge.keeps(copyleft.id, other.id)
        return any(code not in kept for code in self.knowledge.reach(self.rules, other.id, "deriv").certain)


def _other_version(one: LicenseFacts, other: LicenseFacts) -> bool:
    return (
        one.family is not None
        and one.family == other.family
        and one.version is not None
        and other.version is not None
        and one.version != other.version
    )


@dataclass(frozen=True)
class Loss:
    """What is lost of one licence where a pair meets.

    Attributes:
        license: The licence.
        terms: Codes that are lost under some rule set, sorted.
        certain: Of them, those that surely reach under `default`.
        unclear: Of them, those whose reach is unclear under `default`.
        doubts: Why they may not be lost, sorted.
    """

    license: str
    terms: tuple[str, ...]
    certain: tuple[str, ...]
    unclear: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


def losses(pair: PairInput, judged: Iterable[tuple[RuleSet, Judgement]]) -> list[Loss]:
    """What is lost of each licence under some rule set that goes by terms; what may be lost only, apart."""
    by_terms = [(rules.name == DEFAULT, one) for rules, one in judged if rules.terms]
    sure = {lost for _, one in by_terms for lost in (*one.lost, *one.unclear) if lost not in one.listed}
    certain = {lost for default, one in by_terms if default for lost in one.lost} & sure
    unclear = {lost for default, one in by_terms if default for lost in one.unclear} - certain
    guessed: tuple[Doubt, ...] = ("guessed",) if pair.guessed or "guessed" in pair.doubts else ()
    listed: tuple[Doubt, ...] = (*guessed, "listed")
    found: dict[tuple[str, tuple[Doubt, ...]], set[Lost]] = {}
    for _, one in by_terms:
        for lost in (*one.lost, *one.unclear):
            found.setdefault((lost.license, guessed if lost in sure else listed), set()).add(lost)
    return [
        Loss(license_id, _codes(own), _codes(own & certain), _codes(own & unclear), doubts)
        for (license_id, doubts), own in sorted(found.items())
    ]


def _codes(lost: Iterable[Lost]) -> tuple[str, ...]:
    return tuple(sorted(one.code for one in lost))
