"""What verdicts rest on, as the graph states it: licences and their terms, matrices and rule sets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

#: Ways along which a term may reach what was made.
Channel = Literal["copy", "deriv", "adapter", "combine", "transfer", "output", "data", "use"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
#: Ways in which the work itself moves on; a `quantized` work is a copy in another form.
MATERIAL_WAYS = frozenset({"copy", "quantized", "deriv", "adapter", "combine"})
#: Certainties of a licence under which whatever rests on it is contested.
UNSURE = frozenset({"uncertain", "secondary", "unread"})
#: The relations that meet in each way; other ways are relations themselves.
RELATIONS_OF_WAY = {
    "use": ("uses",),
    "data": ("trained_on",),
    "output": ("generated_from",),
    "transfer": ("distilled",),
    "deriv": ("finetune", "merge", "undeclared"),
}
#: What a matrix says where it does not say that work may go on.
RANKS = {"compatible": 0, "go_on": 0, "warning": 1, "unknown": 2, "conflict": 3}
#: The name of the rule set that DROPPED relationships and impact are read under.
DEFAULT = "default"

State = Literal["known", "missing", "unnamed", "family", "unread"]


def channel_of(way: str) -> str:
    """The channel that terms travel in."""
    return "copy" if way == "quantized" else way


def kind_of(code: str) -> str:
    """The code of a term without its parameter."""
    return code.split(":", 1)[0].split(".", 1)[0]


@dataclass(frozen=True)
class Imposed:
    """One term as one licence imposes it, with the channels that it reaches; perhaps under a condition only."""

    code: str
    level: str
    certain: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    contested: frozenset[str] = frozenset()
    condition: str | None = None

    @cached_property
    def kind(self) -> str:
        """The code without its parameter."""
        return kind_of(self.code)


@dataclass(frozen=True)
class LicenseFacts:
    """One licence; without anything else its terms are not known.

    `own_text` says that it is not a licence of the SPDX list but the text of one publisher.
    """

    id: str
    class_: str = "unknown"
    family: str | None = None
    version: str | None = None
    family_only: bool = False
    or_later_unknown: bool = False
    certainty: str | None = None
    terms_known: bool = False
    text_date: str | None = None
    own_text: bool = False
    imposes: tuple[Imposed, ...] = ()

    @cached_property
    def restrictions(self) -> dict[str, Imposed]:
        """What it asks whoever passes the work on to keep, by code."""
        return {one.code: one for one in self.imposes if one.level == "restriction"}

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of all its terms."""
        return frozenset(one.code for one in self.imposes)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of all its terms."""
        return frozenset(one.kind for one in self.imposes)

    @cached_property
    def state(self) -> State:
        """Whether it can be judged, or why not."""
        if self.id in ("other", "unknown"):
            return "unnamed"
        if self.class_ == "unknown":
            return "family" if self.family_only else "unread"
        return "known" if self.terms_known or self.restrictions else "unread"

    @property
    def unsure(self) -> bool:
        """Whether its text was not read, or not fully."""
        return self.certainty in UNSURE


@dataclass(frozen=True)
class Cell:
    """What a matrix says of a pair of licences."""

    matrix: str
    verdict: str
    written: tuple[str, str] | None = None


@dataclass(frozen=True)
class ReachRule:
    """Another reach of the terms of one kind or code on one channel."""

    channel: str
    reach: str
    term: str


@dataclass(frozen=True)
class RuleSet:
    """What makes a licence conflict; the fields are those of the `Profile` node."""

    name: str
    terms: bool
    relations: frozenset[str] | None = None
    matrices: tuple[str, ...] = ()
    matrix_verdicts: Mapping[str, str] = field(default_factory=dict)
    channel_as: Mapping[str, str] = field(default_factory=dict)
    reach: tuple[ReachRule, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    identical: str = "go_on"
    missing: str = "unknown"
    absent_pair: str = "unknown"
    skip_multiple: bool = False

    def judges(self, way: str) -> bool:
        """Whether it says anything of works that meet in this way."""
        return self.relations is None or bool(self.relations.intersection(RELATIONS_OF_WAY.get(way, (way,))))

    def name_of(self, license_id: str) -> str:
        """The name under which it compares a licence."""
        return self.aliases.get(license_id, license_id)


@dataclass(frozen=True)
class Reach:
    """Codes of the terms of one licence that reach one channel under one rule set, sorted."""

    certain: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def level(self, code: str) -> int:
        """2 where the term surely reaches, 1 where that is unclear, 0 where it does not."""
        return 2 if code in self.certain else 1 if code in self.unclear else 0


@dataclass
class Knowledge:
    """Everything that is known of licences.

    Attributes:
        licenses: By id; what is not in it is a licence whose terms are not known.
        satisfied_by: For each term, the terms that keep it, with `full` or `warning`.
        may_become: How material under the first licence may be passed on under the second: `full` or `check`.
        cells: What matrices say of the first licence going into work under the second.
        rule_sets: The rule sets, `default` among them.
    """

    licenses: Mapping[str, LicenseFacts]
    satisfied_by: Mapping[str, Mapping[str, str]]
    may_become: Mapping[tuple[str, str], str]
    cells: Mapping[tuple[str, str], tuple[Cell, ...]]
    rule_sets: tuple[RuleSet, ...] = ()
    _keeps: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict, repr=False)
    _reach: dict[tuple[str, str, str], Reach] = field(default_factory=dict, repr=False)

    def license(self, license_id: str) -> LicenseFacts:
        """What is known of a licence."""
        return self.licenses.get(license_id) or LicenseFacts(license_id)

    def or_later(self, license_id: str) -> list[str]:
        """What a licence may also be that leaves open whether later versions may be chosen: that text, and those."""
        one = self.licenses.get(license_id)
        if one is None or not one.or_later_unknown:
            return []
        stated = f"{license_id}-or-later"
        later = [other.id for other in self.licenses.values() if other.family == one.family and _later(other, one)]
        return [other for other in (stated, *sorted(later)) if other in self.licenses]

    def rule_set(self, name: str) -> RuleSet | None:
        """The rule set with this name."""
        return next((one for one in self.rule_sets if one.name == name), None)

    def keeps(self, keeper: str, license_id: str) -> dict[str, str]:
        """The restrictions of a licence that another one keeps: code to the empty text, or to why it keeps less."""
        key = keeper, license_id
        if key not in self._keeps:
            self._keeps[key] = self._kept(self.license(keeper), self.license(license_id))
        return self._keeps[key]

    def _kept(self, keeper: LicenseFacts, license: LicenseFacts) -> dict[str, str]:
        found = {code: list(self._ways_to_keep(keeper, license, term)) for code, term in license.restrictions.items()}
        # The empty reason, which is not a loss at all, sorts first.
        return {code: min(reasons) for code, reasons in sorted(found.items()) if reasons}

    def _ways_to_keep(self, keeper: LicenseFacts, license: LicenseFacts, term: Imposed) -> Iterable[str]:
        if keeper.id == license.id:
            yield ""
        for code, kind in self.satisfied_by.get(term.code, {}).items():
            if code in keeper.codes:
                yield "" if kind == "full" else _weaker(term.kind)
        one_family = keeper.family is not None and keeper.family == license.family
        if term.kind == "SA":
            becomes = self.may_become.get((license.id, keeper.id))
            if becomes:
                yield "" if becomes == "full" else "COMPATIBILITY_CHECK"
            if one_family and license.or_later_unknown and _later(keeper, license):
                yield "OR_LATER_UNKNOWN"
        if term.kind == "UR" and one_family and "UR" in keeper.kinds:
            yield "UR_SUBSET_ONLY"

    def reach(self, rules: RuleSet, license_id: str, channel: str) -> Reach:
        """Which terms of a licence reach a channel."""
        key = rules.name, license_id, channel
        if key not in self._reach:
            self._reach[key] = _reach_of(rules, self.license(license_id), channel)
        return self._reach[key]

    def cells_of(self, rules: RuleSet, upper: str, lower: str) -> list[Cell]:
        """What the matrices of a rule set say of two licences."""
        return [one for one in self.cells.get((upper, lower), ()) if one.matrix in rules.matrices]


def _weaker(kind: str) -> str:
    return {"RO": "RO_WEAKENED", "UR": "UR_SUBSET_ONLY", "AUP": "VERSION_MISMATCH"}.get(kind, f"{kind}_WEAKENED")


def _later(one: LicenseFacts, other: LicenseFacts) -> bool:
    return one.version is not None and other.version is not None and one.version > other.version


def _reach_of(rules: RuleSet, license: LicenseFacts, channel: str) -> Reach:
    read = rules.channel_as.get(channel, channel)
    found: dict[str, list[str]] = {"certain": [], "unclear": [], "contested": [], "notice": []}
    for imposed in sorted(license.imposes, key=lambda one: one.code):
        reach = _stated_reach(rules, imposed, channel, read)
        if reach == "none":
            continue
        if imposed.level == "notice":
            found["notice"] += [imposed.code] if reach == "certain" else []
            continue
        found[reach].append(imposed.code)
        if read in imposed.contested:
            found["contested"].append(imposed.code)
    return Reach(tuple(found["certain"]), tuple(found["unclear"]), tuple(found["contested"]), tuple(found["notice"]))


def _stated_reach(rules: RuleSet, imposed: Imposed, channel: str, read: str) -> str:
    """A rule set changes how far a term reaches, not what a licence lists."""
    if read in imposed.certain:
        stated = "certain"
    elif read in imposed.unclear:
        stated = "unclear"
    else:
        return "none"
    changed = [
        rule.reach for rule in rules.reach if rule.channel == channel and rule.term in (imposed.kind, imposed.code)
    ]
    return changed[-1] if changed else stated
