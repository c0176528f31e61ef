"""The errors a user can cause or mend: one line that says what and where, and one that says how to mend it."""


class SupplygraphError(Exception):
    """Something the user can mend; the command line prints it as one line plus a hint.

    Args:
        message: What went wrong and where, in one sentence without a full stop.
        hint: How to mend it; printed as `hint: …`.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(SupplygraphError):
    """A file, record or argument that cannot be used."""

    exit_code = 2


class ServerError(SupplygraphError):
    """No Neo4j could be reached or started."""

    exit_code = 3


class QueryError(SupplygraphError):
    """A stored or own query that cannot be read, is refused, or fails."""

    exit_code = 4
