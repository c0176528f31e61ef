"""The rate of licence conflicts and changes under each published definition, all over the same derivations."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from supplygraph.queries.run import run
from supplygraph.reproduce.figure import Figure, percent
from supplygraph.store.connection import Connection, Row

#: Classes of licences whose terms restrict use or what may be made of a work.
RESTRICTIVE = frozenset(
    {"community", "nc", "nc_sa", "nc_nd", "nd", "rail", "research", "strong_copyleft", "network_copyleft",
     "weak_copyleft", "share_alike", "data_sharealike"}
)  # fmt: skip
PERMISSIVE = frozenset({"permissive", "public_domain", "attribution", "data_permissive"})

_STEPS = """
MATCH (child:Model)-[step:DERIVED_FROM]->(base:Model)
WITH
  step.relation AS relation,
  COLLECT { MATCH (child)-[said:DECLARES]->() RETURN DISTINCT said.raw AS raw ORDER BY raw } AS lower,
  COLLECT { MATCH (base)-[said:DECLARES]->() RETURN DISTINCT said.raw AS raw ORDER BY raw } AS upper,
  child.license_class AS lower_class,
  base.license_class AS upper_class
RETURN relation, lower, upper, lower_class, upper_class, count(*) AS edges
"""
_MODELS = """
MATCH (child:Model)-[step:DERIVED_FROM]->(base:Model)
WITH
  child,
  max(CASE step.license_verdict WHEN "conflict" THEN 1 ELSE 0 END) AS conflicts,
  max(CASE WHEN child.license_ids IS NULL AND base.license_ids IS NOT NULL THEN 1 ELSE 0 END) AS omits,
  min(CASE WHEN child.license_ids = base.license_ids THEN 1 ELSE 0 END) AS same
RETURN
  count(*) AS models,
  sum(conflicts) AS conflicts,
  sum(CASE WHEN conflicts + omits > 0 THEN 1 ELSE 0 END) AS at_risk,
  sum(1 - same) AS not_the_same
"""
_RULE_SETS = """
MATCH (child)-[step:DERIVED_FROM|REUSES]->(:Model)
WHERE type(step) = $type AND (child:Model OR child:Repository) AND step.license_verdict_id IS NOT NULL
WITH step.license_verdict_id AS id, count(*) AS edges
MATCH (:LicenseVerdict {id: id})-[judged:JUDGED]->(profile:Profile)
WHERE judged.rank >= 0
RETURN
  profile.name AS profile,
  sum(edges) AS judged,
  sum(CASE judged.rank WHEN 3 THEN edges ELSE 0 END) AS conflicts,
  sum(CASE judged.rank WHEN 2 THEN edges ELSE 0 END) AS unknown
ORDER BY profile
"""
_SHEET = """
MATCH (:License)-[cell:MATRIX {profile: "linux-foundation"}]->(:License)
RETURN toLower(cell.written_upstream) AS upper, toLower(cell.written_downstream) AS lower, cell.verdict AS verdict
"""
_ALIASES = """
MATCH (profile:Profile {name: "peatmoss"})
RETURN profile.aliases AS aliases, profile.aliases_as AS others
"""
_USES = """
MATCH (code:Repository)-[use:REUSES]->(model:Model)
RETURN model.license_class AS upper_class, code.license_class AS lower_class, count(*) AS edges
"""


@dataclass(frozen=True)
class Step:
    """Derivations that look the same: how, what both ends declare as written, the classes, and how many they are."""

    relation: str
    lower: tuple[str, ...]
    upper: tuple[str, ...]
    lower_class: str | None
    upper_class: str | None
    edges: int

    @property
    def both(self) -> bool:
        """Whether both ends declare exactly one licence."""
        return len(self.lower) == 1 and len(self.upper) == 1

    @property
    def changed(self) -> bool:
        """Whether these two differ as written."""
        return self.both and self.lower != self.upper


def steps(connection: Connection) -> list[Step]:
    """All derivations between models, those that look the same together.

    Raises:
        ServerError: the server cannot be used.
    """
    return [
        Step(
            row["relation"] or "undeclared", tuple(row["lower"]), tuple(row["upper"]), row["lower_class"],
            row["upper_class"], row["edges"],
        )
        for row in connection.read(_STEPS)
    ]  # fmt: skip


def changed(some: Iterable[Step]) -> tuple[int, int]:
    """How many derivations change the licence, and how many have one on both sides."""
    some = list(some)
    return sum(one.edges for one in some if one.changed), sum(one.edges for one in some if one.both)


def derivation_rates(connection: Connection, some: list[Step], place: str = "licence rates") -> Iterator[Figure]:
    """The rate under each published definition, over all derivations between models.

    Args:
        connection: The graph.
        some: Its derivations.
        place: What the figures are listed under.
    """
    whole = sum(one.edges for one in some)
    rate = partial(_rate, place)
    part, both = changed(some)
    yield rate(
        "derivations that change the licence (Anatomy)", 19.8, part, both, "derivations with one licence on both "
        "sides, compared as written; the study weighs models with several licences by parts", 1,
    )  # fmt: skip
    tunes = [one for one in some if one.relation == "finetune"]
    yield rate(
        "fine-tunes that change the licence (Galaxy)", 8.05, changed(tunes)[0], sum(one.edges for one in tunes),
        "fine-tunes, whether or not both sides declare a licence",
    )  # fmt: skip
    adapters = [one for one in some if one.relation == "adapter"]
    silent = sum(one.edges for one in adapters if one.upper and not one.lower)
    yield rate(
        "adapters that leave the licence out (Galaxy)", 56.67, silent, sum(one.edges for one in adapters),
        "adapters; left out where the base declares one",
    )  # fmt: skip
    yield from _drift(some, rate, "derivations", None)
    models = connection.read(_MODELS)[0]
    yield rate(
        "derived models with a conflict or without a licence that the base has (Galaxy)", 55.46, models["at_risk"],
        models["models"], "derived models; conflicts under the rule set default. The study counts metadata risks, too",
    )  # fmt: skip
    yield rate(
        "derived models that do not declare the very licence of each base (LISCAN.AI)", 89.7, models["not_the_same"],
        models["models"],
        "derived models; the strictest reading. The study's table of licences is not public; its list of conflicts has "
        "pairs such as mit to apache-2.0", 1,
    )  # fmt: skip
    yield _by_sheet(connection, some, place)
    yield from _of_rule_sets(connection.read(_RULE_SETS, {"type": "DERIVED_FROM"}), place, f"of {whole:,} derivations",
                             "derivations")  # fmt: skip


def _by_sheet(connection: Connection, some: list[Step], place: str) -> Figure:
    """Derivations that the sheet of the PeaTMOSS study forbids; it was made for code, and its rule set judges uses."""
    name = "derivations that the Linux Foundation's sheet forbids (PeaTMOSS)"
    cells = {(row["upper"], row["lower"]): row["verdict"] for row in connection.read(_SHEET)}
    if not cells:
        why = "needs the compatibility sheet of the study: give its artifact with --links"
        return Figure(name, 0.24, None, False, why, place, "%", 2)
    row = connection.read(_ALIASES)[0]
    called = dict(zip(row["aliases"], row["others"], strict=True))

    def forbidden(one: Step) -> bool:
        upper, lower = (called.get(text.lower(), text.lower()) for text in (one.upper[0], one.lower[0]))
        return cells.get((upper, lower)) == "no"

    judged = [one for one in some if len(one.lower) <= 1 and len(one.upper) <= 1]
    part = sum(one.edges for one in judged if one.both and forbidden(one))
    of = "derivations with at most one licence on each side; published for models in code"
    return _rate(place, name, 0.24, part, sum(one.edges for one in judged), of)


def use_rates(connection: Connection, place: str = "licence rates of uses") -> Iterator[Figure]:
    """The same over what repositories load, in a graph that holds such uses.

    Args:
        connection: The graph.
        place: What the figures are listed under.
    """
    rows = connection.read(_USES)
    some = [Step("uses", (), (), row["lower_class"], row["upper_class"], row["edges"]) for row in rows]
    yield from _drift(some, partial(_rate, place), "uses", 35.5)
    summary = {row["verdict"]: row["edges"] for row in run(connection, "license-summary", {"profile": "peatmoss"})}
    if summary.get("judged"):
        # The study splits a list of licences into one use for each, which only the summary does.
        yield Figure(
            "uses in conflict under the rule set peatmoss",
            0.24,
            percent(summary.get("conflict", 0), summary["judged"]),
            why=f"{summary.get('conflict', 0):,} of {summary['judged']:,} judged uses",
            place=place,
            unit="%",
            decimals=2,
        )
    found = [row for row in connection.read(_RULE_SETS, {"type": "REUSES"}) if row["profile"] != "peatmoss"]
    yield from _of_rule_sets(found, place, f"of {sum(one.edges for one in some):,} uses", "uses")


def _rate(place: str, name: str, published: float | None, part: int, whole: int, of: str, decimals: int = 2) -> Figure:
    why = f"{part:,} of {whole:,} {of}"
    return Figure(name, published, percent(part, whole) if whole else None, False, why, place, "%", decimals)


def _drift(some: list[Step], rate: Callable[..., Figure], what: str, published: float | None) -> Iterator[Figure]:
    """Restrictive above and permissive below, of all and of those with a restrictive licence above."""
    above = [one for one in some if one.upper_class in RESTRICTIVE]
    part = sum(one.edges for one in above if one.lower_class in PERMISSIVE)
    silent = sum(one.edges for one in above if one.lower_class is None)
    yield rate(
        f"{what} from a restrictive licence to a permissive one (plain reading)", None, part,
        sum(one.edges for one in some), f"{what}, with or without licences",
    )  # fmt: skip
    yield rate(
        f"{what} of restrictive works that end in a permissive licence (License Drift)", published, part,
        sum(one.edges for one in above),
        f"{what} with a restrictive licence above; {silent:,} more declare none. The study's table of classes is not "
        "public", 1,
    )  # fmt: skip


def _of_rule_sets(rows: list[Row], place: str, of: str, what: str) -> Iterator[Figure]:
    for row in rows:
        known = row["judged"] - row["unknown"]
        yield Figure(
            f"{what} in conflict under the rule set {row['profile']}",
            None,
            percent(row["conflicts"], row["judged"]),
            why=f"{row['conflicts']:,} of {row['judged']:,} judged, {of}; {percent(row['conflicts'], known):.2f} % of "
            f"the {known:,} whose licences are known",
            place=place,
            unit="%",
            decimals=2,
        )
