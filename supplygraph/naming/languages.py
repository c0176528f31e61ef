"""When two or three letters in a name are the code of a language."""

from supplygraph.naming.patterns import make_word
from supplygraph.naming.pieces import Piece
from supplygraph.naming.tokens import Token
from supplygraph.naming.vocabulary import Vocabulary, Word

_SEPARATORS = frozenset("/-_. ")
#: Kinds of tokens after which a name has said which checkpoint it is: two letters that follow are not a language.
_CHECKPOINT = frozenset(("parameters", "quantisation", "dtype", "date", "hash", "context_length"))

#: Codes of scripts, as they stand after a code of three letters: `eus-latn`.
SCRIPTS = frozenset(
    (
        "arab", "armn", "beng", "cyrl", "deva", "ethi", "geor", "grek", "gujr", "guru", "hang", "hani", "hans", "hant",
        "hebr", "jpan", "khmr", "knda", "kore", "laoo", "latn", "mlym", "mong", "mymr", "orya", "sinh", "taml", "telu",
        "tfng", "thaa", "thai", "tibt",
    )
)  # fmt: skip


class Languages:
    """Reads language codes with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._codes = vocabulary.codes
        self._families = vocabulary.families
        self._strong = vocabulary.lists["strong_codes"]
        self._sure = vocabulary.lists["sure_codes"]
        self._everyday = vocabulary.lists["everyday_codes"]
        self._heads = vocabulary.lists["beside_codes"]
        self._late = vocabulary.lists["late_codes"]
        self._stages = vocabulary.lists["stage_codes"]
        self._spoken = vocabulary.lists["spoken_codes"]
        self._initials = vocabulary.lists["initials"]
        self._regions = vocabulary.lists["regions"]

    def code(self, model: str, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """The language that an unknown piece is the code of; None where it is not a code."""
        piece = pieces[i]
        lower = piece.lower
        if lower not in self._codes or not _alone(model, piece):
            return None
        code = self._codes[lower]
        if len(lower) == 3:
            text = model[piece.start : piece.end]
            if not (text.islower() or text.isupper() or text.istitle()):
                return None
            spoken = lower in self._spoken and self._speaks(tokens)
            scripted = i + 1 < len(pieces) and pieces[i + 1].lower in SCRIPTS
            return make_word("language", code) if spoken or scripted or self._close(tokens) else None
        before = tokens[-1] if tokens else None
        if before is not None and before.kind == "language" and f"{before.text.lower()}{lower}" in self._regions:
            return make_word("detail", lower)
        if self.beside_code(pieces, i) or self.headed(tokens) or self._continues(lower, before):
            return make_word("language", code)
        if lower in self._spoken and self._speaks(tokens) and (self._closes(pieces, i) or _tried(pieces[i + 1])):
            return make_word("language", code)
        if _in_a_handle(model, pieces, i, tokens):
            return make_word("language", code, True)
        plain = lower in self._strong and lower not in self._initials
        if not plain and any(token.component == "A" and self._sized(token.normal) for token in tokens):
            # `efficientnet_es` is one for small devices.
            return None
        if tokens and (tokens[-1].kind == "quantisation" or tokens[-1].normal in ("steps", "number", "hash", "epoch")):
            return None
        late = any(token.kind in _CHECKPOINT for token in tokens)
        if lower in self._strong:
            if late and lower in self._initials and piece.shape == "upper" and not self._formed(pieces, i):
                # `14B-ES-MATH`: evolution strategies.
                return None
            # `PubMed-UMLS-EL` links entities.
            capital = lower in self._initials and piece.shape == "upper"
            linked = capital and before is not None and before.kind == "dataset"
            doubtful = linked or self._studied(lower, tokens) or self._foreign(pieces, i, tokens)
            return make_word("language", code, doubtful)
        if late:
            stage = lower in self._stages and before is not None and before.kind in (*_CHECKPOINT, "version")
            known = lower in self._late and not stage and self._closes(pieces, i)
            return make_word("language", code) if known else None
        if not tokens:
            return make_word("language", code, lower not in self._sure) if self._leads(pieces) else None
        after = pieces[i + 1].word if i + 1 < len(pieces) else None
        if lower in self._sure and (
            any(token.component in "AST" and token.kind != "unknown" for token in tokens)
            or (lower in self._late and after is not None and after.component in "AT")
        ):
            return make_word("language", code, piece.shape == "upper" and lower not in self._late)
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
                if step == 1 and j == i + 1 and f"{pieces[i].lower}{lower}" in self._regions:
                    return True
                code = pieces[j].word is None and lower in self._codes and len(lower) == 2 and lower != "mt"
                if (code and (lower in self._strong or pieces[i].lower in self._strong)) or lower in ("it", "is"):
                    return True
        return False

    def is_pair(self, model: str, pieces: list[Piece], i: int, tokens: list[Token]) -> bool:
        """Whether a word that is also a language code stands as one, as in `opus-mt-pt-gl`."""
        if not _alone(model, pieces[i]):
            return False
        before = tokens[-1] if tokens else None
        return self.headed(tokens) or self.beside_code(pieces, i) or self._continues(pieces[i].lower, before)

    def headed(self, tokens: list[Token]) -> bool:
        """Whether a word such as `mt` or `asr` stands before, which codes follow."""
        return any(token.normal in self._heads or token.text.lower() in self._heads for token in tokens)

    def _close(self, tokens: list[Token]) -> bool:
        if not tokens:
            return False
        last = tokens[-1]
        return last.kind == "language" or last.text.lower() in self._heads or tokens[0].normal == "opus"

    def _continues(self, lower: str, before: Token | None) -> bool:
        """Whether a code goes on with a row of codes: `en-da-sv-nb`."""
        if before is None or before.kind != "language" or before.ambiguous or len(before.text) != 2:
            return False
        return lower in self._sure or lower in self._late

    def _speaks(self, tokens: list[Token]) -> bool:
        """Whether a family of speech stands before, of whose fine-tunes each is of a language: `whisper-small-id`."""
        known = (self._families.get(token.normal) for token in tokens if token.component == "A")
        return any(family is not None and family.modality == "audio" for family in known)

    def _closes(self, pieces: list[Piece], i: int) -> bool:
        """Whether a code is the last word, or what follows is a known task, way of training, form or number."""
        if i + 1 == len(pieces):
            return True
        after = pieces[i + 1]
        return after.lower[0].isdecimal() or (after.word is not None and after.word.component in "TFRVWPSCD")

    def _studied(self, lower: str, tokens: list[Token]) -> bool:
        """Whether `cs` may be computer science: after a family of language models with its generation."""
        return lower == "cs" and len(tokens) > 1 and tokens[-1].kind == "version" and tokens[-2].kind == "architecture"

    def _formed(self, pieces: list[Piece], i: int) -> bool:
        """Whether nothing but format, quantisation or version stands after a code."""
        return all(piece.word is not None and piece.word.component in "VW" for piece in pieces[i + 1 :])

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


def _tried(after: Piece) -> bool:
    """Whether what follows says that the model was only tried: `xls-r-kn-test`."""
    return after.word is not None and after.word.kind == "other"


def _in_a_handle(model: str, pieces: list[Piece], i: int, tokens: list[Token]) -> bool:
    """Whether a code behind one word that nobody knows, and nothing else, may be part of a nickname: `umber_el`."""
    piece = pieces[i]
    alone = len(tokens) == 1 and i + 1 == len(pieces) and tokens[0].kind == "unknown"
    return alone and model[piece.start - 1] == "_" and model[piece.start : piece.end].islower()
