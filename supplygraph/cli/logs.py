"""Shows what supplygraph logs on stderr: notices as plain lines, with `--verbose` every step, or all as JSON lines."""

import json
import logging
import sys
from datetime import UTC, datetime

from supplygraph.errors import InputError
from supplygraph.log import NOTICE
from supplygraph.text import safe

FORMATS = ("text", "json")


class _Notices(logging.Formatter):
    """The message alone, as one line among a command's own."""

    def format(self, record: logging.LogRecord) -> str:
        return safe(record.getMessage())


class _Steps(logging.Formatter):
    """Time, logger and message."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        return f"{at:%H:%M:%S} {record.name}: {safe(record.getMessage())}"


class _Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        return json.dumps(
            {
                "time": at.isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": record.getMessage(),
            }
        )


def show_logs(verbose: bool, form: str | None) -> None:
    """Shows what supplygraph logs on stderr.

    Args:
        verbose: Whether every step is shown, not notices and warnings alone.
        form: `text` or `json`; None for text.

    Raises:
        InputError: there is no such format.
    """
    if form not in (None, *FORMATS):
        raise InputError(f"there is no log format {form!r}", f"it is one of {', '.join(FORMATS)}")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Steps() if verbose else _Notices())
    logger = logging.getLogger("supplygraph")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO if verbose or form == "json" else NOTICE)
    logger.propagate = False
