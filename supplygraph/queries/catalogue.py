"""Finds the stored queries: every file in a topic's folder, by the name it has on the command line."""

from difflib import get_close_matches
from pathlib import Path

from supplygraph.errors import QueryError
from supplygraph.queries.folder import cypher_folder
from supplygraph.queries.stored import StoredQuery, read_query

#: Folders whose files are no questions.
_NO_TOPICS = frozenset({"derive", "schema"})


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
    """A stored query by name, read and checked.

    Raises:
        QueryError: there is none of that name, or its file is wrong.
    """
    return read_query(find_path(name, folder))


def all_queries(folder: Path | None = None) -> list[StoredQuery]:
    """Every stored query, read and checked, in the order of topics and names.

    Raises:
        QueryError: a file is wrong.
    """
    return [read_query(path) for path in query_paths(folder).values()]
