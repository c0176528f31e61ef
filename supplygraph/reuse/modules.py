"""The parsed files of a repository, and where names are called and defined in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from supplygraph.reuse.outline import Call, Expression, Outline

SOURCE_FOLDERS = frozenset({"src", "lib", "python", "source", "packages", "py"})


@dataclass(slots=True, eq=False)
class Module:
    """One parsed file.

    Attributes:
        path: Relative path with slashes.
        outline: What was kept of it.
        dotted: Its import name from the root of its source tree.
        notebook: Whether it is a notebook, whose cells share one namespace.
    """

    path: str
    outline: Outline
    dotted: str
    notebook: bool = False
    options: dict[str, list[Call]] = field(default_factory=dict)
    #: Names that stand for something of another name: imports under an alias, methods put into a variable.
    renamed: dict[str, str] = field(default_factory=dict)


class Index:
    """Where names are called, defined and declared in one repository, and which file an import names.

    Args:
        modules: Parsed files.
        files: All Python files there are, parsed or not.

    Attributes:
        by_tail: Files by their name without suffix.
        callers: Calls by the last part of what they call.
        definitions: Functions and classes by name.
        options: `add_argument` calls by the name of the option.
        fields: Classes by the names that they annotate.
        subclasses: Classes by the last part of each base.
        wanted_files: Files that would have to be parsed to answer.
        wanted_names: Names whose callers are wanted.
    """

    def __init__(self, modules: Iterable[Module], files: Iterable[str]) -> None:
        self.modules: dict[str, Module] = {module.path: module for module in modules}
        self.files = frozenset(files)
        self.by_tail: dict[str, list[str]] = {}
        for path in sorted(self.files):
            self.by_tail.setdefault(PurePosixPath(path).stem, []).append(path)
        self.callers: dict[str, list[tuple[Module, Call]]] = {}
        self.definitions: dict[str, list[tuple[Module, int]]] = {}
        self.options: dict[str, list[tuple[Module, Call]]] = {}
        self.fields: dict[str, list[tuple[Module, int]]] = {}
        self.subclasses: dict[str, list[tuple[Module, int]]] = {}
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
        head = source.split(".", 1)[0]
        return any(f"/{head}/" in f"/{path}" for path in self.by_tail.get("__init__", ())) if head else False

    def module_of(self, source: str, level: int, module: Module) -> Module | None:
        """The parsed module that an import names; an unparsed one is put on the list of wanted files."""
        here = PurePosixPath(module.path).parent
        if level:
            for _ in range(level - 1):
                here = here.parent
            bases = [here]
        else:
            if not source:
                return None
            bases = [here, *here.parents]
        parts = source.split(".") if source else []
        last = parts[-1] if parts else "__init__"
        candidates = [*self.by_tail.get(last, ()), *(self.by_tail.get("__init__", ()) if parts else ())]
        if not candidates:
            return None
        known = self.files
        for base in bases:
            roots = [base]
            if not level:
                roots += [base / folder for folder in ("src", "lib", "python")]
            for root in roots:
                stem = root.joinpath(*parts).as_posix() if parts else root.as_posix()
                for path in (f"{stem}.py", f"{stem}/__init__.py"):
                    path = path.removeprefix("./")
                    if path in known:
                        found = self.modules.get(path)
                        if found is None:
                            self.wanted_files.add(path)
                        elif found is not module:
                            return found
        return None


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
