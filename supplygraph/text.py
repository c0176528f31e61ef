"""Makes text from outside safe to show in a terminal."""

import re
import unicodedata

# Bidirectional overrides and isolates can make a line read as something else.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """One line without control, escape or bidirectional characters; each becomes `\\uXXXX` or a space."""

    def shown(character: str) -> str:
        if character in "\n\r\t":
            return " "
        return f"\\u{ord(character):04x}"

    return "".join(
        shown(c) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or _BIDI.match(c) else c for c in text
    )
