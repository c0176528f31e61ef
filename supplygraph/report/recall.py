"""Says who is affected when an artifact is withdrawn, and writes what to send: texts and an OpenVEX document."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from supplygraph.enrich.freshness import freshness
from supplygraph.ids.addresses import letter_box, web_address
from supplygraph.queries.run import run
from supplygraph.store.connection import Connection, Row
from supplygraph.store.find import Artifact
from supplygraph.text import safe, utc_text
from supplygraph.version import __version__

#: What one and several of each kind are called.
KINDS = {
    "model": ("model", "models"),
    "dataset": ("dataset", "datasets"),
    "repository": ("repository", "repositories"),
    "space": ("Space", "Spaces"),
}
#: Relations along which weights or data themselves are passed on; along others nobody can say what was taken over.
CARRYING = frozenset({"finetune", "adapter", "quantized", "merge", "copy", "trained_on", "uses"})
#: Places of one use that a line for people shows; texts that are sent have all.
SHOWN = 3
ACTION = "Stop using it, replace it by what does not rest on {artifact}, and tell whoever uses your work."
REASON = "{artifact} is withdrawn."
_EVERYTHING = 10_000_000
_CONTEXT = "https://openvex.dev/ns/v0.2.0"
#: Where an artifact is that has no page on the web.
_URN = "urn:supplygraph:{kind}:{id}"


@dataclass
class Recall:
    """An artifact that is withdrawn, and what is below it.

    Attributes:
        artifact: The artifact.
        rows: Rows of `lineage-affected`.
        reason: Why, as the texts say it.
        action: What whoever is affected should do.
        name: What the event is called: an identifier such as CVE-2026-1234, or words.
        author: Who says so.
        now: When.
        open: What has not been derived yet, so that something may be missing.
    """

    artifact: Artifact
    rows: list[Row]
    reason: str
    action: str
    name: str
    author: str
    now: datetime
    open: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`model` or `dataset`."""
        return self.artifact.label.lower()

    def counts(self) -> Counter[str]:
        """How many artifacts of each kind are affected; a repository counts once, however much it uses."""
        return Counter(kind for kind, _ in {(row["kind"], row["affected"]) for row in self.rows})

    def head(self) -> str:
        """How many are affected, in one line."""
        counts = self.counts()
        below = ", ".join(f"{counts[kind]:,} {names[counts[kind] != 1]}" for kind, names in KINDS.items())
        downloads = sum(row["downloads"] or 0 for row in self.rows)
        return f"{self.artifact.id}: {below} below it, {downloads:,} downloads in 30 days"


def recall(
    connection: Connection,
    artifact: Artifact,
    *,
    reason: str | None = None,
    action: str | None = None,
    name: str | None = None,
    author: str | None = None,
) -> Recall:
    """What is below an artifact, with the way to each.

    Args:
        connection: The graph.
        artifact: The model or dataset.
        reason: Why it is withdrawn; by default only that it is.
        action: What to do; by default to replace it.
        name: What the event is called; by default after the artifact.
        author: Who says so.

    Raises:
        ServerError: the server cannot be used.
    """
    rows = run(connection, "lineage-affected", {"artifact": artifact.id, "max_rows": _EVERYTHING}).rows
    return Recall(
        artifact,
        rows,
        one_line(reason or REASON.format(artifact=artifact.id)),
        one_line(action or ACTION.format(artifact=artifact.id)),
        one_line(name or f"recall of {artifact.id}"),
        one_line(author or "author not stated"),
        datetime.now(UTC).replace(microsecond=0),
        list(freshness(connection).lines()),
    )


def one_line(text: str) -> str:
    """A text as one line without what a terminal or a page would act on."""
    return " ".join(safe(text).split())


def is_sure(row: Row) -> bool:
    """Whether each step passes the weights or data on; an undeclared base, outputs and distillation leave it open."""
    return all(relation in CARRYING for relation in row["relations"])


def way(row: Row) -> str:
    """The path of a row in words: `a/x -(finetune)-> pub/base`."""
    text = str(row["path"][0])
    for relation, upper in zip(row["relations"], row["path"][1:], strict=True):
        text += f" -({relation})-> {upper}"
    return text


def text_lines(found: Recall) -> Iterator[str]:
    """Everything that is affected, for people: by kind, the nearest first, each with its path."""
    yield found.head()
    yield f"  {found.reason}"
    perhaps = sum(not is_sure(row) for row in found.rows)
    if perhaps:
        yield f"  {perhaps:,} lines with a question mark: a step on the way is undeclared, generated or distilled"
    for kind, (_, plural) in KINDS.items():
        rows = [row for row in found.rows if row["kind"] == kind]
        if rows:
            yield ""
            yield f"{plural[0].upper()}{plural[1:]}"
        for row in rows:
            yield f"  {way(row)}{'' if is_sure(row) else ' ?'}"
            places = row["places"] or []
            if places:
                more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
                yield f"    at {', '.join(places[:SHOWN])}{more}"
    if not found.rows:
        yield "  The graph knows of nothing below it."
    yield ""
    yield "Only what was loaded is known; what nobody declares is not found."
    for line in found.open:
        yield f"open: {line}"


def issue_lines(found: Recall) -> Iterator[str]:
    """Texts ready to send, in Markdown: one to each repository, and one to each publisher about all its artifacts."""
    letters: dict[tuple[str, str], list[Row]] = {}
    for row in found.rows:
        code = row["kind"] == "repository"
        whom = ("repository", row["affected"]) if code else ("publisher", row["publisher"] or "")
        letters.setdefault(whom, []).append(row)
    for (kind, name), rows in sorted(letters.items()):
        yield f"# To {kind} {_code(name or 'not known')}"
        yield ""
        boxes = dict.fromkeys(letter_box(row["kind"], row["affected"]) for row in rows)
        yield from (f"Send to: <{box}>" for box in boxes if box)
        yield ""
        yield f"Title: {_plain(found.artifact.id)} is recalled, and your work rests on it"
        yield ""
        yield _plain(found.reason)
        page = web_address(found.kind, found.artifact.id)
        yield f"It concerns {_code(found.artifact.id)}{f' (<{page}>)' if page else ''}, on which rest:"
        yield ""
        for row in rows:
            yield f"- {_code(way(row))}{'' if is_sure(row) else ' (a step on this way is not certain)'}"
            yield from (f"  - {_code(place)}" for place in row["places"] or [])
        yield ""
        yield _plain(found.action)
        yield ""


def _code(text: str) -> str:
    return f"`{safe(text).replace('`', chr(39))}`"


def _plain(text: str) -> str:
    return safe(text).replace("&", "&amp;").replace("<", "&lt;")


def openvex(found: Recall) -> dict[str, Any]:
    """The recall as an OpenVEX document, version 0.2.0: one statement for each artifact that is affected.

    Those on whose way every step passes weights or data on are `affected`, others `under_investigation`.
    """
    moment = utc_text(found.now)
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in found.rows:
        rows.setdefault((row["kind"], row["affected"]), []).append(row)
    itself = {"@id": _iri(found.kind, found.artifact.id)}
    statements = [_statement(found, {**itself}, ["it is what is recalled"], sure=True)]
    statements += [
        _statement(
            found,
            {"@id": _iri(kind, id_), "subcomponents": [itself]},
            [_note(row) for row in some],
            sure=any(map(is_sure, some)),
        )
        for (kind, id_), some in sorted(rows.items())
    ]
    key = f"{found.name} {moment} {[one['products'] for one in statements]}"
    return {
        "@context": _CONTEXT,
        "@id": uuid.uuid5(uuid.NAMESPACE_URL, key).urn,
        "author": found.author,
        "timestamp": moment,
        "version": 1,
        "tooling": f"supplygraph {__version__}",
        "statements": statements,
    }


def _statement(found: Recall, product: dict[str, Any], notes: list[str], *, sure: bool) -> dict[str, Any]:
    return {
        "vulnerability": {"name": found.name, "description": found.reason},
        "products": [product],
        "status": "affected" if sure else "under_investigation",
        "status_notes": "; ".join(notes),
        **({"action_statement": found.action} if sure else {}),
    }


def _note(row: Row) -> str:
    places = f" at {', '.join(row['places'])}" if row["places"] else ""
    return safe(way(row) + places)


def _iri(kind: str, id_: str) -> str:
    from urllib.parse import quote

    return web_address(kind, id_) or _URN.format(kind=kind, id=quote(id_, safe="/:"))
