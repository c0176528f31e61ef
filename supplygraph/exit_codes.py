"""The exit codes of all commands, in one table."""

from enum import IntEnum


class Exit(IntEnum):
    """What a command ends with; 0 is the only one that lets a gate pass."""

    DONE = 0
    FAILED_CHECK = 1
    INPUT = 2
    SERVER = 3
    QUERY = 4
    UNKNOWN = 5
    FAULT = 70
    NO_MEMORY = 71
    FILE = 74
    HUNG_UP = 129
    STOPPED = 130
    CLOSED_OUTPUT = 141
    TERMINATED = 143


MEANINGS: dict[Exit, str] = {
    Exit.DONE: "done; a check found nothing worse than a warning",
    Exit.FAILED_CHECK: "a check failed: a licence or name conflict, a grave finding, a figure that does not match",
    Exit.INPUT: "the input cannot be used: a file, an id, an option, or a missing extra package",
    Exit.SERVER: "no Neo4j could be reached or started, or it gave up",
    Exit.QUERY: "a stored or own query cannot be read, is refused, or fails",
    Exit.UNKNOWN: "a check cannot be decided: something is missing, unreadable, not loaded or not yet judged",
    Exit.FAULT: "a fault in supplygraph",
    Exit.NO_MEMORY: "not enough memory",
    Exit.FILE: "a file could not be read or written",
    Exit.HUNG_UP: "stopped because its terminal went away",
    Exit.STOPPED: "stopped by Ctrl-C",
    Exit.CLOSED_OUTPUT: "whoever read the output closed it before its end",
    Exit.TERMINATED: "stopped by SIGTERM",
}

#: What a verdict on a licence makes a command end with; every other verdict is `DONE`.
OF_VERDICT = {"conflict": Exit.FAILED_CHECK, "unknown": Exit.UNKNOWN, "nothing_above": Exit.UNKNOWN}
