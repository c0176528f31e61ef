"""The parsed files of a repository, and where names are called and defined in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Protocol

from supplygraph.reuse.expression import (
    Attribute,
    Call,
    Either,
    Element,
    Expression,
    Imported,
    Items,
    Joined,
    Name,
    Parameter,
    Percent,
    String,
    Subscript,
    Unpacked,
    last_name,
)
from supplygraph.reuse.outline import Binding, Outline

SOURCE_FOLDERS = frozenset({"src", "lib", "python", "source", "packages", "py"})
#: Folders under which imports are looked for beside the folder itself.
IMPORT_FOLDERS = ("src", "lib", "python")


#: Each assignment that a name can have its value from; whether there are several; whether they are in the statement's
#: own function.
Seen = tuple[tuple[Binding, ...], bool, bool]


@dataclass(slots=True, eq=False)
class Module:
    """One parsed file.

    Attributes:
        path: Relative path with slashes.
        outline: What was kept of it.
        dotted: Its import name from the root of its source tree.
        notebook: Whether it is a notebook, whose cells share one namespace.
        settings: Whether it is a settings file, whose values its only scope returns.
    """

    path: str
    outline: Outline
    dotted: str
    notebook: bool = False
    settings: bool = False
    options: dict[str, list[Call]] = field(default_factory=dict)
    #: What each name was found to see, by (name, statement).
    seen: dict[tuple[str, int], Seen] = field(default_factory=dict)
    #: Keys that are set on a name afterwards.
    items: dict[str, list[tuple[Expression, Expression]]] = field(default_factory=dict)
    #: Packages that it imports from.
    imported: set[str] = field(default_factory=set)
    #: Names that stand for something of another name: imports under an alias, methods put into a variable.
    renamed: dict[str, str] = field(default_factory=dict)


class Source(Protocol):
    """Gives the files of a repository that an answer needs and that were not read at first."""

    def opened(self, paths: Iterable[str]) -> list[Module]:
        """Those of these files that can be read and were not yet."""
        ...

    def holding(self, name: str) -> list[str]:
        """Files not read yet in which a name stands."""
        ...


class Index:
    """Where names are called, defined and declared in one repository, and which file an import names.

    Files that turn out to be needed are read when they are asked for, so that everything is evaluated once.

    Args:
        modules: Parsed files.
        files: All Python files there are, parsed or not.
        settings: All settings files there are.
        source: Gives the others of them.

    Attributes:
        callers: Calls by the last part of what they call.
        definitions: Functions and classes by name.
        options: `add_argument` calls by the name of the option.
        fields: Classes by the names that they annotate.
        subclasses: Classes by the last part of each base.
        set_outside: By name, what is set on an imported name: (file, imported name, value).
        added: By name, entries that other files put into a table that they import: (file, import, key, value).
        decorated: Functions and classes by the last part of each of their decorators.
        events: By the name of the function that is called, calls that tell a user interface to call it.
        indirect: Calls of what a table, a condition, a variable or a parameter gives.
        chosen: By definition, the calls that may reach it in such a way; filled by the evaluator.
        functions: How many functions have a name.
        imported: Packages that are imported anywhere.
        roots: What the dotted names of the files begin with.
    """

    def __init__(
        self, modules: Iterable[Module], files: Iterable[str], settings: Iterable[str], source: Source
    ) -> None:
        self.modules: dict[str, Module] = {}
        self._source = source
        self._asked_files: set[str] = set()
        self._asked_names: set[tuple[str, str]] = set()
        self.files = frozenset(files)
        self.settings = frozenset(settings)
        self._tails = {path.rpartition("/")[2].rpartition(".")[0] for path in self.files}
        self._packages = {name for path in self.files if path.endswith("/__init__.py") for name in path.split("/")[:-1]}
        self._imports: dict[tuple[str, str, int], tuple[str, ...]] = {}
        self.callers: dict[str, list[tuple[Module, Call]]] = {}
        self.functions: Counter[str] = Counter()
        self.imported: set[str] = set()
        self.roots: set[str] = set()
        self.definitions: dict[str, list[tuple[Module, int]]] = {}
        self.options: dict[str, list[tuple[Module, Call]]] = {}
        self.fields: dict[str, list[tuple[Module, int]]] = {}
        self.subclasses: dict[str, list[tuple[Module, int]]] = {}
        self.set_outside: dict[str, list[tuple[Module, Expression, Expression]]] = {}
        self.added: dict[str, list[tuple[Module, Imported, Expression, Expression]]] = {}
        self.decorated: dict[str, list[tuple[Module, int]]] = {}
        self.events: dict[str, list[tuple[Module, Call]]] = {}
        self.indirect: list[tuple[Module, Call]] = []
        self.chosen: dict[tuple[Module, int], list[tuple[Module, Call]]] = {}
        for module in modules:
            self._add(module)

    def opened(self, *paths: str) -> None:
        """Reads files that were not read yet."""
        unread = [path for path in paths if path not in self.modules and path not in self._asked_files]
        if unread:
            self._asked_files.update(unread)
            for module in self._source.opened(unread):
                self._add(module)

    def all_callers(self, name: str, owner: str = "") -> list[tuple[Module, Call]]:
        """The calls of what has a name, those in files that were not read yet, too.

        Args:
            name: A function or class.
            owner: The class of a method that shares its name with others: its callers name the class, too.
        """
        if len(name) > 3 and (name, owner) not in self._asked_names:
            self._asked_names.add((name, owner))
            holding = self._source.holding(name)
            if owner and holding:
                naming = set(self._source.holding(owner))
                holding = [path for path in holding if path in naming]
            self.opened(*holding)
        return self.callers.get(name, [])

    def _add(self, module: Module) -> None:
        self.modules[module.path] = module
        self.roots.add(module.dotted.partition(".")[0])
        self._add_imports(module)
        self._add_items(module)
        self._add_calls(module)
        self._add_definitions(module)

    def _add_imports(self, module: Module) -> None:
        for star in module.outline.stars:
            self.imported.add(star.partition(".")[0])
        for scope in module.outline.scopes:
            for name, bindings in scope.names.items():
                for binding in bindings:
                    value = binding.value
                    if type(value) is Imported:
                        root = value.module.partition(".")[0]
                        module.imported.add(root)
                        self.imported.add(root)
                        if value.name and value.name != name:
                            module.renamed[name] = value.name
                    elif type(value) is Attribute and value.name != name:
                        module.renamed[name] = value.name

    def _add_items(self, module: Module) -> None:
        for base, key, value, _ in module.outline.items:
            if not isinstance(base, Name):
                continue
            module.items.setdefault(base.name, []).append((key, value))
            bindings = module.outline.scopes[0].names.get(base.name, ())
            imports = [binding.value for binding in bindings if isinstance(binding.value, Imported)]
            if isinstance(key, String) and imports:
                self.set_outside.setdefault(key.text, []).append((module, base, value))
            for imported in imports:
                if imported.name:
                    self.added.setdefault(imported.name, []).append((module, imported, key, value))

    def _add_calls(self, module: Module) -> None:
        for call in module.outline.calls:
            last = last_name(call.callee)
            if not last:
                continue
            if last == "add_argument" or last in DEFINES:
                self._add_option(module, call)
            elif last in _EVENTS:
                functions = [v for k, v in call.keywords if k == "fn"] or call.arguments[:1]
                for function in functions:
                    self.events.setdefault(last_name(function), []).append((module, call))
            later = later_call(call, last) if last in LATER else None
            if later is not None and last_name(later.callee):
                self.callers.setdefault(last_name(later.callee), []).append((module, later))
            if type(call.callee) is Name:
                last = module.renamed.get(last, last)
            self.callers.setdefault(last, []).append((module, call))
        aliases = _aliases(module.outline)
        self.indirect += [(module, call) for call in module.outline.calls if _is_indirect(call, aliases)]

    def _add_definitions(self, module: Module) -> None:
        for index, scope in enumerate(module.outline.scopes):
            if scope.name:
                self.functions[scope.name] += scope.kind == "function"
                self.definitions.setdefault(scope.name, []).append((module, index))
            for decorator in scope.decorators:
                made = decorator.callee if isinstance(decorator, Call) else decorator
                self.decorated.setdefault(last_name(made), []).append((module, index))
            if scope.kind == "class":
                for name in scope.annotations:
                    self.fields.setdefault(name, []).append((module, index))
                for base in scope.bases:
                    self.subclasses.setdefault(last_name(base), []).append((module, index))

    def _add_option(self, module: Module, call: Call) -> None:
        named = dict(call.keywords)
        destination = named.get("dest")
        if isinstance(destination, String):
            names = [destination.text]
        else:
            spelt = [argument.text for argument in call.arguments if isinstance(argument, String)]
            spelt = [text for text in spelt if text.startswith("--")] or spelt[:1]
            names = [spelt[0].lstrip("-").replace("-", "_")] if spelt else []
        for name in names:
            module.options.setdefault(name, []).append(call)
            self.options.setdefault(name, []).append((module, call))

    def has_package(self, source: str) -> bool:
        """Whether any folder of the repository is a package of the first name of a dotted one."""
        return source.split(".", 1)[0] in self._packages

    def module_of(self, source: str, level: int, module: Module) -> Module | None:
        """The module of the repository that an import names."""
        if not level and not source:
            return None
        folder = module.path.rpartition("/")[0]
        key = (folder, source, level)
        paths = self._imports.get(key)
        if paths is None:
            paths = self._imports[key] = tuple(self._importable(source, level, folder))
        for path in paths:
            found = self.module_at(path)
            if found is not None and found is not module:
                return found
        return None

    def module_at(self, path: str) -> Module | None:
        """The module of a path."""
        found = self.modules.get(path)
        if found is None:
            self.opened(path)
            found = self.modules.get(path)
        return found

    def settings_at(self, path: str, *modules: Module) -> str | None:
        """The settings file that a path means, if there is one.

        Args:
            path: From the root of the tree; where there are modules, from the folder that their code is run in, which
                is not known: of their folders and all above, the nearest that has the file counts.
            modules: Where the path is written and where it is opened.
        """
        folders = [folder for module in modules for folder in _upwards(module.path.rpartition("/")[0])]
        for folder in folders or [""]:
            found = normpath(folder + path)
            if found in self.settings:
                return found
        return None

    def want_conftest(self, module: Module) -> None:
        """Reads the `conftest.py` files that pytest reads before a file."""
        paths = [f"{folder}conftest.py" for folder in _upwards(module.path.rpartition("/")[0])]
        self.opened(*(path for path in paths if path in self.files))

    def _importable(self, source: str, level: int, folder: str) -> Iterator[str]:
        """The files that an import in a folder may mean, nearest first."""
        parts = source.split(".") if source else []
        if parts and parts[-1] not in self._tails and not self.has_package(parts[-1]):
            return
        bases = [*_upwards(folder)]
        bases = bases[level - 1 : level] or bases[-1:] if level else bases
        for base in bases:
            for root in (base,) if level else (base, *(f"{base}{inner}/" for inner in IMPORT_FOLDERS)):
                stem = root + "/".join(parts)
                for path in (f"{stem}.py", f"{stem}/__init__.py") if parts else (f"{root}__init__.py",):
                    if path in self.files:
                        yield path


#: Calls by which a flag is defined: name, default, help.
DEFINES = frozenset({"DEFINE_string", "DEFINE_enum", "DEFINE_list", "DEFINE_multi_string"})
#: Calls that tell a user interface which function to call, and what with.
_EVENTS = frozenset(
    {"click", "change", "submit", "select", "input", "release", "then", "success", "Interface", "ChatInterface"}
)
#: Names of variables and parameters that hold a class or function more often than an object that can be called.
_MAKER = re.compile(r"cls|class|klass|ctor|constructor|factory|creator|_type\Z|\Atype\Z", re.IGNORECASE)
#: Names of arguments that can be an id: what a network is called with is not one.
_GIVEN = re.compile(r"model|name|_id\Z|path|repo|checkpoint|ckpt|pretrained|ur[il]\Z", re.IGNORECASE)


#: What gives a class or function that has to be looked up, and what does where the name says so.
_LOOKED_UP = frozenset({Subscript, Either, Element, Unpacked, Name})
_MADE = frozenset({Call, Parameter})


def _aliases(outline: Outline) -> frozenset[str]:
    """Names and attributes that hold what a table, a condition or another name gives."""
    found = set()
    for scope in outline.scopes:
        for names in (scope.names, scope.attributes):
            for name, bindings in names.items():
                kinds = {type(binding.value) for binding in bindings}
                if not kinds.isdisjoint(_LOOKED_UP) or (not kinds.isdisjoint(_MADE) and _MAKER.search(name)):
                    found.add(name)
    return frozenset(found)


def _is_indirect(call: Call, aliases: frozenset[str]) -> bool:
    """Whether a call that may be given an id is one of a class or function that has to be looked up."""
    callee = call.callee
    if type(callee) is Attribute:
        base = callee.base
        looked_up = callee.name in aliases and type(base) is Name and base.name in ("self", "cls")
    elif type(callee) is Name:
        looked_up = callee.name in aliases
    else:
        looked_up = isinstance(callee, Subscript | Call | Either)
    return looked_up and any(map(_may_be_id, (*call.arguments, *(value for _, value in call.keywords))))


def _may_be_id(argument: Expression) -> bool:
    if isinstance(argument, String | Joined | Percent):
        return True
    return _GIVEN.search(last_name(argument)) is not None


#: Calls whose first argument is called with the others.
LATER = frozenset(
    {"partial", "submit", "to_thread", "run_in_executor", "run_sync", "Thread", "Process", "map", "apply_async"}
)


def later_call(call: Call, last: str) -> Call | None:
    """The call that another one will make: `partial(f, x)`, `pool.submit(f, x)`, `Thread(target=f, args=(x,))`."""
    if last not in LATER:
        return None
    named = dict(call.keywords)
    arguments = call.arguments[1:] if last == "run_in_executor" else call.arguments
    if "target" in named:
        function, given = named["target"], named.get("args")
        arguments = given.items if isinstance(given, Items) else ()
    elif not arguments:
        return None
    else:
        function, arguments = arguments[0], arguments[1:]
    if last == "map":
        arguments = tuple([Element(argument) for argument in arguments])
    elif last == "apply_async":
        first = arguments[0] if arguments else None
        arguments = first.items if isinstance(first, Items) else ()
    return Call(function, arguments, call.keywords, call.line, call.end, call.context)


def _upwards(folder: str) -> Iterator[str]:
    """A folder and all above it, each with a slash behind it; the root is empty."""
    while folder:
        yield f"{folder}/"
        folder = folder.rpartition("/")[0]
    yield ""


def dotted_name(path: str) -> str:
    """The import name of a file: its path from the root, without leading source folders."""
    parts = list(PurePosixPath(path).with_suffix("").parts)
    while len(parts) > 1 and parts[0] in SOURCE_FOLDERS:
        parts = parts[1:]
    if parts[-1] == "__init__" and len(parts) > 1:
        parts = parts[:-1]
    return ".".join(parts)


def package(dotted: str, level: int, path: str) -> str:
    """The package that an import of so many dots starts from."""
    parts = dotted.split(".")
    if not path.endswith("__init__.py"):
        parts = parts[:-1]
    return ".".join(parts[: len(parts) - (level - 1)] if level > 1 else parts)
