"""The Python API: `supplygraph.connect()` gives a graph to load into and to ask."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from supplygraph.errors import QueryWarning, SupplygraphError
from supplygraph.server.opening import open_connection
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection

if TYPE_CHECKING:
    import py2neo

    from supplygraph.load import LoadResult, Progress
    from supplygraph.queries.run import Result
    from supplygraph.questions import Questions
    from supplygraph.sources.source import Source


class Graph:
    """An open graph; close it or use it as a context manager.

    Args:
        connection: The Neo4j it lives in.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections; a local server stops by itself later."""
        self.connection.close()

    def load(self, source: Source | Any, on_progress: Callable[[Progress], None] = lambda progress: None) -> LoadResult:
        """Loads a source, such as `supplygraph.sources.hub_file.HubFile([path])`, or a data frame.

        Args:
            source: The source; a data frame, a table of Arrow or records are taken as `load_table` takes them.
            on_progress: Told how far it is.

        Raises:
            InputError: the source cannot be read, or holds nothing that can be used.
            ServerError: the server cannot be used.
        """
        from supplygraph.load import load

        if not hasattr(source, "elements"):
            return self.load_table(source, on_progress=on_progress)
        return load(source, lambda: self.connection, on_progress)

    @property
    def questions(self) -> Questions:
        """The stored questions as methods with types: `graph.questions.lineage_ancestors("acme/model")`."""
        from supplygraph.questions import Questions

        return Questions(self.query)

    def load_table(
        self,
        table: Any,
        *,
        columns: Mapping[str, str] | None = None,
        dump: str | None = None,
        on_progress: Callable[[Progress], None] = lambda progress: None,
    ) -> LoadResult:
        """Loads models from a data frame of pandas or polars, a table of Arrow, or records (`HfApi().list_models()`).

        Args:
            table: The rows.
            columns: Its columns by what they are read as, such as `{"id": "model_name", "license": "terms"}`; columns
                that already bear such a name need not be named.
            dump: What the rows are, as `load hub-file --dump` takes it; None goes by the columns.
            on_progress: Told how far it is.

        Raises:
            InputError: no column holds ids, or nothing can be used.
            ServerError: the server cannot be used.
        """
        from supplygraph.sources.frame import Frame
        from supplygraph.sources.hub_file import HubFile

        return self.load(HubFile([Frame(table)], dump, columns), on_progress)

    def query(self, name: str, /, *, guesses: bool = False, **parameters: Any) -> Result:
        """The rows of a stored query, by its name on the command line (`lineage-ancestors`) and its parameters.

        `questions` has the same as methods, with types and docstrings.

        Args:
            name: The query.
            guesses: Whether the guesses of `impute` count as if they were stated, for this answer alone.
            parameters: Values by parameter name.

        Raises:
            QueryError: no such query or parameter, or a value of the wrong type.
            ServerError: the server cannot be used.
        """
        from supplygraph.queries.run import run

        # What takes a list takes a tuple.
        values = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters.items()}
        return run(self.connection, name, values, guesses=guesses)

    def cypher(
        self, text: str, /, *, timeout_seconds: float | None = 120.0, guesses: bool = False, **parameters: Any
    ) -> Result:
        """The rows of own Cypher, which may only read.

        What is probably not meant, such as a name that the graph does not have, is a `QueryWarning`, and in `warnings`.

        Args:
            text: One statement; `:param name => value;` lines in it give defaults.
            timeout_seconds: The server ends it after so long; None means that it may take any time.
            guesses: Whether the guesses of `impute` count as if they were stated, for this answer alone.
            parameters: Values by parameter name.

        Raises:
            QueryError: the text is refused, does more than read, fails, or takes too long.
            ServerError: the server cannot be used.
        """
        from supplygraph.queries.run import run_own

        result = run_own(self.connection, text, parameters, timeout_seconds, guesses=guesses)
        for one in result.warnings:
            warnings.warn(one, QueryWarning, stacklevel=2)
        return result

    def coverage(self, *labels: str) -> Result:
        """How many nodes with these labels (the artifacts by default) state each property, by source.

        Raises:
            InputError: there is no such label.
            ServerError: the server cannot be used.
        """
        from supplygraph.report.coverage import coverage

        return coverage(self.connection, labels)

    def py2neo(self) -> py2neo.Graph:
        """A `py2neo.Graph` on the same Neo4j, for code that is written for it.

        py2neo is no longer maintained (its last release is 2021.2.4); new code does better with `connection.driver`.

        Raises:
            SupplygraphError: py2neo is not installed.
        """
        try:
            from py2neo import Graph as Py2neoGraph
        except ImportError:
            raise SupplygraphError("py2neo is not installed", "pip install 'supplygraph[py2neo]'") from None
        address = self.connection.address
        return Py2neoGraph(address.uri, auth=(address.user, address.password), name=address.database)


def connect(
    *,
    store: Path | str | None = None,
    uri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> Graph:
    """Opens a graph: the Neo4j at `uri` or NEO4J_URI, else the local one of `store`, which starts by itself.

    Args:
        store: Folder of the local graph; the platform's user data folder by default.
        uri: `bolt://`, `neo4j://`, `neo4j+s://` … of another Neo4j.
        user: Login there; NEO4J_USERNAME by default.
        password: Its password; NEO4J_PASSWORD by default.
        database: Database there; NEO4J_DATABASE by default.

    Raises:
        ServerError: no server can be reached or started.
        InputError: another version has written the graph in another form.
    """
    import dataclasses

    settings = Settings.from_environment(
        store=Path(store).expanduser() if store is not None else None, uri=uri, user=user, database=database
    )
    if password is not None:
        settings = dataclasses.replace(settings, password=password)
    return Graph(open_connection(settings))
