"""Reads the name of a model into tokens with their component, normal form and ambiguity."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from supplygraph.naming.vocabulary import COMPONENTS, Vocabulary, Word, vocabulary

#: Code and convention names are those of Jiang et al., arXiv 2310.01642, tables of components and conventions.
CONVENTIONS = ("implementation unit", "application or task", "implementation and task", "other")
#: Words read so far are kept up to this many, then forgotten.
REMEMBERED = 200_000


class Token(NamedTuple):
    """One part of a name.

    Attributes:
        text: As it is written.
        start: Offset of its first character in the id.
        end: Offset after its last character.
        component: Code of the component (A S T V P L D F R C O Y, W format or number format, M organisation).
        kind: Finer class, such as `architecture`, `casing` or `quantisation`.
        normal: Normal form: family, pipeline tag, language code, number of parameters …
        ambiguous: Whether another reading is possible.
    """

    text: str
    start: int
    end: int
    component: str
    kind: str
    normal: str
    ambiguous: bool


class Reading(NamedTuple):
    """A name and what it says.

    Attributes:
        id: The id as it was given.
        tokens: Its parts, in order; separators are left out.
    """

    id: str
    tokens: tuple[Token, ...]

    @property
    def components(self) -> list[str]:
        """The codes of its components, sorted; words without meaning such as `the` count for none."""
        return sorted({token.component for token in self.tokens if token.kind != "filler"})

    @property
    def convention(self) -> str:
        """Which of the four conventions it follows; names that a tool made up are `other`.

        An implementation unit names an architecture, an application or task a task, or two languages to translate
        between. What stands right after `finetuned` is what the model was trained on, and words that say how a network
        is built or trained (`encoder`, `mlm`, `nli`) are no application: both belong to the implementation.
        """
        implementation = task = translates = False
        languages = 0
        previous = ""
        for token in self.tokens:
            if token.normal == "autotrain":
                return CONVENTIONS[3]
            if token.component == "A" or token.kind == "parameters":
                implementation = True
                translates = translates or token.normal in ("marian", "m2m100", "nllb", "mbart")
            elif token.component == "T":
                trained = implementation and previous == "finetune"
                task = task or not (trained or token.text.lower() in _list("network"))
            elif token.kind == "language":
                languages += 1
            if token.kind != "filler":
                previous = token.normal
        return _convention(implementation, task or (languages > 1 and (translates or not implementation)))


def _convention(implementation: bool, task: bool) -> str:
    if implementation and task:
        return CONVENTIONS[2]
    if implementation:
        return CONVENTIONS[0]
    return CONVENTIONS[1] if task else CONVENTIONS[3]


class _Atom(NamedTuple):
    """A piece of a name between two boundaries: separators, changes of case, changes between letters and digits."""

    start: int
    end: int
    lower: str
    word: Word | None
    shape: str


_WORD = re.compile(r"[^\W_]+(?:(?<=\d)\.\d+[^\W_]*)*")
_PIECE = re.compile(
    r"(?<=[A-Za-z]{2})[vV]\d+(?:\.\d+)*(?![A-Za-z0-9])|\d+(?:\.\d+)*(?:x\d+(?:\.\d+)*)?(?:[bBmMkKtT](?![A-Za-z]))?|[^\W\d_]+?(?=(?<=[^\W\d_]{2})[vV]\d+(?:\.\d+)*(?![A-Za-z0-9]))|[^\W\d_]+"
)
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+|[A-Z]")
#: A generation that is whole: no second digit may follow.
_DECIMAL = re.compile(r"\d[-_.]\d\Z|\d\d\Z")
_SPLIT_AMOUNT = re.compile(r"(\d)(b)\Z")
_SIZE_LETTERS = frozenset("smlbnthg")

#: Makes a named tuple without the call in between: names come by the million.
_new = tuple.__new__
_SEPARATORS = frozenset("/-_. ")
_UNITS = {"k": 10**3, "m": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12}


@cache
def _list(name: str) -> frozenset[str]:
    """One of the lists of `context.toml`."""
    return frozenset(vocabulary().context[name])


def _number(text: str) -> str:
    return f"{float(text):.12g}"


def _amount(number: str, unit: str) -> str:
    return str(round(float(number) * _UNITS[unit]))


def _word(kind: str, normal: str, ambiguous: bool = False) -> Word:
    return Word(COMPONENTS[kind], kind, normal, ambiguous)


def _tokens_or_count(found: re.Match[str]) -> Word:
    """`8k` is a context length, `100k` a count, `1k` classes."""
    if float(found[1]) in (2, 4, 8, 16, 32, 64, 128, 200, 256, 512, 1000):
        return _word("context_length", _amount(found[1], "k"))
    return _word("other", _amount(found[1], "k"))


def _experts(found: re.Match[str]) -> Word:
    return _word("parameters", str(round(int(found[1]) * float(found[2]) * _UNITS[found[3]])), True)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Word | None]], ...] = tuple(
    (re.compile(rf"(?:{pattern})\Z"), make)
    for pattern, make in (
        (r"(\d+(?:\.\d+)?)(b|bn)", lambda m: _word("parameters", _amount(m[1], m[2]))),
        (r"([1-9](?:\.\d+)?)t", lambda m: _word("parameters", _amount(m[1], "t"))),
        (r"(\d+(?:\.\d+)?)m", lambda m: _word("parameters", _amount(m[1], "m"))),
        (r"(\d+)b(\d)", lambda m: _word("parameters", _amount(f"{m[1]}.{m[2]}", "b"))),
        (r"(\d+(?:\.\d+)?)b?a\d+(?:\.\d+)?b", lambda m: _word("parameters", _amount(m[1], "b"))),
        (r"(\d+)p(\d)b", lambda m: _word("parameters", _amount(f"{m[1]}.{m[2]}", "b"))),
        (r"(\d+)x(\d+(?:\.\d+)?)(b|m)", _experts),
        (r"a(\d+(?:\.\d+)?)b", lambda m: _word("parameters", "active:" + _amount(m[1], "b"))),
        (r"e(\d+(?:\.\d+)?)b", lambda m: _word("parameters", "effective:" + _amount(m[1], "b"))),
        (r"(\d+(?:\.\d+)?)k", _tokens_or_count),
        (r"v(\d+(?:\.\d+)*[a-z]?)", lambda m: _word("version", m[1])),
        (r"(?:ver|version|rev)(\d+(?:\.\d+)*)", lambda m: _word("version", m[1])),
        (r"l(\d{1,2})h(\d{2,4})(?:a\d+)?", lambda m: _word("layers", m[1])),
        (r"l(\d{1,2})|(\d{1,2})(?:l|layers?)", lambda m: _word("layers", m[1] or m[2])),
        (r"h(\d{2,4})|(\d{1,2})heads?", lambda m: _word("heads", m[1] or m[2])),
        (r"patch(\d+)|p(4|7|8|14|16|32)", lambda m: _word("input_size", f"patch{m[1] or m[2]}")),
        (r"window(\d+)(?:to\d+)?", lambda m: _word("input_size", f"window{m[1]}")),
        (r"r(160|224|256|384|448|512)", lambda m: _word("input_size", m[1])),
        (r"(?:res|size|px|img)(\d{2,4})|(\d{2,4})(?:px|p)", lambda m: _word("input_size", m[1] or m[2])),
        (r"(?:ctx|seq|len|maxlen|length)(\d+)k?", lambda m: _word("context", m[1])),
        (r"(\d{1,2})x(\d{1,2})d", lambda m: _word("size", m[0])),
        (r"(\d{2,4})x(\d{2,4})(?:x\d+)?", lambda m: _word("input_size", m[0])),
        (r"(?:i|iq|q|oq|tq|ud)?q(\d)(?:e|ks|km|kl|k|xl|xs|xxs|0|1)?", lambda m: _word("quantisation", f"q{m[1]}")),
        (r"oq(\d)e?|iq(\d)(?:xs|xxs|nl|s|m)?", lambda m: _word("quantisation", f"q{m[1] or m[2]}")),
        (r"w(\d{1,2})a(\d{1,2})", lambda m: _word("quantisation", f"int{m[1]}")),
        (r"(\d)bits?|int(\d)|uint(\d)", lambda m: _word("quantisation", f"int{m[1] or m[2] or m[3]}")),
        (r"(\d+(?:\.\d+)?)bpw", lambda m: _word("quantisation", f"{_number(m[1])}bpw")),
        (r"(?:nf|fp|mxfp|nvfp)(4|6|8)", lambda m: _word("quantisation", m[0])),
        (r"(?:gs?)?(32|64|128)g", lambda m: _word("quantisation", f"group{m[1]}")),
        (r"(\d+)(?:ep|epochs?|e)|(?:ep|epochs?)(\d+)", lambda m: _word("other", "epoch")),
        (r"(\d+)k?(?:steps?|it|iters?)|(?:steps?|ckpt|checkpoint|iter)(\d+)k?", lambda m: _word("other", "steps")),
        (r"(?:seed|fold|run|trial|unit|exp|set|bs|lr|gen|len)(\d+)", lambda m: _word("other", "experiment")),
        (r"(?:20[12]\d)(?:0[1-9]|1[0-2])(?:[0-3]\d)?", lambda m: _word("date", m[0])),
        (r"(?:2[3-9])(?:0[1-9]|1[0-2])(?:[0-3]\d)?", lambda m: _word("date", m[0], True)),
        (r"(?:0[1-9]|1[0-2])(?:[0-3]\d)(?:20)?2\d", lambda m: _word("date", m[0], True)),
        (r"20[12]\d", lambda m: _word("date", m[0], True)),
        (r"(\d{2,3})(?:h|hrs?|hours?)", lambda m: _word("dataset", f"{m[1]}h", True)),
        (r"[a-z]\d{1,3}", lambda m: _letter_number(m[0])),
    )
)


def _letter_number(text: str) -> Word | None:
    """`b0` and `s12` are sizes of vision models; other letters say nothing."""
    return _word("size", text, True) if text[0] in "bsmn" and int(text[1:]) < 40 else None


_NETWORK = re.compile(r"[a-z]{2,}(?:net|former|lm|llm|vlm|gan|vae|nerf)[sv]?\Z")


class _Reader:
    """Reads names with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = vocabulary.words
        self.prefixes = vocabulary.prefixes
        self.families = vocabulary.families
        self.codes = vocabulary.codes
        self.ends = vocabulary.context["ends"]
        self.starts = vocabulary.context["starts"]
        self._known: dict[str, tuple[_Atom, ...]] = {}

    def read(self, model: str) -> Reading:
        known = self._known
        atoms: list[_Atom] = []
        for found in _WORD.finditer(model, model.rfind("/") + 1):
            text = found.group()
            pieces = known.get(text)
            if pieces is None:
                if len(known) > REMEMBERED:
                    known.clear()
                pieces = known[text] = self._pieces(text)
            offset = found.start()
            if not offset:
                atoms += pieces
            else:
                for start, end, lower, word, shape in pieces:
                    atoms.append(_new(_Atom, (offset + start, offset + end, lower, word, shape)))
        return Reading(model, tuple(self._tokens(model, atoms)))

    # Pieces of one word: what does not depend on its neighbours.

    def _pieces(self, text: str) -> tuple[_Atom, ...]:
        lower = text.lower()
        whole = self._lookup(text, lower)
        if whole is not None:
            return (_Atom(0, len(text), lower, whole, self._shape(text, lower)),)
        if len(text) == 1 or lower.isdecimal() or lower in self.codes:
            return (_Atom(0, len(text), lower, None, self._shape(text, lower)),)
        pieces = list(_PIECE.finditer(text))
        if len(pieces) > 1 and re.fullmatch(r"[0-9a-f]{7,}", lower):
            return (_Atom(0, len(text), lower, _word("other", "hash"), ""),)
        atoms: list[_Atom] = []
        for piece in pieces:
            atoms += self._letters(piece.group(), piece.start())
        return tuple(self._joined_known(atoms))

    def _lookup(self, text: str, lower: str) -> Word | None:
        word = self.words.get(lower)
        # Every pattern has a digit.
        if word is not None or lower.isalpha():
            return word
        for pattern, make in _PATTERNS:
            found = pattern.match(lower)
            if found is not None:
                made = make(found)
                if made is not None:
                    return made
        return None

    def _shape(self, text: str, lower: str) -> str:
        if lower.replace(".", "").isdecimal():
            return "number"
        if len(lower) == 1:
            return "letter"
        return "upper" if sum(map(str.isupper, text)) > 1 else ""

    def _letters(self, text: str, offset: int) -> list[_Atom]:
        """One run of letters or one number, cut at changes of case only where that makes known words."""
        lower = text.lower()
        word = self._lookup(text, lower)
        if word is not None or not text.isalpha():
            return [_Atom(offset, offset + len(text), lower, word, self._shape(text, lower))]
        parts = list(_CAMEL.finditer(text))
        if len(parts) > 1:
            atoms = []
            for part in parts:
                piece = part.group()
                small = piece.lower()
                known = self.words.get(small) if len(small) > 1 else None
                start = offset + part.start()
                atoms.append(_Atom(start, start + len(piece), small, known, self._shape(piece, small)))
            joined = self._joined_known(atoms)
            words = [atom.word for atom in joined if atom.word is not None and len(atom.lower) > 2]
            unknown = any(atom.word is None for atom in joined)
            if unknown and any(one.component == "A" for one in words):
                whole = self._affix(_Atom(offset, offset + len(text), lower, None, ""))
                if whole.word is not None:
                    return [whole]
            if any(one.component != "O" for one in words):
                return [self._affix(atom) for atom in joined]
        return self._parts(_Atom(offset, offset + len(text), lower, None, self._shape(text, lower)))

    def _parts(self, atom: _Atom) -> list[_Atom]:
        """An unknown word as two known ones, or by its beginning or end."""
        lower = atom.lower
        read = self._affix(atom)
        if read.word is not None:
            return [read]
        for cut in range(4, len(lower) - 3):
            first, second = self.words.get(lower[:cut]), self.words.get(lower[cut:])
            if first and second and first.component != "M" and second.component != "M":
                middle = atom.start + cut
                return [
                    _Atom(atom.start, middle, lower[:cut], first._replace(ambiguous=True), ""),
                    _Atom(middle, atom.end, lower[cut:], second._replace(ambiguous=True), ""),
                ]
        return [atom]

    def _affix(self, atom: _Atom) -> _Atom:
        lower = atom.lower
        if atom.word is not None or len(lower) < 5 or not lower.isalpha():
            return atom
        for end in self.ends:
            if lower.endswith(end) and len(lower) > len(end) + 1:
                return atom._replace(word=_word("architecture", end, True))
        for start in self.starts:
            if lower.startswith(start):
                return atom._replace(word=_word("architecture", start, True))
        if _NETWORK.match(lower):
            return atom._replace(word=_word("architecture", lower, True))
        return atom

    def _joined_known(self, atoms: list[_Atom]) -> list[_Atom]:
        """Neighbouring pieces that together are one known phrase become one piece."""
        made: list[_Atom] = []
        i = 0
        while i < len(atoms):
            end, word = self._phrase(atoms, i)
            if end > i + 1:
                text = "".join(atom.lower for atom in atoms[i:end])
                made.append(_Atom(atoms[i].start, atoms[end - 1].end, text, word, ""))
            else:
                made.append(atoms[i])
            i = end
        return made

    def _phrase(self, atoms: list[_Atom], i: int) -> tuple[int, Word | None]:
        """Where the longest known phrase that begins at an atom ends, and its word."""
        text = atoms[i].lower
        end, word = i + 1, atoms[i].word
        prefixes = self.prefixes
        for j in range(i + 1, min(i + 6, len(atoms))):
            following = atoms[j]
            if atoms[j - 1].end < following.start and (
                len(text) == 1 or (following.word is not None and following.word.kind == "version")
            ):
                break
            text += following.lower
            if text not in prefixes:
                break
            found = self.words.get(text)
            if found is not None and found.kind != "filler":
                end, word = j + 1, found
        return end, word

    # Tokens of a name: neighbours decide.

    def _tokens(self, model: str, atoms: list[_Atom]) -> list[Token]:
        tokens: list[Token] = []
        unknown = False
        prefixes = self.prefixes
        count = len(atoms)
        i = 0
        while i < count:
            start, end, lower, word, shape = atoms[i]
            following = i + 1
            if following < count and lower + atoms[following].lower in prefixes:
                last, joined = self._phrase(atoms, i)
                if last > following:
                    word, shape, end, following = joined, "", atoms[last - 1].end, last
            if shape == "number" and following < count and len(lower) == 1:
                amount = self._split_amount(model, atoms[i], atoms[following])
                if amount is not None:
                    word, end, following = amount, atoms[following].end, following + 1
            if lower in ("mt", "cnn") and tokens:
                word = self._after_all(lower, word, tokens)
            if word is None:
                if shape == "number" and tokens and self._grow(model, lower, start, end, tokens):
                    i = following
                    continue
                word, following, end = self._guess(model, atoms, i, tokens)
            elif word.ambiguous and word.kind == "architecture" and word.normal in self.families:
                word = self._everyday(word, atoms, i, following, tokens)
            elif lower == "it" and shape != "upper":
                word = self._italian(atoms, i, tokens)
            elif len(lower) == 2 and lower != "mt" and lower in self.codes and self._in_pair(atoms, i, tokens):
                word = _word("language", self.codes[lower])
            tokens.append(_new(Token, (model[start:end], start, end, *word)))
            unknown = unknown or word[1] == "unknown"
            i = following
        return self._placed(tokens) if unknown else tokens

    def _placed(self, tokens: list[Token]) -> list[Token]:
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

    def _split_amount(self, model: str, number: _Atom, after: _Atom) -> Word | None:
        """`0-8b` and `1_5b`, which are 0.8 and 1.5 billion."""
        found = _SPLIT_AMOUNT.match(after.lower)
        if found is None or not (number.lower == "0" or model[number.end] == "_") or number.lower > "3":
            return None
        return _word("parameters", _amount(f"{number.lower}.{found[1]}", found[2]))

    def _grow(self, model: str, lower: str, start: int, end: int, tokens: list[Token]) -> bool:
        """Whether a bare number is part of the token before it: `Llama-2`, `sonic06`, `v1-5`, `2023-07-05`."""
        before = tokens[-1]
        kind = before[4]
        glued = before[2] == start
        if kind == "architecture":
            family = self.families.get(before[5])
            number = family.number if family is not None else ""
            grows = (glued and number != "size") or (
                number == "generation" and len(lower) == 1 and not _DECIMAL.search(before[0])
            )
        elif kind in ("version", "date"):
            grows = len(lower) < 3 and (kind == "date" or before[0][:1] in "vV")
        else:
            grows = glued and before[3] in "OTDMFR"
        if grows:
            normal = f"{before[5]}.{lower}" if kind == "version" else before[5]
            tokens[-1] = before._replace(text=model[before[1] : end], end=end, normal=normal)
        return grows

    def _after_all(self, lower: str, word: Word | None, tokens: list[Token]) -> Word | None:
        """`mt` is Marian after OPUS, and `cnn` the news after a language model."""
        if lower == "mt":
            return _word("architecture", "marian") if tokens[-1].normal == "opus" else word
        text = any(
            token.component == "A" and token.normal in ("bart", "t5", "pegasus", "distilbart") for token in tokens
        )
        return _word("dataset", "cnndailymail") if text else word

    def _everyday(self, word: Word, atoms: list[_Atom], i: int, following: int, tokens: list[Token]) -> Word:
        """A family that is also an everyday word: capitals, or a size or number beside it, decide."""
        lower = atoms[i].lower
        known = self.words.get(lower)
        if known is None or not known.ambiguous:
            return word
        if atoms[i].shape == "upper" and len(lower) < 6:
            return word
        after = atoms[following] if following < len(atoms) else None
        if after is not None:
            if after.shape == "number" or (after.word is not None and after.word.component in "SPVCY"):
                return word
            if not tokens and after.word is not None and after.word.component == "A":
                return word
        return _word("unknown", lower, True)

    def _italian(self, atoms: list[_Atom], i: int, tokens: list[Token]) -> Word:
        if any(token.component in "PA" and token.kind != "unknown" for token in tokens) and not self._beside_code(
            atoms, i
        ):
            return _word("task", "text-generation", True)
        return _word("language", "it", True)

    def _guess(self, model: str, atoms: list[_Atom], i: int, tokens: list[Token]) -> tuple[Word, int, int]:
        """An atom that no word knows: number, letter, language code, or an unknown word. Also where it ends."""
        atom = atoms[i]
        lower = atom.lower
        before = tokens[-1] if tokens else None
        after = atoms[i + 1] if i + 1 < len(atoms) else None
        if atom.shape == "number":
            return self._bare_number(lower, before, after, tokens), i + 1, atom.end
        if atom.shape == "letter":
            if after is not None and after.shape == "number":
                if lower in "lha" and len(after.lower) < 5:
                    kind = "layers" if lower == "l" else "heads"
                    return _word(kind, after.lower), i + 2, after.end
                if lower == "v":
                    return _word("version", after.lower), i + 2, after.end
            if before is not None and before.kind == "quantisation" and lower in "kmsl01":
                return _word("quantisation", before.normal), i + 1, atom.end
            if before is not None and before.component == "A" and lower in _SIZE_LETTERS:
                return _word("size", lower, True), i + 1, atom.end
            return _word("filler", lower, True), i + 1, atom.end
        if lower in self.codes and (atom.start == 0 or model[atom.start - 1] in _SEPARATORS):
            code = self._language(lower, atoms, i, tokens)
            if code is not None:
                return code, i + 1, atom.end
        if before is not None and before.kind == "reuse" and before.normal in ("finetune", "transfer"):
            return _word("dataset", lower, True), i + 1, atom.end
        if before is not None and before.kind == "filler" and len(tokens) > 1 and tokens[-2].normal == "finetune":
            return _word("dataset", lower, True), i + 1, atom.end
        if self._is_head(atom, after, tokens):
            return _word("name", lower, True), i + 1, atom.end
        return _word("unknown", lower, True), i + 1, atom.end

    def _is_head(self, atom: _Atom, after: _Atom | None, tokens: list[Token]) -> bool:
        """Whether an unknown word stands where names have their architecture: first, before a size or a version."""
        if len(atom.lower) < 3 or any(token.component == "A" for token in tokens):
            return False
        if after is None or after.word is None:
            return after is not None and after.shape == "number" and len(after.lower) < 4 and not tokens
        return after.word.component in "SPV" and after.word.kind != "date"

    def _bare_number(self, lower: str, before: Token | None, after: _Atom | None, tokens: list[Token]) -> Word:
        if after is not None and after.word is not None and after.word.normal in ("epoch", "steps", "experiment"):
            return _word("other", after.word.normal)
        whole = lower.isdecimal()
        if whole and len(lower) > 4:
            return _word("other", "number")
        modality = ""
        for token in tokens:
            if token.component == "A":
                family = self.families.get(token.normal)
                if family is not None and family.modality not in ("text", "audio"):
                    modality = family.modality
        if before is not None:
            if before.component == "A" and whole:
                family = self.families.get(before.normal)
                if family is not None and family.number == "size":
                    return _word("size", lower)
            if before.component == "Y" and len(lower) < 5:
                return _word(before.kind, lower, True)
            if before.component == "C" and lower in (_list("resolutions") | _list("lengths")):
                return _word("input_size", lower)
            if whole and self._layer_pair(lower, before, after, tokens):
                return _word("layers", lower, True)
        if lower in ("224", "384") or (modality == "vision" and lower in _list("resolutions")):
            return _word("input_size", lower)
        if lower in _list("lengths"):
            return _word("context", lower, True)
        if (whole and len(lower) > 1) or (before is not None and before.component in "ODFL" and whole):
            return _word("other", "number", True)
        return _word("version", lower, True)

    def _layer_pair(self, lower: str, before: Token, after: _Atom | None, tokens: list[Token]) -> bool:
        """Whether a number is one of two at the end of a distilled model: its encoder and decoder layers."""
        if int(lower) > 24 or not any("distil" in token.text.lower() or token.text == "student" for token in tokens):
            return False
        return after is not None and after.shape == "number" and int(float(after.lower)) < 25

    def _beside_code(self, atoms: list[_Atom], i: int) -> bool:
        """Whether a language code stands before or after an atom, also with `to` or `2` between."""
        for step in (-1, 1):
            j = i + step
            if 0 <= j < len(atoms) and atoms[j].lower in ("2", "to", "and"):
                j += step
            if 0 <= j < len(atoms):
                lower = atoms[j].lower
                code = atoms[j].word is None and lower in self.codes and len(lower) == 2 and lower != "mt"
                if code or lower in ("it", "is"):
                    return True
        return False

    def _sized(self, name: str) -> bool:
        family = self.families.get(name)
        return family is not None and family.number == "size"

    def _in_pair(self, atoms: list[_Atom], i: int, tokens: list[Token]) -> bool:
        """Whether a word that is also a language code stands as one, as in `opus-mt-pt-gl`."""
        friendly = any(token.normal in _list("beside_codes") for token in tokens)
        return friendly or self._beside_code(atoms, i)

    def _language(self, lower: str, atoms: list[_Atom], i: int, tokens: list[Token]) -> Word | None:
        code = self.codes[lower]
        if self._beside_code(atoms, i):
            return _word("language", code)
        if any(token.component == "A" and self._sized(token.normal) for token in tokens):
            return None
        if len(lower) == 2 and lower in _list("sure_codes"):
            return _word("language", code)
        if len(lower) == 3:
            last = tokens[-1] if tokens else None
            close = last is not None and (
                last.kind == "language" or last.text.lower() in _list("beside_codes") or tokens[0].normal == "opus"
            )
            return _word("language", code) if close else None
        if any(
            token.text.lower() in _list("beside_codes") or token.normal in _list("beside_codes") for token in tokens
        ):
            return _word("language", code)
        if len(lower) == 2 and lower not in _list("everyday_codes") and tokens and atoms[i].shape != "upper":
            return _word("language", code, True)
        return None


@cache
def _reader() -> _Reader:
    return _Reader(vocabulary())


def read_name(model: str) -> Reading:
    """Reads one id; only what stands after the last `/` counts.

    Args:
        model: Id of a model, with or without namespace.
    """
    return _reader().read(model)
