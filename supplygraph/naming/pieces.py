"""Cuts a name into pieces: what each one means by itself, before its neighbours are asked."""

import re
from typing import NamedTuple

from supplygraph.ids.model_words import families
from supplygraph.naming.patterns import make_word, pattern_word
from supplygraph.naming.vocabulary import Vocabulary, Word

#: Words cut so far are kept up to this many, then forgotten.
REMEMBERED = 200_000
#: A phrase has at most this many pieces.
LONGEST = 6

_WORD = re.compile(r"[^\W_]+(?:(?<=\d)\.\d+[^\W_]*)*")
_PIECE = re.compile(
    r"(?<=[A-Za-z]{2})[vV]\d+(?:\.\d+)*(?:[nsmlx](?=[-_.]|\Z)|(?![A-Za-z0-9]))|(?<=[a-z])T5(?![A-Za-z0-9])"
    r"|\d+(?:\.\d+)*(?:x\d+(?:\.\d+)*)?(?:[bBmMkKtT](?![A-Za-z])|[bB](?=[vV]\d|[iI](?![A-Za-z])|(?i:instruct|chat|base)))?"
    r"|[^\W\d_]+?(?=(?<=[^\W\d_]{2})[vV]\d+(?:\.\d+)*(?:[nsmlx](?=[-_.]|\Z)|(?![A-Za-z0-9]))|(?<=[a-z])T5(?![A-Za-z0-9]))"
    r"|[^\W\d_]+"
)
_ENDS_IN_V = re.compile(r"([A-Za-z]+[vV])\d")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+|[A-Z]")
_NETWORK = re.compile(r"[a-z]{2,}(?:net|former|lm|llm|vlm|gan|vae|nerf)[sv]?\Z")
_HEX = re.compile(r"[0-9a-f]{7,}\Z")
_UUID = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}(?![0-9a-zA-Z])", re.IGNORECASE)
#: The publisher that copies put before the name: `TinyPixel_-_small-llama2`.
_PUBLISHER = re.compile(r"[A-Za-z-]+_-_(?=.)")
#: Makes a named tuple without the call in between: names come by the million.
_new = tuple.__new__
#: Kinds of words with a number that may be part of a longer phrase.
_LOOSE = frozenset(("other", "date", "size", "input_size"))
#: What an identifier that a machine made is.
_HASH = make_word("other", "hash")


class Piece(NamedTuple):
    """A piece of a name between two boundaries: separators, changes of case, changes between letters and digits.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last one.
        lower: In small letters.
        word: What it means by itself; None where nothing is known.
        shape: `number`, `letter`, `upper` (two capitals or more) or nothing.
    """

    start: int
    end: int
    lower: str
    word: Word | None
    shape: str


class Cutter:
    """Cuts names with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._prefixes = vocabulary.prefixes
        self._codes = vocabulary.codes
        self._families = vocabulary.families
        self._ends = families("end")
        self._starts = families("start")
        self._known: dict[str, tuple[Piece, ...]] = {}

    def cut(self, model: str) -> list[Piece]:
        """The pieces of what stands after the last `/`."""
        known = self._known
        made: list[Piece] = []
        first = model.rfind("/") + 1
        repeated = _PUBLISHER.match(model, first) if "_-_" in model else None
        if repeated is not None:
            first = repeated.end()
        uuid = _UUID.search(model, first) if model.count("-", first) + model.count("_", first) > 3 else None
        for found in _WORD.finditer(model, first):
            offset = found.start()
            if uuid is not None and uuid.start() <= offset < uuid.end():
                if offset == uuid.start():
                    made.append(Piece(offset, uuid.end(), uuid[0].lower(), _HASH, ""))
                continue
            text = found.group()
            pieces = known.get(text)
            if pieces is None:
                if len(known) > REMEMBERED:
                    known.clear()
                pieces = known[text] = self._pieces(text)
            if not offset:
                made += pieces
            else:
                for start, end, lower, word, shape in pieces:
                    made.append(_new(Piece, (offset + start, offset + end, lower, word, shape)))
        return made

    def phrase(self, pieces: list[Piece], i: int) -> tuple[int, Word | None]:
        """Where the longest known phrase that begins at a piece ends, and its word."""
        text = pieces[i].lower
        end, word = i + 1, pieces[i].word
        prefixes = self._prefixes
        gap = False
        for j in range(i + 1, min(i + LONGEST, len(pieces))):
            following = pieces[j]
            if pieces[j - 1].end < following.start:
                if len(text) == 1 and not text.isdecimal():
                    break
                gap = True
            text += following.lower
            if text not in prefixes:
                break
            found = self._words.get(text)
            if found is None or found.kind == "filler" or (gap and not self._joins(pieces, i, j + 1, found)):
                continue
            if found.kind == "quantisation" and j + 1 < len(pieces) and pieces[j + 1].start == following.end:
                # `q30ba3b` only begins like a label.
                continue
            end, word = j + 1, found
        return end, word

    def _joins(self, pieces: list[Piece], i: int, end: int, found: Word) -> bool:
        """Whether pieces with separators between them are one phrase: each is asked what it is alone.

        `1b-it` is a count and a task, although `1bit` is known; `gemma-3` is a family and its version, although
        `gemma3` is known; `sst-2` and `bnb-4bit` are one.
        """
        if all(len(one.lower) == 2 and one.lower in self._codes for one in pieces[i:end]):
            # `de-it` are two languages, no DeiT.
            return False
        if i and all(len(one.lower) == 2 and one.lower in self._codes for one in pieces[i - 1 : i + 1]):
            # `en-pt-t5` has a pair of languages, no PTT5.
            return False
        first = pieces[i].word
        if first is not None and first.kind == "architecture" and first.normal != found.normal:
            family = self._families.get(first.normal)
            if pieces[i + 1].shape == "letter" and family is not None and family.number == "size":
                # `ViT-S` is a small ViT, no VITS.
                return False
        elif first is not None and first.kind == "architecture":
            last = pieces[end - 1]
            if last.shape == "number" or (last.word is not None and last.word.kind in ("version", "date")):
                return False
        kinds = [one.word.kind for one in pieces[i:end] if one.word is not None and one.word.kind != "filler"]
        if len(kinds) == end - i and found.kind not in (*kinds, "serving", "reuse"):
            # Each is a word of its own: `Mini-Max` is not a MiniMax.
            return False
        measured = [one.word for one in pieces[i:end] if one.word is not None and not one.lower.isalpha()]
        if not measured:
            return True
        if any(word.kind == "version" for word in measured):
            return False
        if pieces[i].shape == "number" and found.kind == measured[-1].kind == "quantisation":
            # `gemma-2-4bit` is a second Gemma in 4 bit.
            return False
        return found.kind in kinds or (len(kinds) == 1 and measured[0].kind in _LOOSE)

    # Pieces of one word.

    def _pieces(self, text: str) -> tuple[Piece, ...]:
        lower = text.lower()
        whole = self._lookup(lower)
        if whole is not None:
            return (Piece(0, len(text), lower, whole, _shape(text, lower)),)
        if len(text) == 1 or lower.isdecimal() or lower in self._codes:
            return (Piece(0, len(text), lower, None, _shape(text, lower)),)
        numbered = _ENDS_IN_V.match(text)
        if numbered is not None and self._named(numbered[1].lower()):
            # `RWKV7` is a seventh RWKV, no version 7 of an RWK; so is `dev23`.
            pieces = [*_PIECE.finditer(text, 0, numbered.end(1)), *_PIECE.finditer(text, numbered.end(1))]
        else:
            pieces = list(_PIECE.finditer(text))
        if len(pieces) > 1 and _HEX.match(lower):
            return (Piece(0, len(text), lower, _HASH, ""),)
        made: list[Piece] = []
        for piece in pieces:
            made += self._letters(piece.group(), piece.start())
        joined = self._joined(made)
        if len(joined) > 4 and not any(one.word is not None and len(one.lower) > 3 for one in joined):
            return (Piece(0, len(text), lower, _HASH, ""),)
        return tuple(joined)

    def _named(self, lower: str) -> bool:
        return lower in self._words and lower[:-1] not in self._words

    def _lookup(self, lower: str) -> Word | None:
        word = self._words.get(lower)
        # Every pattern has a digit.
        if word is not None or lower.isalpha():
            return word
        return pattern_word(lower)

    def _letters(self, text: str, offset: int) -> list[Piece]:
        """One run of letters or one number, cut at changes of case only where that makes known words."""
        lower = text.lower()
        word = self._lookup(lower)
        if word is not None or not text.isalpha():
            return [Piece(offset, offset + len(text), lower, word, _shape(text, lower))]
        parts = list(_CAMEL.finditer(text))
        if len(parts) > 1:
            pieces = []
            for part in parts:
                piece = part.group()
                small = piece.lower()
                known = self._words.get(small) if len(small) > 1 else None
                if known is not None and known.kind == "language" and len(small) < 4:
                    known = None
                start = offset + part.start()
                pieces.append(Piece(start, start + len(piece), small, known, _shape(piece, small)))
            joined = self._joined(pieces)
            words = [one.word for one in joined if one.word is not None and len(one.lower) > 2]
            unknown = any(one.word is None for one in joined)
            if unknown and any(one.component == "A" for one in words):
                whole = self._affix(Piece(offset, offset + len(text), lower, None, ""))
                if whole.word is not None:
                    return [whole]
            if any(one.component != "O" for one in words):
                return [self._affix(one) for one in joined]
        return self._parts(Piece(offset, offset + len(text), lower, None, _shape(text, lower)))

    def _parts(self, piece: Piece) -> list[Piece]:
        """An unknown word as two known ones, or by its beginning or end."""
        lower = piece.lower
        found = []
        for cut in range(4, len(lower) - 3):
            first, second = self._words.get(lower[:cut]), self._words.get(lower[cut:])
            if first and second and not {first.component, second.component} & {"M", "O"}:
                middle = piece.start + cut
                found.append(
                    [
                        Piece(piece.start, middle, lower[:cut], first._replace(ambiguous=True), ""),
                        Piece(middle, piece.end, lower[cut:], second._replace(ambiguous=True), ""),
                    ]
                )
        # `llavaqwen` names two families, `vinallama` one.
        both = next((pair for pair in found if all(one.word and one.word.component == "A" for one in pair)), None)
        if both is not None:
            return both
        read = self._affix(piece)
        return [read] if read.word is not None or not found else found[0]

    def _affix(self, piece: Piece) -> Piece:
        """A piece that begins or ends with the name of a family: `vinallama` is a Llama, unsure."""
        lower = piece.lower
        if piece.word is not None or len(lower) < 5 or not lower.isalpha():
            return piece
        for end in self._ends:
            if lower.endswith(end) and len(lower) > len(end) + (len(end) < 6):
                known = self._words.get(end)
                return piece._replace(word=make_word("architecture", known.normal if known else end, True))
        for start in self._starts:
            if lower.startswith(start):
                return piece._replace(word=make_word("architecture", start, True))
        if _NETWORK.match(lower):
            return piece._replace(word=make_word("architecture", lower, True))
        return piece

    def _joined(self, pieces: list[Piece]) -> list[Piece]:
        """Neighbouring pieces that together are one known phrase become one piece."""
        made: list[Piece] = []
        i = 0
        while i < len(pieces):
            end, word = self.phrase(pieces, i)
            if end > i + 1:
                text = "".join(one.lower for one in pieces[i:end])
                made.append(Piece(pieces[i].start, pieces[end - 1].end, text, word, ""))
            else:
                made.append(pieces[i])
            i = end
        return made


def _shape(text: str, lower: str) -> str:
    if lower.replace(".", "").isdecimal():
        return "number"
    if len(lower) == 1:
        return "letter"
    return "upper" if sum(map(str.isupper, text)) > 1 else ""
