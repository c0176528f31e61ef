"""Judges an artifact that is not in the graph by what the graph knows of the artifacts above it; writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from supplygraph.cypher_files import cypher_folder
from supplygraph.errors import InputError
from supplygraph.ids.artifacts import key_of
from supplygraph.licenses.judge import PairInput, beside, dropped, judge, meeting
from supplygraph.licenses.name_duty import begins_with
from supplygraph.licenses.remarks import MADE_WAYS, NAME_MISSING, VENDOR_FOREIGN, names_asked, vendors
from supplygraph.licenses.rules import DEFAULT, Knowledge, RuleSet
from supplygraph.licenses.statement import Statement, joined
from supplygraph.licenses.stored import knowledge_of, statement_of
from supplygraph.licenses.verdict import Further, Verdict, combined
from supplygraph.licenses.way import Hop
from supplygraph.schema.nodes import Dataset, Model
from supplygraph.store.connection import Connection
from supplygraph.store.derivation import read_steps
from supplygraph.store.find import find_artifacts

Row = dict[str, Any]
Kind = Literal["model", "dataset", "repository"]

#: How two artifacts meet for licences, by the relation between them.
WAYS = {
    "finetune": "deriv",
    "merge": "deriv",
    "undeclared": "deriv",
    "adapter": "adapter",
    "quantized": "quantized",
    "copy": "copy",
    "distilled": "transfer",
    "trained_on": "data",
    "generated_from": "output",
    "uses": "use",
}
#: Relations to a dataset; the others are to a model, but for `uses`, which is to either.
_DATA = frozenset({"trained_on"})

_NODES: dict[str, type[Model] | type[Dataset]] = {"model": Model, "dataset": Dataset}

_ABOVE = """
UNWIND $above AS one
MATCH (:Model|Dataset|Alias {id: one.id})-[:ALIAS_OF]->{0,1}(upper:Model|Dataset)
WHERE (upper:Model AND 'model' IN one.kinds) OR (upper:Dataset AND 'dataset' IN one.kinds)
WITH DISTINCT one, upper
OPTIONAL MATCH (statement:_LicenseStatement {id: coalesce(upper._license_key, upper.license_statement)})
WITH
  one, upper, statement,
  COLLECT { MATCH (upper)-[:DECLARES]->(license:License) RETURN license.family AS family } AS families,
  COLLECT {
    MATCH (upper)-[dropped:DROPPED]->(license:License)
    RETURN dropped {
      .lost, .channels, .doubts, .origin, .hops, .first_drop, license: license.id, family: license.family
    } AS loss
    ORDER BY dropped.hops, dropped.origin, license.id
  } AS dropped
RETURN
  one.id AS asked, upper.id AS id, upper.status AS status, families, dropped,
  statement {.licenses, .operator, .contradicted, .conditions} AS statement
"""

_WAY = """
MATCH (upper:Model|Dataset {id: $upper})
MATCH (origin:Model|Dataset {id: $origin})-[:DECLARES]->(license:License {id: $license})
MATCH path = SHORTEST 1 (upper)
  ((one)-[:DERIVED_FROM|TRAINED_ON|GENERATED_FROM]->(two) WHERE EXISTS { (one)-[:DROPPED]->(license) }){1,50}
  (origin)
RETURN
  [node IN nodes(path) | [node.id, node.license_statement]] AS nodes,
  [step IN relationships(path) | coalesce(step.relation, toLower(type(step)))] AS relations
LIMIT 1
"""


@dataclass(frozen=True)
class Above:
    """An artifact that the judged one is made from or uses.

    Attributes:
        id: Its id, or an old id of it.
        relation: How: `finetune`, `adapter`, `quantized`, `merge`, `distilled`, `copy`, `undeclared`, `trained_on`,
            `generated_from` or `uses`.
        kind: What it is; None where the relation says it, or where `uses` may be either.
    """

    id: str
    relation: str = "undeclared"
    kind: Literal["model", "dataset"] | None = None

    @property
    def way(self) -> str:
        """How the two meet for licences."""
        return WAYS[self.relation]

    @property
    def guessed(self) -> bool:
        """Whether nothing states the relation."""
        return self.relation == "undeclared"

    def kinds(self, lower: Kind) -> list[str]:
        """The kinds that it may be of."""
        if self.kind:
            return [self.kind]
        if self.relation == "uses":
            return ["model", "dataset"]
        if self.relation in _DATA:
            return ["dataset"]
        return ["dataset"] if lower == "dataset" and self.relation != "generated_from" else ["model"]


@dataclass(frozen=True)
class Upper:
    """What the graph knows of one artifact above.

    Attributes:
        above: What was asked.
        id: Its present id.
        known: Whether a source describes it.
        statement: What it declares.
        families: Families of the licences that it declares or has dropped.
        losses: What it has dropped, as its `DROPPED` relationships state it.
    """

    above: Above
    id: str
    known: bool
    statement: Statement
    families: frozenset[str]
    losses: tuple[Row, ...] = ()

    @property
    def declared(self) -> bool:
        """Whether it declares any licence."""
        return bool(self.statement.licenses)

    @property
    def is_made_into(self) -> bool:
        """Whether the artifact below is made from it, and not only trained on it or using it."""
        return self.above.way in MADE_WAYS


@dataclass
class ArtifactJudgement:
    """What a rule set says of an artifact that is not in the graph.

    Attributes:
        artifact: Its name.
        license: What it declares, as people read it; None for nothing.
        profile: The rule set.
        verdict: The strongest verdict of its edges; `nothing_above` without any, or where the rule set judges none.
        certainty: `contested` where the verdict rests only on disputed or unclear readings.
        edges: Rows as `license-verdicts` gives them, the strongest first.
        conflicts: Rows as `license-conflicts` gives them, each with its `way` up to the origin, a list of `Hop`.
        pending: `licence code` of restrictions that reach it and that its licence, being unknown, may or may not keep.
        not_loaded: Ids of artifacts above that no source describes, or that the graph does not have at all.
    """

    artifact: str
    license: str | None
    profile: str
    verdict: str = "nothing_above"
    certainty: str | None = None
    edges: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    not_loaded: list[str] = field(default_factory=list)


def read_knowledge(connection: Connection) -> Knowledge:
    """What the graph knows of licences and rule sets.

    Raises:
        ServerError: the server cannot be used.
    """
    (step,) = read_steps(cypher_folder() / "derive" / "license" / "20_knowledge.cypher")
    return knowledge_of(connection.read(step.text, {"judged": False})[0])


def judge_artifact(
    connection: Connection,
    kind: Kind,
    name: str,
    licenses: Statement | Sequence[str],
    above: Iterable[Above | tuple[str, str]],
    profile: str = DEFAULT,
    *,
    knowledge: Knowledge | None = None,
    ways: bool = True,
) -> ArtifactJudgement:
    """Judges a model, dataset or repository that is not in the graph; reads only.

    Args:
        connection: The graph; a read-only one suffices.
        kind: What the artifact is.
        name: Its id, or what it is to be called in the rows.
        licenses: Ids of the licences that it declares, all of which apply, or an expression; none for nothing.
        above: What it is made from or uses, as `Above` or (id, relation).
        profile: The rule set.
        knowledge: What `read_knowledge` gave, where several artifacts are judged.
        ways: Whether the way of inherited conflicts is asked of the graph.

    Raises:
        InputError: there is no such rule set or relation.
        ServerError: the server cannot be used.
    """
    known = knowledge or read_knowledge(connection)
    rules = find_rule_set(known, profile)
    statement = licenses if isinstance(licenses, Statement) else all_of(licenses)
    uppers = read_above(connection, kind, above)
    found = judge_below(kind, name, statement, uppers, rules, known)
    for conflict in found.conflicts:
        upper = conflict.pop("upper")
        if ways:
            conflict["way"] = _way(connection, found, conflict, upper)
    return found


def find_rule_set(knowledge: Knowledge, name: str) -> RuleSet:
    """The rule set with this name.

    Raises:
        InputError: there is none.
    """
    rules = knowledge.rule_set(name)
    if rules is None:
        names = ", ".join(one.name for one in knowledge.rule_sets) or "none yet: load something first"
        raise InputError(f"the graph has no rule set {name!r}", f"it has {names}")
    return rules


def all_of(licenses: Sequence[str]) -> Statement:
    """The expression of licences that all apply."""
    return Statement(tuple(sorted(set(licenses))), "and" if len(set(licenses)) > 1 else "single")


def read_above(connection: Connection, kind: Kind, above: Iterable[Above | tuple[str, str]]) -> list[Upper]:
    """What the graph knows of the artifacts above; those that it does not have declare nothing.

    Raises:
        InputError: there is no such relation.
        ServerError: the server cannot be used.
    """
    asked = [one if isinstance(one, Above) else Above(*one) for one in above]
    for one in asked:
        if one.relation not in WAYS:
            raise InputError(f"{one.relation!r} is not a relation", f"known are {', '.join(WAYS)}")
    ids = _meant(connection, kind, asked)
    wanted = [{"id": id_, "kinds": one.kinds(kind)} for one, id_ in zip(asked, ids, strict=True)]
    by_id: dict[str, Row] = {}
    for row in connection.read(_ABOVE, {"above": wanted}):
        by_id.setdefault(row["asked"], row)
    return [_upper(one, by_id.get(id_)) for one, id_ in zip(asked, ids, strict=True)]


def licenses_above(uppers: Sequence[Upper]) -> dict[str, bool]:
    """The licences that are declared above, then those from further up that were dropped on the way.

    Each with whether the artifact below is made from something under it, and not only trained on it or using it.
    """
    declared = [(license_id, one.is_made_into) for one in uppers for license_id in one.statement.licenses]
    dropped = [
        (loss["license"], one.is_made_into and MADE_WAYS.issuperset(loss["channels"]))
        for one in uppers
        for loss in one.losses
    ]
    found: dict[str, bool] = {}
    for license_id, made_from in (*declared, *dropped):
        found[license_id] = found.get(license_id, False) or made_from
    return found


def _meant(connection: Connection, kind: Kind, asked: Sequence[Above]) -> list[str]:
    """The ids that the graph has for what is named; as it is named where the graph has none."""
    refs = [[_NODES[one].ref(key_of(_NODES[one].label, above.id)) for one in above.kinds(kind)] for above in asked]
    found = find_artifacts(connection, [ref for many in refs for ref in many])
    return [
        next((found[ref].key for ref in many if ref in found), above.id)
        for many, above in zip(refs, asked, strict=True)
    ]


def _upper(above: Above, row: Row | None) -> Upper:
    if row is None:
        return Upper(above, above.id, False, Statement(), frozenset())
    losses = tuple(row["dropped"])
    families = frozenset(family for family in (*row["families"], *(one["family"] for one in losses)) if family)
    return Upper(above, row["id"], row["status"] != "stub", statement_of(row["statement"]), families, losses)


def judge_below(
    kind: Kind, name: str, statement: Statement, uppers: Sequence[Upper], rules: RuleSet, knowledge: Knowledge
) -> ArtifactJudgement:
    """The same on what has been read of the artifacts above; a pure function, without ways."""
    found = ArtifactJudgement(name, statement.text, rules.name)
    found.not_loaded = sorted({one.id for one in uppers if not one.known})
    judged = _Lower(kind, name, statement, uppers, rules, knowledge)
    rows = [row for upper in uppers for row in judged.edge(upper)]
    rows.sort(key=lambda one: (-one[0].rank, one[1]["upstream"], one[1]["relation"], one[1]["upstream_license"] or ""))
    found.edges = [row for _, row in rows]
    found.conflicts = judged.conflicts()
    found.pending = sorted(judged.pending)
    if rows:
        strongest = rows[0][0].rank
        firm = any(one.rank == strongest and one.certainty == "firm" for one, _ in rows)
        found.verdict, found.certainty = rows[0][0].verdict, "firm" if firm else "contested"
    return found


class _Lower:
    """The judged artifact and what has been found of it so far."""

    def __init__(
        self,
        kind: Kind,
        name: str,
        statement: Statement,
        uppers: Sequence[Upper],
        rules: RuleSet,
        knowledge: Knowledge,
    ) -> None:
        self.kind, self.name, self.statement = kind, name, statement
        self.uppers, self.rules, self.knowledge = uppers, rules, knowledge
        self.pending: set[str] = set()
        self._conflicts: list[Row] = []

    def edge(self, upper: Upper) -> list[tuple[Verdict, Row]]:
        """The verdicts on one edge; several where the rule set splits a list."""
        pair = meeting(upper.above.way, upper.statement, self.statement, guessed=upper.above.guessed)
        further = [*self._inherited(upper), *self._parents(upper), *self._remarks(upper, pair)]
        found = []
        for own in judge(pair, self.rules, self.knowledge):
            text = upper.statement.text if own.part is None else joined(own.part)
            verdict = combined(pair, own, further, self.knowledge)
            if "D_UNKNOWN" in own.codes:
                self.pending |= {f"{lost.license} {lost.code}" for lost in (*own.lost, *own.unclear)}
            if own.rank == 3:
                lost = [one.code for one in own.lost]
                self._conflict(upper, upper.id, text, 1, self.name, lost, own.codes, own.certainty)
            found.append((verdict, self._row(upper, text, verdict)))
        return found

    def _row(self, upper: Upper, text: str | None, verdict: Verdict) -> Row:
        return {
            "downstream": self.name,
            "upstream": upper.id,
            "relation": upper.above.relation,
            "downstream_license": self.statement.text,
            "upstream_license": text,
            "verdict": verdict.verdict,
            "codes": list(verdict.codes),
            "certainty": verdict.certainty,
        }

    def _inherited(self, upper: Upper) -> Iterable[Further]:
        for number, loss in enumerate(upper.losses):
            pair = dropped(
                upper.above.way,
                loss["license"],
                loss["lost"],
                loss["channels"],
                self.statement,
                guessed=upper.above.guessed,
                doubts=loss["doubts"],
            )
            for one in judge(pair, self.rules, self.knowledge):
                if "D_UNKNOWN" in one.codes:
                    self.pending |= {f"{lost.license} {lost.code}" for lost in (*one.lost, *one.unclear)}
                if one.rank == 3:
                    codes = ("INHERITED", *one.codes)
                    lost = [found.code for found in one.lost]
                    self._conflict(
                        upper,
                        loss["origin"],
                        loss["license"],
                        loss["hops"] + 1,
                        loss["first_drop"],
                        lost,
                        codes,
                        one.certainty,
                    )
                yield Further(f"{number:06}", True, one)

    def _parents(self, upper: Upper) -> Iterable[Further]:
        """Parents of one artifact that no licence can reconcile."""
        if upper.above.way != "deriv" or not upper.declared or self.kind == "repository":
            return
        others = {one.statement for one in self.uppers if one.above.way == "deriv" and one.declared}
        for other in sorted(others - {upper.statement}, key=lambda one: one.text or ""):
            for one in judge(beside(upper.statement, other), self.rules, self.knowledge):
                if one.rank == 3:
                    text = upper.statement.text
                    self._conflict(upper, upper.id, text, 1, self.name, [], one.codes, one.certainty)
                if one.rank:
                    yield Further(f"beside {other.text}", False, one)

    def _remarks(self, upper: Upper, pair: PairInput) -> Iterable[Further]:
        if not self.rules.terms:
            return
        if self.kind == "model" and upper.above.relation not in ("generated_from", "uses"):
            stated = self.name.rsplit("/", 1)[-1]
            for name in names_asked(pair, self.knowledge):
                if not begins_with(stated, name):
                    yield Further(f"name {name}", False, NAME_MISSING)
        if self.kind != "repository" and any(self._foreign(family) for family in vendors(pair, self.knowledge)):
            yield Further("vendor", False, VENDOR_FOREIGN)

    def _foreign(self, family: str) -> bool:
        """Whether nothing that it is made from comes from that vendor."""
        parents = [one for one in self.uppers if one.is_made_into]
        return all(one.declared and family not in one.families for one in parents)

    def _conflict(
        self,
        upper: Upper,
        origin: str,
        license: str | None,
        hops: int,
        first_drop: str,
        terms: list[str],
        codes: Iterable[str],
        certainty: str,
    ) -> None:
        self._conflicts.append(
            {
                "artifact": self.name,
                "license": self.statement.text,
                "origin": origin,
                "origin_license": license,
                "hops": hops,
                "first_drop": first_drop,
                "terms": terms,
                "codes": list(codes),
                "certainty": certainty,
                "upper": upper,
            }
        )

    def conflicts(self) -> list[Row]:
        """One row a licence that it is in conflict with, for the nearest origin."""
        found: dict[str | None, Row] = {}
        for row in sorted(self._conflicts, key=_nearness):
            known = found.setdefault(row["origin_license"], {**row, "terms": [], "codes": []})
            for column in ("terms", "codes"):
                known[column] = list(dict.fromkeys([*known[column], *row[column]]))
            known["certainty"] = "firm" if "firm" in (known["certainty"], row["certainty"]) else "contested"
        return sorted(found.values(), key=lambda one: (one["hops"], one["origin_license"] or ""))


def _nearness(conflict: Row) -> tuple[int, str, str, bool, bool]:
    own_reasons = "INHERITED" in conflict["codes"], "IRRECONCILABLE_PARENTS" in conflict["codes"]
    return conflict["hops"], conflict["origin"], conflict["first_drop"], *own_reasons


def _way(connection: Connection, judged: ArtifactJudgement, conflict: Row, upper: Upper) -> list[Hop]:
    """From the artifact to the origin, where the first of them that dropped the terms is marked."""
    hops: list[tuple[str, str | None]] = [(judged.artifact, judged.license)]
    relations: list[str | None] = [upper.above.relation]
    if conflict["hops"] > 1:
        asked = {"upper": upper.id, "origin": conflict["origin"], "license": conflict["origin_license"]}
        for row in connection.read(_WAY, asked):
            hops += [(node[0], node[1]) for node in row["nodes"]]
            relations += row["relations"]
    else:
        hops.append((upper.id, conflict["origin_license"]))
    return [
        Hop(artifact, license, relation, artifact == conflict["first_drop"])
        for (artifact, license), relation in zip(hops, [*relations, None], strict=True)
    ]
