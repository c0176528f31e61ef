"""When two or three letters in a name are the code of a language."""

from supplygraph.naming.patterns import make_word
from supplygraph.naming.pieces import Piece
from supplygraph.naming.tokens import Token
from supplygraph.naming.vocabulary import Vocabulary, Word

_SEPARATORS = frozenset("/-_. ")
#: Kinds of tokens after which a name has said which checkpoint it is: two letters that follow are no language.
_CHECKPOINT = frozenset(("parameters", "quantisation", "dtype", "date", "hash", "context_length"))


class Languages:
    """Reads language codes with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._codes = vocabulary.codes
        self._families = vocabulary.families
        self._strong = vocabulary.lists["strong_codes"]
        self._sure = vocabulary.lists["sure_codes"]
        self._everyday = vocabulary.lists["everyday_codes"]
        self._heads = vocabulary.lists["beside_codes"]

    def code(self, model: str, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """The language that an unknown piece is the code of; None where it is none."""
        piece = pieces[i]
        lower = piece.lower
        if lower not in self._codes or not _alone(model, piece):
            return None
        code = self._codes[lower]
        if len(lower) == 3:
            text = model[piece.start : piece.end]
            if not (text.islower() or text.isupper() or text.istitle()):
                return None
            return make_word("language", code) if self._close(tokens) else None
        if self.beside_code(pieces, i) or self.headed(tokens):
            return make_word("language", code)
        if any(token.component == "A" and self._sized(token.normal) for token in tokens):
            return None
        if tokens and (tokens[-1].kind == "quantisation" or tokens[-1].normal in ("steps", "number", "hash", "epoch")):
            return None
        if lower in self._strong:
            return make_word("language", code, self._foreign(pieces, i, tokens))
        if any(token.kind in _CHECKPOINT for token in tokens):
            return None
        if not tokens:
            return make_word("language", code, lower not in self._sure) if self._leads(pieces) else None
        if lower in self._sure and any(token.component in "AST" and token.kind != "unknown" for token in tokens):
            return make_word("language", code, piece.shape == "upper")
        if lower not in self._everyday and piece.shape != "upper":
            return make_word("language", code, True)
        return None

    def beside_code(self, pieces: list[Piece], i: int) -> bool:
        """Whether a language code stands before or after a piece, also with `to` or `2` between."""
        for step in (-1, 1):
            j = i + step
            if 0 <= j < len(pieces) and pieces[j].lower in ("2", "to", "and"):
                j += step
            if 0 <= j < len(pieces):
                lower = pieces[j].lower
                code = pieces[j].word is None and lower in self._codes and len(lower) == 2 and lower != "mt"
                if (code and (lower in self._strong or pieces[i].lower in self._strong)) or lower in ("it", "is"):
                    return True
        return False

    def is_pair(self, model: str, pieces: list[Piece], i: int, tokens: list[Token]) -> bool:
        """Whether a word that is also a language code stands as one, as in `opus-mt-pt-gl`."""
        if not _alone(model, pieces[i]):
            return False
        return self.headed(tokens) or self.beside_code(pieces, i)

    def headed(self, tokens: list[Token]) -> bool:
        """Whether a word such as `mt` or `asr` stands before, which codes follow."""
        return any(token.normal in self._heads or token.text.lower() in self._heads for token in tokens)

    def _close(self, tokens: list[Token]) -> bool:
        if not tokens:
            return False
        last = tokens[-1]
        return last.kind == "language" or last.text.lower() in self._heads or tokens[0].normal == "opus"

    def _sized(self, name: str) -> bool:
        family = self._families.get(name)
        return family is not None and family.number == "size"

    def _foreign(self, pieces: list[Piece], i: int, tokens: list[Token]) -> bool:
        """Whether a code stands between two unknown words, as `de` does in Spanish names."""
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        return bool(
            tokens and tokens[-1].kind == "unknown" and after is not None and after.word is None and not after.shape
        )

    def _leads(self, pieces: list[Piece]) -> bool:
        """Whether what follows a code at the beginning is a family or a task: `vi-sentence-simplifier`."""
        if pieces[0].shape == "upper":
            return False
        return any(piece.word is not None and piece.word.component in "ATS" for piece in pieces[1:3])


def _alone(model: str, piece: Piece) -> bool:
    """Whether separators stand on both sides of a piece."""
    before = piece.start == 0 or model[piece.start - 1] in _SEPARATORS
    return before and (piece.end == len(model) or model[piece.end] in _SEPARATORS)
