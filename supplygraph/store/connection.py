"""Opens a Neo4j and runs reads, streams and writes on it, with errors a person can act on."""

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, Self, TypeVar
from uuid import uuid4

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

from supplygraph.errors import AccessError, QueryError, ServerError
from supplygraph.store.address import Address
from supplygraph.store.statements import full_text_indexes
from supplygraph.version import __version__

T = TypeVar("T")
Row = dict[str, Any]

#: How Neo4j writes the line and column of a statement that an error is about.
PLACE = re.compile(r" \(line (\d+), column (\d+)(?: \(offset: \d+\))?\)")
#: Seconds for which a managed transaction retries transient errors; an oversized batch is "transient" too.
RETRY_SECONDS = 30.0
# A server that has not ended a statement so long after its time is over does not answer any more.
_GRACE_SECONDS = 10.0
_END = """
SHOW TRANSACTIONS YIELD transactionId AS id, metaData AS about
WHERE about.reader = $reader
TERMINATE TRANSACTIONS id YIELD transactionId
RETURN transactionId
"""

# Where nobody has set up logging, the driver's retries would be printed among a command's own lines.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class DatabaseDownError(ServerError):
    """The server answers, but its database has ended, as it does where its disk is full; only a new start helps."""


@contextmanager
def readable_errors(address: Address, seconds: float | None = None) -> Iterator[None]:
    """Turns the driver's errors into one line with the way out.

    Args:
        address: Where the server answers.
        seconds: The time that the statement had, where it had one.

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
        raise _statement_error(error, seconds) from error
    except DriverError as error:
        raise ServerError(f"the connection to {address.uri} failed: {error}", "run the command again") from error


def _statement_error(error: Neo4jError, seconds: float | None) -> Exception:
    code, text = error.code or "", (error.message or str(error)).strip().splitlines()[0]
    if "TransactionTimedOut" in code:
        after = f"after {seconds:g} s" if seconds else "because it took too long"
        return QueryError(f"the server ended the statement {after}", "ask for less, or give it more time (--timeout)")
    if "OutOfMemory" in code:
        return ServerError(
            "the server's memory limit for one transaction was reached",
            "ask for fewer rows, or give the local server more heap with SUPPLYGRAPH_HEAP=4g and `supplygraph down`",
        )
    if "DatabaseNotFound" in code:
        return ServerError(text, "name an existing database with --database or NEO4J_DATABASE")
    if "Security" in code or "ReadOnly" in code:
        return AccessError(text, "use a login that may do this")
    if "critical error" in text:
        return DatabaseDownError(
            "the database has ended, as it does on a full disk",
            "make room where the graph is, then run the command again; a local server starts anew by itself",
        )
    if "TransactionLogError" in code:
        return ServerError(
            "the server cannot write to its disk",
            "make room where the graph is (`supplygraph status` says where), then run the command again",
        )
    if isinstance(error, TransientError):
        return ServerError(f"the server gave up after {RETRY_SECONDS:.0f} s of retries: {text}", "run it again")
    if isinstance(error, DatabaseError):
        return ServerError(
            f"the server failed: {text}", "see its logs (`supplygraph status` says where); is the disk full?"
        )
    if "no such fulltext" in text and any(index in text for index in full_text_indexes()):
        return QueryError(
            "the graph has no full-text index of this version of supplygraph",
            "`supplygraph derive` makes it, as the next load does",
        )
    if isinstance(error, ClientError):
        return QueryError(text)
    return ServerError(text)


@dataclass(frozen=True)
class Notification:
    """Something the server has to say about a statement that it accepts.

    Attributes:
        status: Its GQL status, such as `01N50`.
        text: What it says.
        line: Line of the statement it is about, from 1; None where it is about no place in it.
        column: Column there, from 1.
    """

    status: str
    text: str
    line: int | None
    column: int | None


@dataclass(frozen=True)
class Explanation:
    """What the server says of a statement without running it.

    Attributes:
        kind: `r`, `rw`, `w` or `s` (schema, or the server itself).
        columns: Names of the columns it returns, in order.
        notifications: What it has to say about it.
    """

    kind: str
    columns: list[str]
    notifications: list[Notification]


class Connection:
    """One Neo4j, opened lazily; close it or use it as a context manager.

    Args:
        address: Where it answers.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._reader = uuid4().hex
        # In a cluster another server may answer the next session: it waits until it has what was written here.
        routed = address.uri.startswith("neo4j")
        self.bookmarks = neo4j.GraphDatabase.bookmark_manager() if routed else None
        with readable_errors(address):
            self.driver = self._open()
            if not address.local:
                self._verify()

    def _verify(self) -> None:
        """Fails at once where no server answers; a transaction would try again for `RETRY_SECONDS` first."""
        try:
            self.driver.verify_connectivity()
        except BaseException:
            self.driver.close()
            raise

    def _open(self) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(
            self.address.uri,
            auth=(self.address.user, self.address.password or ""),
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

    def _session(self, access: str, **options: Any) -> neo4j.Session:
        return self.driver.session(
            database=self.address.database,
            default_access_mode=access,
            fetch_size=1_000,
            bookmark_manager=self.bookmarks,
            **options,
        )

    def end_reading(self) -> None:
        """Has the server end the statements that other threads are reading here; what they read ends with an error.

        Closing the driver would not do: its connections must not be closed while another thread uses them.

        Raises:
            ServerError: the server cannot be used.
        """
        self.read(_END, {"reader": self._reader})

    def cut(self) -> None:
        """Closes all connections without waiting for an answer, upon which the server ends what it does for them."""
        cut, self.driver = self.driver, self._open()
        cut.close()

    @contextmanager
    def _reading(
        self, query: str, parameters: Row | None, seconds: float | None, supposed: Sequence[str] = (), **options: Any
    ) -> Iterator[neo4j.Result]:
        """The result of a statement; an interruption ends it in the server, too, and the server itself after its time.

        It is a transaction of its own, which takes one message to the server where an explicit one takes three; what is
        `supposed` needs an explicit one, which is rolled back. Planning a statement may end a thread of the server
        without an answer, so the time is watched here as well.
        """
        ended: BaseException | None = None
        reader = {"reader": self._reader}

        def over() -> None:
            nonlocal ended
            ended = QueryError(
                f"the server gave no answer within {seconds:g} s", "the statement may be too large for it; ask for less"
            )
            self.cut()

        watch = threading.Timer(seconds + _GRACE_SECONDS, over) if seconds else None
        if watch:
            watch.daemon = True
            watch.start()
        try:
            with (
                readable_errors(self.address, seconds),
                self._session(neo4j.WRITE_ACCESS if supposed else neo4j.READ_ACCESS, **options) as session,
                ExitStack() as stack,
            ):
                try:
                    if not supposed:
                        yield session.run(
                            neo4j.Query(statement(query), metadata=reader, timeout=seconds), parameters or {}
                        )
                        return
                    transaction = stack.enter_context(
                        closing(session.begin_transaction(metadata=reader, timeout=seconds))
                    )
                    for one in supposed:
                        transaction.run(statement(one)).consume()
                    yield transaction.run(statement(query), parameters or {})
                except KeyboardInterrupt as interruption:
                    ended = interruption
                    self.cut()
                    raise
        except Exception:
            # What the driver says of a connection that was closed here is of no interest.
            if ended is None:
                raise
        finally:
            if watch:
                watch.cancel()
        if ended is not None:
            raise ended

    def read(self, query: str, parameters: Row | None = None) -> list[Row]:
        """All rows of one statement that reads; where the server asks for it, it is tried again for a while.

        Raises:
            ServerError: the server cannot be used.
            QueryError: the statement failed.
        """

        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            return [dict(record) for record in transaction.run(statement(query), parameters or {})]

        with readable_errors(self.address):
            try:
                with self._session(neo4j.READ_ACCESS) as session:
                    return [dict(record) for record in session.run(statement(query), parameters or {})]
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
            with self._session(neo4j.READ_ACCESS) as session:
                return session.execute_read(work)

    def stream(
        self, query: str, parameters: Row | None = None, seconds: float | None = None, supposed: Sequence[str] = ()
    ) -> Iterator[Row]:
        """The rows of one statement as they arrive, read only; memory does not grow with them.

        Args:
            query: The statement, which only reads.
            parameters: Values by parameter name.
            seconds: The server ends the statement after so long; None means that it may take any time.
            supposed: Statements that write and come before it in the transaction, which is then rolled back.

        Raises:
            ServerError: the server cannot be used, or the login may not write what is supposed.
            QueryError: the statement failed, or took too long.
        """
        with self._reading(query, parameters, seconds, supposed) as result:
            for record in result:
                yield dict(record)

    def explain(self, query: str, parameters: Row | None = None, seconds: float | None = None) -> Explanation:
        """What the server says of a statement without running it; its places are lines and columns of `query`.

        Args:
            query: The statement.
            parameters: Values by parameter name.
            seconds: The server gives up after so long; None means that it may take any time.

        Raises:
            ServerError: the server cannot be used.
            QueryError: the statement cannot be parsed or planned.
        """
        # On a line of its own, so that columns stay what they are.
        prefix = "EXPLAIN\n"
        try:
            options = {"notifications_disabled_classifications": ["PERFORMANCE"]}
            with self._reading(prefix + query, parameters, seconds, **options) as result:
                columns = list(result.keys())
                summary = result.consume()
        except QueryError as error:
            text = PLACE.sub(lambda found: f" (line {int(found[1]) - 1}, column {found[2]})", error.message)
            raise QueryError(text, error.hint) from error
        found = []
        for status in summary.gql_status_objects:
            # 00 is success, 02 no rows: what a statement always gets.
            if status.gql_status.startswith("01"):
                place = status.position
                line, column = (place.line - 1, place.column) if place else (None, None)
                text = status.status_description.removeprefix("warn: ")
                found.append(Notification(status.gql_status, text, line, column))
        return Explanation(summary.query_type or "", columns, found)

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
