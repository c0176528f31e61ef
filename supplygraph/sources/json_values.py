"""Reads JSON values from a stream of text: the items of one array, or objects that stand one behind the other."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

#: Characters behind which a value is refused that has more parts than a record can have.
_LARGE = 4 * 2**20
#: Lists and mappings, and items in all, of one value.
MAX_STRUCTURES, MAX_VALUES = 500_000, 4_000_000

_DECODER = json.JSONDecoder()
_GAP = re.compile(r"[\s,]*")
#: What the decoder says of a text that ends too early, and where its place is not the end.
_UNFINISHED = ("Unterminated string", "Invalid \\escape", "Invalid \\uXXXX")
#: Characters before the end within which an error may come from the end.
_NEAR = 16


class BrokenJsonError(ValueError):
    """A value that cannot be read, so that nothing behind it can be found."""


def too_many_parts(text: str) -> bool:
    """Whether a value would take much more memory than its text."""
    if len(text) <= _LARGE:
        return False
    structures = text.count("[") + text.count("{")
    return structures > MAX_STRUCTURES or structures + text.count(",") > MAX_VALUES


def json_values(pieces: Iterable[str], limit: int) -> Iterator[Any]:
    """Yields each value of an array, or of several values without one, as soon as it is complete.

    Args:
        pieces: The text.
        limit: Characters that one value may have.

    Raises:
        BrokenJsonError: a value is not valid JSON, or too large.
    """
    return _Stream(pieces, limit).values()


class _Stream:
    def __init__(self, pieces: Iterable[str], limit: int) -> None:
        self._pieces = iter(pieces)
        self._limit = limit
        self._text = ""
        self._at = 0

    def values(self) -> Iterator[Any]:
        is_array = self._next() == "["
        if is_array:
            self._at += 1
        while (mark := self._next()) is not None:
            if mark == "]" and is_array:
                self._at += 1
                if self._next() is not None:
                    raise BrokenJsonError("text behind the end of the array")
                return
            yield self._value()
        if is_array:
            raise BrokenJsonError("the array has no end")

    def _next(self) -> str | None:
        """The next character that is neither white space nor a comma."""
        while True:
            gap = _GAP.match(self._text, self._at)
            self._at = gap.end() if gap else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(1):
                return None

    def _value(self) -> Any:
        known = 0
        while True:
            left = len(self._text) - self._at
            # What was not enough before belongs to this value, the rest may not.
            if known > _LARGE and too_many_parts(self._text[self._at : self._at + known]):
                raise BrokenJsonError("more parts than a record can have")
            known = left
            try:
                value, self._at = _DECODER.raw_decode(self._text, self._at)
                return value
            except RecursionError:
                raise BrokenJsonError("nested too deeply") from None
            except json.JSONDecodeError as error:
                may_go_on = error.msg.startswith(_UNFINISHED) or error.pos >= len(self._text) - _NEAR
                if left > self._limit:
                    raise BrokenJsonError(f"longer than {self._limit // 2**20} MB") from None
                if not may_go_on or not self._more(max(left, 1)):
                    raise BrokenJsonError(error.msg) from None
            except ValueError as error:
                raise BrokenJsonError(str(error)) from None

    def _more(self, characters: int) -> bool:
        """Reads at least so many characters more, if there are any; what was read before is let go."""
        parts, found = [self._text[self._at :]], 0
        for piece in self._pieces:
            parts.append(piece)
            found += len(piece)
            if found >= characters:
                break
        self._text, self._at = "".join(parts), 0
        return found > 0
