"""The parsed files of a repository, and where names are called and defined in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath

from supplygraph.reuse.outline import Binding, Call, Expression, Outline

SOURCE_FOLDERS = frozenset({"src", "lib", "python", "source", "packages", "py"})
#: Folders under which imports are looked for beside the folder itself.
IMPORT_FOLDERS = ("src", "lib", "python")


#: (number among the assignments of its name in its scope, assignment, scope) of each assignment that a name can have
#: its value from; whether there are several; whether they are in the statement's own function.
Seen = tuple[tuple[tuple[int, Binding, int], ...], bool, bool]


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
    #: Names that stand for something of another name: imports under an alias, methods put into a variable.
    renamed: dict[str, str] = field(default_factory=dict)


class Index:
    """Where names are called, defined and declared in one repository, and which file an import names.

    Args:
        modules: Parsed files.
        files: All Python files there are, parsed or not.
        settings: All settings files there are.

    Attributes:
        callers: Calls by the last part of what they call.
        definitions: Functions and classes by name.
        options: `add_argument` calls by the name of the option.
        fields: Classes by the names that they annotate.
        subclasses: Classes by the last part of each base.
        set_outside: By name, what is set on an imported name: (file, imported name, value).
        wanted_files: Files that would have to be parsed to answer.
        wanted_names: Names whose callers are wanted.
    """

    def __init__(self, modules: Iterable[Module], files: Iterable[str], settings: Iterable[str] = ()) -> None:
        self.modules: dict[str, Module] = {module.path: module for module in modules}
        self.files = frozenset(files)
        self.settings = frozenset(settings)
        self._tails = {path.rpartition("/")[2].rpartition(".")[0] for path in self.files}
        self._packages = {name for path in self.files if path.endswith("/__init__.py") for name in path.split("/")[:-1]}
        self._imports: dict[tuple[str, str, int], tuple[str, ...]] = {}
        self.callers: dict[str, list[tuple[Module, Call]]] = {}
        self.definitions: dict[str, list[tuple[Module, int]]] = {}
        self.options: dict[str, list[tuple[Module, Call]]] = {}
        self.fields: dict[str, list[tuple[Module, int]]] = {}
        self.subclasses: dict[str, list[tuple[Module, int]]] = {}
        self.set_outside: dict[str, list[tuple[Module, Expression, Expression]]] = {}
        self.wanted_files: set[str] = set()
        self.wanted_names: set[str] = set()
        for module in self.modules.values():
            self._add(module)

    def _add(self, module: Module) -> None:
        renamed = module.renamed = {}
        for scope in module.outline.scopes:
            for name, bindings in scope.names.items():
                for binding in bindings:
                    if binding.value[0] == "m" and binding.value[3] and binding.value[3] != name:
                        renamed[name] = binding.value[3]
                    elif binding.value[0] == "a" and binding.value[2] != name:
                        renamed[name] = binding.value[2]
        module.items = {}
        for base, key, value, _ in module.outline.items:
            if base[0] == "n":
                module.items.setdefault(base[1], []).append((key, value))
                imported = module.outline.scopes[0].names.get(base[1], ())
                if key[0] == "s" and any(binding.value[0] == "m" for binding in imported):
                    self.set_outside.setdefault(key[1], []).append((module, base, value))
        for call in module.outline.calls:
            last = last_name(call.callee)
            if not last:
                continue
            if last == "add_argument":
                self._add_option(module, call)
            self.callers.setdefault(renamed.get(last, last) if call.callee[0] == "n" else last, []).append(
                (module, call)
            )
        for index, scope in enumerate(module.outline.scopes):
            if scope.name:
                self.definitions.setdefault(scope.name, []).append((module, index))
            if scope.kind == "class":
                for name in scope.annotations:
                    self.fields.setdefault(name, []).append((module, index))
                for base in scope.bases:
                    self.subclasses.setdefault(last_name(base), []).append((module, index))

    def _add_option(self, module: Module, call: Call) -> None:
        named = dict(call.keywords)
        names: list[str] = []
        if "dest" in named and named["dest"][0] == "s":
            names = [named["dest"][1]]
        else:
            longs = [a[1] for a in call.arguments if a[0] == "s"]
            longs = [text for text in longs if text.startswith("--")] or longs
            names = [longs[0].lstrip("-").replace("-", "_")] if longs else []
        for name in names:
            module.options.setdefault(name, []).append(call)
            self.options.setdefault(name, []).append((module, call))

    def has_package(self, source: str) -> bool:
        """Whether any folder of the repository is a package of the first name of a dotted one."""
        return source.split(".", 1)[0] in self._packages

    def module_of(self, source: str, level: int, module: Module) -> Module | None:
        """The parsed module that an import names; an unparsed one is put on the list of wanted files."""
        if not level and not source:
            return None
        folder = module.path.rpartition("/")[0]
        key = (folder, source, level)
        paths = self._imports.get(key)
        if paths is None:
            paths = self._imports[key] = tuple(self._importable(source, level, folder))
        for path in paths:
            found = self.modules.get(path)
            if found is None:
                self.wanted_files.add(path)
            elif found is not module:
                return found
        return None

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
        """Puts the unparsed `conftest.py` files that pytest reads before a file on the list of wanted files."""
        for folder in _upwards(module.path.rpartition("/")[0]):
            path = f"{folder}conftest.py"
            if path in self.files and path not in self.modules:
                self.wanted_files.add(path)

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


def _upwards(folder: str) -> Iterator[str]:
    """A folder and all above it, each with a slash behind it; the root is empty."""
    while folder:
        yield f"{folder}/"
        folder = folder.rpartition("/")[0]
    yield ""


def last_name(expression: Expression) -> str:
    """The last part of a dotted name; empty for other expressions."""
    if expression[0] == "a":
        return str(expression[2])
    if expression[0] == "n":
        return str(expression[1])
    if expression[0] == "i":
        return last_name(expression[1])
    return ""


def spelling(expression: Expression, module: Module) -> str:
    """An expression of names and dots as it was written."""
    match expression[0]:
        case "a":
            return f"{spelling(expression[1], module)}.{expression[2]}"
        case "n":
            return str(expression[1])
        case "c":
            return spelling(module.outline.calls[expression[1]].callee, module)
        case _:
            return "…"


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
