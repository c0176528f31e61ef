"""What artifacts themselves show of their licences: names that a licence asks for, and vendors that it is of."""

from collections.abc import Iterator

from supplygraph.licenses.judge import Judgement, PairInput
from supplygraph.licenses.rules import CHANNELS, Knowledge, RuleSet, channel_of

#: Ways from an artifact to another of its kind along which a vendor's licence has to come from somewhere.
DERIVED_WAYS = frozenset({"copy", "quantized", "deriv", "adapter", "combine"})
#: Ways to works that an artifact is made from; along the others it is trained on them or uses them.
MADE_WAYS = DERIVED_WAYS | {"transfer"}
#: Classes of licences that only a vendor or a funder can grant.
VENDOR_CLASSES = frozenset({"community", "research"})

#: How codes of terms begin that ask for a name.
_NAME = "NAME:"

NAME_MISSING = Judgement(1, ("NAME_MISSING",))
VENDOR_FOREIGN = Judgement(1, ("VENDOR_LICENSE_FOREIGN",))


def names_under(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """What licences want names of derived models to begin with, and the rule sets under which they do."""
    found: dict[str, set[str]] = {}
    # How far terms reach is not worked out for the many licences that ask for no name.
    asking = [one.id for one in knowledge.licenses.values() if any(term.code.startswith(_NAME) for term in one.imposes)]
    for rules in knowledge.rule_sets:
        for license_id in asking if rules.terms else ():
            for channel in CHANNELS:
                for name in _names(knowledge, rules, license_id, channel):
                    found.setdefault(name, set()).add(rules.name)
    return {name: frozenset(profiles) for name, profiles in sorted(found.items())}


def names_asked(pair: PairInput, knowledge: Knowledge) -> list[str]:
    """What the name of a derived model has to begin with under some rule set."""
    found = {
        name
        for rules in knowledge.rule_sets
        if rules.terms
        for license_id in pair.upper.licenses
        for name in _names(knowledge, rules, license_id, channel_of(pair.way))
    }
    return sorted(found)


def _names(knowledge: Knowledge, rules: RuleSet, license_id: str, channel: str) -> Iterator[str]:
    for code in knowledge.reach(rules, license_id, channel).notices:
        if code.startswith(_NAME):
            yield code.removeprefix(_NAME)


def vendors(pair: PairInput, knowledge: Knowledge) -> list[str]:
    """Families of the vendors' licences that the lower artifact carries, one of which something above has to be of."""
    if pair.way not in DERIVED_WAYS or not pair.lower.simple:
        return []
    lower = [knowledge.license(one) for one in pair.lower.licenses]
    return sorted({one.family or "" for one in lower if one.class_ in VENDOR_CLASSES})
