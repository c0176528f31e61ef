"""The steps that follow from loads, in their order: what asks for each, by which rules, and how it is done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from supplygraph.checks.keep import Change
from supplygraph.checks.run import graph_topics, run_before, run_checks
from supplygraph.cypher_files import cypher_folder
from supplygraph.enrich import lineage
from supplygraph.enrich.attributes import put_checklists
from supplygraph.enrich.license_knowledge import judge_again, put_knowledge
from supplygraph.enrich.licenses import derive_licenses
from supplygraph.enrich.names import read_names
from supplygraph.enrich.shown import FACTS, derive_shown
from supplygraph.enrich.shown import STEP as SHOWN
from supplygraph.schema.declaration import Follows
from supplygraph.store.connection import Connection
from supplygraph.store.derivation import read_steps, run_steps
from supplygraph.store.folding import fold_ids
from supplygraph.version import __version__

LICENSES = "licenses"
LINEAGE = lineage.STEP
PUBLISHERS = "publishers"
#: The topic of the checks that read what `LICENSES` works out.
_LICENSE_CHECKS = "license"

_UNUSED = "MATCH (f:Fingerprint) WHERE NOT EXISTS { (f)<-[:HAS_FINGERPRINT]-() } DETACH DELETE f"

Say = Callable[[str], None]


@dataclass
class Work:
    """What is to be worked out of a graph, and what has been.

    Attributes:
        connection: The graph.
        say: Told what is done as it begins.
        changed: What has changed; a step adds what it changes itself.
        outdated: Names of the steps whose results are those of other rules.
        whole: Whether names and checks judge everything, whatever was touched.
        touched: Ids of the artifacts that something was said of, by label; None where that may be all.
        differs: The properties and relationships in which these differ from before; None where that may be all.
        first: Whether the graph has just been made, so that nothing of it was worked out before.
        done: Names of steps, and of parts of steps, whose results are in the graph already.
        ran: Names of the steps that ran.
        names: Models whose name was read.
        health: What changed among the findings of each topic whose checks ran.
    """

    connection: Connection
    say: Say
    changed: set[Follows]
    outdated: Set[str] = frozenset()
    whole: bool = False
    touched: Mapping[str, Set[str]] | None = None
    differs: Set[str] | None = None
    first: bool = False
    done: Collection[str] = ()
    ran: set[str] = field(default_factory=set)
    names: int = 0
    health: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """Something that follows from loads; running it again changes nothing.

    Attributes:
        name: Its name.
        called: What people call it while it runs.
        run: Brings it up to date.
        rules: The files that say how, as patterns in `cypher/`.
        triggered_by: The changes that ask for it: those that declarations of nodes and relationships name, and those
            that steps before it make. Where it names none, every load does, and it sees by itself what there is to do.
    """

    name: str
    called: str
    run: Callable[[Work], None]
    rules: tuple[str, ...] = ()
    triggered_by: frozenset[Follows] = frozenset()

    def is_asked(self, work: Work) -> bool:
        """Whether it has to run."""
        if self.name in work.done:
            return False
        return not self.triggered_by or bool(self.triggered_by & work.changed) or self.name in work.outdated

    def files(self) -> list[Path]:
        """The files that say how it is done."""
        return sorted(path for pattern in self.rules for path in cypher_folder().glob(pattern))

    @property
    def version(self) -> str:
        """Changes whenever its rules may give something else: they, or the version of what runs them."""
        digest = hashlib.sha256(__version__.encode())
        for path in self.files():
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]


def _drop_unused(work: Work) -> None:
    work.connection.execute(_UNUSED)


def _fold(work: Work) -> None:
    if fold_ids(work.connection):
        work.changed.add("lineage")
        work.whole = True


def _lineage(work: Work) -> None:
    if work.first:
        work.say(LINEAGE)
        lineage.put_lineages(work.connection)
    else:
        _run_file(work, LINEAGE)


def _licenses(work: Work) -> None:
    if "knowledge" in work.changed or LICENSES in work.outdated:
        judge_again(work.connection)
    derive_licenses(work.connection, work.say, work.done)


def _publishers(work: Work) -> None:
    _run_file(work, PUBLISHERS)


def _shown(work: Work) -> None:
    # A quantised model answers for its base, and all models answer what a checklist asks.
    everything = work.changed & {"lineage", "checklists"} or SHOWN in work.outdated
    derive_shown(
        work.connection, work.say, None if everything and FACTS not in work.done else work.touched, work.differs
    )


def _names(work: Work) -> None:
    read = read_names(work.connection, work.say, everything=work.whole, done=work.done, differs=work.differs)
    work.names = read.models
    if read.findings is not None:
        work.health.append(read.findings)


def _checks(work: Work) -> None:
    before = run_before(work.connection)
    judged = LICENSES in work.ran
    held = [topic for topic in graph_topics() if topic in before and (judged or topic != _LICENSE_CHECKS)]
    work.health += run_checks(work.connection, held, work.say, touched=True, everything=work.whole)


def _run_file(work: Work, name: str) -> None:
    run_steps(work.connection, read_steps(cypher_folder() / "derive" / f"{name}.cypher"), work.say)


#: A step may rest on those before it. `Follows` of `schema/declaration.py` lists what may have changed.
STEPS = (
    Step("fingerprints", "dropping what is unused", _drop_unused, triggered_by=frozenset({"fingerprints"})),
    Step("ids", "finding what ids name", _fold, triggered_by=frozenset({"ids"})),
    Step(
        LICENSES,
        "judging licences",
        _licenses,
        ("derive/license/*.cypher",),
        frozenset({"licenses", "knowledge", "lineage"}),
    ),
    Step(LINEAGE, "following lineages", _lineage, ("derive/lineage.cypher",), frozenset({"lineage"})),
    Step(
        PUBLISHERS,
        "naming publishers",
        _publishers,
        ("derive/publishers.cypher",),
        frozenset({"publishers", "lineage"}),
    ),
    Step(SHOWN, "collecting facts", _shown, ("derive/shown.cypher",)),
    Step("names", "reading names", _names, ("derive/naming/*.cypher", "checks/naming/*.cypher")),
    Step("checks", "running checks", _checks, ("checks/*/*.cypher",)),
)

#: What the package knows and brings into the graph before anything follows from it, by what that changes.
KNOWN: dict[Follows, Callable[[Connection], bool]] = {"knowledge": put_knowledge, "checklists": put_checklists}


def put_known(connection: Connection) -> set[Follows]:
    """Brings what the package knows into the graph, and says what of it was not there.

    Raises:
        ServerError: the server cannot be used.
    """
    return {name for name, put in KNOWN.items() if put(connection)}


@cache
def versions() -> str:
    """By which rules this version works out what follows from loads: the name and the version of each step."""
    return " ".join(f"{step.name}:{step.version}" for step in STEPS)


def outdated(kept: str | None) -> frozenset[str]:
    """Names of the steps whose results are those of other rules, or rest on such.

    Args:
        kept: The `versions` by which the graph was worked out; None where it never was.
    """
    if kept is None:
        return frozenset()
    same, now = set(kept.split()), versions().split()
    first = next((at for at, one in enumerate(now) if one not in same), len(now))
    return frozenset(step.name for step in STEPS[first:])
