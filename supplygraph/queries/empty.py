"""Says why a stored question has no rows: nothing loaded that could answer, a value nobody has, or truly none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from supplygraph.schema.vocabulary import FINDINGS, VERDICTS
from supplygraph.text import safe

if TYPE_CHECKING:
    from supplygraph.queries.run import Question
    from supplygraph.queries.stored import StoredQuery
    from supplygraph.store.connection import Connection

EMPTY_GRAPH = "No rows: nothing is loaded yet.\nhint: begin with `supplygraph load sample`"

#: What a question needs that is about a topic, or that uses it: a relationship, what it says, how it comes in.
_NEEDS = {
    "reuse": ("REUSES", "which code loads which model", "load code PATH"),
    "fingerprint": ("HAS_FINGERPRINT", "what weight files show", "load fingerprints --from-graph"),
    "lineage": ("DERIVED_FROM", "what was made from what", "load hub --model ID"),
    "license": ("DECLARES", "which licences are declared", "load hub --model ID"),
}
_ALSO = {
    "dataset-models": ("TRAINED_ON", "what models were trained on", "load hub --model ID"),
    "license-chains": ("REUSES", "which code loads which model", "load code PATH"),
    "reuse-domains": ("TRAINED_ON", "what models were trained on", "load hub --model ID"),
    "quality-claims": ("EVALUATED_ON", "which results are claimed", "load cards FOLDER"),
    "quality-discrepancies": ("EVALUATED_ON", "which results are claimed", "load cards FOLDER"),
    "reuse-stale": ("SUCCEEDED_BY", "which model succeeds which", "load hub --model ID"),
}
#: Statements that list what a value may be, by the parameter that takes it.
_KNOWN = {
    "license": "MATCH (l:License) WHERE EXISTS { (l)<-[:DECLARES]-() } RETURN l.id AS known",
    "family": "MATCH (l:License) WHERE l.family IS NOT NULL RETURN DISTINCT l.family AS known",
    "hub": "MATCH (m:Model) WHERE m.hub IS NOT NULL RETURN DISTINCT m.hub AS known",
    "publisher": "MATCH (p:Publisher) RETURN p.name AS known",
    "checklist": "MATCH (a:Attribute) RETURN DISTINCT a.checklist AS known",
    "check": "MATCH (c:Check) RETURN DISTINCT c.name AS known",
}
_FIXED: dict[str, tuple[str, ...]] = {"verdict": tuple(VERDICTS), "classes": tuple(FINDINGS)}


def is_empty(connection: Connection) -> bool:
    """Whether no artifact has been loaded."""
    return not connection.read("MATCH (n:Model|Dataset|Repository) RETURN 1 AS one LIMIT 1")


def why_empty(
    connection: Connection,
    query: StoredQuery,
    question: Question,
    given: Mapping[str, Any],
    unchecked: Sequence[str] = (),
    pending: Sequence[str] = (),
) -> Iterator[str]:
    """Lines that say why a stored question has no rows, and what to do about it.

    Args:
        connection: The graph that was asked.
        query: The question.
        question: It, with all its values.
        given: The values that somebody gave.
        unchecked: Topics of which the question reads findings, and whose checks have never run.
        pending: What has not been worked out of what is loaded, in words.
    """
    if is_empty(connection):
        yield EMPTY_GRAPH
        return
    if (lacking := _lacking(connection, query)) is not None:
        _, says, command = lacking
        yield f"No rows: nothing is loaded that says {says}."
        yield f"hint: `supplygraph {command}`"
        return
    unknown = list(_unknown_values(connection, given))
    if unknown:
        yield from unknown
        return
    if unchecked:
        yield f"No rows: what the checks of {', '.join(unchecked)} would find is not known, as they have not run yet."
        yield "hint: `supplygraph check`"
        return
    if pending:
        yield f"No rows, but not all that follows from the loads is known: {pending[0]}."
        yield "hint: `supplygraph derive`"
        return
    yield from _about_artifacts(connection, query, question)


def _lacking(connection: Connection, query: StoredQuery) -> tuple[str, str, str] | None:
    """What the question needs and the graph has nowhere."""
    for needed in (_NEEDS.get(query.topic), _ALSO.get(query.name)):
        if needed is not None and needed[0] in query.statement and not _has(connection, needed[0]):
            return needed
    return None


def _has(connection: Connection, kind: str) -> bool:
    return bool(connection.read("MATCH ()-[r]->() WHERE type(r) = $kind RETURN 1 AS one LIMIT 1", {"kind": kind}))


def _unknown_values(connection: Connection, given: Mapping[str, Any]) -> Iterator[str]:
    for name, value in given.items():
        values = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        if name in _FIXED:
            known, where, have = list(_FIXED[name]), "", "there are"
        elif name in _KNOWN:
            known, where = [str(row["known"]) for row in connection.read(_KNOWN[name])], " in the graph"
            have = "the graph has"
        else:
            continue
        for one in values:
            if one not in known:
                close = get_close_matches(one, known, n=1)
                yield f"No rows: there is no {name.removesuffix('es')} {safe(one)}{where}."
                if close:
                    yield f"hint: did you mean {safe(close[0])}?"
                elif len(known) <= 12:
                    yield f"hint: {have} {safe(', '.join(sorted(known)) or 'none')}"


def _about_artifacts(connection: Connection, query: StoredQuery, question: Question) -> Iterator[str]:
    asked = [question.values[name] for name in question.artifacts if question.values[name]]
    ids = [id_ for value in asked for id_ in ([value] if isinstance(value, str) else value)]
    stubs = [
        row["id"]
        for row in connection.read(
            "UNWIND $ids AS id MATCH (n:Model|Dataset {id: id, status: 'stub'}) RETURN DISTINCT n.id AS id",
            {"ids": ids},
        )
    ]
    if stubs:
        yield f"No rows: {safe(stubs[0])} is only named by others; nothing loaded describes it."
        yield f"hint: `supplygraph load hub --model {safe(stubs[0])}`"
    elif ids and query.topic == "fingerprint":
        yield f"No rows: no fingerprint is loaded of {safe(ids[0])}, or nothing in the graph compares with it."
        yield f"hint: `supplygraph load fingerprints {safe(ids[0])}`"
    elif ids:
        yield f"No rows: the graph has {safe(', '.join(ids[:3]))}, and nothing in it answers this: there are none."
    else:
        (counts,) = connection.read(
            "RETURN COUNT { (:Model) } AS models, COUNT { (:Dataset) } AS datasets,"
            " COUNT { (:Repository) } AS repositories"
        )
        yield (
            f"No rows: there are none among {counts['models']:,} models, {counts['datasets']:,} datasets"
            f" and {counts['repositories']:,} repositories."
        )
