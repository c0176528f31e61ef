"""Puts what is known of licences into the graph: licences, terms, compatibilities, matrices and rule sets."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import supplygraph.licenses
from supplygraph.enrich.known import MARK, is_known, known_load
from supplygraph.licenses.compatibility import may_become
from supplygraph.licenses.matrix import matrix_names, shipped_matrix
from supplygraph.licenses.matrix_element import matrix_element
from supplygraph.licenses.name_duty import name_pattern
from supplygraph.licenses.profile_node import profile_node
from supplygraph.licenses.profiles import profiles
from supplygraph.licenses.table import LicenseEntry, license_properties, licenses
from supplygraph.licenses.terms import conditions, terms
from supplygraph.schema.declaration import Described, Element
from supplygraph.schema.nodes import CompatibilityMatrix, License, LicenseTerm, Profile
from supplygraph.schema.relationships import Imposes, ListedIn, Matrix, MayBecome, SatisfiedBy
from supplygraph.store.connection import Connection
from supplygraph.store.writer import Writer
from supplygraph.version import __version__

#: Whose statements they are in the graph.
SOURCE = "licenses"
_FOLDER = Path(supplygraph.licenses.__file__).parent


@cache
def knowledge() -> tuple[Element, ...]:
    """Everything that is known, as elements of the graph, read once by a process."""
    return tuple(_knowledge())


def _knowledge() -> Iterator[Element]:
    for term in terms():
        pattern = name_pattern(term.parameter) if term.kind == "NAME" and term.parameter else None
        yield LicenseTerm(code=term.code, level=term.level, kind=term.kind, meaning=term.meaning, name_pattern=pattern)
    for term in terms():
        for satisfied in term.satisfied_by:
            # That a term keeps itself would be drawn as a loop on every term.
            if satisfied.code != term.code:
                yield SatisfiedBy(
                    start=LicenseTerm.ref(term.code), end=LicenseTerm.ref(satisfied.code), kind=satisfied.kind
                )
        yield Described(LicenseTerm.ref(term.code), (SatisfiedBy,))
    for entry in licenses():
        yield from _license(entry)
    for pair in may_become():
        yield MayBecome(
            start=License.ref(pair.upstream), end=License.ref(pair.downstream), kind=pair.kind, basis=pair.source
        )
    for name in matrix_names():
        matrix = shipped_matrix(name)
        yield CompatibilityMatrix(name=name, title=matrix.title, date=matrix.date, origin=matrix.attribution)
        for cell in matrix.cells:
            yield matrix_element(cell.upstream, cell.downstream, name, cell.verdict, matrix.date)
    for entry in licenses():
        yield Described(License.ref(entry.id), (Imposes, MayBecome, Matrix, ListedIn))
    for profile in profiles():
        yield profile_node(profile)


def _license(entry: LicenseEntry) -> Iterator[Element]:
    yield License.model_validate({**license_properties(entry), "terms_known": entry.terms_known})
    for imposed in entry.terms:
        condition = conditions()[imposed.condition] if imposed.condition else None
        yield Imposes(
            start=License.ref(entry.id),
            end=LicenseTerm.ref(imposed.code),
            certain=list(imposed.certain),
            unclear=list(imposed.unclear),
            contested=list(imposed.contested),
            condition=imposed.condition,
            applies_to=list(condition.applies_to) if condition else None,
            spares=list(condition.spares) if condition else None,
        )


def put_knowledge(connection: Connection) -> bool:
    """Brings the graph's knowledge of licences up to date; does nothing where it is.

    Returns:
        Whether anything was written, so that verdicts have to be worked out again.

    Raises:
        ServerError: the server cannot be used.
    """
    load = knowledge_load(datetime.now(UTC))
    if is_known(connection, load):
        return False
    for _ in Writer(connection, SOURCE, load["started"]).write(knowledge()):
        pass
    connection.execute(
        "MATCH (p:Profile) WHERE NOT p.name IN $names AND NOT coalesce(p.own, false) DETACH DELETE p",
        {"names": [element.name for element in knowledge() if isinstance(element, Profile)]},
    )
    judge_again(connection)
    connection.execute(MARK, {"load": {**load, "finished": datetime.now(UTC)}})
    return True


@cache
def _digest() -> str:
    """Digest of the files that say what is known and of the code that reads them, had sooner than the elements."""
    digest = hashlib.sha256(__version__.encode())
    files = (path for path in _FOLDER.rglob("*") if path.suffix in (".csv", ".py", ".toml"))
    for path in (Path(__file__), *sorted(files)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def knowledge_load(now: datetime) -> dict[str, Any]:
    """The `Load` node that says with which knowledge licences are judged."""
    return known_load(f"{SOURCE}-{now:%Y%m%dT%H%M%S}-{_digest()[:8]}", SOURCE, _digest(), now, derived=False)


def judge_again(connection: Connection) -> None:
    """Has the next derivation judge everything again, because what licences ask for may have changed.

    Raises:
        ServerError: the server cannot be used.
    """
    connection.execute("MATCH (p:Profile) SET p._ready = false")
