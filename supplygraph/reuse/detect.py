"""Finds the loading calls of a repository and the literals that reach them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator

from supplygraph.reuse import ollama
from supplygraph.reuse.commands import LOADING_COMMAND, commands
from supplygraph.reuse.evaluate.evaluator import Evaluator
from supplygraph.reuse.evaluate.questions import Callee
from supplygraph.reuse.evaluate.values import FileValue, ParentsValue, PathValue, Text, class_of
from supplygraph.reuse.expression import (
    UNKNOWN,
    Attribute,
    Call,
    Constant,
    Either,
    Element,
    Expression,
    Items,
    Joined,
    Mapping,
    Name,
    Parameter,
    Percent,
    Spread,
    String,
    Subscript,
    Unpacked,
    last_name,
    spelling,
)
from supplygraph.reuse.finding import ScanFinding
from supplygraph.reuse.identify import (
    Identity,
    Rejected,
    fetched,
    hub_url,
    identify,
    in_cache,
    is_of_sentences,
    is_owner_of_models,
    is_shown,
    known_short,
    looks_owned,
    reads_as_model,
    repository_of_weights,
)
from supplygraph.reuse.keys import (
    PROSE,
    SCHEME,
    elsewhere,
    is_below_service,
    is_hosted,
    key_words,
    names_model,
    names_on_hub,
    says_ollama,
)
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.modules import LATER, Module, later_call
from supplygraph.reuse.outline import CELL
from supplygraph.reuse.place import role
from supplygraph.reuse.served import asks_own_server, asks_service
from supplygraph.reuse.signatures import Signature, signatures
from supplygraph.reuse.started import (
    STARTERS,
    gives_options,
    named_in_arguments,
    named_in_commands,
    named_in_split_text,
    runs_program,
)
from supplygraph.reuse.told import A_LABEL, SAYING, kind_of_name, names_in, told
from supplygraph.reuse.whisper import PACKAGES, sized

_SHA = re.compile(r"[0-9a-f]{7,40}\Z")
#: Names under which ids are given to functions, in keys, keywords, variables and parameters.
NAMED = re.compile(
    r"(?:\A|_)(?:model_?(?:name|id|path|repo|name_or_path|card|key|slug)?|repo_?id|hf_?(?:repo|model|id|hub)\w*"
    r"|checkpoint|pretrained\w*|base_?model\w*|tokenizer\w*|encoder\w*|embedder|embedding_?model\w*|reranker\w*"
    r"|backbone|repo|hub_?id|hf)(?:_?(?:name|id|path|name_or_path|repo|default|type))*\Z",
    re.IGNORECASE,
)

#: Names that say nothing beyond the file they stand in.
_GENERAL = frozenset(
    {
        "model",
        "name",
        "model_name",
        "model_id",
        "path",
        "repo_id",
        "repo",
        "model_path",
        "model_name_or_path",
        "tokenizer",
    }
)


#: A file of a repository whose name says that it holds such files.
_GGUF = re.compile(r"(?:\A|/)(?P<id>[\w.-]+/[\w.-]*gguf[\w.-]*)/[^/\s]*\.gguf(?:@\d+)?\Z", re.IGNORECASE)

#: A file of a repository, or all of it with a slash behind: what code takes apart before it asks for it.
_INSIDE = re.compile(r"(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)/(?:[\w.-]+\.[a-z0-9]{2,11})?\Z")

#: Names of what is only listed in copies of a library's own files.
_LISTED = re.compile(r"_ARCHIVE_(?:LIST|MAP)\Z")

#: Names of what writes model cards.
_CARD = re.compile(r"model_?card", re.IGNORECASE)

#: Lists of what a library has, in its own documentation.
_FOR_DOC = re.compile(r"_FOR_DOC\Z|_DOC(?:S|STRING)?\Z")
#: Settings as a command line gives them: `model_args="pretrained=a/b,dtype=float16"`.
_ARGUMENTS = re.compile(r"(?:pretrained|peft|tokenizer)=[\w.-]+/[\w.-]+(?:,[\w.-]+=|\Z)")
#: Names under which code gives a command line to what starts it.
_COMMAND_NAMES = frozenset({"command", "cmd", "entrypoint", "args", "start_command", "docker_args"})

#: An address that a query names: `SELECT * FROM 'hf://datasets/owner/name/data.parquet'`.
_IN_QUERY = re.compile(r"[\"'](?P<address>hf://datasets/[^\s\"']+)[\"']")

#: What a table of anything else has, which is called models, too: `Events/Field`.
_TWO_WORDS = re.compile(r"[A-Z][a-z]+/(?:[A-Z][a-z]+|[A-Z]+)")

#: How a finding came about of which nothing is known but that it reads as the name of a model.
READ = "read"
_ADDRESS = Signature(("*",), (), -1, ())
_UNKNOWN = Signature(("*",), (), -1, ())
_ROWS_OF = Signature(("*",), (), -1, (), bare="table:builders", kind="dataset")
#: Keywords under which classes that are not in the table are given a model.
_MODEL_KEYWORDS = frozenset(
    {
        "model",
        "model_id",
        "model_name",
        "model_name_or_path",
        "repo_id",
        "hf_model_id",
        "model_repo",
        "model_repo_id",
        "tokenizer",
    }
)


#: Those of them that nothing but the libraries of the Hub use: under them any package is given a model.
_HUB_KEYWORDS = frozenset({"model_name_or_path", "hf_model_id", "model_repo_id"})
#: Keywords under which a call of a known package is given a dataset, and those that say which part of it.
_DATA_KEYWORDS = frozenset({"dataset_path", "dataset_name_or_path", "dataset_id", "dataset_repo", "dataset_repo_id"})
_PARTS_OF_DATA = frozenset(
    {"split", "dataset_split", "dataset_name", "dataset_config", "dataset_config_name", "subset"}
)
#: Words in the name of what loads data: `LoadDataFromHub(repo_id=…)`.
_DATA = frozenset({"data", "dataset", "datasets"})
#: Words of names that speak of models in repositories, too, that load none.
_SURELY = frozenset({"model", "models", "llm", "embedding", "embeddings", "tokenizer", "pretrained", "reranker"})
#: Keywords of calls under which services are given their models, too.
_PLAIN = frozenset({"", "model", "path", "name", "repo", "repo_id"})
#: How the library is called where a row says who loads its model.
_SENTENCE_LIBRARY = re.compile(r"(?i:sentence[-_ ]?transformers?)")
#: Calls that ask something of a text, or make another one of it.
_ASKING = SAYING | frozenset(
    {"startswith", "endswith", "replace", "split", "join", "index", "count", "find", "remove", "discard", "match"}
)
#: Words in names of calls that ask a model.
_ASKS = frozenset(
    {"generate", "chat", "pull", "embed", "embeddings", "ask", "complete", "query", "invoke", "ollama", "llm"}
)
#: Words of names for what models are only compared with.
_PATTERNS = frozenset({"pattern", "patterns", "regex", "prefix", "match", "matches", "contains", "known"})
#: What tests import to put in the place of what code calls.
_MOCKS = frozenset({"Mock", "MagicMock", "AsyncMock", "mock", "patch", "create_autospec"})
#: Heads of names of lists from which a model is chosen.
_LISTS = frozenset({"models", "checkpoints", "tokenizers", "encoders", "backbones", "embedders", "rerankers", "llms"})


class Detector:
    """Applies the signatures to one repository.

    Args:
        repository: Its parsed files.
        folders: All its folders, relative.
        served: Whether a file that is not Python speaks to a server of Ollama.
    """

    def __init__(self, repository: Evaluator, folders: frozenset[str], *, served: bool = False) -> None:
        self.repository, self.folders, self._asks_ollama = repository, folders, served
        self.table = signatures()
        self.found: dict[tuple[object, ...], ScanFinding] = {}
        self.rejected: Counter[str] = Counter()
        self.composed: dict[tuple[object, ...], tuple[tuple[str, int, str], ...]] = {}
        #: Literals that were looked at as an argument, whatever came of it.
        self.reached: set[tuple[str, int, str]] = set()
        #: Indirect calls that were looked at.
        self._chosen = 0
        #: Literals that a model card is made of, by file.
        self._cards: dict[str, frozenset[tuple[int, str]]] = {}
        #: What the places of literals say of them, by file.
        self._places: dict[str, dict[tuple[int, str], str]] = {}
        #: Literals that are given to calls by their places, by file.
        self._given_literals: dict[str, frozenset[tuple[int, str]]] = {}
        #: The variables of the environment that literals are taken for, by file.
        self._environments: dict[str, dict[tuple[int, str], str]] = {}
        #: Those of them that are known to be an id, or to be none.
        self.settled: set[tuple[str, int, str]] = set()

    def run(self) -> list[ScanFinding]:
        """All findings in executable Python code."""
        index = self.repository.index
        self.repository.look_up()
        self._chosen_calls()
        seen: set[str] = set()
        # Files that are read on the way come behind those that were known.
        while unseen := sorted(index.modules.keys() - seen):
            seen.update(unseen)
            for path in unseen:
                self._calls(index.modules[path])
                self.repository.look_up()
            self._chosen_calls()
        self._drop_recomposed()
        self._drop_datasets()
        self._drop_registries()
        self.open_names = {(f.file, _tail_of(f.literal)) for f in self.found.values() if f.kind == "unresolved"}
        self.open_anywhere = {name for _, name in self.open_names}
        self.open_files = {file for file, _ in self.open_names}
        self.placed = {(f.file, f.cell, f.line, f.literal) for f in self.found.values()}
        self.loaded = {f.model_id for f in self.found.values() if f.kind == "model"}
        known = {package for rows in self.table.by_name.values() for row in rows for package in row.packages}
        #: Whether anything says that the repository loads models at all.
        self._asks_ollama |= any(finding.registry == ollama.REGISTRY for finding in self.found.values()) or any(
            ollama.LISTENS in text for module in index.modules.values() for text, _, _ in module.outline.strings
        )
        self.loads = bool(self.loaded or self.open_names) or not index.imported.isdisjoint(known | self.table.packages)
        pairs = {(row.pairs, row.packages) for rows in self.table.by_name.values() for row in rows if row.pairs}
        for module in self.repository.index.modules.values():
            self._unreached(module)
            for table, packages in sorted(pairs):
                if not module.imported.isdisjoint(packages):
                    self._pairs(module, table)
        return sorted(self.found.values(), key=ScanFinding.order)

    def _chosen_calls(self) -> None:
        indirect = self.repository.index.indirect
        while self._chosen < len(indirect):
            module, call = indirect[self._chosen]
            self._chosen += 1
            self._chosen_call(call, module)

    def _calls(self, module: Module) -> None:
        options = gives_options(module)
        for call in module.outline.calls:
            last = self._last(call, module)
            if last in STARTERS:
                self._started(call, module, named_in_commands)
            elif last == "split":
                if not call.arguments:
                    self._started(call, module, named_in_split_text)
            elif options and runs_program(last):
                self._started(call, module, named_in_arguments)
            rows = self.table.by_name.get(last)
            if rows:
                self._call(call, module, rows)
            elif last == "__init__":
                self._base_call(call, module)
            else:
                # Most calls are none of these; to say so here takes a fraction of asking.
                if call.arguments or last in LATER:
                    self._later_call(call, module, last)
                if call.keywords:
                    self._unknown_call(call, module)
        self._definitions(module)

    def _drop_recomposed(self) -> None:
        """Leaves out ids put together from a literal that is an id by itself: a library's own prefixing of it."""
        places = {
            (f.file, f.line if f.cell is None else f.cell * CELL + f.line, f.literal) for f in self.found.values()
        }
        for key, pieces in self.composed.items():
            if any(piece in places or piece in self.settled for piece in pieces):
                self.found.pop(key, None)

    def _drop_datasets(self) -> None:
        """Leaves out models whose literal is loaded as a dataset, too, unless only the model is loaded in one file."""
        datasets = {(f.file, f.cell, f.line, f.literal): f.tier for f in self.found.values() if f.kind == "dataset"}
        for key, finding in list(self.found.items()):
            tier = datasets.get((finding.file, finding.cell, finding.line, finding.literal))
            if finding.kind == "model" and (tier == "core" or (tier == "flow" and finding.tier != "core")):
                del self.found[key]

    def _drop_registries(self) -> None:
        """Of a name that loaders of two registries share by a branch, the registry that writes names so."""
        by_place: dict[tuple[object, ...], dict[str, tuple[object, ...]]] = {}
        for key, finding in self.found.items():
            if finding.kind == "model":
                place = (finding.file, finding.cell, finding.line, finding.literal)
                by_place.setdefault(place, {})[finding.registry] = key
        for (*_, literal), keys in by_place.items():
            if len(keys) > 1 and ollama.REGISTRY in keys:
                tagged = ":" in str(literal) or ("/" not in str(literal) and ollama.is_in_library(str(literal)))
                self.found.pop(keys.get("huggingface", ()) if tagged else keys[ollama.REGISTRY], None)

    def _is_on_card(self, module: Module, line: int, text: str) -> bool:
        """Whether a literal is given to what writes a model card: it says it, it loads nothing."""
        known = self._cards.get(module.path)
        if known is None:
            known = self._cards[module.path] = frozenset(_of_cards(module))
        return (line, text) in known

    # -- calls

    def _started(
        self, call: Call, module: Module, named: Callable[[Evaluator, Call, Module], Iterator[tuple[Mention, Text]]]
    ) -> None:
        """A program that the code starts, read as a shell's command line is."""
        self.repository.start()
        try:
            found = list(named(self.repository, call, module))
        except RecursionError:
            self.repository.too_deep += 1
            return
        for mention, text in found:
            self.reached.add((text.module.path, text.line, text.text))
            self._add(
                text.module, text.line, mention.text, _identity_of(mention), mention.call, call, module, via="command",
                tier="flow" if text.flow else "core", confidence=0.8, reason="in a command that the code starts",
                revision=mention.revision,
            )  # fmt: skip

    def _unknown_call(self, call: Call, module: Module) -> None:
        """A class or function that the table lacks, of a package that loads models: `Thing(model="owner/name")`."""
        named = [
            (keyword, value)
            for keyword, value in call.keywords
            if keyword in _MODEL_KEYWORDS or (isinstance(value, String) and "/" in value.text and names_model(keyword))
        ]
        data = [(keyword, value) for keyword, value in call.keywords if keyword in _DATA_KEYWORDS]
        if not (named or data) or not isinstance(call.callee, Name | Attribute) or _CARD.search(last_name(call.callee)):
            return
        said_data = not _DATA.isdisjoint(key_words(last_name(call.callee)))
        self.repository.start()
        try:
            names = self.repository.callee(call, module).names
            known = next((name for name in names if name.split(".", 1)[0] in self.table.packages), None)
            sure = known is not None
            if known is None:
                known = next(iter(names), None)
            if known is None and said_data:
                known = last_name(call.callee)
            if known is None or known.rsplit(".", 1)[-1] in self.table.by_name:
                return
            kind = "dataset" if said_data else "model"
            for keyword, value in named:
                said = (sure and keyword in _MODEL_KEYWORDS) or keyword in _HUB_KEYWORDS
                said = said or (said_data and keyword == "repo_id")
                for text in self.repository.texts(value, module):
                    if looks_owned(text.text, self.folders) and (said or (sure and reads_as_model(text.text))):
                        flowing = text._replace(flow=True)
                        self._take(flowing, call, module, _UNKNOWN, known, kind, "")
            for _, value in data if sure and _says_rows(call) else ():
                for text in self.repository.texts(value, module):
                    if "/" not in text.text or looks_owned(text.text, self.folders):
                        self._take(text._replace(flow=True), call, module, _ROWS_OF, known, "dataset", "")
        except RecursionError:
            self.repository.too_deep += 1

    def _last(self, call: Call, module: Module) -> str:
        """The last part of what a call calls, under the name it was imported by."""
        last = last_name(call.callee)
        return module.renamed.get(last, last) if type(call.callee) is Name else last

    def _chosen_call(self, call: Call, module: Module) -> None:
        """`TABLE[kind](x)`, where the table holds loaders of a library."""
        if isinstance(call.callee, Attribute) or self._last(call, module) in self.table.by_name:
            return
        self.repository.start()
        callee = self.repository.callee(call, module)
        rows = {
            id(row): row
            for name in callee.names
            for row in self.table.by_name.get(name.rsplit(".", 1)[-1], ())
            if row.accepts(name)
        }
        if rows:
            self._call(call, module, tuple(rows.values()))

    def _later_call(self, call: Call, module: Module, last: str) -> None:
        """`partial(f, x)`, `pool.submit(f, x)`: the call that will be made."""
        later = later_call(call, last) or _deferred(call, self.table.by_name)
        if later is None:
            return
        self.repository.keep(later)
        rows = self.table.by_name.get(self._last(later, module))
        if rows:
            self._call(later, module, rows)

    def _base_call(self, call: Call, module: Module) -> None:
        """`super().__init__(model=…)` in a subclass of a loader."""
        base = call.callee.base if isinstance(call.callee, Attribute) else UNKNOWN
        if not isinstance(base, Call) or last_name(base.callee) != "super":
            return
        index = module.outline.contexts[call.context][0]
        while index >= 0 and module.outline.scopes[index].kind != "class":
            index = module.outline.scopes[index].parent
        if index < 0:
            return
        self.repository.start()
        for name in self.repository.base_names(module, index):
            for row in self.table.by_name.get(name.rsplit(".", 1)[-1], ()):
                if row.accepts(name):
                    for expression in self._given(call, row):
                        for text in self._texts(expression, module, row):
                            self._take(text, call, module, row, name, row.kind, "")
                    return

    def _call(self, call: Call, module: Module, rows: tuple[Signature, ...]) -> None:
        repository = self.repository
        if isinstance(call.callee, Attribute) and repository.is_given(call.callee.base, module):
            rows = tuple([row for row in rows if self._can_be_given(row)])
        rows = tuple([row for row in rows if self._is_at_hand(row, call)])
        if not rows:
            return
        repository.start()
        try:
            callee = repository.callee(call, module)
            signature, name = self._signature(call, callee, module, rows)
        except RecursionError:
            repository.too_deep += 1
            return
        if signature is None:
            return
        given = list(self._given(call, signature))
        kind = self._kind(call, module, signature)
        seconds = self._seconds(call, module, signature)
        unresolved = ""
        accepted = False
        for expression in given:
            texts = self._texts(expression, module, signature)
            if not texts and _may_name(expression) and not self._is_object(expression, module):
                unresolved = call.text or spelling(expression)
            for text in texts:
                for second in self._fitting(text.text, seconds, signature):
                    accepted = self._take(text, call, module, signature, name, kind, second) or accepted
        if not given:
            self._default(call, module, signature, name)
        elif unresolved and not accepted:
            self._unresolved(call, module, signature, name, unresolved)

    def _can_be_given(self, row: Signature) -> bool:
        """Whether a parameter can hold what a row's methods are called on: no module, of a package that is imported."""
        if row.receiver or "*" in row.packages:
            return True
        of_module = all(call.rpartition(".")[0].islower() for call in row.calls)
        return not of_module and not self.repository.index.imported.isdisjoint(row.packages)

    def _is_at_hand(self, row: Signature, call: Call) -> bool:
        """Whether a call can be one of a row: of what any file imports, of the repository itself, or by its spelling.

        Common names as `resolve` or `load` are in the table for packages that few repositories use; to follow what each
        such call is called on would read half of the others.
        """
        if row.receiver or row.unbound or "*" in row.packages:
            return True
        index = self.repository.index
        if not index.imported.isdisjoint(row.packages) or not index.roots.isdisjoint(row.packages):
            return True
        spelt = spelling(call.callee)
        return any("." in wanted and f".{spelt}".endswith(f".{wanted}") for wanted in row.calls)

    def _signature(
        self, call: Call, callee: Callee, module: Module, rows: tuple[Signature, ...]
    ) -> tuple[Signature | None, str]:
        names = list(self._methods(call, module))
        own = set(names)
        for where, scope in callee.scopes:
            names.append(self.repository.qualified(where, scope))
            if _is_method(where, scope):
                own.add(names[-1])
            if where.outline.scopes[scope].kind == "class":
                names += self.repository.base_names(where, scope)
        names += callee.names
        for row in rows:
            for name in names:
                # What a function of a package loads, a method of that name in it need not: what it does is followed.
                if row.accepts(name) and not (name in own and row.is_function):
                    return row, name
        if names and not callee.receiver:
            return None, ""
        spelt = spelling(call.callee)
        for row in rows:
            if any("." in wanted and (spelt == wanted or spelt.endswith(f".{wanted}")) for wanted in row.calls):
                if row.registry == "huggingface" and "load" not in last_name(call.callee):
                    return row, spelt
            elif (row.receiver and isinstance(call.callee, Attribute) and not names) or (
                row.unbound and callee.unbound
            ):
                return row, spelt
        return None, ""

    def _methods(self, call: Call, module: Module) -> Iterator[str]:
        """The name of a method by the class of the repository that it is called on, also where a base brings it."""
        if not isinstance(call.callee, Attribute):
            return
        for value in self.repository.values(call.callee.base, module):
            found = class_of(value)
            if found is not None:
                yield f"{self.repository.qualified(*found)}.{call.callee.name}"

    def _given(self, call: Call, signature: Signature) -> Iterator[Expression]:
        positions = (signature.at, *signature.more) if signature.at >= 0 else signature.more
        spread = next((at for at, given in enumerate(call.arguments) if isinstance(given, Spread)), len(call.arguments))
        for position in positions:
            if position < spread:
                yield call.arguments[position]
            elif spread < len(call.arguments):
                # `load(*pair)` gives each element of the pair to its own place.
                given = call.arguments[spread]
                yield Unpacked(given.given if isinstance(given, Spread) else given, position - spread)
        for keyword, value in call.keywords:
            if keyword in signature.names:
                yield value
            elif keyword == "**":
                for name in signature.names:
                    yield _key_of(value, name) if isinstance(value, Mapping) else Attribute(value, name)

    def _texts(self, expression: Expression, module: Module, signature: Signature) -> list[Text]:
        if not signature.keys:
            return self.repository.texts(expression, module)
        values = self.repository.ask(expression, module)
        return [text for value in values for text in self.repository.texts_under(value, signature.keys)]

    def _kind(self, call: Call, module: Module, signature: Signature) -> str:
        if not signature.repo_type:
            return signature.kind
        for keyword, value in call.keywords:
            if keyword == "repo_type":
                for text in self.repository.texts(value, module):
                    if text.text in ("dataset", "space"):
                        return text.text
        return signature.kind

    def _seconds(self, call: Call, module: Module, signature: Signature) -> list[str]:
        """The second argument of calls that combine two."""
        if not signature.second:
            return []
        expression = next((v for k, v in call.keywords if k == signature.second), None)
        if expression is None and len(call.arguments) > 1:
            expression = call.arguments[1]
        if expression is None:
            return []
        return list(dict.fromkeys(text.text for text in self.repository.texts(expression, module)))

    def _fitting(self, text: str, seconds: list[str], signature: Signature) -> list[str]:
        """Those of several second arguments that go with a first one; none where that cannot be told."""
        if len(seconds) < 2:
            return seconds or [""]
        known = self.table.tables[signature.pairs] if signature.pairs else {}
        return [second for second in seconds if f"{text} {second}" in known] or [""]

    def _is_object(self, expression: Expression, module: Module) -> bool:
        """Whether an argument is known to be something else than a name: an object, None, a number."""
        values = [
            value
            for value in self.repository.ask(expression, module)
            if isinstance(value, Text) or not isinstance(value, PathValue | ParentsValue | FileValue)
        ]
        return bool(values) and not any(isinstance(value, Text) for value in values)

    def _take(
        self, text: Text, call: Call, module: Module, signature: Signature, name: str, kind: str, second: str
    ) -> bool:
        place = (text.module.path, text.line, text.text)
        self.reached.add(place)
        if "s--" in text.text and role(text.module.path) == "test" and next(in_cache(text.text), None) is not None:
            # Tests take folders of the cache apart.
            self.rejected["local_path"] += 1
            return True
        if text.flow and role(text.module.path) == "test" and module is not text.module and _stands_in(text.module):
            self.rejected["stand_in"] += 1
            return True
        if kind != "output_model" and self._is_on_card(text.module, text.line, text.text):
            self.rejected["model_card"] += 1
            return True
        if signature.bare == "ollama":
            # Any word is a name there; of what came through functions only one that is known is taken for a model.
            sure = (
                not text.flow or ollama.is_in_library(text.text) or ollama.has_tag(text.text) or "hf.co/" in text.text
            )
            identity = ollama.identity(text.text) if sure else Rejected("no_id")
        else:
            identity = identify(text.text, signature, kind, self.folders, second)
        if not isinstance(identity, Rejected) or identity.reason != "no_id":
            self.settled.add((text.module.path, text.line, text.text))
        if isinstance(identity, Rejected):
            self.rejected[identity.reason] += 1
            return identity.reason in ("local_path", "placeholder", "builder")
        if text.pieces and "/" not in text.text and text.text not in self.table.tables["legacy"]:
            # A name with something added is where the code has put its own copy.
            self.rejected["local_path"] += 1
            return True
        if signature.bare == "timm" and "/" not in text.text and not self._pretrained(text, call, module):
            self.rejected["not_pretrained"] += 1
            return True
        revision = identity.revision or self._revision(call, module)
        self._add(
            text.module, text.line, text.text, identity, name, call, module,
            via=_via(text),
            tier="flow" if text.flow else "core",
            confidence=_confidence(identity, text, name),
            reason=_reason(text, name, identity),
            revision=revision,
            pieces=text.pieces,
            trusted=any(k == "trust_remote_code" and _is(v, True) for k, v in call.keywords),
            conditional=text.conditional or bool(module.outline.contexts[call.context][2]),
        )  # fmt: skip
        return True

    def _pretrained(self, text: Text, call: Call, module: Module) -> bool:
        """Whether a call of timm's loads weights: it is told to, and so is the function around it, if any."""
        given = next((value for keyword, value in call.keywords if keyword == "pretrained"), None)
        if given is None:
            return len(call.arguments) > 1 and _is(call.arguments[1], True)
        return not _is(given, False) and not (isinstance(given, Name) and self._left_at_false(text, given, module))

    def _left_at_false(self, text: Text, given: Name, module: Module) -> bool:
        """Whether a parameter is False by default, and the call that gives a literal to its function leaves it so."""
        scope = module.outline.scopes[module.outline.contexts[given.context][0]]
        names = [name for name, _, _ in scope.parameters]
        if not any(name == given.name and default is not None and _is(default, False)
                   for name, default, _ in scope.parameters):  # fmt: skip
            return False
        return any(
            last_name(call.callee) == scope.name
            and not any(keyword in (given.name, "**") for keyword, _ in call.keywords)
            and len(call.arguments) <= names.index(given.name)
            and not any(isinstance(argument, Spread) for argument in call.arguments)
            and any(
                isinstance(value, String) and (value.line, value.text) == (text.line, text.text)
                for value in (*call.arguments, *(value for _, value in call.keywords))
            )
            for call in text.module.outline.calls
        )

    def _revision(self, call: Call, module: Module) -> str | None:
        for keyword, value in call.keywords:
            if keyword == "revision":
                for text in self.repository.texts(value, module):
                    return text.text
        return None

    def _add(
        self, where: Module, line: int, literal: str, identity: Identity, name: str, call: Call, module: Module, *,
        via: str, tier: str, confidence: float, reason: str, revision: str | None = None, trusted: bool = False,
        conditional: bool = False, pieces: tuple[tuple[str, int, str], ...] = (),
    ) -> None:  # fmt: skip
        cell, inner = _place(where, line)
        key = (where.path, cell, inner, literal, identity.model_id, identity.kind, identity.registry)
        if pieces:
            self.composed[key] = pieces
        sink_cell, sink_line = _place(module, call.line)
        sink = f"{module.path}:{sink_line}" if sink_cell is None else f"{module.path}#{sink_cell}:{sink_line}"
        if identity.registry != "huggingface" or identity.kind == "output_model":
            tier = "other"
        known = self.found.get(key)
        if known is None:
            self.found[key] = ScanFinding(
                where.path, inner, cell, identity.model_id, identity.hub_id, literal, identity.kind,
                identity.registry, name, role(where.path), tier, round(confidence, 2), reason, via, [sink],
                revision, bool(revision and _SHA.fullmatch(revision)), trusted, conditional,
            )  # fmt: skip
            return
        if sink not in known.sinks and len(known.sinks) < 50:
            known.sinks.append(sink)
        known.pinned = known.pinned and bool(revision and _SHA.fullmatch(revision))
        known.trust_remote_code = known.trust_remote_code or trusted
        if tier == "core" and known.tier == "flow":
            known.tier, known.via, known.call = tier, via, name
        if confidence > known.confidence:
            known.confidence, known.reason = round(confidence, 2), reason

    def _default(self, call: Call, module: Module, signature: Signature, name: str) -> None:
        """What the library loads where the call names nothing."""
        default = signature.default
        literal = ""
        if last_name(call.callee) == "pipeline" and call.arguments:
            for text in self.repository.texts(call.arguments[0], module):
                default = self.table.tables["tasks"].get(text.text, "")
                literal = text.text
        if default and not any(k == "**" for k, _ in call.keywords):
            identity = Identity(default, default, "default_model", "huggingface", 0.6)
            self._add(
                module, call.line, literal, identity, name, call, module, via="library_default", tier="flow",
                confidence=0.6, reason="the library's own choice where no model is named; it changes between versions",
            )  # fmt: skip

    def _unresolved(self, call: Call, module: Module, signature: Signature, name: str, text: str) -> None:
        cell, line = _place(module, call.line)
        key = (module.path, cell, line, text, "unresolved", last_name(call.callee))
        self.found[key] = ScanFinding(
            module.path, line, cell, None, None, text, "unresolved", signature.registry, name, role(module.path),
            "unresolved", 0.0, "the argument is only known when the code runs", "unresolved",
            [f"{module.path}:{line}"],
        )  # fmt: skip

    # -- definitions of loaders inside the repository

    def _definitions(self, module: Module) -> None:
        """Default parameters of loaders that the repository itself defines (it may be the library)."""
        for index, scope in enumerate(module.outline.scopes):
            if scope.kind != "function":
                continue
            name = scope.name
            qualified = self.repository.qualified(module, index)
            if name == "__init__":
                name = module.outline.scopes[scope.parent].name
                qualified = qualified.removesuffix(".__init__")
            for row in self.table.by_name.get(name, ()):
                if not row.accepts(qualified) or (row.is_function and _is_method(module, index)):
                    continue
                for parameter, default, _ in scope.parameters:
                    if parameter in row.names and default is not None:
                        call = Call(Name(name, 0), (), (), scope.line, scope.line, 0)
                        for text in self._texts(default, module, row):
                            self._take(
                                text._replace(via=(*text.via, "default_arg")),
                                call,
                                module,
                                row,
                                qualified,
                                row.kind,
                                "",
                            )
                break

    # -- literals that no followed path reaches

    def _unreached(self, module: Module) -> None:
        """Literals that look like ids and are given under a name for ids, or are file addresses on the Hub."""
        calls = module.outline.calls
        shown = [(call.line, call.end) for call in calls if last_name(call.callee).endswith("_docstrings")]
        said = [(call.line, call.end) for call in calls if last_name(call.callee) in SAYING]
        speaking = " ".join(text for text, _, _ in module.outline.strings if ollama.SPOKEN_TO.search(text))
        local = bool(speaking) or "ollama" in module.imported
        local = local or any("ollama" in name.lower() for name in module.outline.scopes[0].names)
        tested = role(module.path) == "test"
        asks = not tested and asks_own_server((text, hint) for text, _, hint in module.outline.strings)
        asks = asks and not asks_service(module.outline)
        of_service = is_below_service(module.path)
        whispers = not self.repository.index.imported.isdisjoint(PACKAGES)
        for text, line, hint in _each(module.outline.strings):
            if self._of_file(text, line, hint, module, tested=tested):
                continue
            if (module.path, line, text) in self.reached and not (local and self._has_tag(text, line, module)):
                continue
            starts = (hint in _COMMAND_NAMES and " -" in text) or ("=" in text and _ARGUMENTS.match(text) is not None)
            if starts or (" " in text and LOADING_COMMAND.search(text) is not None and hint.lower() not in PROSE):
                if not any(first <= line <= last for first, last in said):
                    self._command(text, line, module)
                continue
            if not tested and (served := self._served_by(text, line, hint, module, speaking, local)) is not None:
                self._served(served, text, line, hint, module)
                continue
            size = sized(key_words(hint), key_words(hint), text) if whispers and hint and not tested else None
            if size is not None:
                self._sized(text, line, size, hint, module)
                continue
            quoted = _IN_QUERY.search(text) if "hf://" in text and " " in text else None
            if quoted is not None and hint.lower() not in PROSE:
                self._address(quoted["address"], line, module)
                continue
            address = text.startswith("http") or SCHEME.match(text) is not None or text.startswith("hf://")
            short = "/" not in text and bool(hint) and known_short(text, word=names_on_hub(hint)) is not None
            if tested and not address and (name := self._of_environment(text, line, module)):
                self._live(text, line, name, module)
                continue
            if not address and (tested or not ("/" in text or short)):
                continue
            cell, inner = _place(module, line)
            if (module.path, cell, inner, text) in self.placed or self._is_on_card(module, line, text):
                continue
            if address:
                self._address(text, line, module)
                continue
            if _LISTED.search(hint) or any(first <= line <= last for first, last in shown):
                continue
            text = text.removeprefix("local:")
            if asks and hint == "model" and looks_owned(bare := text.partition(":")[0], self.folders):
                # Behind a colon stands who is to serve it.
                self._asked_for(text, bare, line, module)
                continue
            owned = not of_service and looks_owned(text, self.folders)
            owned = owned and self._placed(text, line, module) != A_LABEL
            of_sentences = "/" not in text and names_model(hint) and self._is_of_sentences(text, module)
            if of_sentences or (NAMED.search(hint) and ("/" not in text or owned)):
                self._named(text, line, hint, module)
            elif owned and _LISTS.intersection(key_words(hint)[-2:]) and module.path in self.open_files:
                self._listed(text, line, hint, module)
            elif owned and self._says_itself(text, hint) and not any(first <= line <= last for first, last in said):
                self._reading(text, line, hint, module)
            elif owned and (told_by := self._told(text, line, hint, module)) is not None:
                self._by_place(text, line, *told_by, module)

    def _of_file(self, text: str, line: int, hint: str, module: Module, *, tested: bool) -> bool:
        """Whether a literal is a file of a repository, or a folder of the cache, as code takes it apart."""
        whole = not tested and self.loads
        inside = _GGUF.search(text) if ".gguf" in text and "://" not in text else None
        cached = next(in_cache(text), None) if whole and "s--" in text else None
        if inside is not None and looks_owned(inside["id"], self.folders):
            self._file_of(text, line, inside["id"], module)
            return True
        if cached is not None and (module.path, line, text) not in self.reached:
            self._file_of(text, line, cached[1], module)
            return True
        inside = _INSIDE.match(text) if not tested and text.count("/") == 2 and names_on_hub(hint) else None
        if inside is not None and looks_owned(inside["id"], self.folders) and self.loads:
            self._file_of(text, line, inside["id"], module)
            return True
        within = repository_of_weights(text) if whole and "/" in text else None
        if within is None and whole and text.count("/") > 1 and module.path in self.open_files:
            # Code takes a file's place apart before it asks for it.
            of_model = kind_of_name(self._placed(text, line, module) or hint) == "model"
            within = repository_of_weights(text, of_id=True) if of_model else None
        if within is not None:
            self._file_of(text, line, within, module)
        return within is not None

    def _served_by(self, text: str, line: int, hint: str, module: Module, speaking: str, local: bool) -> str | None:
        """The name of Ollama's that a literal is: by its own name, by its provider, or in a file that speaks to it."""
        if ("/" in text or ":" in text) and ollama.is_field_for(key_words(hint), text):
            return text
        placed = self._placed(text, line, module) if ":" in text or ollama.is_in_library(text) else ""
        said_ollama = says_ollama(hint) or says_ollama(placed)
        named = names_model(hint) or said_ollama or (local and names_model(placed))
        alone = (local or said_ollama) and named and ollama.is_meant(text, hint, speaking)
        alone = alone or (local and not hint and ollama.is_in_library(text) and self._is_asked(text, line, module))
        if not alone and ollama.is_tagged(text):
            elsewhere_named = elsewhere(hint) or hint.lower() in PROSE
            alone = local and not elsewhere_named and (bool(hint) or self._is_given(text, line, module))
            of_model = names_model(hint) or (not elsewhere_named and names_model(placed))
            of_model = of_model and (ollama.has_tag(text) or ollama.is_in_library(text))
            sized = bool(hint) and not elsewhere_named and ollama.has_size(text)
            sized = sized and _PATTERNS.isdisjoint(key_words(hint))
            alone = alone or (self._asks_ollama and (of_model or sized))
        if not alone and self._asks_ollama and names_model(hint) and ollama.is_of_embedder(text):
            alone = True
        return ollama.named(text, anywhere=alone)

    def _of_environment(self, text: str, line: int, module: Module) -> str:
        """The variable of the environment that a literal is taken for where that is missing; empty for any other."""
        known = self._environments.get(module.path)
        if known is None:
            known = self._environments[module.path] = dict(_environment_defaults(module))
        return known.get((line, text), "")

    def _live(self, text: str, line: int, name: str, module: Module) -> None:
        """What a test takes where its environment names no other model: it asks a server or loads it."""
        if ollama.has_size(text) or (says_ollama(name) and "/" not in text and ollama.is_in_library(text)):
            self._served(text, text, line, name, module)
        elif looks_owned(text, self.folders) and not is_hosted(text):
            self._by_place(text, line, name, kind_of_name(name) or "model", module)

    def _is_given(self, text: str, line: int, module: Module) -> bool:
        """Whether a literal is given to a call by its place."""
        known = self._given_literals.get(module.path)
        if known is None:
            known = self._given_literals[module.path] = frozenset(_given_to_calls(module))
        return (line, text) in known

    def _is_asked(self, text: str, line: int, module: Module) -> bool:
        """Whether a literal is what a call is given first that says to ask a model: `proxy.chat("llama2", …)`."""
        return self._is_given(text, line, module) and any(
            call.arguments
            and isinstance(first := call.arguments[0], String)
            and (first.line, first.text) == (line, text)
            and not _ASKS.isdisjoint(key_words(last_name(call.callee)))
            for call in module.outline.calls
        )

    def _has_tag(self, text: str, line: int, module: Module) -> bool:
        """Whether a literal of which no call made anything is a name of Ollama's library with a tag."""
        return ":" in text and ollama.is_tagged(text) and (module.path, *_place(module, line), text) not in self.placed

    def _command(self, text: str, line: int, module: Module) -> None:
        """A command line that is given to what starts a container or a service: `Image(command="vllm serve …")`."""
        call = _unwritten(line)
        for mention in commands(text):
            self._add(
                module, line, mention.text, _identity_of(mention), mention.call, call, module, via="command",
                tier="core", confidence=0.8, reason="in a command that the code gives to what starts it",
                revision=mention.revision,
            )  # fmt: skip

    def _address(self, text: str, line: int, module: Module) -> None:
        found: tuple[str, str, str | None] | None
        if text.startswith("http"):
            asked = next(fetched(text), None)
            found = (asked.kind, asked.id, asked.revision) if asked is not None else None
            if found is None and "/blob/" in text:
                found = hub_url(text)
        else:
            schemed = identify(text, _ADDRESS, "model", self.folders)
            found = None if isinstance(schemed, Rejected) else (schemed.kind, schemed.model_id, schemed.revision)
        if found is None or is_shown(text, found[0]):
            return
        kind, name, revision = found
        identity = Identity(name, name, kind, "huggingface", 0.8, revision)
        call = _unwritten(line)
        self._add(
            module, line, text, identity, "url", call, module, via="url", tier="core", confidence=0.7,
            reason="the address of a file on the Hub in executable code", revision=revision,
        )  # fmt: skip

    def _pairs(self, module: Module, table: str) -> None:
        """An architecture and its weights beside each other, as a table of a library's models lists them."""
        known = self.table.tables[table]
        strings = module.outline.strings
        for (first, line, _), (second, other, _) in itertools.pairwise(strings):
            name = known.get(f"{first} {second}") if line == other else None
            if name is not None and (module.path, line, first) not in self.reached:
                identity = Identity(name, name, "model", "huggingface", 0.6)
                self._add(
                    module, line, second, identity, table, _unwritten(line), module,
                    via="list", tier="flow", confidence=0.6, reason="an architecture and its weights in a table",
                )  # fmt: skip

    def _is_of_sentences(self, text: str, module: Module) -> bool:
        """Whether a name without owner is one of sentence-transformers' own models, in a file that speaks of it."""
        return is_of_sentences(text) and (
            "sentence_transformers" in module.imported
            or any(_SENTENCE_LIBRARY.fullmatch(other) for other, _, _ in module.outline.strings)
        )

    def _listed(self, text: str, line: int, hint: str, module: Module) -> None:
        """A literal in a list of models: one to choose where the file loads what only the running code knows."""
        identity = Identity(text, text, "model", "huggingface", 0.5)
        self._add(
            module, line, text, identity, hint, _unwritten(line), module, via="named",
            tier="flow", confidence=0.5, conditional=True,
            reason=f"one of the list {hint}, in a file that loads a model chosen elsewhere",
        )  # fmt: skip

    def _says_itself(self, text: str, hint: str) -> bool:
        """Whether an id reads as that of a model, and nothing beside it says that it is something else."""
        return reads_as_model(text) and not is_hosted(text) and not elsewhere(hint) and not _FOR_DOC.search(hint)

    def _reading(self, text: str, line: int, hint: str, module: Module) -> None:
        """A literal that reads as the name of a model, wherever code other than tests has it."""
        identity = Identity(text, text, "model", "huggingface", 0.4)
        self._add(
            module, line, text, identity, hint or "named", _unwritten(line), module, via=READ,
            tier="flow", confidence=0.4, reason="reads as the name of a model; no path to a loading call was followed",
        )  # fmt: skip

    def _told(self, text: str, line: int, hint: str, module: Module) -> tuple[str, str] | None:
        """(what a literal is named, its kind) where its own name, or that of its table or option, says it."""
        if is_hosted(text) or _FOR_DOC.search(hint) or _LISTED.search(hint):
            return None
        if _TWO_WORDS.fullmatch(text) is not None and not is_owner_of_models(text):
            return None
        for name in (hint if hint not in _PLAIN else "", self._placed(text, line, module)):
            kind = kind_of_name(name) if name else None
            if kind is not None and (self.loads or (kind == "model" and not _SURELY.isdisjoint(key_words(name)))):
                return name, kind
        return None

    def _placed(self, text: str, line: int, module: Module) -> str:
        """What the place of a literal says of it."""
        places = self._places.get(module.path)
        if places is None:
            places = self._places[module.path] = told(module.outline)
        return places.get((line, text), "")

    def _by_place(self, text: str, line: int, name: str, kind: str, module: Module) -> None:
        """A literal with an owner under a name of models or datasets, in code other than tests."""
        identity = Identity(text, text, kind, "huggingface", 0.4)
        self._add(
            module, line, text, identity, name, _unwritten(line), module, via=READ, tier="flow", confidence=0.4,
            reason=f"given under the name {name}; no path to a loading call was followed",
        )  # fmt: skip

    def _served(self, name: str, text: str, line: int, hint: str, module: Module) -> None:
        """A model of Ollama's library, by its name behind that of the provider or in code that speaks to a server."""
        identity = ollama.identity(name, 0.7)
        if not isinstance(identity, Rejected):
            self._add(
                module, line, text, identity, hint or "ollama", _unwritten(line), module, via="named",
                tier="flow", confidence=0.7, reason="a name of Ollama's library in code that uses a server of it",
            )  # fmt: skip

    def _sized(self, text: str, line: int, hub_id: str, hint: str, module: Module) -> None:
        """A size of Whisper under a name that says so, where the repository loads such from the Hub."""
        self._add(
            module, line, text, Identity(hub_id, hub_id, "model", "huggingface", 0.6), hint, _unwritten(line), module,
            via="named", tier="flow", confidence=0.6, reason="a size of Whisper, under a name that says so",
        )  # fmt: skip

    def _asked_for(self, text: str, name: str, line: int, module: Module) -> None:
        """The model that a server is asked for which has it from the Hub."""
        if is_hosted(name):
            return
        self._add(
            module, line, text, Identity(name, name, "model", "huggingface", 0.6), "model", _unwritten(line), module,
            via="named", tier="flow", confidence=0.6, reason="asked of a server of one's own, or of the Hub's",
        )  # fmt: skip

    def _file_of(self, text: str, line: int, name: str, module: Module) -> None:
        """A file of a repository, by itself or however it is asked for: `provider/owner/name-GGUF/*Q4.gguf`."""
        identity = Identity(name, name, "model", "huggingface", 0.6)
        self._add(
            module, line, text, identity, "file", _unwritten(line), module, via="named", tier="flow",
            confidence=0.6, reason="a file of a repository, as code takes it apart",
        )  # fmt: skip

    def _named(self, text: str, line: int, hint: str, module: Module) -> None:
        """A literal under a name for ids: loaded where a call waits for that name or loads that id, else mentioned."""
        waited = (module.path, hint) in self.open_names or (hint not in _GENERAL and hint in self.open_anywhere)
        # A constant of a file that loads what only the running code knows is what it falls back to.
        waited = waited or (hint.isupper() and module.path in self.open_files)
        known = waited or text in self.loaded
        reads = (not known and ("/" in text and self._says_itself(text, hint))) or self._is_of_sentences(text, module)
        # A name without owner that only one model has, in a repository that loads models.
        only = "-" in text and self.loads and names_model(hint) and text in self.table.tables["legacy"]
        reads = reads or ("/" not in text and (names_on_hub(hint) or only))
        told_by = None if known or reads or "/" not in text else self._told(text, line, hint, module)
        if told_by is not None:
            self._by_place(text, line, *told_by, module)
            return
        hub_id = known_short(text, word=names_on_hub(hint)) or text
        identity = Identity(text, hub_id, "model", "huggingface", 0.5)
        call = _unwritten(line)
        self._add(
            module, line, text, identity, hint, call, module, via=READ if reads else "named",
            tier="flow" if known or reads else "doc", confidence=0.5 if waited else 0.4,
            reason=f"given under the name {hint}; no path to a loading call was followed",
        )  # fmt: skip


def _identity_of(mention: Mention) -> Identity:
    """What a command names."""
    hub_id = mention.model_id if mention.registry == "huggingface" else mention.hub_id
    return Identity(mention.model_id, hub_id, mention.kind, mention.registry, 0.8, mention.revision)


def _of_cards(module: Module) -> Iterator[tuple[int, str]]:
    """The literals that are given to what writes model cards."""
    for call in module.outline.calls:
        if not _CARD.search(spelling(call.callee)) or last_name(call.callee) in ("load", "from_pretrained"):
            continue
        for argument in (*call.arguments, *(value for _, value in call.keywords)):
            for inner in argument.items if isinstance(argument, Items) else [argument]:
                if isinstance(inner, String):
                    yield inner.line, inner.text


def _each(strings: Iterable[tuple[str, int, str]]) -> Iterator[tuple[str, int, str]]:
    """The literals of a module, those that are lists of names each for itself: `getenv("MODELS", "a/b,c/d")`."""
    for string in strings:
        if "," in string[0]:
            yield from ((name, *string[1:]) for name in names_in(string[0]))
        else:
            yield string


def _given_to_calls(module: Module) -> Iterator[tuple[int, str]]:
    """The literals that are given to calls by their places."""
    for call in module.outline.calls:
        if last_name(call.callee) not in _ASKING:
            yield from ((value.line, value.text) for value in call.arguments if isinstance(value, String))


def _stands_in(module: Module) -> bool:
    """Whether a test puts something else in the place of what code calls: it uses mocks, or patches modules."""
    scopes = module.outline.scopes
    return not _MOCKS.isdisjoint(scopes[0].names) or any(
        name in ("monkeypatch", "mocker") for scope in scopes for name, _, _ in scope.parameters
    )


def _environment_defaults(module: Module) -> Iterator[tuple[tuple[int, str], str]]:
    """(line and text, variable) of the models that are taken where an environment names none."""
    for call in module.outline.calls:
        if len(call.arguments) != 2 or not spelling(call.callee).endswith(("environ.get", "getenv")):
            continue
        name, default = call.arguments
        if isinstance(name, String) and isinstance(default, String) and kind_of_name(name.text):
            yield (default.line, default.text), name.text


def _says_rows(call: Call) -> bool:
    """Whether a call says which part of a dataset of the Hub it takes."""
    return any(keyword in _PARTS_OF_DATA for keyword, _ in call.keywords)


def _deferred(call: Call, loaders: Container[str]) -> Call | None:
    """The call that a wrapper makes later of a loader that it is given: `Lazy(SentenceTransformer, "a/b")`."""
    first = call.arguments[0] if call.arguments else None
    if not (type(first) is Name or type(first) is Attribute) or first.name not in loaders:
        return None
    return Call(call.arguments[0], call.arguments[1:], call.keywords, call.line, call.end, call.context)


def _is_method(module: Module, scope: int) -> bool:
    scopes = module.outline.scopes
    return scopes[scope].kind == "function" and scopes[scopes[scope].parent].kind == "class"


def _tail_of(argument: str) -> str:
    """The last name in an argument's text: `self.model_name`, `config["model_name"]`."""
    names = re.findall(r"[A-Za-z_]\w*", argument)
    return names[-1] if names else ""


#: Of the steps that a literal took, the one that says most.
_TELLING = (
    "config_file",
    "parametrize",
    "fixture",
    "wrapper_call",
    "return_value",
    "imported_constant",
    "argparse_default",
    "env_default",
    "or_default",
    "conditional",
    "default_arg",
    "composed",
    "dict",
    "list",
    "dataclass_default",
    "class_constant",
    "attribute",
    "constant",
    "notebook_global",
    "variable",
)


def _via(text: Text) -> str:
    return next((step for step in _TELLING if step in text.via), text.via[0] if text.via else "literal")


def _key_of(dictionary: Mapping, name: str) -> Expression:
    return next((value for key, value in dictionary.pairs if isinstance(key, String) and key.text == name), UNKNOWN)


def _is(expression: Expression, value: bool) -> bool:
    return isinstance(expression, Constant) and expression.value is value


def _unwritten(line: int) -> Call:
    """What stands for a call where a literal is not seen to reach one."""
    return Call(UNKNOWN, (), (), line, line, 0)


def _may_name(expression: Expression) -> bool:
    """Whether an argument could be a name that only the running code knows."""
    return isinstance(
        expression, Name | Attribute | Subscript | Call | Joined | Percent | Either | Parameter | Element | Unpacked
    )


def _place(module: Module, line: int) -> tuple[int | None, int]:
    if module.notebook:
        return divmod(line, CELL)
    return None, line


def _confidence(identity: Identity, text: Text, name: str) -> float:
    confidence = identity.confidence
    if text.flow:
        confidence -= 0.1
    if "." not in name or name.split(".", 1)[0] in ("…", "self"):
        confidence -= 0.1
    if text.pieces:
        confidence -= 0.05
    return max(confidence, 0.3)


def _reason(text: Text, name: str, identity: Identity) -> str:
    parts = ["resolved import" if "." in name and not name.startswith(("…", "self")) else "by the name of the call"]
    parts.append("through functions or files" if text.flow else "inside one file")
    if "/" not in text.text:
        parts.append("short name")
    return ", ".join(parts)
