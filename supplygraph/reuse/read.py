"""Reads one file of a repository: what it loads is kept as an outline, what it only mentions as mentions."""

from __future__ import annotations

import ast
import codecs
import json
import math
import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from supplygraph.ids.reading import HUB_URL, RESERVED
from supplygraph.reuse import inline, keys, ollama
from supplygraph.reuse.commands import BY_NAME, IN_CACHE, Variables, commands
from supplygraph.reuse.identify import hub_url, is_in_code, looks_owned
from supplygraph.reuse.javascript import javascript, uses_library
from supplygraph.reuse.kinds import kind_by_content, kind_of
from supplygraph.reuse.launchers import in_yaml
from supplygraph.reuse.markup import in_forms
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.modules import LATER
from supplygraph.reuse.ollama_code import CODE
from supplygraph.reuse.other_code import other_code
from supplygraph.reuse.other_shells import as_shell
from supplygraph.reuse.outline import CELL, Outline, outline
from supplygraph.reuse.place import Lines
from supplygraph.reuse.settings_file import MAX_SETTINGS_BYTES, VALUES, TooDeepError, settings_outline
from supplygraph.reuse.shell_functions import given_to_functions
from supplygraph.reuse.signatures import signatures

#: Largest files that are read, in bytes; notebooks hold their outputs.
MAX_BYTES = 2_000_000
MAX_NOTEBOOK_BYTES = 50_000_000
#: Bytes of a larger file that are looked through for anything of interest.
MAX_LOOKED = 16_000_000
_MAX_CELLS = 2_000
#: How a Python file is read that another one needs.
NEEDED = "needed python"
#: How one is read of which only that is wanted at first which needs no outline.
SIFTED = "sifted python"

#: Whether a piece of the file of a path holds anything of interest.
Wanted = Callable[[str, bytes], bool]

#: Packages whose names stand in nearly every file; their calls are looked for instead.
_COMMON_PACKAGES = frozenset({"torch", "torchvision", "core", "keras", "basicsr", "timm", "TTS"})
_MORE_WORDS = (
    "%%writefile",
    "model_name_or_path",
    "ollama",
    "huggingface",
    "hf.co",
    "hf://",
    "hf-hub:",
    "hub.load",
    "timm",
    "load_file_from_url",
    "hf_hub",
    "keras_hub",
    "llama-server",
    "text-generation-launcher",
    "hf download",
    "infinity_emb",
    "containers.run",
    ":11434",
)


_FREQUENT = frozenset({"transformers", "from_pretrained", "huggingface", "diffusers", "datasets", "langchain"})


def _words() -> tuple[bytes, ...]:
    """What a file has to hold to load anything: a package of the table, or a call of any package."""
    rows = {id(row): row for named in signatures().by_name.values() for row in named}.values()
    found = set(_MORE_WORDS) | signatures().packages - _COMMON_PACKAGES
    for row in rows:
        packages = [package for package in row.packages if package != "*"]
        found |= {package for package in packages if package not in _COMMON_PACKAGES}
        if not packages or row.unbound or _COMMON_PACKAGES & set(packages):
            found |= {name for call in row.calls if len(name := call.rsplit(".", 1)[-1]) > 4}
    # A word that holds another one adds nothing; what stands in most files that load something is looked for first.
    kept = [word for word in found if not any(o != word and o in word for o in found)]
    return tuple(word.encode() for word in sorted(kept, key=lambda word: (word not in _FREQUENT, word)))


_LOADING = _words()


@dataclass(slots=True)
class Read:
    """What one file gave.

    Attributes:
        outline: None where the file has nothing that loads, or is not valid Python.
        mentions: What it names in text, commands and settings.
        problem: Why it was not read whole, if so.
        called: Names that it may call, with spaces between them, where it was not outlined for it loads nothing.
        library: Whether it is JavaScript that loads models of the Hub.
        left: Whether it loads something, and is still to be outlined.
        by_ollama: Whether it is code or settings that speak of a server of Ollama.
    """

    outline: Outline | None = None
    mentions: list[Mention] = field(default_factory=list)
    problem: str = ""
    called: bytes = b""
    library: bool = False
    left: bool = False
    by_ollama: bool = False


def words_of(text: str) -> frozenset[bytes]:
    """The words of a text, as they stand in files."""
    return frozenset(text.encode().split())


_TEXT = words_of(
    "huggingface.co hf.co from_pretrained SentenceTransformer CrossEncoder hf_hub_download snapshot_download "
    "load_dataset from_hparams from_single_file load_lora_weights pipeline( InferenceClient HuggingFaceEmbeddings "
    "load_from_hub"
)
_SETTING = words_of(
    "huggingface hf.co hf:// hf-hub: model tokenizer checkpoint encoder backbone repo_id embed rerank llm lora vae "
    "dataset pretrained vllm sglang infinity llama lmdeploy teacher student adapter asr tts weights hf_ hf- hf: "
    "sentence_transformers"
) | {b"hf download"}
_SCRIPT = words_of(
    "huggingface hf.co vllm sglang llama infinity lmdeploy ollama mlx_ optimum local-ai spacy model "
    "text-generation-launcher dataset _model -model repo_id repo-id from_pretrained sentence_transformers "
    "snapshot_download :11434 hfd embed litgpt aphrodite mteb convert_hf download-model"
) | {b"hf download", b'hf" download', b'hf}" download', b"serve ", b"tune download"}
#: What makes a cell of a notebook a script or a file.
_IN_CELLS = (b"%%", b"--model", b"--dataset")
#: What names models and datasets in code that itself loads none: settings, tables, options.
_ABOUT_MODELS = words_of(
    "model Model MODEL dataset DATASET embed EMBED llm LLM rerank repo_id REPO_ID hf_ HF_ tokenizer"
)
_NAMED_TEXT = re.compile(
    rb"[\"'](?!(?:application|image|text|audio|video|multipart)/)(?:[\w.+]{1,60}=)?"
    rb"[A-Za-z\d][\w.-]*/[\w.-]{2,}\w(?:, ?[\w.-]+/[\w.-]+)*[\"']"
)
_OPTION = re.compile(rb"<option\b[^<>]{0,300}?\bvalue=[\"'][\w.-]+/[\w.-]")
_LIBRARY = re.compile(rb"@(?:huggingface|xenova)/transformers")
_JAVASCRIPT = re.compile(
    rb"@(?:huggingface|xenova|wllama)/|from_pretrained|huggingface\.co|:11434|(?i:ollama)|hf:|-MLC\b|[\"'`](?:Xenova|onnx-community)/|[\"'](?:@langchain/)?ollama"
    rb"|(?i:model\w*|repo_?id|hf_?repo|name_or_path\d?)[\"']?\s*[:=]\s*[\[{\"'`]|[Pp]ipeline\w*\s*\("
    rb"|(?i:models)\s*:[^=;\n(){}\"']{1,80}=\s*[\[{]"
    rb"|<(?:option|SelectItem|MenuItem)\b|\.value\s*=\s*[\"'`][\w.-]+/\w"
)
#: An id that ends in a number of parameters.
_SIZED = re.compile(rb"\w/[\w.-]*[-_.]\d+(?:\.\d+)?[bm](?![\w.])")
#: A text that is a name with a size behind it, as Ollama gives them.
_TAGGED = re.compile(rb"[\"'`][a-z][\w.-]*:(?:latest|e?\d+(?:\.\d+)?b)[\"'`-]")
#: A name with a part of it: `owner/name@train`, `owner/name[train]`.
_OF_SPLIT = re.compile(rb"\w/[\w.-]*\w[@\[][a-z]")
#: What code of other languages holds that loads models.
_CODE = words_of(
    "huggingface hf.co hf_hub hf-hub hf:// :hf, from_pretrained tokenizers transformers candle mlx fastembed gguf onnx "
    "ollama informers bumblebee hf_ pgml. :11434 model_id modelid model_name modelname modelrepo whisperkit mlx hugot "
    "mistralrs /v1 models-- --model repo_id"
)
_FIRST_LOOK = {
    "settings": _SETTING, "yaml": _SETTING, "shell": _SCRIPT, "modelfile": words_of("from adapter"), "code": _CODE,
}  # fmt: skip


def may_load(kind: str, content: bytes) -> bool:
    """Whether a file of a kind holds any word of a library, call or key that loads something."""
    # Plain searches one by one are ten times as fast as one pattern of all words.
    if kind == "notebook" and any(word in content for word in _IN_CELLS):
        return True
    if kind in ("python", "notebook"):
        # Options of a program whose other files load what they name.
        return (
            any(word in content for word in _LOADING)
            or (
                b"/" in content
                and any(word in content for word in _ABOUT_MODELS)
                and _NAMED_TEXT.search(content) is not None
            )
            or (b"DATA" in content and _DATA_OF_CLASS.search(content) is not None)
            or (b"model" in content and _TAGGED.search(content) is not None)
        )
    if kind == "prose":
        return any(word in content for word in _TEXT)
    if kind == "javascript":
        return _JAVASCRIPT.search(content) is not None or is_in_code(content) or _TAGGED.search(content) is not None
    if kind == "page":
        if b"<script" in content and is_in_code(content):
            return True
        return (
            _LIBRARY.search(content) is not None
            or (b"<option" in content and _OPTION.search(content) is not None)
            or _TAGGED.search(content) is not None
        )
    lower = content.lower()
    if any(word in lower for word in _FIRST_LOOK.get(kind, ())):
        return True
    if kind == "code":
        return is_in_code(content) or _TAGGED.search(content) is not None
    return kind in ("settings", "yaml", "shell") and (_SIZED.search(lower) or _OF_SPLIT.search(lower)) is not None


#: Python code, and in the second group the next comment, text over several lines, or line behind a quote that opens
#: none. What is looked ahead for is tried in one way only; possessive repeats do so, too, but not in Python 3.11.0.
_TOKEN = re.compile(
    rb'(?=((?:[^"\'#]+'
    rb'|"(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    rb"|'(?!'')[^'\\\n]*(?:\\.[^'\\\n]*)*')*))\1"
    rb'(#[^\n]*|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""'
    rb"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''|[\"'][^\n]*)",
    re.DOTALL,
)
#: What is not part of a name becomes a space.
_NAMES = bytes(byte if chr(byte).isalnum() or byte == ord("_") or byte >= 0x80 else ord(" ") for byte in range(256))
#: The same, but that a bracket that opens stays.
_NAMES_AND_CALLS = bytes(byte if byte == ord("(") else _NAMES[byte] for byte in range(256))
#: Calls that call later what they are given.
_LATER = tuple(f"{name}(".encode() for name in sorted(LATER))
_LATER_CALL = re.compile("|".join(rf"\b{name}\(" for name in sorted(LATER)).encode())
_SHORT_TEXT = re.compile(rb"[\"']([\w.-]+)[\"']")
_OWNED_TEXT = re.compile(rb"[\"'](?:[\w.+]{1,60}=)?[\w.-]+/[\w.:@-]+(?:, ?[\w.-]+/[\w.:@-]+)*[\"']")
#: A value of settings that stand in a text.
_OWNED_VALUE = re.compile(rb"(?m)(?:model|llm|embed|rerank)[\w-]{0,40}:[ \t]+[\w-][\w.-]*/[\w.-]+[ \t]*$")
#: Options of command lines, programs that are started, addresses.
_GIVEN_WORDS = words_of(
    "add_argument --model open_clip hf_hub .gguf subprocess os.system os.popen os.exec hf:// hf-hub: ollama :11434"
    " 'sentence_transformers' \"sentence_transformers\" 'sentence-transformers' \"sentence-transformers\""
) | {b" download ", b" serve "}
_PAGES = "|".join(sorted(RESERVED - {"datasets", "models", "spaces"}))
#: Addresses of the Hub, but for those of pages other than repositories: documentation, papers.
_HUB = re.compile(rf"\.co(?:(?<=huggingface\.co)|(?<=hf\.co))(?!/(?:{_PAGES})(?![\w.-]))".encode())
#: A line of a text of options that is taken apart into words.
_OPTION_LINE = re.compile(rb"\n[ \t]+--[\w-]{1,60}[= ](?:[\w.-]+/[\w.-]|\{)")
#: A keyword under which a call of a known package is given a model. Plain searches are made before the pattern.
_KEYWORDS = words_of(
    "model= model_id= model_name= model_name_or_path= repo_id= hf_model_id= model_repo= model_repo_id="
)
_GIVEN = re.compile(
    rb"[(,\s](?:model|model_id|model_name|model_name_or_path|repo_id|hf_model_id|model_repo|model_repo_id)=[^=\s]"
)


#: What a class names that the one it is made from, in another file, loads: `DATASET_PATH = "name"`.
_DATA_OF_CLASS = re.compile(
    rb"(?m)^[ \t]+(?:HF_)?DATA(?:SET)?(?:_(?:PATH|NAME|ID|REPO))?[ \t]*(?::[ \t]*str[ \t]*)?=[ \t]*[\"'][\w./-]+[\"']"
)


@cache
def _loaders() -> dict[bytes, tuple[tuple[bytes, bytes], ...]]:
    """Last parts of the loading calls, each with pairs of a package and another name, of which one must stand in the
    file; none where any file will do.

    The packages whose names stand in nearly every file are told by what the call is an attribute of, too, and so are
    functions of one module of a package.
    """
    found: dict[bytes, tuple[tuple[bytes, bytes], ...]] = {}
    for name, rows in signatures().by_name.items():
        pairs: set[tuple[bytes, bytes]] = set()
        for row in rows:
            for call in row.calls:
                owner, _, last = call.rpartition(".")
                if last == name:
                    pairs |= {
                        (package.encode(), owner.encode() if package in _COMMON_PACKAGES or owner.islower() else b"")
                        for package in row.packages
                    }
        anywhere = any(row.receiver or row.unbound or "*" in row.packages for row in rows)
        found[name.encode()] = () if anywhere else tuple(pairs)
    return found


_COMMON = frozenset(package.encode() for package in _COMMON_PACKAGES)


def _names_loader(name: bytes, content: bytes, code: bytes, names: set[bytes]) -> bool:
    """Whether a name that stands in code can be the one of a loading call."""
    pairs = _loaders()[name]
    fitting = not pairs or any(
        package in (names if package in _COMMON else content) and (not owner or owner in names)
        for package, owner in pairs
    )
    return fitting and _used(name).search(code) is not None


@cache
def _used(name: bytes) -> re.Pattern[bytes]:
    """A name as it stands in code; in a sentence another word follows."""
    # The name comes first, so that the search begins with a plain one.
    return re.compile(name + rb"(?<!\w" + name + rb")[ \t]*(?:[^\w \t]|\Z|(?:if|else|or|and|for)\b)")


@cache
def _short_names() -> frozenset[bytes]:
    return frozenset(name.encode() for name in signatures().tables["legacy"])


@cache
def _short_heads() -> frozenset[bytes]:
    """What the short names begin with, as `names_in` tells names apart."""
    return frozenset(name.translate(_NAMES).split()[0] for name in _short_names())


def without_text(content: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """Python code without comments and docstrings, and where these stand."""
    code, left_out = [], []
    at = end = 0
    while (token := _TOKEN.match(content, end)) is not None:
        start, end = token.span(2)
        if content[start] != _HASH:
            mark = content[start : start + 3]
            if end - start < _SHORTEST or mark not in _QUOTES or not content.endswith(mark, start, end):
                continue
            if content[start - 1 : start] in (b"r", b"R", b"u", b"U"):
                start -= 1
            line = content[content.rfind(b"\n", 0, start) + 1 : start]
            before = content[max(0, start - 200) : start].rstrip()[-1:]
            if line.strip() or before not in (b"", b":", b'"', b"'"):
                continue
        code.append(content[at:start])
        left_out.append((start, end))
        at = end
    code.append(content[at:])
    return b"".join(code), left_out


#: Bytes of the shortest text in three quotes.
_SHORTEST = 6
_QUOTES = (b'"""', b"'''")
_HASH = ord("#")


def called_in(code: bytes) -> set[bytes]:
    """The names that code may call; what is given to a call that is made later is called, too."""
    if any(name in code for name in _LATER) and _LATER_CALL.search(code):
        return names_in(code)
    # Splitting is twice as fast as a pattern. What is defined, not called, is made a word that begins with a digit.
    code = code.replace(b"def ", b"0").replace(b"class ", b"0").replace(b" (", b"(")
    words = set(code.translate(_NAMES_AND_CALLS).replace(b"(", b"( ").split())
    return {word[:-1] for word in words if word.endswith(b"(") and len(word) > 1 and not word[:1].isdigit()}


def names_in(code: bytes) -> set[bytes]:
    """The names that stand in code, and its numbers."""
    return set(code.translate(_NAMES).split())


def _loads(content: bytes, code: bytes) -> bool:
    """Whether the code of a Python file that holds the name of a library can load anything by itself.

    What only defines layers, or names models in docstrings, cannot; it is read whole where another file needs it.
    """
    if any(word in code for word in _GIVEN_WORDS):
        return True
    if any(keyword in code for keyword in _KEYWORDS) and _GIVEN.search(code):
        return True
    if (b"huggingface.co" in code or b"hf.co" in code) and _HUB.search(code):
        return True
    if b"DATA" in code and _DATA_OF_CLASS.search(code):
        return True
    if b".split()" in code and _OPTION_LINE.search(code):
        return True
    names = names_in(code)
    if any(_names_loader(name, content, code, names) for name in _loaders().keys() & names):
        return True
    if b"/" in code and _OWNED_TEXT.search(code):
        return True
    if b"model" in code and _TAGGED.search(code):
        return True
    # What is left of texts between triple quotes is not a docstring.
    if any(mark in code for mark in _QUOTES) and _OWNED_VALUE.search(code):
        return True
    # Short names begin with few words; only where one of them stands is every text looked at.
    return not names.isdisjoint(_short_heads()) and not _short_names().isdisjoint(_SHORT_TEXT.findall(code))


def limit_of(path: str) -> int:
    """Bytes of a file that are read, by its name."""
    return MAX_NOTEBOOK_BYTES if path.lower().endswith(".ipynb") else MAX_BYTES


def may_load_in_piece(kind: str, piece: bytes) -> bool:
    """Whether a piece of a file that is too large to be read holds something that loads."""
    # What code loads can be put together from pieces; what data names stands in one.
    if kind in ("python", "notebook") or piece.startswith(_MARKS):
        return True
    return b"/" in piece and may_load(kind, piece) and bool(_read_text(kind, _decode(piece)).mentions)


_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CODING = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")
#: Encodings in which what matters here is written as in ASCII.
_LIKE_ASCII = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "iso8859-15"})
#: Encodings of domain names, whose cost grows with the square of the length.
_NO_TEXT = frozenset({"idna", "punycode"})


def as_utf8(kind: str, content: bytes) -> tuple[bytes, str]:
    """A file's content in UTF-8, and the problem where that is a guess."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return content.decode("utf-32", errors="replace").encode(), ""
    if content.startswith(_MARKS):
        return content.decode("utf-16", errors="replace").encode("utf-8", errors="replace"), ""
    if b"\0" in content:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            half = content[offset:1_000:2]
            if half.count(0) > 0.8 * len(half):
                return content.decode(encoding, errors="replace").encode("utf-8", errors="replace"), ""
        return content.replace(b"\0", b""), "null_bytes"
    declared = _CODING.match(content[:400]) if kind == "python" else None
    if declared is None:
        return content, ""
    try:
        name = codecs.lookup(declared[1].decode()).name
        if name in _LIKE_ASCII:
            return content, ""
        return (content, "unknown_encoding") if name in _NO_TEXT else (content.decode(name).encode(), "")
    except (LookupError, ValueError):
        return content, "unknown_encoding"


def _sifted(content: bytes) -> Read:
    """What is kept of a Python file that can load nothing by itself."""
    code, left_out = without_text(content)
    if _loads(content, code):
        return Read(left=True)
    return Read(mentions=_in_left_out(content, left_out), called=b" ".join(sorted(called_in(code))))


def read_python(content: bytes, *, needed: bool = True) -> Read:
    """Reads a Python file; one that no other needs only as far as it may load something."""
    if len(content) > MAX_BYTES:
        return Read(problem="too_large")
    if not needed:
        sifted = _sifted(content)
        if not sifted.left:
            return sifted
    read = Read()
    text = _decode(content)
    tree = _parse(text)
    if tree is None:
        tree = _parse(_mended(text))
    if tree is None:
        read.problem = "syntax"
        # What no call is seen to load is read as in code of other languages.
        read.mentions = [*_direct_calls(text), *other_code(_TEXTS.sub(_blanked, text))]
        return read
    read.outline = _outlined(tree, read)
    if read.outline is not None:
        read.mentions = [*_documented(text, read.outline.documentation, None), *_documents(text)]
    return read


#: Texts over several lines, and comments behind code.
_TEXTS = re.compile(r"\"\"\".*?\"\"\"|'''.*?'''|[ \t]#[ \t][^\n]*", re.DOTALL)


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


_PREFIX = re.compile(r"\b[rRfF]{1,2}\Z")
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}\n]*\}")


#: What a text that is given to something stands behind.
_OPENS = ("(", ",", "=", "[", "{", "+", "\\")


def _documents(text: str) -> Iterator[Mention]:
    """What settings name that stand in a text of Python code: whole documents of YAML or JSON between triple quotes."""
    lines: Lines | None = None
    for start, end in _triple_quoted(text):
        inner = text[start + 3 : end]
        before = text[max(0, start - 400) : start]
        prefix = _PREFIX.search(before)
        before = before[: prefix.start()] if prefix else before
        if "\n" not in inner and not before.endswith("json.loads("):
            continue
        if not before.rpartition("\n")[2].strip() and not before.rstrip().endswith(_OPENS):
            # A docstring.
            continue
        if not keys.worth_reading(inner) or not may_load("yaml", inner.encode()):
            continue
        lines = lines or Lines(text)
        first = lines.of(start)
        if prefix and "f" in prefix[0].lower():
            inner = _FIELD.sub(lambda found: found[0][0] if found[0] in ("{{", "}}") else "x", inner)
        for mention in keys.in_settings(_document(inner), _inner, by_ollama=keys.speaks_to_ollama(inner)):
            mention.line += first - 1
            mention.tier = CODE
            yield mention


def _triple_quoted(text: str) -> Iterator[tuple[int, int]]:
    """Where the marks begin that open and close texts in three quotes."""
    at = 0
    while True:
        starts = [found for found in (text.find('"""', at), text.find("'''", at)) if found >= 0]
        if not starts:
            return
        start = min(starts)
        end = text.find(text[start : start + 3], start + 3)
        if end < 0:
            return
        yield start, end
        at = end + 3


def _document(text: str) -> Iterator[keys.Setting]:
    """The values of a text that is one mapping in YAML or JSON, and of no other."""
    if text.lstrip().startswith("{"):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return
        yield from keys.json_settings(text)
    elif _MAPPING.match(text):
        from yaml import MappingNode

        read = keys.of_yaml(text)
        if read is not None and len(read[0]) == 1 and isinstance(read[0][0], MappingNode):
            yield from keys.yaml_settings(read[0])


def _in_left_out(content: bytes, left_out: list[tuple[int, int]]) -> list[Mention]:
    """What docstrings and comments name."""
    if not any(name.encode() in content for name in (*_CALL_NAMES, "/hf", "huggingface.co")):
        return []

    def ranges() -> Iterator[tuple[int, int]]:
        line, at = 1, 0
        for start, end in left_out:
            line += content.count(b"\n", at, start)
            last = line + content.count(b"\n", start, end)
            yield line, last
            line, at = last, end

    return _documented(_decode(content), ranges(), None)


def read_notebook(content: bytes) -> Read:
    """Reads the code cells of a notebook as one module, and its Markdown cells as text."""
    if len(content) > MAX_NOTEBOOK_BYTES:
        return Read(problem="too_large")
    read = Read()
    try:
        notebook = json.loads(content)
        cells = notebook.get("cells")
        if cells is None:
            cells = [cell for sheet in notebook.get("worksheets", []) for cell in sheet.get("cells", [])]
    except (ValueError, AttributeError, RecursionError):
        read.problem = "no_notebook"
        return read
    body: list[ast.stmt] = []
    variables: Variables = {}
    for number, cell in enumerate(cells[:_MAX_CELLS] if isinstance(cells, list) else ()):
        if not isinstance(cell, dict):
            continue
        source = cell.get("source", cell.get("input", ""))
        text = "".join(str(part) for part in source) if isinstance(source, list) else str(source)
        if len(text) > MAX_BYTES:
            read.problem = "too_large"
            continue
        if cell.get("cell_type") != "code":
            read.mentions += _written(text, number, "doc")
            continue
        body += _cell(text, number, read, variables)
    tree = ast.Module(body=body, type_ignores=[])
    read.outline = _outlined(tree, read)
    return read


_CONSTANT = re.compile(
    r"(?m)^[ \t]*(?:(?P<name>[A-Za-z_]\w*)|os\.environ\[[\"'](?P<key>\w+)[\"']\])[ \t]*=[ \t]*"
    r"(?P<mark>[\"'])(?P<id>[\w.-]+/[\w.-]+)(?P=mark)"
    r"|^[ \t]*%(?:set_)?env[ \t]+(?P<variable>\w+)[= \t]+[\"']?(?P<value>[\w.-]+/[\w.-]+)"
)


def _constants(text: str, number: int) -> Iterator[tuple[str, tuple[str, int | None, int]]]:
    """The ids that a cell gives to names, which commands of later cells can use."""
    for match in _CONSTANT.finditer(text):
        id_ = match["id"] or match["value"]
        if looks_owned(id_, frozenset()):
            line = text.count("\n", 0, match.start()) + 1
            yield match["name"] or match["key"] or match["variable"], (id_, number, line)


def _cell(text: str, number: int, read: Read, variables: Variables) -> list[ast.stmt]:
    lines = text.split("\n")
    # The last value counts, as when the cells are run in their order.
    variables.update((name, [value]) for name, value in _constants(text, number))
    shell = bool(lines and lines[0].startswith(("%%bash", "%%sh", "%%shell", "%%script", "%%!")))
    written = _WRITES.match(lines[0])
    if written is not None:
        inner = _inner(written[1], "\n".join(["", *lines[1:]]))
        read.mentions += [_with_cell(mention, number) for mention in inner]
        return []
    if shell or (lines and lines[0].startswith("%%") and not lines[0].startswith(("%%time", "%%capture", "%%prun"))):
        if shell:
            read.mentions += commands(text, number, 1, variables)
            read.mentions += [_with_cell(mention, number) for mention in _here_documents(text)]
        return []
    python: list[str] = []
    for index, line in enumerate(lines):
        stripped = line.lstrip()
        if index < len(python):
            # It continues the command above.
            continue
        if stripped.startswith(("!", "%", "?")) or (stripped.endswith("?") and not stripped.startswith("#")):
            command = [stripped[1:]]
            while command[-1].rstrip().endswith("\\") and index + len(command) < len(lines):
                command.append(lines[index + len(command)])
            read.mentions += commands("\n".join(command), number, index + 1, variables)
            python += [line[: len(line) - len(stripped)] + "pass", *[""] * (len(command) - 1)]
        else:
            python.append(line)
    code = "\n".join(python)
    tree = _parse(code) or _parse(_mended(code))
    if tree is None:
        # One bad line (`cd folder`) spoils no cell: it is blanked and the rest tried again.
        for _ in range(5):
            bad = _bad_line(code)
            if bad is None or bad > len(python):
                break
            python[bad - 1] = ""
            code = "\n".join(python)
            tree = _parse(code)
            if tree is not None:
                break
    if tree is None:
        read.problem = "syntax"
        read.mentions += [_with_cell(mention, number) for mention in _direct_calls("\n".join(lines))]
        return []
    documentation: list[tuple[int, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            documentation.append((node.lineno, node.end_lineno or node.lineno))
    read.mentions += _documented(code, documentation, number)
    read.mentions += [_with_cell(mention, number) for mention in _documents(code)]
    ast.increment_lineno(tree, number * CELL)
    return tree.body


_WRITES = re.compile(r"%%(?:writefile|file)\s+(?:-a\s+)?[\"']?([^\s\"']+)")


def _with_cell(mention: Mention, cell: int) -> Mention:
    mention.cell = cell
    return mention


def _outlined(tree: ast.Module, read: Read) -> Outline | None:
    try:
        return outline(tree, loader_names())
    except RecursionError:
        read.problem = "too_deep"
        return None


@cache
def loader_names() -> frozenset[str]:
    """Last parts of all loading calls."""
    return frozenset(signatures().by_name)


def _decode(content: bytes) -> str:
    text = content.decode("utf-8-sig", errors="replace")
    if "�" in text:
        text = content.decode("latin-1")
    return text.replace("\x00", "").replace("\f", " ")


#: What stands in an f-string between braces that hold none.
_REPLACED = re.compile(r"\{[^{}]*\}")
#: Most lines of a file whose f-strings are read without what is put into them.
_MOST_LINES = 50


#: What Python has since 3.12 and 3.14: names for types, parameters of types, templates.
_TYPE = re.compile(r"(?m)^([ \t]*)type[ \t]+([A-Za-z_]\w*)[ \t]*(?:\[[^\n]*?\][ \t]*)?=(?!=)")
_OF_TYPES = re.compile(r"(?m)^([ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+)\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\](?=[(:])")
_TEMPLATES = re.compile(r"(?<![\w\"'])(?:t|rt|tr)(?=[\"'])")


def _older(text: str) -> str:
    """Code without what only later versions of Python can read."""
    return _TEMPLATES.sub("f", _OF_TYPES.sub(r"\1", _TYPE.sub(r"\1\2 =", text)))


def _parse(text: str) -> ast.Module | None:
    """The tree of a file; it may be written for a later version of Python than this one."""
    older = False
    for _ in range(_MOST_LINES):
        tree = _tree(text)
        if not isinstance(tree, SyntaxError):
            return tree
        if not older and (mended := _older(text)) != text:
            older, text = True, mended
            continue
        if "f-string" not in tree.msg or not tree.lineno:
            return None
        lines = text.split("\n")
        bad = lines[tree.lineno - 1] if tree.lineno <= len(lines) else ""
        if (mended := _REPLACED.sub("", bad)) == bad:
            return None
        lines[tree.lineno - 1] = mended
        text = "\n".join(lines)
    return None


def _tree(text: str) -> ast.Module | SyntaxError | None:
    """The tree of a file, or why it has none; None where its syntax is not at fault."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None


def _bad_line(text: str) -> int | None:
    error = _tree(text)
    return error.lineno if isinstance(error, SyntaxError) else None


_PRINT = re.compile(r"^(\s*)print\s+(?![=(])(.*)$", re.MULTILINE)
_EXCEPT = re.compile(r"^(\s*except\s+[\w.()]+)\s*,\s*(\w+)\s*:", re.MULTILINE)


def _mended(text: str) -> str:
    """Python 2 and templates made readable enough: print statements, old excepts, tabs, `{{ … }}`."""
    text = _PRINT.sub(r"\1pass", text.expandtabs(8))
    text = _EXCEPT.sub(r"\1 as \2:", text)
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)


_CALL_NAMES = [
    "from_pretrained",
    "SentenceTransformer",
    "CrossEncoder",
    "hf_hub_download",
    "snapshot_download",
    "load_dataset",
    "from_hparams",
    "from_single_file",
    "load_lora_weights",
    "pipeline",
    "InferenceClient",
    "HuggingFaceEmbeddings",
    "load_from_hub",
]
_CALL = re.compile(
    rf"(?P<call>\b(?:{'|'.join(_CALL_NAMES)}))\s*\(\s*"
    r"(?:[\"'][a-z-]+[\"'],\s*)?(?:(?:model|repo_id|model_name|model_name_or_path|path|pretrained_model_name_or_path|source)\s*=\s*)?"
    r"[\"'](?P<id>[A-Za-z0-9][\w.-]*/[\w.-]+)[\"']"
)


def _calls(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_CALL`, looked for where one of its names stands: far faster than the pattern alone."""
    places: list[int] = []
    for name in _CALL_NAMES:
        at = text.find(name)
        while at >= 0:
            places.append(at)
            at = text.find(name, at + len(name))
    end = 0
    for place in sorted(places):
        match = _CALL.match(text, place) if place >= end else None
        if match is not None:
            end = match.end()
            yield match


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """The addresses on the Hub in a text."""
    return HUB_URL.finditer(text) if "/hf" in text or "huggingface.co" in text else iter(())


def _direct_calls(text: str) -> list[Mention]:
    """Calls with a literal id in code that cannot be parsed."""
    found = []
    lines = Lines(text)
    for match in _calls(text):
        line = lines.of(match.start("id"))
        start = text.rfind("\n", 0, match.start()) + 1
        comment = "#" in text[start : match.start()]
        kind = "dataset" if "load_dataset" in match["call"] else "model"
        if looks_owned(match["id"], frozenset()):
            tier = "doc" if comment else "core"
            found.append(Mention(line, None, match["id"], match["id"], kind, match["call"], tier))
    return found


def _documented(text: str, ranges: Iterable[tuple[int, int]], cell: int | None) -> list[Mention]:
    """Loading calls and addresses in docstrings and comments, which stand in these ranges of lines."""
    calls, addresses = list(_calls(text)), list(_addresses(text))
    if not calls and not addresses:
        return []
    lines, written = Lines(text), text.split("\n")
    known = sorted(ranges)
    found: list[Mention] = []

    def is_inside(line: int) -> bool:
        at = bisect_right(known, (line, math.inf)) - 1
        return at >= 0 and line <= min(known[at][1], known[at][0] + 5_000)

    for match in calls:
        line = lines.of(match.start("id"))
        before = written[line - 1].split(match["id"])[0]
        if (is_inside(line) or "#" in before) and looks_owned(match["id"], frozenset()):
            kind = "dataset" if "load_dataset" in match["call"] else "model"
            found.append(Mention(line, cell, match["id"], match["id"], kind, match["call"], "doc"))
    for match in addresses:
        line = lines.of(match.start())
        before = written[line - 1].split(match[0])[0]
        address = hub_url(match[0])
        if address is not None and (is_inside(line) or "#" in before):
            found.append(
                Mention(line, cell, match[0], address[1].rstrip("."), address[0], "address", "doc", address[2])
            )
    return found


def _written(text: str, cell: int | None, tier: str) -> list[Mention]:
    """Loading calls and addresses in prose."""
    found: list[Mention] = []
    lines = Lines(text)
    for match in _calls(text):
        if looks_owned(match["id"], frozenset()):
            line = lines.of(match.start("id"))
            kind = "dataset" if "load_dataset" in match["call"] else "model"
            found.append(Mention(line, cell, match["id"], match["id"], kind, match["call"], tier))
    for match in _addresses(text):
        address = hub_url(match[0])
        if address is not None:
            line = lines.of(match.start())
            name = address[1].rstrip(".")
            found.append(Mention(line, cell, match[0], name, address[0], "address", tier, address[2]))
    return found


def _read_values(kind: str, text: str) -> Read:
    try:
        return Read(settings_outline(kind, text))
    except TooDeepError:
        return Read(problem="too_deep")
    except ValueError:
        return Read(problem="syntax")


def read_file(kind: str, content: bytes) -> Read:
    """Reads a file of a kind that `kind_of` or `values_kind` gives."""
    if kind == SIFTED:
        return _sifted(content)
    if kind in ("python", NEEDED):
        return read_python(content, needed=kind == NEEDED)
    if kind == "notebook":
        return read_notebook(content)
    if len(content) > (MAX_SETTINGS_BYTES if kind in VALUES else MAX_BYTES):
        return Read(problem="too_large")
    return _read_text(kind, _decode(content))


def _read_text(kind: str, text: str) -> Read:
    if kind in VALUES:
        return _read_values(kind, text)
    if kind == "prose":
        return Read(mentions=_written(text, None, "doc"))
    read = _read_code(kind, text)
    read.by_ollama = ("llama" in text or "LLAMA" in text or ollama.LISTENS in text) and keys.speaks_to_ollama(text)
    return read


def _read_code(kind: str, text: str) -> Read:
    if kind == "javascript":
        return Read(mentions=[*javascript(text), *in_forms(text)], library=uses_library(text))
    if kind == "page":
        return Read(mentions=[*javascript(_scripts(text)), *in_forms(text)], library=uses_library(text))
    if kind == "code":
        return Read(mentions=other_code(text))
    if kind in ("shell", "modelfile"):
        found = [*_script(text), *given_to_functions(as_shell(text), _script)]
        return Read(mentions=[*found, *_model_file(text)] if kind == "modelfile" else found)
    return Read(mentions=_in_yaml(text) if kind == "yaml" else keys.settings(text, _inner))


def _script(text: str) -> list[Mention]:
    text = as_shell(keys.with_defaults(text))
    return [*commands(text), *inline.in_commands(text), *_here_documents(text)]


_SCRIPTS = re.compile(r"(?is)<script\b[^>]*>(.*?)</script>")


def _scripts(text: str) -> str:
    """The scripts of a page, each on its lines."""
    made, at = [], 0
    for match in _SCRIPTS.finditer(text):
        made += ["\n" * text.count("\n", at, match.start(1)), match[1]]
        at = match.end(1)
    return "".join(made)


_HERE = re.compile(
    r"(?m)^(?P<command>.*)<<-?[ \t]*[\"']?(?P<end>\w+)[\"']?(?P<rest>.*)\n(?P<text>(?:.*\n)*?)[ \t]*(?P=end)[ \t]*$"
)
_INTO = re.compile(r"(?:>|\btee\s+(?:-a\s+)?)[ \t]*[\"']?([^\s\"'>|&;]+)")
#: Commands that read a document of a kind from their input.
_READS = (("python", "x.py"), ("kubectl", "x.yaml"), ("docker", "x.yaml"), ("helm", "x.yaml"), ("ollama", "Modelfile"))


def _here_documents(text: str) -> Iterator[Mention]:
    """What documents name that a script holds: `cat > settings.yaml <<EOF`."""
    if "<<" not in text:
        return
    lines = Lines(text)
    for match in _HERE.finditer(text):
        around = f"{match['command']} {match['rest']}"
        into = _INTO.search(around)
        name = into[1] if into else next((name for word, name in _READS if word in around), "")
        if not kind_of(name.rsplit("/", 1)[-1]):
            continue
        first = lines.of(match.start("text"))
        for mention in _inner(name, match["text"]):
            mention.line += first - 1
            yield mention


_MODEL_FROM = re.compile(r"(?im)^[ \t]*FROM[ \t]+(\S+)[ \t]*$")


def _model_file(text: str) -> Iterator[Mention]:
    """The model of Ollama's library that a `Modelfile` starts from."""
    lines = Lines(text)
    for match in _MODEL_FROM.finditer(text):
        if ollama.is_in_library(match[1]):
            yield ollama.library_mention(lines.of(match.start()), match[1], "Modelfile", "core")


def _in_yaml(text: str) -> list[Mention]:
    text = keys.with_defaults(text)
    read = keys.of_yaml(text) if keys.worth_reading(text) else None
    if read is None:
        found = keys.settings(text, _inner)
    else:
        found = [
            *_on_lines(
                keys.in_settings(keys.yaml_settings(read[0]), _inner, by_ollama=keys.speaks_to_ollama(text)), *read
            ),
            *in_yaml(*read),
            *_folded(*read),
        ]
    known: dict[tuple[int, str], Mention] = {}
    in_commands = [*commands(text), *inline.in_commands(text)]
    if in_commands and read is not None:
        prose = keys.prose_lines(read[0])
        # A word by itself is a value, which is read by its key.
        in_commands = [one for one in in_commands if one.line not in prose and one.call not in (BY_NAME, IN_CACHE)]
    for mention in (*found, *in_commands):
        known.setdefault((mention.line, mention.model_id), mention)
    return list(known.values())


#: A document that begins as a mapping does.
_MAPPING = re.compile(r"\s*(?:-[ \t]+)?[A-Za-z_][\w.-]*:(?:[ \t]*\n[ \t]|[ \t]+[^\s|>])")


def _folded(nodes: list[Any], text: str) -> Iterator[Mention]:
    """What command lines name that YAML folds: several lines that are one value."""
    lines = text.split("\n")
    for first, last, value in keys.folded(nodes):
        for mention in commands(value) if "--" in value else ():
            mention.line = _line_among(mention.text, lines, first, last)
            yield mention


def _on_lines(mentions: Iterable[Mention], nodes: list[Any], text: str) -> Iterator[Mention]:
    """The same mentions, those in a value of several lines that are one with the line that each stands on."""
    folded = {first + 1: (first, last) for first, last, _ in keys.folded(nodes)}
    lines = text.split("\n") if folded else []
    for mention in mentions:
        if mention.line in folded:
            mention.line = _line_among(mention.text, lines, *folded[mention.line])
        yield mention


def _line_among(name: str, lines: list[str], first: int, last: int) -> int:
    """The 1-based line of those from a first to a last one, counted from 0, on which a name stands."""
    whole = re.compile(rf"(?<![\w./-]){re.escape(name)}(?![\w./-])")
    return next((at for at in range(first, min(last + 1, len(lines))) if whole.search(lines[at])), first) + 1


#: Endings of files that only hold text or rows.
_DATA = (".txt", ".log", ".csv", ".tsv", ".jsonl")


def _inner(name: str, text: str) -> list[Mention]:
    """What a file names that stands in another one; one without a name is a script."""
    kind = kind_by_content(kind_of(name.rsplit("/", 1)[-1]), text[:200].encode())
    kind = kind or ("yaml" if _MAPPING.match(text) else "shell")
    if kind == "notebook" or name.lower().endswith(_DATA) or len(text) > MAX_BYTES:
        return []
    return inline.loaded(text) or _direct_calls(text) if kind == "python" else _read_text(kind, text).mentions
