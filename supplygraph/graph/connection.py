"""Opens a Neo4j and runs reads, streams and writes on it, with errors a person can act on."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString, Self, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DatabaseError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from supplygraph import __version__
from supplygraph.errors import QueryError, ServerError
from supplygraph.server.address import Address

T = TypeVar("T")
Row = dict[str, Any]

#: Seconds for which a managed transaction retries transient errors; an oversized batch is "transient" too.
RETRY_SECONDS = 30.0

# Where nobody has set up logging, the driver's retries would be printed among a command's own lines.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@contextmanager
def readable_errors(address: Address) -> Iterator[None]:
    """Turns the driver's errors into one line with the way out.

    Raises:
        ServerError: the server cannot be reached, refuses the login, or gave up.
        QueryError: the statement failed.
    """
    try:
        yield
    except AuthError as error:
        raise ServerError(
            f"{address.uri} refuses user {address.user!r}",
            "set NEO4J_USERNAME and NEO4J_PASSWORD to a login of that server"
            if not address.local
            else "the store's password file does not fit its data; move the store folder away and load again",
        ) from error
    except (ServiceUnavailable, SessionExpired) as error:
        raise ServerError(
            f"no Neo4j answers at {address.uri}",
            "look at `supplygraph status`; the command can simply be run again"
            if address.local
            else "check the address and that the server runs",
        ) from error
    except (ConfigurationError, ValueError) as error:
        if isinstance(error, ValueError) and not isinstance(error, ConfigurationError):
            raise
        raise ServerError(f"the address {address.uri} cannot be used: {error}", "use bolt://HOST:PORT") from error
    except Neo4jError as error:
        raise _statement_error(error) from error
    except DriverError as error:
        raise ServerError(f"the connection to {address.uri} failed: {error}", "run the command again") from error


def _statement_error(error: Neo4jError) -> Exception:
    code, text = error.code or "", (error.message or str(error)).strip().splitlines()[0]
    if "OutOfMemory" in code:
        return ServerError(
            "the server's memory limit for one transaction was reached",
            "ask for fewer rows, or give the local server more heap with SUPPLYGRAPH_HEAP=4g and `supplygraph down`",
        )
    if "DatabaseNotFound" in code:
        return ServerError(text, "name an existing database with --database or NEO4J_DATABASE")
    if "Security" in code:
        return ServerError(text, "use a login that may do this")
    if isinstance(error, TransientError):
        return ServerError(f"the server gave up after {RETRY_SECONDS:.0f} s of retries: {text}", "run it again")
    if isinstance(error, DatabaseError):
        return ServerError(
            f"the server failed: {text}", "see its logs (`supplygraph status` says where); is the disk full?"
        )
    if isinstance(error, ClientError):
        return QueryError(text)
    return ServerError(text)


class Connection:
    """One Neo4j, opened lazily; close it or use it as a context manager.

    Args:
        address: Where it answers.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        with readable_errors(address):
            self.driver: neo4j.Driver = neo4j.GraphDatabase.driver(
                address.uri,
                auth=(address.user, address.password or ""),
                user_agent=f"supplygraph/{__version__}",
                max_transaction_retry_time=RETRY_SECONDS,
                connection_timeout=10.0,
                notifications_disabled_classifications=["UNRECOGNIZED", "PERFORMANCE"],
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections to the server."""
        self.driver.close()

    def _session(self, access: str, fetch_size: int = 1_000) -> neo4j.Session:
        return self.driver.session(database=self.address.database, default_access_mode=access, fetch_size=fetch_size)

    def read(self, query: str, parameters: Row | None = None) -> list[Row]:
        """All rows of one statement, in a managed READ transaction.

        Raises:
            ServerError: the server cannot be used.
            QueryError: the statement failed.
        """

        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            return [dict(record) for record in transaction.run(statement(query), parameters or {})]

        with readable_errors(self.address), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def stream(self, query: str, parameters: Row | None = None) -> Iterator[Row]:
        """The rows of one statement as they arrive, in a READ transaction; memory does not grow with them.

        Raises:
            ServerError: the server cannot be used.
            QueryError: the statement failed.
        """
        with (
            readable_errors(self.address),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction() as transaction,
        ):
            for record in transaction.run(statement(query), parameters or {}):
                yield dict(record)

    def explain(self, query: str, parameters: Row | None = None) -> str:
        """What kind of statement it is, without running it: `r`, `rw`, `w` or `s` (schema).

        Raises:
            ServerError: the server cannot be used.
            QueryError: the statement cannot be parsed.
        """
        with (
            readable_errors(self.address),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction() as transaction,
        ):
            summary = transaction.run(statement("EXPLAIN " + query), parameters or {}).consume()
            return summary.query_type or ""

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Runs a function in one managed transaction; it may run more than once and is all or nothing.

        Raises:
            ServerError: the server cannot be used.
            QueryError: a statement failed.
        """
        with readable_errors(self.address), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    def execute(self, query: str, parameters: Row | None = None) -> neo4j.ResultSummary:
        """Runs one writing or schema statement in a transaction of its own.

        Raises:
            ServerError: the server cannot be used.
            QueryError: the statement failed.
        """
        return self.write(lambda transaction: transaction.run(statement(query), parameters or {}).consume())

    def execute_in_batches(self, query: str, parameters: Row | None = None) -> list[Row]:
        """Runs one statement that commits in batches (`IN TRANSACTIONS`), and returns its rows; it runs once.

        Raises:
            ServerError: the server cannot be used.
            QueryError: the statement failed.
        """
        with readable_errors(self.address), self._session(neo4j.WRITE_ACCESS) as session:
            return [dict(record) for record in session.run(statement(query), parameters or {})]


def statement(text: str) -> LiteralString:
    """The one place where generated or stored text becomes a statement for the driver; values are always parameters."""
    return text
