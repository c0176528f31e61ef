"""The errors a user can cause or mend: one line that says what and where, and one that says how to mend it."""

from supplygraph.exit_codes import Exit


class SupplygraphError(Exception):
    """Something the user can mend; the command line prints it as one line plus a hint.

    Args:
        message: What went wrong and where, in one sentence without a full stop.
        hint: How to mend it; printed as `hint: …`.
    """

    exit_code = Exit.INPUT

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(SupplygraphError):
    """A file, record or argument that cannot be used."""


class ServerError(SupplygraphError):
    """No Neo4j could be reached or started."""

    exit_code = Exit.SERVER


class AccessError(ServerError):
    """The login may not do this, such as write."""


class QueryError(SupplygraphError):
    """A stored or own query that cannot be read, is refused, or fails."""

    exit_code = Exit.QUERY


class QueryWarning(UserWarning):
    """What is probably not meant in own Cypher, such as a name that the graph does not have."""


class StoppedError(KeyboardInterrupt):
    """A stop by Ctrl-C that says what was kept.

    Args:
        message: What was kept, in one sentence without a full stop.
        hint: How to go on.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
