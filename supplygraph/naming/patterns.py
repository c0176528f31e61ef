"""Reads words with a number in them: parameters, quantisation, versions, input sizes, dates and the like."""

import re
from collections.abc import Callable

from supplygraph.naming.vocabulary import COMPONENTS, Word

_UNITS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
#: Powers and round numbers that are lengths of a context, in thousands.
_CONTEXTS = frozenset((2, 4, 8, 16, 32, 64, 128, 200, 256, 512, 1000))


def make_word(kind: str, normal: str, ambiguous: bool = False) -> Word:
    """A word of a kind with its component."""
    return Word(COMPONENTS[kind], kind, normal, ambiguous)


def amount(number: str, unit: str) -> str:
    """`7`, `b` as 7000000000."""
    return str(round(float(number) * _UNITS[unit]))


def _plain(number: str) -> str:
    return f"{float(number):.12g}"


def _thousands(found: re.Match[str]) -> Word:
    """`8k` is a context length, `100k` a count."""
    kind = "context_length" if float(found[1]) in _CONTEXTS else "other"
    return make_word(kind, amount(found[1], "k"))


def _experts(found: re.Match[str]) -> Word:
    count = int(found[1]) * float(found[2])
    return make_word("parameters", str(round(count * _UNITS[found[3]])), True)


def _bits(found: re.Match[str]) -> Word | None:
    bits = float(found[1])
    return make_word("quantisation", f"{_plain(found[1])}bit") if 0 < bits < 16 else None


def _leading_zero(found: re.Match[str]) -> Word:
    """`05b` is 0.5B: nobody writes a zero before five billion."""
    return make_word("parameters", amount(f"0.{found[1]}", found[2]))


def _letter_number(found: re.Match[str]) -> Word | None:
    """`b0` and `s12` are sizes of vision models; other letters say nothing."""
    letter, number = found[1], int(found[2])
    return make_word("size", found[0], True) if letter in "bsmn" and number < 40 else None


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Word | None]], ...] = tuple(
    (re.compile(rf"(?:{pattern})\Z"), make)
    for pattern, make in (
        (r"1\.58b", lambda m: make_word("quantisation", "1.58bit")),
        (r"0(\d)(b)", _leading_zero),
        (r"(\d{1,4}(?:\.\d+)?)(b)", lambda m: make_word("parameters", amount(m[1], m[2]))),
        (r"(?:19|20)?[1-9]0s", lambda m: make_word("other", "decade")),
        (r"([1-9](?:\.\d+)?)t", lambda m: make_word("parameters", amount(m[1], "t"))),
        (r"(\d{1,5}(?:\.\d+)?)m", lambda m: make_word("parameters", amount(m[1], "m"))),
        (r"(\d+)b(\d)", lambda m: make_word("parameters", amount(f"{m[1]}.{m[2]}", "b"))),
        (r"(\d+(?:\.\d+)?)b?a\d+(?:\.\d+)?b", lambda m: make_word("parameters", amount(m[1], "b"))),
        (r"(\d+)[pd](\d)b", lambda m: make_word("parameters", amount(f"{m[1]}.{m[2]}", "b"))),
        (r"(\d+)x(\d+(?:\.\d+)?)(b|m)", _experts),
        (r"a(\d+(?:\.\d+)?)([bm])", lambda m: make_word("parameters", "active:" + amount(m[1], m[2]))),
        (r"e(\d+(?:\.\d+)?)b", lambda m: make_word("parameters", "effective:" + amount(m[1], "b"))),
        (r"p(\d+)(m|b)|[ch](\d+)(b)", lambda m: make_word("parameters", amount(m[1] or m[3], m[2] or m[4]))),
        (r"(\d+(?:\.\d+)?)(?:[mb](?:pt|tok|tokens?)|[bt]t)", lambda m: make_word("other", "tokens")),
        (r"[sb]\d+(?:\.\d+)?[bkm]", lambda m: make_word("other", "samples")),
        (r"(?!p)[a-z]\d+(?:\.\d+)?[bm]", lambda m: make_word("other", m[0])),
        (r"lr\d*e\d+", lambda m: make_word("other", "lr")),
        (r"(\d+(?:\.\d+)?)k", _thousands),
        (r"v(\d+(?:\.\d+)*[a-z]?)(?:alpha|beta|rc\d?)?", lambda m: make_word("version", m[1])),
        (r"(?:ver|version|rev)(\d+(?:\.\d+)*)", lambda m: make_word("version", m[1])),
        (r"l(\d{1,2})h(\d{2,4})(?:a\d+)?", lambda m: make_word("layers", m[1])),
        (r"(\d{1,2})(?:l|layers?)", lambda m: make_word("layers", m[1])),
        (r"(\d{1,2})heads?", lambda m: make_word("heads", m[1])),
        (r"hidden(\d{2,4})", lambda m: make_word("hidden", m[1])),
        (r"patch(\d+)|p(4|7|8|14|16|32)", lambda m: make_word("input_size", f"patch{m[1] or m[2]}")),
        (r"window(\d+)(?:to\d+)?", lambda m: make_word("input_size", f"window{m[1]}")),
        (r"r(160|224|256|384|448|512)", lambda m: make_word("input_size", m[1])),
        (r"(?:res|size|px|img)(\d{2,4})|(\d{2,4})(?:px|p)", lambda m: make_word("input_size", m[1] or m[2])),
        (r"(?:ctx|seq|len|maxlen|length)(\d+)k?", lambda m: make_word("context", m[1])),
        (r"(\d{1,2})x(\d{1,2})d", lambda m: make_word("size", m[0])),
        (r"(\d{2,4})x(\d{2,4})(?:x\d+)?", lambda m: make_word("input_size", m[0])),
        (r"(\d{1,2}(?:\.\d+)?)bits?", _bits),
        (r"(\d+(?:\.\d+)?)bpw", lambda m: make_word("quantisation", f"{_plain(m[1])}bpw")),
        (r"w(\d{1,2})a(\d{1,2})\w{0,4}", lambda m: make_word("quantisation", f"w{m[1]}a{m[2]}")),
        (r"(?:(?:[io]|ud)?q[1-8](?:\.\d)?|tq[1-8])(?:k[sml]?|e|xxs|xs|xl)?", lambda m: make_word("quantisation", m[0])),
        (r"qx\d{2}[a-z]{0,2}", lambda m: make_word("quantisation", m[0])),
        (r"(?:8|16|32|64|128|160|256|384|512)e", lambda m: make_word("other", "experts")),
        (r"(\d+)(?:ep|epochs?|e)|(?:ep|epochs?)(\d+)", lambda m: make_word("other", "epoch")),
        (r"(\d+)k?(?:steps?|it|iters?)|(?:steps?|ckpt|checkpoint|iter)(\d+)k?", lambda m: make_word("other", "steps")),
        (r"(?:seed|fold|run|trial|unit|exp|set|bs|lr|gen|len)(\d+)", lambda m: make_word("other", "experiment")),
        (r"(?:20[12]\d)(?:0[1-9]|1[0-2])(?:[0-3]\d)?", lambda m: make_word("date", m[0])),
        (r"(?:2[3-9])(?:0[1-9]|1[0-2])(?:[0-3]\d)?", lambda m: make_word("date", m[0], True)),
        (r"(?:0[1-9]|1[0-2])(?:[0-3]\d)(?:20)?2\d", lambda m: make_word("date", m[0], True)),
        (r"20[12]\d", lambda m: make_word("date", m[0], True)),
        (r"(\d{2,3})(?:h|hrs?|hours?)", lambda m: make_word("dataset", f"{m[1]}h", True)),
        (r"([a-z])(\d{1,3})", _letter_number),
    )
)


def pattern_word(lower: str) -> Word | None:
    """What a word with a number in it means; None where no pattern fits."""
    for pattern, make in _PATTERNS:
        found = pattern.match(lower)
        if found is not None:
            made = make(found)
            if made is not None:
                return made
    return None
