"""Reads the name of a model into tokens with their component, normal form and ambiguity."""

import re
from collections.abc import Callable
from functools import cache

from supplygraph.naming.languages import SCRIPTS, Languages
from supplygraph.naming.numbers import Numbers, generation
from supplygraph.naming.patterns import make_word, pattern_word
from supplygraph.naming.pieces import Cutter, Piece
from supplygraph.naming.serving import served
from supplygraph.naming.tokens import CONVENTIONS, Reading, Token
from supplygraph.naming.vocabulary import Vocabulary, Word, vocabulary

__all__ = ["CONVENTIONS", "Reading", "Token", "read_name"]

_SIZE_LETTERS = frozenset("smlbnthg")
#: Encoders and decoders of text after which `cnn` is the news.
_SUMMARISERS = frozenset(("bart", "t5", "pegasus", "distilbart"))
#: How the layers, hidden size and heads of a BERT stand together: `L-12_H-768_A-12`.
_LAYERS = re.compile(r"(?<![a-z])l[-_]?\d{1,2}[-_]?h[-_]?\d{2,4}(?!\d)")
#: Families whose generations bear a letter: Kimi K2, MiniMax M2.
_LETTERED = {"kimi": "k", "minimax": "m"}
#: Words after which an amount counts something else than parameters.
_COUNTED = frozenset(("tokens", "token", "tok", "words", "samples", "steps", "rows"))
_LAYER_KINDS = {"l": "layers", "h": "hidden", "a": "heads"}
#: What names of fine-tunes begin with for short: `Q3.5-4B` (elsewhere a quantisation), `MN-12B` (Mistral Nemo).
_SHORT = dict.fromkeys(("Q2", "Q2.5", "Q3", "Q3.5", "Q3.6", "Q3.8"), "qwen") | {"MN": "mistral"}

#: How training is set: `r16`, `lr3`, `bs8`.
_SETTING_BEFORE = re.compile(r"(?:r|a|b|d|s|lr|bs|wd|seed)\d+", re.IGNORECASE)

#: Bare at the beginning it is a name: `q3-reasoner`.
_SHORT_NAME = re.compile(r"q\d")
#: Makes a named tuple without the call in between: names come by the million.
_new = tuple.__new__


class _Reader:
    """Reads names with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._prefixes = vocabulary.prefixes
        self._families = vocabulary.families
        self._codes = vocabulary.codes
        self._heads = vocabulary.lists["beside_codes"]
        self._first_names = vocabulary.lists["first_names"]
        self._cutter = Cutter(vocabulary)
        self._languages = Languages(vocabulary)
        self._numbers = Numbers(vocabulary)
        #: Words that mean something else in some company: they are asked before they count.
        self._asked: dict[str, Callable[[Word | None, list[Piece], int, list[Token]], Word | None]] = {
            "mt": self._marian,
            "smt": self._marian,
            "nmt": self._marian,
            "mpt": self._multitask,
            "cnn": self._news,
            "it": self._italian,
            "no": self._without,
            "base": self._base,
            "ud": self._dynamic,
            "hi": self._high,
            "step": self._step,
            "pe": self._enhancer,
            "a": self._heads_after_layers,
            "dist": self._distilled,
            "embeddings": self._translated,
            "ppo": self._rewarded,
            "e5": self._epochs,
            "nemo": self._nemo,
            "sv": self._swedish,
            "rag": self._retrieval,
            "sm": self._numbered,
            "cn": self._numbered,
            "jp": self._numbered,
            "kr": self._numbered,
            "1k": self._classes,
            "12k": self._classes,
            "21k": self._classes,
            "22k": self._classes,
        }
        self._asked |= {f"{letter}{number}": self._lettered for letter in _LETTERED.values() for number in range(1, 10)}

    def read(self, model: str) -> Reading:
        return Reading(model, tuple(self._tokens(model, self._cutter.cut(model))))

    def _tokens(self, model: str, pieces: list[Piece]) -> list[Token]:
        tokens: list[Token] = []
        unknown = serving = False
        prefixes, asked = self._prefixes, self._asked
        count = len(pieces)
        i = 0
        while i < count:
            start, end, lower, word, shape = pieces[i]
            following = i + 1
            if following < count:
                if lower + pieces[following].lower in prefixes:
                    last, joined = self._cutter.phrase(pieces, i)
                    if last > following:
                        word, shape, end, following, lower = joined, "", pieces[last - 1].end, last, ""
                if shape == "number" and len(lower) == 1:
                    split = self._numbers.amount(model, pieces[i], pieces[following], tokens)
                    if split is not None:
                        word, shape, end, following = split, "", pieces[following].end, following + 1
            if not i:
                word = _first(model[start:end], word, pieces)
            if lower in asked:
                word = asked[lower](word, pieces, i, tokens)
            if word is None:
                if shape == "number" and tokens and not self._cut_off(model, pieces, following, tokens):
                    grown = self._numbers.grown(model, pieces[i], tokens)
                    if grown is not None:
                        tokens[-1] = grown
                        i = following
                        continue
                word, following, end = self._guess(model, pieces, i, tokens)
            elif word.ambiguous and word.kind == "architecture" and word.normal in self._families:
                word = self._everyday(word, pieces, i, following, tokens)
            elif (
                len(lower) == 2
                and lower != "mt"
                and lower in self._codes
                and word.kind not in ("quantisation", "process")
                and self._languages.is_pair(model, pieces, i, tokens)
            ):
                word = make_word("language", self._codes[lower])
            elif word.kind == "language" and tokens and _is_script(lower, tokens[-1]):
                word = make_word("detail", lower)
            kind = word[1]
            if kind == "dataset" and tokens and tokens[-1].normal == "finetune" and lower in self._words:
                word = word._replace(ambiguous=False)
            if kind == "parameters" and (_counts_else(pieces, i, following) or _bits(lower, tokens)):
                word, kind = make_word("other", lower), "other"
            elif kind == "parameters" and tokens and tokens[-1].kind == "architecture":
                start, word = self._behind_family(model, pieces[i], word, tokens)
            unknown = unknown or kind == "unknown"
            serving = serving or kind == "serving" or lower == "for"
            if start < end:
                tokens.append(_new(Token, (model[start:end], start, end, *word)))
            i = following
        if serving:
            tokens = served(tokens, self._families)
        return _placed(tokens) if unknown else tokens

    @staticmethod
    def _cut_off(model: str, pieces: list[Piece], following: int, tokens: list[Token]) -> bool:
        """Whether a number behind a version is part of the word after it, as in `qwen3-8bpretrained`."""
        if tokens[-1].kind != "version" or following >= len(pieces):
            return False
        after = pieces[following]
        # `Qwen2-7Bron`: billions, and the rest of a word.
        return _part(model, after) or (
            model[after.start - 1].isdecimal() and after.word is None and not after.shape and after.lower[0] == "b"
        )

    def _behind_family(self, model: str, piece: Piece, word: Word, tokens: list[Token]) -> tuple[int, Word]:
        """Takes the generation off an amount; gives where the amount begins then, and what it is."""
        counted = self._numbers.counted(piece, tokens[-1])
        if counted is None:
            return piece.start, word
        cut = piece.start + counted[1]
        tokens.append(_new(Token, (model[piece.start : cut], piece.start, cut, *make_word("version", counted[0]))))
        return cut, pattern_word(model[cut : piece.end].lower()) or word

    # Words that are asked for their company.

    def _marian(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`mt` is Marian after OPUS, and machine translation after a language (`fr-mt`) unless it says so before."""
        if not tokens or tokens[-1].normal != "opus":
            translates = tokens and tokens[-1].kind == "language" and not self._languages.headed(tokens)
            return make_word("task", "translation") if translates else word
        tokens[-1] = tokens[-1]._replace(ambiguous=False)
        return make_word("architecture", "marian")

    def _multitask(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`mpt` is training on many tasks right after a language, unless a size says that it is an MPT."""
        after = pieces[i + 1].word if i + 1 < len(pieces) else None
        sized = after is not None and after.kind == "parameters"
        return make_word("process", "mpt") if tokens and tokens[-1].kind == "language" and not sized else word

    def _news(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`cnn` is the news after a model that summarises."""
        text = any(token.component == "A" and token.normal in _SUMMARISERS for token in tokens)
        return make_word("dataset", "cnndailymail") if text else word

    def _italian(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`it` is instruction tuning after a size or a family, else Italian."""
        if pieces[i].shape == "upper":
            return word
        if self._chats(tokens) and not self._languages.beside_code(pieces, i):
            return make_word("task", "text-generation", True)
        named = any(token.kind == "architecture" for token in tokens)
        return make_word("language", "it", not (named or self._languages.beside_code(pieces, i)))

    def _chats(self, tokens: list[Token]) -> bool:
        """Whether what was read names a model that may be tuned for instructions: no encoder, and none of sound."""
        if tokens and tokens[-1].kind == "dataset":
            return False
        known = [self._families.get(token.normal) for token in tokens if token.component == "A"]
        if any(family is not None and family.modality == "audio" for family in known):
            return False
        if any(token.kind == "parameters" for token in tokens):
            return True
        return any(
            family is None or (family.modality != "audio" and (family.number == "generation" or family.line))
            for family in known
        )

    def _without(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`no` before a word of training or reuse, or any that nobody knows, says what was left out: no Norwegian."""
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if after is None:
            return word
        if after.word is not None:
            return make_word("process", "without") if after.word.component in "RF" else word
        return word if after.shape or self._languages.beside_code(pieces, i) else make_word("other", "without")

    def _base(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`base` is a stage of training after a count of parameters or a family known by such counts, else a size."""
        staged = any(token.kind == "parameters" or self._is_sized(token) for token in tokens) or (
            len(tokens) > 1 and tokens[-1].kind == "version" and self._numbers.counts(tokens[-2].normal)
        )
        return make_word("process", "base") if staged else word

    def _is_sized(self, token: Token) -> bool:
        family = self._families.get(token.normal) if token.kind == "architecture" else None
        return family is not None and bool(family.counts)

    def _dynamic(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`UD` before a quantisation or a format is Unsloth's way to quantise."""
        after = pieces[i + 1].word if i + 1 < len(pieces) else None
        return make_word("quantisation", "ud") if after is not None and after.component == "W" else word

    def _high(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`hi` after a quantisation is its group size, not Hindi."""
        return make_word("quantisation", "hi") if tokens and tokens[-1].kind == "quantisation" else word

    def _step(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`Step` is a family where it stands first, else a step of training."""
        return make_word("other", "steps") if tokens else word

    def _enhancer(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`PE` before a task that makes pictures enhances the prompts of that task."""
        after = pieces[i + 1].word if i + 1 < len(pieces) else None
        return make_word("serving", "promptenhancer") if after is not None and after.kind == "task" else word

    def _heads_after_layers(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`A` before a number counts heads where layers were counted: `L-12_H-768_A-12`."""
        numbered = i + 1 < len(pieces) and pieces[i + 1].shape == "number"
        return None if numbered and any(token.kind == "layers" for token in tokens) else word

    def _classes(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`22k` of a network that sees counts the classes of an ImageNet; `1k` only after another of them."""
        sees = any(
            family is not None and family.modality == "vision"
            for family in (self._families.get(token.normal) for token in tokens if token.component == "A")
        )
        lower = pieces[i].lower
        if not sees or (lower == "1k" and not tokens[-1].normal.startswith("in2")):
            return word
        return make_word("dataset", f"in{lower}")

    def _distilled(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`dist` is short for distilled where an architecture stands before it."""
        return word if any(token.component == "A" for token in tokens) else make_word("unknown", "dist", True)

    def _numbered(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """Two letters before a number are a label: `sm_86`, `CN11`."""
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if after is None or after.shape != "number":
            return word
        return None if pieces[i].lower == "sm" or after.start == pieces[i].end else word

    def _rewarded(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`ppo` after a language model is how it was trained, no family of its own."""
        trained = any(token.kind in ("architecture", "parameters") for token in tokens)
        return make_word("other", "ppo") if trained else word

    def _epochs(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`e5` counts epochs behind another family or setting (`r16_e5`) and without a size; `1e5` is a number."""
        before = pieces[i - 1] if i else None
        glued = before is not None and before.shape == "number" and before.end == pieces[i].start
        setting = bool(tokens) and _SETTING_BEFORE.fullmatch(tokens[-1].text) is not None
        after = pieces[i + 1].word if i + 1 < len(pieces) else None
        sized = after is not None and after.kind == "size" and not after.ambiguous
        named = not sized and any(token.kind == "architecture" and not token.ambiguous for token in tokens)
        return make_word("other", "epoch") if glued or setting or named else word

    def _nemo(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`Nemo`, a word of its own beside 12B, is Mistral's, else a library."""
        piece = pieces[i]
        alone = all(one.end < piece.start or piece.end < one.start for one in (*pieces[:i], *pieces[i + 1 :]))
        sized = any(one.word is not None and one.word.normal == "12000000000" for one in pieces)
        return make_word("architecture", "mistral", True) if alone and sized else word

    def _swedish(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`sv` tells speakers apart after a family of speech, and is Swedish after one of text or before a dataset."""
        known = [family for token in tokens if (family := self._families.get(token.normal)) and token.component == "A"]
        read = known and all(family.modality == "text" for family in known)
        after = pieces[i + 1].word if i + 1 < len(pieces) else None
        return make_word("language", "sv") if read or (after is not None and after.kind == "dataset") else word

    def _retrieval(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`RAG` is a family where it stands first, else what a model is used for."""
        return make_word("unknown", "rag", True) if tokens else word

    def _translated(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`gpt2-dutch-embeddings` has the embeddings of another language; it embeds nothing."""
        return make_word("detail", "embeddings") if tokens and tokens[-1].kind == "language" else word

    def _lettered(self, word: Word | None, pieces: list[Piece], i: int, tokens: list[Token]) -> Word | None:
        """`M3` right after MiniMax is its generation, no size."""
        lower = pieces[i].lower
        counted = tokens and _LETTERED.get(tokens[-1].normal) == lower[0]
        return make_word("version", lower[1:]) if counted else word

    def _everyday(self, word: Word, pieces: list[Piece], i: int, following: int, tokens: list[Token]) -> Word:
        """A family that is also an everyday word: capitals, or a size or number beside it, decide."""
        lower = pieces[i].lower
        known = self._words.get(lower)
        if known is None or not known.ambiguous:
            return word
        if (pieces[i].shape == "upper" and len(lower) < 6) or (tokens and tokens[-1].text.lower() == "for"):
            return word
        if not tokens and lower in self._first_names and following < len(pieces):
            return word
        after = pieces[following] if following < len(pieces) else None
        if after is not None:
            glued = pieces[following - 1].end == after.start
            if after.shape == "number" and len(after.lower) < 4:
                apart = self._families[word.normal].number and not _lettered_number(pieces, following)
                if glued or apart:
                    return word
            if after.word is not None and after.word.component in "SPVCYW":
                return word
            later = pieces[following + 1] if following + 1 < len(pieces) else None
            spoken = after.lower in self._codes or (after.word is not None and after.word.kind == "language")
            if (
                not tokens
                and (
                    spoken
                    or (
                        after.word is not None
                        and (after.word.kind == "other" or after.word.normal == "text-generation")
                    )
                )
                and later is not None
                and later.word is not None
                and later.word.kind == "parameters"
            ):
                # `Janus-Pro-7B`, `Yi-Coder-9B`, `Yi-Ko-6B`.
                return word
            if not tokens and after.word is not None and after.word.component in "ADF":
                # First in the name, and trained on something: `ast-finetuned-gtzan`, `donut-cord`.
                return word
        return make_word("unknown", lower, True)

    # Pieces that no word knows.

    def _guess(self, model: str, pieces: list[Piece], i: int, tokens: list[Token]) -> tuple[Word, int, int]:
        """A piece that no word knows: number, letter, language code, or an unknown word. Also where it ends."""
        piece = pieces[i]
        lower = piece.lower
        before = tokens[-1] if tokens else None
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if piece.shape == "number":
            if after is not None and before is not None and self._numbers.counts(before.normal) and _part(model, after):
                return make_word("other", "number", True), i + 1, piece.end
            word = self._numbers.meaning(piece, after, tokens)
            if word.kind == "version" and after is not None and after.shape == "letter" and after.start == piece.end:
                # `gemma-3n`, `GLM-4.5V`: the letter belongs to the generation.
                return word, i + 2, after.end
            return word, i + 1, piece.end
        if piece.shape == "letter":
            return self._letter(model, pieces, i, tokens)
        if lower in self._codes:
            code = self._languages.code(model, pieces, i, tokens)
            if code is not None:
                return code, i + 1, piece.end
        if before is not None and before.kind == "reuse" and before.normal in ("finetune", "transfer"):
            return make_word("dataset", lower, True), i + 1, piece.end
        if before is not None and before.kind == "filler" and len(tokens) > 1 and tokens[-2].normal == "finetune":
            return make_word("dataset", lower, True), i + 1, piece.end
        if _is_head(piece, after, tokens):
            return make_word("name", lower, True), i + 1, piece.end
        return make_word("unknown", lower, True), i + 1, piece.end

    def _letter(self, model: str, pieces: list[Piece], i: int, tokens: list[Token]) -> tuple[Word, int, int]:
        """One letter: of a layer pattern, a version, a size, or Llama for short."""
        piece = pieces[i]
        lower = piece.lower
        before = tokens[-1] if tokens else None
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if after is not None and after.shape == "number":
            glued = piece.end == after.start
            if lower == "l" and glued and after.lower in self._families["llama"].generations and _llama(pieces, i):
                return make_word("architecture", "llama", True), i + 1, piece.end
            if lower in _LAYER_KINDS and len(after.lower) < 5 and self._layered(model, lower, tokens):
                return make_word(_LAYER_KINDS[lower], after.lower), i + 2, after.end
            if before is not None and _LETTERED.get(before.normal) == lower and glued:
                return make_word("version", generation(before.normal, after.lower)), i + 2, after.end
            if lower == "v" and (after.end == len(model) or not model[after.end].isalpha()):
                return make_word("version", after.lower), i + 2, after.end
            if lower == "h" and glued and any(token.kind == "quantisation" for token in tokens):
                return make_word("quantisation", f"h{after.lower}"), i + 2, after.end
        if before is not None and before.component == "A" and lower in _SIZE_LETTERS:
            return make_word("size", lower, True), i + 1, piece.end
        return make_word("filler", lower, True), i + 1, piece.end

    def _layered(self, model: str, letter: str, tokens: list[Token]) -> bool:
        """Whether a letter before a number counts layers and the like: in such a pattern, `L` also after an encoder."""
        if _LAYERS.search(model.lower(), model.rfind("/") + 1):
            return True
        if letter != "l":
            return any(token.kind == "layers" for token in tokens)
        family = self._families.get(tokens[-1].normal) if tokens and tokens[-1].component == "A" else None
        return family is not None and not family.number and family.modality == "text"


def _is_script(lower: str, before: Token) -> bool:
    """Whether a word for a language is a script: after that word, or after a code of three letters (`kas-arab`)."""
    coded = lower in SCRIPTS and before.kind == "language" and len(before.text) == 3
    return coded or before.text.lower() == "script"


def _counts_else(pieces: list[Piece], i: int, following: int) -> bool:
    """Whether an amount counts something else than parameters: by the word after it, or a letter glued before it."""
    if following < len(pieces) and pieces[following].lower in _COUNTED:
        return True
    if not i or pieces[i - 1].end != pieces[i].start:
        return False
    if pieces[i].lower.endswith("t") and following == i + 1:
        # `w2v2t`: trillions stand apart.
        return True
    if i > 1 and pieces[i - 1].word is None and _glued_number(pieces[i - 2], pieces[i - 1]):
        # `V0422MADP5B`: the number is one of a code.
        return True
    # `Ice0.34b` is version 0.34 of an Ice.
    return pieces[i - 1].shape == "letter" or (pieces[i - 1].word is None and pieces[i].lower.startswith("0."))


def _glued_number(piece: Piece, after: Piece) -> bool:
    """Whether a number stands right before what comes after it."""
    return piece.shape == "number" and piece.end == after.start


def _lettered_number(pieces: list[Piece], i: int) -> bool:
    """Whether a letter is glued to a number: `2c`."""
    after = pieces[i + 1] if i + 1 < len(pieces) else None
    return after is not None and after.start == pieces[i].end and after.shape == "letter"


def _bits(lower: str, tokens: list[Token]) -> bool:
    """Whether an amount counts bits: right after a method, or 16, where parameters were told (`27b-it-GPTQ-4b`)."""
    counted = any(token.kind == "parameters" for token in tokens)
    if not counted:
        return False
    # `gemma-2b-16b`: full width.
    return lower == "16b" or (tokens[-1].kind == "quantisation" and lower in ("2b", "3b", "4b", "5b", "6b", "8b"))


def _first(text: str, word: Word | None, pieces: list[Piece]) -> Word | None:
    """What the first piece is where it is a name for short."""
    if text in _SHORT and _sized(pieces):
        return make_word("architecture", _SHORT[text], True)
    return None if _SHORT_NAME.fullmatch(text.lower()) else word


def _part(model: str, after: Piece) -> bool:
    """Whether a number is part of the word that it stands right before: `llama4chan`, `Qwen_3kingdom`."""
    return (
        model[after.start - 1].isdecimal() and after.word is None and not after.shape and model[after.start].islower()
    )


def _sized(pieces: list[Piece]) -> bool:
    """Whether a count of parameters stands in the name."""
    return any(piece.word is not None and piece.word.kind == "parameters" for piece in pieces)


def _llama(pieces: list[Piece], i: int) -> bool:
    """Whether `L3` names a Llama: a count of parameters follows it, anywhere where it stands first."""
    later = pieces[i + 2 :] if i == 0 else pieces[i + 2 : i + 3]
    return any(piece.word is not None and piece.word.kind == "parameters" for piece in later)


def _is_head(piece: Piece, after: Piece | None, tokens: list[Token]) -> bool:
    """Whether an unknown word stands where names have their architecture: first, before a size or a version."""
    if len(piece.lower) < 3 or any(token.component == "A" for token in tokens):
        return False
    if after is None or after.word is None:
        return after is not None and after.shape == "number" and len(after.lower) < 4 and not tokens
    return after.word.component in "SPV" and after.word.kind != "date"


def _placed(tokens: list[Token]) -> list[Token]:
    """Unknown words read by their place: product names stand first, details of a task or dataset before it."""
    named = any(token.component == "A" for token in tokens)
    last = len(tokens) - 1
    for i, token in enumerate(tokens):
        if token.kind != "unknown":
            continue
        after = tokens[i + 1].component if i < last else ""
        before = tokens[i - 1].component if i else ""
        if not i and (after == "A" or (after and after in "TLDFSPV" and not named)):
            component, kind = "A", "name"
        elif after == "T" or (before == "T" and named):
            component, kind = "T", "detail"
        elif after == "D" and named:
            component, kind = "D", "detail"
        elif before == "A" and after and after in "SVC":
            component, kind = "A", "name"
        else:
            continue
        tokens[i] = token._replace(component=component, kind=kind)
    return tokens


@cache
def _reader() -> _Reader:
    return _Reader(vocabulary())


def read_name(model: str) -> Reading:
    """Reads one id; only what stands after the last `/` counts.

    Args:
        model: Id of a model, with or without namespace.
    """
    return _reader().read(model)
