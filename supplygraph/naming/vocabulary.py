"""The words of model names: families, sizes, tasks, languages, datasets … read once from the files in `vocabulary/`."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from supplygraph.ids.model_words import table_text

FOLDER = Path(__file__).with_name("vocabulary")
#: Raised by hand when the rules of the reader change; the files of the folder count by themselves.
RULES = 20

#: Component of the study by kind of word, plus W for formats and number formats and M for organisations.
COMPONENTS = {
    "architecture": "A", "name": "A", "served": "A", "size": "S", "task": "T", "detail": "T", "serving": "T",
    "version": "V", "date": "V", "parameters": "P", "language": "L", "dataset": "D", "teacher": "D", "reuse": "F",
    "process": "R", "casing": "C", "data_trait": "C", "input_size": "C", "context": "C", "layers": "Y", "hidden": "Y",
    "heads": "Y", "quantisation": "W", "dtype": "W", "format": "W", "organisation": "M", "other": "O",
    "context_length": "O", "filler": "O", "unknown": "O",
}  # fmt: skip


class Word(NamedTuple):
    """What one word or phrase means.

    Attributes:
        component: Code of the component.
        kind: Its class, a key of `COMPONENTS`.
        normal: Its normal form.
        ambiguous: Whether it is also an everyday word, so that its neighbours decide.
    """

    component: str
    kind: str
    normal: str
    ambiguous: bool = False


class Quantisation(NamedTuple):
    """What a label of quantisation says.

    Attributes:
        scheme: Format or method.
        bits: Bits a weight; 0 where the label tells none.
    """

    scheme: str
    bits: float


@dataclass(frozen=True)
class Family:
    """A family of models.

    Attributes:
        name: Its name, as in `families.toml`.
        types: Model types of configs that are this family.
        on: Families whose architecture it uses.
        related: Families that may be named instead without being wrong.
        number: What a bare number after it says: `generation`, `size` or nothing.
        modality: What it reads or makes, where that is not text.
        generic: Whether it names a kind of network rather than a family.
        line: Whether it is a line of fine-tunes on changing architectures, or no network at all.
        composite: Whether it joins networks of other families.
        sizes: Billions of parameters of its published models, where its name is also an everyday word; one alone is
            that of models whose names leave it out.
        generations: Its generations, where names of fine-tunes take its numbers into words of their own.
        counts: Billions of parameters of its published models.
        counted: Billions of parameters of the published models of single generations.
        named: Words for sizes, with the billions of parameters that they stand for in it.
        apart: Whether a bare number is a generation of its own, not short for one with a point.
        trained_from: Generations that were trained from an earlier one, with that one.
        tuned: Generations whose models tuned for instructions bear a word for it, which those only pretrained do not.
        typed: Model types that were made for some of its generations, with these.
        pretrained: Whether its makers trained it from nothing, though its architecture is that of others.
    """

    name: str
    types: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    number: str = ""
    modality: str = "text"
    generic: bool = False
    line: bool = False
    composite: bool = False
    sizes: tuple[float, ...] = ()
    generations: tuple[str, ...] = ()
    counts: tuple[float, ...] = ()
    apart: bool = False
    trained_from: tuple[tuple[str, str], ...] = ()
    typed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tuned: tuple[str, ...] = ()
    counted: tuple[tuple[str, tuple[float, ...]], ...] = ()
    named: tuple[tuple[str, float], ...] = ()
    pretrained: bool = False


@dataclass
class Vocabulary:
    """All words, and what the names of families, tasks and languages stand for.

    Attributes:
        version: Changes whenever a file or the rules change.
        words: Words and phrases in small letters without separators.
        prefixes: Beginnings of phrases, to know how far to look.
        families: Families by name.
        codes: Two- and three-letter language codes to the normal code.
        tongues: Language codes to the names of the language that are written out.
        type_families: Model types of configs to their family.
        heads: Ends of class names in configs to tasks, longest first.
        groups: Tasks to the group that they belong to.
        labelled: Datasets to the task whose labels they hold.
        task_words: Words that surely name their task.
        not_after: Tasks to the words after which their words mean something else.
        not_before: Tasks to the words before which their words mean something else.
        class_types: Class names in configs to model types.
        lists: Lists of words by which the reader decides in context.
        quantisations: Labels of quantisation to what they say.
        totals: Parameters that the headers of published models hold.
    """

    version: str
    words: dict[str, Word] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    families: dict[str, Family] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    tongues: dict[str, list[str]] = field(default_factory=dict)
    type_families: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    labelled: dict[str, str] = field(default_factory=dict)
    task_words: set[str] = field(default_factory=set)
    not_after: dict[str, frozenset[str]] = field(default_factory=dict)
    not_before: dict[str, frozenset[str]] = field(default_factory=dict)
    class_types: dict[str, str] = field(default_factory=dict)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    quantisations: dict[str, Quantisation] = field(default_factory=dict)
    totals: list[int] = field(default_factory=list)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this version of the package."""
    paths = sorted(path for path in FOLDER.iterdir() if path.suffix in (".toml", ".tsv"))
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    digest = hashlib.sha256(f"{RULES}{table_text()}".encode())
    for name, text in texts.items():
        digest.update(name.encode() + text.encode())
    made = Vocabulary(digest.hexdigest()[:12])
    _add_families(made, tomllib.loads(texts["families.toml"]))
    tables = tomllib.loads(texts["words.toml"])
    _add_tables(made, tables, ("size", "casing", "teacher", "serving", "reuse", "dtype"))
    _add_quantisations(made, tomllib.loads(texts["quantisation.toml"]))
    _add_languages(made, texts["languages.tsv"])
    _add_tasks(made, tomllib.loads(texts["tasks.toml"]))
    datasets = tomllib.loads(texts["datasets.toml"])
    for name in datasets["names"]:
        made.words.setdefault(name, Word("D", "dataset", name, name in datasets["unsure"]))
    _add_tables(made, tables)
    _add_types(made, texts["model_types.tsv"])
    made.totals = [int(line.partition("\t")[0]) for line in _rows(texts["totals.tsv"])]
    made.lists = {name: frozenset(words.split()) for name, words in tomllib.loads(texts["context.toml"]).items()}
    made.prefixes = {word[:end] for word in made.words for end in range(1, len(word) + 1)}
    return made


#: What a generation adds to the name of a family: `qwen25vl`, `gemma3n`.
_NUMBERED = re.compile(r"v?\d+[a-z]{0,2}")


def _add_families(made: Vocabulary, table: dict[str, dict[str, Any]]) -> None:
    for name, row in table.items():
        made.families[name] = Family(
            name,
            tuple(row.get("types", (name,))),
            tuple(row.get("on", ())),
            tuple(row.get("related", ())),
            row.get("number", ""),
            row.get("modality", "text"),
            row.get("generic", False),
            row.get("line", False) or (not row.get("types", (name,)) and not row.get("on")),
            row.get("composite", False),
            tuple(row.get("sizes", ())),
            tuple(row.get("generations", ())),
            tuple(row.get("counts", ())),
            row.get("apart", False),
            tuple(row.get("trained_from", {}).items()),
            tuple((kind, tuple(told)) for kind, told in row.get("typed", {}).items()),
            tuple(row.get("tuned", ())),
            tuple((one, tuple(counts)) for one, counts in row.get("counted", {}).items()),
            tuple(row.get("named", {}).items()),
            row.get("pretrained", False),
        )
        unsure = set(row.get("ambiguous_aliases", ()))
        own = row.get("own", False)
        for alias in (name, *row.get("aliases", ())):
            if row.get("number") == "generation" and _NUMBERED.fullmatch(alias.removeprefix(name)):
                # The number is a version wherever it stands; glued to the name it is not a word of its own.
                continue
            ambiguous = alias in unsure or (row.get("ambiguous", False) and alias == name)
            made.words.setdefault(alias, Word("A", "architecture", alias if own else name, ambiguous))
            if own and alias not in made.families:
                made.families[alias] = Family(
                    alias,
                    (alias,),
                    tuple(row.get("on", ())),
                    number=row.get("number", ""),
                    modality=row.get("modality", "text"),
                    generic=row.get("generic", False),
                    line=True,
                )
        for kind in row.get("types", (name,)):
            made.type_families.setdefault(kind.lower(), name)


def _add_tables(made: Vocabulary, tables: dict[str, dict[str, list[str]]], only: tuple[str, ...] = ()) -> None:
    for kind, table in tables.items():
        if only and kind not in only:
            continue
        for normal, written in table.items():
            if normal.startswith("_"):
                for word in written:
                    made.words.setdefault(word, Word(COMPONENTS[kind], kind, word))
            else:
                for word in (normal, *written):
                    made.words.setdefault(word, Word(COMPONENTS[kind], kind, normal))


def _add_quantisations(made: Vocabulary, tables: dict[str, dict[str, Any]]) -> None:
    for scheme, table in tables.items():
        also = table.pop("also", {})
        for bits, labels in table.items():
            for label in labels:
                made.quantisations[label] = Quantisation(scheme, float(bits))
                word = Word(COMPONENTS["quantisation"], "quantisation", label)
                plain = re.sub(r"[-_]", "", label)
                written = [plain, *also.get(label, ())]
                if scheme == "gguf" and bits != "0":
                    written += [f"ud{plain}", f"i1{plain}"]
                for one in written:
                    made.words[one] = word


#: Names of languages that are more often the name of a script.
_SCRIPTS = frozenset(("latin",))


def _add_languages(made: Vocabulary, text: str) -> None:
    for line in _rows(text):
        code, three, names, countries, *_ = [*line.split("\t"), "", "", ""]
        made.codes.setdefault(code, code)
        if three:
            made.codes.setdefault(three, code)
        for name in (*names.split(), *countries.split()):
            made.words.setdefault(name, Word("L", "language", code, name in _SCRIPTS))
        if written := [name for name in names.split() if len(name) > 3 and name not in _SCRIPTS]:
            made.tongues[code] = written


def _add_tasks(made: Vocabulary, tables: dict[str, dict[str, Any]]) -> None:
    for task, row in tables.items():
        made.groups[task] = row["group"]
        made.task_words.update(row.get("claims", ()))
        made.not_after[task] = frozenset(row.get("not_after", ()))
        made.not_before[task] = frozenset(row.get("not_before", ()))
        made.heads.update(dict.fromkeys(row.get("heads", ()), task))
        made.labelled.update(dict.fromkeys(row.get("datasets", ()), task))
        for word in (task.replace("-", ""), *row.get("claims", ()), *row["words"]):
            made.words.setdefault(word, Word("T", "task", task))
    made.heads = dict(sorted(made.heads.items(), key=lambda item: -len(item[0])))


def _add_types(made: Vocabulary, text: str) -> None:
    for line in _rows(text):
        kind, _, classes = line.partition("\t")
        for name in classes.split():
            # Several types share a class; the one it is named after comes first.
            if name not in made.class_types or _named_after(name, kind) > _named_after(name, made.class_types[name]):
                made.class_types[name] = kind
        if kind.lower() not in made.type_families:
            made.type_families[kind.lower()] = _family_of_type(made, kind)


def _named_after(class_name: str, kind: str) -> int:
    plain = re.sub(r"[-_.]", "", kind.lower())
    return len(plain) if class_name.lower().startswith(plain) else 0


def _rows(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line and not line.startswith("#"))


_TAIL = re.compile(
    r"[-_](?:text|vision|audio|video|model|moe|vl|omni|dense|encoder|decoder|next|asr|ocr|image|assistant|unified|lite"
    r"|thinker|exp|streaming|tracker|plus|swa|dsa|hybrid|speech|tokenizer|backbone|loop|edge|large|qformer|mm|ctc|flash"
    r"|llama|mistral|qwen|note)$|[-_]?v?\d+(?:[._p]\d+)*[a-z]?$"
)


def _family_of_type(made: Vocabulary, kind: str) -> str:
    """The family of a model type that no family lists: its name without generation and part, or a family of its own."""
    rest = kind.lower()
    while rest:
        if rest in made.type_families:
            return made.type_families[rest]
        word = made.words.get(re.sub(r"[-_.]", "", rest))
        if word is not None and word.kind == "architecture":
            return word.normal
        shorter = _TAIL.sub("", rest)
        if shorter == rest:
            break
        rest = shorter
    name = re.sub(r"[-_.]", "", rest or kind.lower())
    made.families.setdefault(name, Family(name, (kind,), line=True))
    if len(name) > 3:
        made.words.setdefault(name, Word("A", "architecture", name))
        made.words.setdefault(re.sub(r"[-_.]", "", kind.lower()), Word("A", "architecture", name))
    return name


def type_family(kind: str) -> str | None:
    """The family that a model type of a config belongs to, or None where the vocabulary cannot tell."""
    made = vocabulary()
    rest = kind.lower()
    while rest:
        known = made.type_families.get(rest)
        if known is not None:
            return known
        word = made.words.get(re.sub(r"[-_.]", "", rest))
        if word is not None and word.kind == "architecture" and not word.ambiguous:
            return word.normal
        shorter = _TAIL.sub("", rest)
        if shorter == rest:
            break
        rest = shorter
    return None
