"""Makes text from outside safe to show in a terminal."""

import unicodedata

# Control and format characters (escapes, bidirectional overrides, zero width), lone surrogates, line separators.
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def safe(text: str) -> str:
    """One line without characters that a terminal acts on or hides; each becomes `\\uXXXX` or a space."""

    def shown(character: str) -> str:
        if character in "\n\r\t":
            return " "
        return f"\\u{ord(character):04x}"

    return "".join(shown(c) if unicodedata.category(c) in _HIDDEN else c for c in text)
