"""Finds the stored queries: every file in a topic's folder, by the name it has on the command line."""

from difflib import get_close_matches
from pathlib import Path

from supplygraph.cypher_files import cypher_folder
from supplygraph.errors import QueryError
from supplygraph.queries.stored import StoredQuery, read_query, read_title

#: Folders whose files are not questions.
_NO_TOPICS = frozenset({"derive", "schema"})
#: Topics in the order in which people ask, and what they ask about.
TOPICS = {
    "artifacts": "What is known of an artifact, and who has to do with it?",
    "lineage": "Where does a model come from, and what was made from it?",
    "license": "Do the licences fit, and what has to be done?",
    "reuse": "Which code uses which model?",
    "trust": "Can it be trusted?",
    "naming": "Does a name say what the model is?",
    "fingerprint": "What do the weight files show?",
    "quality": "What is in the graph, and how complete is it?",
    "bom": "What does an artifact rest on, for a bill of materials?",
}
_LAST = {"checks": "Does the graph agree with itself?"}
#: Queries that were read before, by name and folder, with their file and its state then.
_read_before: dict[tuple[str, Path], tuple[Path, tuple[int, int], StoredQuery]] = {}


def query_paths(folder: Path | None = None) -> dict[str, Path]:
    """The files by name, in the order of topics and names.

    Raises:
        QueryError: the folder is missing, or two files have one name.
    """
    root = cypher_folder() if folder is None else folder
    found: dict[str, Path] = {}
    for path in sorted(root.glob("*/*.cypher")):
        if path.parent.name in _NO_TOPICS:
            continue
        name = path.stem.replace("_", "-")
        if name in found:
            raise QueryError(f"two stored queries are named {name}: {found[name]} and {path}")
        found[name] = path
    return found


def find_path(name: str, folder: Path | None = None) -> Path:
    """The file of a stored query; `_` and `-` are the same.

    Raises:
        QueryError: there is none of that name; the hint names a close one.
    """
    paths = query_paths(folder)
    wanted = name.replace("_", "-")
    if wanted in paths:
        return paths[wanted]
    close = get_close_matches(wanted.lower(), paths, n=1)
    hint = f"did you mean {close[0]}?" if close else "`supplygraph query` lists them"
    raise QueryError(f"no stored query is named {name!r}", hint)


def find_query(name: str, folder: Path | None = None) -> StoredQuery:
    """A stored query by name, read and checked; one process reads a file once, and again where it has changed.

    Raises:
        QueryError: there is none of that name, or its file is wrong.
    """
    root = cypher_folder() if folder is None else folder
    before = _read_before.get((name, root))
    if before is not None and _state(before[0]) == before[1]:
        return before[2]
    return _read(name, root, find_path(name, root))


def _read(name: str, root: Path, path: Path) -> StoredQuery:
    """The query in a file, which was read before where it has not changed since."""
    state = _state(path)
    before = _read_before.get((name, root))
    if before is not None and before[:2] == (path, state):
        return before[2]
    query = read_query(path)
    _read_before[name, root] = path, state, query
    return query


def _state(path: Path) -> tuple[int, int]:
    """By what a changed file is known; a missing one has a state of its own."""
    try:
        found = path.stat()
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size


def all_queries(folder: Path | None = None) -> list[StoredQuery]:
    """Every stored query, read and checked, in the order of topics and names.

    Raises:
        QueryError: a file is wrong.
    """
    root = cypher_folder() if folder is None else folder
    return [_read(name, root, path) for name, path in query_paths(root).items()]


def titles_by_topic() -> dict[str, list[tuple[str, str]]]:
    """Names and titles of the stored queries, the topics in the order in which people ask."""
    topics: dict[str, list[tuple[str, str]]] = {}
    for name, path in query_paths().items():
        topics.setdefault(path.parent.name, []).append((name, read_title(path)))
    order = [*TOPICS, *(topic for topic in topics if topic not in TOPICS and topic not in _LAST), *_LAST]
    return {topic: topics[topic] for topic in order if topic in topics}


def topic_heading(topic: str) -> str:
    """What a topic is about, as a question, with its name."""
    asked = {**TOPICS, **_LAST}.get(topic)
    return f"{asked} ({topic})" if asked else topic
