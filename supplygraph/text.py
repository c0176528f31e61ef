"""Makes text from outside safe to show in a terminal."""

import re
from datetime import UTC, datetime
from typing import Any, TextIO

# Control and format characters (escapes, bidirectional overrides, zero width), lone surrogates, line separators, and
# letters that are drawn as nothing.
_RANGES = (
    "\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u115f\\u1160\\u17b4"
    "\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ud800-\\udfff\\ufeff\\uffa0"
    "\\ufff9-\\ufffb\\U000110bd\\U000110cd\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a"
    "\\U000e0000-\\U000e0fff"
)
HIDDEN = re.compile(f"[{_RANGES}]")
# What styles, links and moves of the cursor are written with; text from outside is made safe before it is styled.
_WRITTEN_BY_US = (
    r"\x1b\[(?:[0-9;]*m|[0-9]*[AK]|\?25[lh])"
    r"|\x1b\]8;(?:id=[\d-]+;https://(?:huggingface\.co|github\.com)/[\w./%~-]*|;)\x1b\\"
)
_HIDDEN_FROM_A_TERMINAL = re.compile(rf"({_WRITTEN_BY_US})|(?![\n\r\t])[{_RANGES}]")


def utc_text(moment: datetime) -> str:
    """A moment in UTC as ISO 8601 writes it, with `Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def safe(text: str) -> str:
    """One line without characters that a terminal acts on or hides; each becomes `\\uXXXX` or a space."""
    return HIDDEN.sub(lambda found: " " if found[0] in "\n\r\t" else escaped(found[0]), text)


def escaped(character: str) -> str:
    """A character as JSON and Python write it, `\\uXXXX`; one beyond U+FFFF is two of these."""
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def guarded(stream: TextIO) -> TextIO:
    """The stream itself; where it is a terminal, with what a terminal would act on or hide escaped on its way.

    Files and pipes get data as they are.
    """
    return _Guarded(stream) if stream is not None and stream.isatty() else stream  # type: ignore[return-value]


class _Guarded:
    """A terminal that is shown nothing hidden; all but writing is left to it."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        self._terminal.write(_HIDDEN_FROM_A_TERMINAL.sub(lambda found: found[1] or escaped(found[0]), text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._terminal, name)


def well_formed(text: str) -> str:
    """Text that every encoder takes: bytes of a file name that are not UTF-8 become `\\xff`, as do lone surrogates."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
