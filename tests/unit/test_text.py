"""Nothing that a terminal acts on or hides reaches it; files and pipes get data as they are."""

import io
import json
import sys
import unicodedata

from supplygraph.text import HIDDEN, escaped, guarded, safe


class Terminal(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


def test_every_control_format_and_separating_character_is_hidden() -> None:
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    missed = [
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in kinds and not HIDDEN.match(c)
    ]
    assert missed == []
    assert not HIDDEN.search("Ünïcode 漢字 קוד 👩🏽 \ufe0f ~")


def test_one_line_is_safe() -> None:
    assert safe("a\nb\tc\x1b[2J\u202e\x9b\u200b\u3164\U000e0041") == (
        "a b c\\u001b[2J\\u202e\\u009b\\u200b\\u3164\\udb40\\udc41"
    )


def test_escapes_are_those_of_json() -> None:
    for character in "\x7f\x9b\u202e\U000e0041":
        assert json.loads(f'"{escaped(character)}"') == character


def test_a_terminal_is_guarded_and_a_pipe_is_not() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    styled = "\x1b[1mbold\x1b[0m \r\x1b[2K\ttab\n"
    print(styled, "\x1b]0;title\x07\x1b[2J\x9b2J\u202e\u2028", end="", file=guarded(terminal))
    assert terminal.getvalue() == styled + " \\u001b]0;title\\u0007\\u001b[2J\\u009b2J\\u202e\\u2028"
    assert guarded(pipe) is pipe
