"""Shows long text on a terminal through a pager, and short text as it is."""

import io
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

_MARKED = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
_LINK = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\")


class _Screen(io.StringIO):
    """Text on its way to a terminal."""

    def isatty(self) -> bool:
        """It is written as for the terminal."""
        return True


@contextmanager
def paged(*, wide: bool = False) -> Iterator[TextIO]:
    """A stream for what a terminal is to show: more than fits it goes through the pager of `PAGER`, or `less`.

    Args:
        wide: Whether lines longer than the terminal's stay whole.
    """
    if sys.stdin is None or not sys.stdin.isatty() or os.environ.get("TERM") == "dumb":
        yield sys.stdout
        return
    screen = _Screen()
    yield screen
    text, size = screen.getvalue(), shutil.get_terminal_size()
    long = text.count("\n") >= size.lines
    if not long and not (wide and any(len(_MARKED.sub("", line)) > size.columns for line in text.splitlines())):
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    os.environ.setdefault("LESS", "FRXS" if wide else "FRX")
    click.echo_via_pager(text if "less" in os.environ.get("PAGER", "less") else _LINK.sub("", text), color=True)
