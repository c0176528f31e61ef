"""What a bare number in a name means, by what stands beside it."""

import re

from supplygraph.naming.patterns import amount, make_word
from supplygraph.naming.pieces import Piece
from supplygraph.naming.tokens import Token
from supplygraph.naming.vocabulary import Family, Vocabulary, Word

_SPLIT_AMOUNT = re.compile(r"(\d)(b)\Z")
_BITS = re.compile(r"[1-8]bits?\Z")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)b\Z")
_DOTTED = re.compile(r"(\d+\.\d+)\.[\d.]+\Z")
_PATCHES = frozenset(("8", "14", "16", "32"))
_DEPTHS = frozenset(("12", "18", "24", "36", "48"))
#: Families that count their generations beyond nine without a dot.
_WHOLE = frozenset(("yolo",))
#: Billions of parameters beyond three that well-known models have, in names with another separator for the point.
_DECIMALS = frozenset(("3.8", "6.1", "6.7", "6.9", "7.8"))
#: Counts of which both digits make no version and count that models have.
_POINTED = frozenset(("1.5", "6.7", "6.9"))
_NETWORK_TYPES = frozenset(("epoch", "steps", "experiment"))


class Numbers:
    """Reads bare numbers with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._families = vocabulary.families
        self._resolutions = vocabulary.lists["resolutions"]
        self._lengths = vocabulary.lists["lengths"]
        self._pictures = self._resolutions | self._lengths

    def amount(self, model: str, number: Piece, after: Piece, tokens: list[Token]) -> Word | None:
        """`0-8b` and `1_5b`, which are 0.8 and 1.5 billion, and `4_8bit`, a mix; None where the two stand apart.

        A number right after a family is its generation (`llama2_7b`); after a generation it goes on with it where the
        separators are the same (`llama3_1_8b`, but `qwen2-1_5b`).
        """
        gap = model[number.end : after.start]
        if gap == "_" and _BITS.match(after.lower):
            return make_word("quantisation", f"{number.lower}_{after.lower.rstrip('s')}")
        found = _SPLIT_AMOUNT.match(after.lower)
        if (
            found is None
            or (number.lower > "3" and not self._published(number, found))
            or not (gap == "_" or (gap == "-" and (number.lower == "0" or self._hyphenated(number, found, tokens))))
        ):
            return None
        if tokens and gap == "_" and self._apart(model, number, tokens):
            return None
        if tokens and gap == "-" and (tokens[-1].end == number.start or self._numbered(model, after, tokens[-1])):
            return None
        if tokens and number.lower != "0":
            before = tokens[-1]
            if before.kind == "architecture" and self.counts(before.normal):
                known = self._families[before.normal].generations
                return None if number.lower != "1" or "1" in known else self._decimal(number, found)
            if before.kind == "version" and "." not in before.normal and model[before.end : number.start] == gap:
                return self._decimal(number, found) if self._is_count(number, found, tokens) else None
        return self._decimal(number, found)

    @staticmethod
    def _published(number: Piece, found: re.Match[str]) -> bool:
        """Whether models have that many: `6_9b` is 6.9, but `4_2b` more likely a version and 2."""
        return f"{number.lower}.{found[1]}" in _DECIMALS

    def _hyphenated(self, number: Piece, found: re.Match[str], tokens: list[Token]) -> bool:
        """Whether a hyphen stands for the point: `opt-6-7b`; `pythia-1-4b`, but a `story-1-4b` is a first of 4B."""
        written = f"{number.lower}.{found[1]}"
        if written in _POINTED:
            return True
        before = tokens[-1] if tokens else None
        named = before is not None and before.kind == "architecture" and not self.counts(before.normal)
        return written == "1.4" and named

    def _is_count(self, number: Piece, found: re.Match[str], tokens: list[Token]) -> bool:
        """Whether a family has a model of that count, and no generation that the number would make: `qwen2_1_5b`."""
        family = self._families.get(tokens[-2].normal) if len(tokens) > 1 else None
        if family is None or not family.generations:
            return False
        known = f"{tokens[-1].normal}.{number.lower}" in family.generations
        return not known and float(f"{number.lower}.{found[1]}") in family.counts

    @staticmethod
    def _decimal(number: Piece, found: re.Match[str]) -> Word:
        return make_word("parameters", amount(f"{number.lower}.{found[1]}", found[2]))

    @staticmethod
    def _apart(model: str, number: Piece, tokens: list[Token]) -> bool:
        """Whether a number goes on with the version before it: `v9_0_3B` is 9.0 and 3B."""
        before = tokens[-1]
        return before.kind == "version" and before.text[:1] in "vV" and model[before.end : number.start] == "_"

    @staticmethod
    def _numbered(model: str, after: Piece, before: Token) -> bool:
        """Whether a 0 is the version of a product, as in `World-0-5B`; a slug in small letters writes 0.6b so."""
        return before.kind in ("unknown", "name", "other", "detail") and model[after.end - 1] == "B"

    def grown(self, model: str, piece: Piece, tokens: list[Token]) -> Token | None:
        """The last token with a bare number that is part of it: `v1-5`, `2023-07-05`, `Llama-3_1`, `sonic06`."""
        before, lower = tokens[-1], piece.lower
        kind, glued = before.kind, before.end == piece.start
        normal = before.normal
        if kind == "architecture":
            family = self._families.get(normal)
            grows = glued and (family is None or not family.number)
        elif kind == "version":
            generation = len(tokens) > 1 and self.counts(tokens[-2].normal)
            known = self._families[tokens[-2].normal].generations if generation else ()
            grows = (before.text[:1] in "vV" and len(lower) < 3) or (
                generation
                and len(lower) == 1
                and normal.isdecimal()
                and not before.ambiguous
                and (not known or f"{normal}.{lower}" in known)
            )
            normal = f"{normal}.{lower}"
        elif kind == "date":
            grows = len(lower) < 3
        else:
            grows = glued and before.component in "OTDMFR"
        if not grows:
            return None
        return before._replace(text=model[before.start : piece.end], end=piece.end, normal=normal)

    def counted(self, piece: Piece, before: Token) -> tuple[str, int] | None:
        """The generation that an amount right behind a family begins with, and how many characters that takes.

        `Llama38B` is a Llama 3 of 8B, `Llama3.18B` a 3.1 of 8B, and `Llama-3.2B` a Llama 3.2; None for `gemma27b`.
        """
        family = self._families.get(before.normal)
        found = _AMOUNT.match(piece.lower)
        if family is None or found is None or piece.start - before.end > 1:
            return None
        amount = found[1]
        if "." in amount and amount in family.generations and float(amount) not in family.counts:
            return amount, piece.end - piece.start
        if float(amount) in family.counts or piece.start != before.end:
            return None
        for one in sorted(family.generations, key=len, reverse=True):
            for written in (one, one.replace(".", "")):
                rest = amount.removeprefix(written)
                if rest != amount and rest.isdecimal() and float(rest) in family.counts and rest[0] != "0":
                    return one, len(written)
        return None

    def counts(self, name: str) -> bool:
        """Whether numbers after a family are its generations."""
        family = self._families.get(name)
        return family is not None and family.number == "generation"

    def meaning(self, piece: Piece, after: Piece | None, tokens: list[Token]) -> Word:
        """What a number that is part of no other token means."""
        lower = piece.lower
        before = tokens[-1] if tokens else None
        if after is not None and after.word is not None and after.word.normal in _NETWORK_TYPES:
            return make_word("other", after.word.normal)
        whole = lower.isdecimal()
        if whole and len(lower) > 4:
            return make_word("other", "number")
        if before is not None:
            family = self._families.get(before.normal) if before.kind == "architecture" else None
            apart = before.end < piece.start and (after is None or piece.end < after.start)
            if family is not None and whole and apart and _sizes(family, lower):
                return make_word("parameters", amount(lower, "b"), True)
            beside = self._beside(lower, before, after, tokens, glued=before.end == piece.start)
            if beside is not None:
                return beside
        if lower in ("224", "384") or (lower in self._resolutions and self._sees(tokens)):
            return make_word("input_size", lower)
        if lower in self._lengths:
            return make_word("context", lower, True)
        if (whole and len(lower) > 1) or (before is not None and before.component in "ODFL" and whole):
            return make_word("other", "number", True)
        return make_word("version", lower, True)

    def _beside(
        self, lower: str, before: Token, after: Piece | None, tokens: list[Token], *, glued: bool
    ) -> Word | None:
        whole = lower.isdecimal()
        if before.kind == "architecture":
            family = self._families.get(before.normal)
            number = family.number if family is not None else ""
            if before.normal == "vit" and lower in _PATCHES:
                return make_word("input_size", f"patch{lower}")
            if number == "size" and whole:
                return make_word("size", lower)
            if number == "generation" and family is not None and (glued or len(lower) < 3 or not whole):
                return make_word("version", generation(before.normal, lower, family.generations))
        if before.kind == "size" and before.text.lower() in ("b", "l", "h", "g") and lower in _PATCHES:
            return make_word("input_size", f"patch{lower}")
        if before.kind == "size" and lower in _DEPTHS and self._deep(tokens):
            return make_word("layers", lower, True)
        if before.component == "Y" and len(lower) < 5:
            return make_word(before.kind, lower, True)
        if before.component == "C" and lower in self._pictures:
            return make_word("input_size", lower)
        if whole and _layer_pair(lower, after, tokens):
            return make_word("layers", lower, True)
        return None

    def _deep(self, tokens: list[Token]) -> bool:
        """Whether a number after a size counts layers: `xcit_small_24`."""
        family = self._families.get(tokens[-2].normal) if len(tokens) > 1 else None
        return family is not None and family.number == "size"

    def _sees(self, tokens: list[Token]) -> bool:
        """Whether the name is that of a model of images or video, by its last family."""
        for token in reversed(tokens):
            family = self._families.get(token.normal) if token.component == "A" else None
            if family is not None and family.modality not in ("text", "audio"):
                return True
        return False


def _sizes(family: Family, number: str) -> bool:
    """Whether a number counts billions without saying so: `llama-7-chat`, where no Llama 7 has come out."""
    known = [float(one) for one in family.generations]
    return bool(known) and float(number) in family.counts and float(number) > max(known)


def generation(family: str, number: str, known: tuple[str, ...] = ()) -> str:
    """`25` after Qwen is 2.5; where the generations are known, only one of them is meant."""
    dotted = _DOTTED.match(number)
    if dotted is not None:
        # `2.5.1` is a revision of generation 2.5.
        return dotted[1]
    split = len(number) == 2 and number.isdecimal() and number[0] != "0" and family not in _WHOLE
    dotted_number = f"{number[0]}.{number[1]}" if split else number
    return number if known and dotted_number not in known else dotted_number


def _layer_pair(lower: str, after: Piece | None, tokens: list[Token]) -> bool:
    """Whether a number is one of two at the end of a distilled model: its encoder and decoder layers."""
    if int(lower) > 24 or not any("distil" in token.text.lower() or token.text == "student" for token in tokens):
        return False
    return after is not None and after.shape == "number" and int(float(after.lower)) < 25
