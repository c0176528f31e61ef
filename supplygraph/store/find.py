"""Finds the artifact that somebody names: by its id in any letter case, an address, an old id or a short name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from supplygraph.errors import InputError
from supplygraph.ids.artifacts import key_of
from supplygraph.ids.reading import fold
from supplygraph.naming.claims import name_key, name_look
from supplygraph.schema.declaration import Node, Ref
from supplygraph.schema.declared import ARTIFACTS
from supplygraph.store.connection import Connection
from supplygraph.store.folding import asked_for, borne, containing, moved_ids, same_but_for_case, spelt_like
from supplygraph.text import safe

#: Labels of what can be asked for.
LABELS = tuple(node.label for node in ARTIFACTS)
#: Most ids that a message proposes, and how alike one has to be, from 0 to 1.
PROPOSED, ALIKE = 3, 0.8
#: Ids that are compared with one that is not known.
COMPARED = 5_000
#: Fewest characters of a text that is looked for inside ids.
PART = 3


class Artifact(NamedTuple):
    """An artifact of the graph.

    Attributes:
        label: One of `LABELS`.
        id: Its id, or the name of a repository.
    """

    label: str
    id: str


class UnknownArtifactError(InputError):
    """A text that names no artifact of the graph, or none surely.

    Args:
        message: What is wrong.
        near: Ids that come near.
    """

    def __init__(self, message: str, near: Sequence[str]) -> None:
        hint = "load it first; `supplygraph query model-search` looks for parts of ids"
        super().__init__(message, f"did you mean {_listed(near)}?" if near else hint)
        self.near = list(near)


def find_artifact(connection: Connection, text: str, labels: tuple[str, ...] = LABELS) -> Artifact:
    """The artifact that a text names; one that is described before one that is only named by others.

    Args:
        connection: The graph.
        text: An id in any letter case, an old id, an address; `owner/name` also of a repository if only one is meant.
        labels: What may be meant, the first before the others.

    Raises:
        UnknownArtifactError: the graph has nothing of that name, or several and none exactly.
        ServerError: the server cannot be used.
    """
    refs = [node.ref(_key(node, text, labels)) for node in ARTIFACTS if node.label in labels]
    refs.sort(key=lambda ref: labels.index(ref.node.label))
    if _statuses(connection, refs[:1]).get(refs[0], "stub") != "stub":
        # As most are named; nothing else that the text may mean comes before it.
        return Artifact(refs[0].node.label, refs[0].key)
    found = find_artifacts(connection, refs)
    described = _statuses(connection, found.values())
    for ref in sorted(found, key=lambda ref: described[found[ref]] == "stub"):
        return Artifact(found[ref].node.label, found[ref].key)
    twins = [row["id"] for ref in refs for row in connection.read(same_but_for_case(ref.node), {"key": ref.key})]
    near = twins[:PROPOSED] or _near(connection, refs)
    problem = "fits several artifacts that differ only in letter case" if twins else "is not in the graph"
    raise UnknownArtifactError(f"{safe(text)} {problem}", near)


def find_ids(connection: Connection, texts: Sequence[str], labels: tuple[str, ...] = LABELS) -> list[str]:
    """The ids of the artifacts that texts name, in their order; as `find_artifact`, in few steps for many texts.

    Raises:
        InputError: the graph does not have one of them.
        ServerError: the server cannot be used.
    """
    if len(labels) > 1 or len(texts) == 1:
        return [find_artifact(connection, text, labels).id for text in texts]
    (node,) = (node for node in ARTIFACTS if node.label in labels)
    refs = [node.ref(_key(node, text, labels)) for text in texts]
    found = find_artifacts(connection, refs)
    return [
        found[ref].key if ref in found else find_artifact(connection, text, labels).id
        for ref, text in zip(refs, texts, strict=True)
    ]


def known_ids(connection: Connection, texts: Sequence[str], label: str) -> list[str]:
    """The ids of the artifacts that texts name, in their order; a text that surely names none stays as it is.

    Raises:
        ServerError: the server cannot be used.
    """
    (node,) = (node for node in ARTIFACTS if node.label == label)
    refs = [node.ref(_key(node, text, (label,))) for text in texts]
    found = find_artifacts(connection, refs)
    return [found[ref].key if ref in found else text for ref, text in zip(refs, texts, strict=True)]


def find_artifacts(connection: Connection, refs: Iterable[Ref]) -> dict[Ref, Ref]:
    """For each artifact that is named, the one of the graph that is meant; what the graph does not have is left out.

    This is what loading does with the ends of relationships, so that what was found elsewhere (by a scan, say) can be
    laid beside what the graph says.

    Raises:
        ServerError: the server cannot be used.
    """
    keys: dict[type[Node], list[str]] = defaultdict(list)
    for ref in refs:
        keys[ref.node].append(ref.key)
    found: dict[Ref, Ref] = {}
    for node, asked in keys.items():
        statuses = {row["key"]: row["status"] for row in connection.read(borne(node), {"keys": asked})}
        open_ = [key for key in asked if statuses.get(key, "stub") == "stub"]
        rows = connection.read(asked_for(node), {"keys": open_, "moved": moved_ids()}) if open_ else []
        named = {row["key"]: row["id"] for row in rows}
        for key in asked:
            if key in named or key in statuses:
                found[node.ref(key)] = node.ref(named.get(key, key))
    return found


def _key(node: type[Node], text: str, labels: tuple[str, ...]) -> str:
    only = node.read_name(text) if labels == (node.label,) else None
    return only or key_of(node.label, text.strip())


def _statuses(connection: Connection, refs: Iterable[Ref]) -> dict[Ref, str | None]:
    return {ref: row["status"] for ref in refs for row in connection.read(borne(ref.node), {"keys": [ref.key]})}


def _near(connection: Connection, refs: list[Ref]) -> list[str]:
    """Ids that the writer may have meant: those that go on where the text ends, then the most alike and downloaded."""
    scored: dict[str, tuple[float, int]] = {}
    refs = [ref for ref in refs if len(ref.key) >= PART]
    for node, key in refs:
        owner, _, name = key.rpartition("/")
        asked = {
            "name_key": name_key(name),
            "name_look": name_look(name),
            "owner": f"{fold(owner)}/" if owner else fold(name)[:3],
            "start": fold(key)[:4],
            "most": COMPARED,
        }
        matcher = SequenceMatcher(b=fold(key), autojunk=False)
        for row in connection.read(spelt_like(node), asked):
            matcher.set_seq1(folded := fold(row["id"]))
            same_name = bool(name) and row["same_name"]
            if same_name or (matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE):
                goes_on = not owner or folded.startswith(fold(key))
                scored[row["id"]] = (1.0 if goes_on else round(matcher.ratio(), 1), row["downloads"])
    if not scored:
        return _containing(connection, refs)
    return sorted(scored, key=lambda id_: (-scored[id_][0], -scored[id_][1], id_))[:PROPOSED]


def _containing(connection: Connection, refs: list[Ref]) -> list[str]:
    """Ids of which a text is a part, the most downloaded first."""
    rows = [
        row for node, key in refs for row in connection.read(containing(node), {"part": fold(key), "most": PROPOSED})
    ]
    return [row["id"] for row in sorted(rows, key=lambda row: -row["downloads"])][:PROPOSED]


def _listed(ids: Sequence[str]) -> str:
    *first, last = map(safe, ids)
    return f"{', '.join(first)} or {last}" if first else last
