"""Follows expressions backwards to the strings they can be: through names, defaults, attributes, calls and modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from supplygraph.reuse.outline import Binding, Call, Expression, Outline, Scope
from supplygraph.reuse.place import words

#: Limits on one question, so that hostile code costs no more than other code.
MAX_VALUES = 200
MAX_STEPS = 20_000
MAX_DEPTH = 48
#: Calls of user functions that are entered one inside the other.
MAX_HOPS = 6
MAX_CALLERS = 400


class Text(NamedTuple):
    """A string, where it is written, and how it got here."""

    text: str
    module: Module
    line: int
    via: tuple[str, ...] = ()
    flow: bool = False
    conditional: bool = False
    #: (file, line, text) of the literals it was put together from, where there are several.
    pieces: tuple[tuple[str, int, str], ...] = ()


class Thing(NamedTuple):
    """Any other value: `scope`, `instance`, `external`, `dict`, `list`, `constant`, `options`, `lambda`, `module`."""

    kind: str
    data: Any
    module: Module | None = None
    #: Whether it came through a function or from another file.
    flow: bool = False


Value = Text | Thing


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


class Callee(NamedTuple):
    """What a call may call.

    Attributes:
        names: Dotted names outside the repository, or of the repository's own definitions.
        scopes: Functions and classes of the repository.
        unbound: Whether the name is bound nowhere.
        receiver: Whether it is a method of an object that is not known.
    """

    names: tuple[str, ...]
    scopes: tuple[tuple[Module, int], ...]
    unbound: bool
    receiver: bool


SOURCE_FOLDERS = frozenset({"src", "lib", "python", "source", "packages", "py"})
#: Methods too common for a call to be attributed by name alone.
COMMON_METHODS = words(
    "get set run load save call forward init setup build create make start process update add main execute "
    "__init__ train evaluate test predict encode generate close open read write from_dict to_dict warm_up "
    "__call__ fit transform items keys values pop append join format strip split"
)


class Repository:
    """All parsed files of one repository, and what their expressions can be.

    Args:
        modules: Parsed files.
        files: All Python files there are, parsed or not.
    """

    def __init__(self, modules: Iterable[Module], files: Iterable[str]) -> None:
        self.modules: dict[str, Module] = {module.path: module for module in modules}
        self.files = frozenset(files)
        self.by_tail: dict[str, list[str]] = {}
        for path in sorted(self.files):
            self.by_tail.setdefault(_tail(path), []).append(path)
        self.callers: dict[str, list[tuple[Module, Call]]] = {}
        self.definitions: dict[str, list[tuple[Module, int]]] = {}
        self.options: dict[str, list[tuple[Module, Call]]] = {}
        self.fields: dict[str, list[tuple[Module, int]]] = {}
        self.subclasses: dict[str, list[tuple[Module, int]]] = {}
        #: Files that would have to be parsed to answer, and names whose callers are wanted.
        self.wanted_files: set[str] = set()
        self.wanted_names: set[str] = set()
        self._memo: dict[tuple[Any, ...], list[Value]] = {}
        self._active: set[tuple[Any, ...]] = set()
        self._cuts = 0
        self._steps = 0
        self._depth = 0
        self._hops = 0
        #: Questions that were given up because the code is nested too deeply.
        self.too_deep = 0
        for module in self.modules.values():
            self._index(module)

    def _index(self, module: Module) -> None:
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

    # -- asking

    def ask(self, expression: Expression, module: Module) -> list[Value]:
        """All values an expression can have, as far as the repository tells."""
        self.start()
        try:
            return self.values(expression, module)
        except RecursionError:
            self.too_deep += 1
            return []

    def start(self) -> None:
        """Begins a new question with its own limits."""
        self._steps = MAX_STEPS
        self._depth = self._hops = 0
        self._active.clear()

    def texts(self, expression: Expression, module: Module) -> list[Text]:
        """The strings among the values; the elements of lists too."""
        return list(self.strings(self.ask(expression, module)))

    def strings(self, values: list[Value], depth: int = 0) -> Iterator[Text]:
        """The strings among values, and among the elements of lists."""
        for value in values:
            if isinstance(value, Text):
                yield value
            elif value.kind == "list" and depth < 2 and value.module is not None:
                for item in value.data:
                    yield from self.strings(self.values(item, value.module), depth + 1)

    def values(self, expression: Expression, module: Module) -> list[Value]:
        """The values of an expression within the limits of the question under way."""
        self._steps -= 1
        if self._steps <= 0 or self._depth > MAX_DEPTH:
            self._cuts += 1
            return []
        self._depth += 1
        try:
            found = self._values(expression, module)
        finally:
            self._depth -= 1
        return found[:MAX_VALUES] if len(found) > MAX_VALUES else found

    def _slot(self, key: tuple[Any, ...], compute: Any) -> list[Value]:
        """Remembers the values of a variable, parameter or attribute; a cycle back to it adds nothing."""
        known = self._memo.get(key)
        if known is not None:
            return known
        if key in self._active:
            self._cuts += 1
            return []
        self._active.add(key)
        cuts = self._cuts
        try:
            found: list[Value] = _unique(compute())
        finally:
            self._active.discard(key)
        if self._cuts == cuts or not self._active:
            self._memo[key] = found
        return found

    def _values(self, e: Expression, module: Module) -> list[Value]:
        match e[0]:
            case "s":
                return [Text(e[1], module, e[2])]
            case "k":
                return [Thing("constant", e[1])]
            case "n":
                return self.name(e[1], e[2], module)
            case "m":
                return self.imported(e, module)
            case "f":
                return [Thing("scope", e[1], module)]
            case "p":
                return self.parameter(e[1], e[2], module)
            case "a":
                return self.attribute(e, module)
            case "i":
                return self.subscript(e, module)
            case "c":
                return self.called(module.outline.calls[e[1]], module)
            case "l":
                return [Thing("list", e[1], module)]
            case "d":
                return [Thing("dict", e[1], module)]
            case "j":
                return list(self.joined(e, module))
            case "%":
                return list(self.percent(e, module))
            case "o":
                found: list[Value] = []
                for part in e[1]:
                    for value in self.values(part, module):
                        found.append(_through(value, e[2], conditional=len(e[1]) > 1))
                return found
            case "e":
                return self.elements(self.values(e[1], module))
            case "u":
                return self.unpacked(self.values(e[1], module), e[2])
            case "b":
                return [Thing("lambda", e[1], module)]
            case "*":
                return self.elements(self.values(e[1], module))
            case _:
                return []

    # -- names

    def name(self, name: str, context: int, module: Module) -> list[Value]:
        """The values of a name seen from a statement."""
        bindings, conditional_only, local = self._bindings(name, context, module)
        found: list[Value] = []
        for index, binding, scope in bindings:
            key = (id(module), scope, name, index)
            via = "variable" if local else "notebook_global" if module.notebook else "constant"

            def compute(value: Expression = binding.value) -> list[Value]:
                return self.values(value, module)

            for value in self._slot(key, compute):
                parameter = binding.value[0] in ("p", "m", "f")
                found.append(_through(value, None if parameter else via, conditional=conditional_only))
        if bindings:
            scope_index = bindings[0][2]
            found = self._with_items(found, name, scope_index, module)
        else:
            for star in module.outline.stars:
                target = self._module_of(star.lstrip("."), len(star) - len(star.lstrip(".")), module)
                if target is not None:
                    found += [_flowing(v, "imported_constant") for v in self.member(target, name)]
                elif not star.startswith("."):
                    found.append(Thing("external", f"{star}.{name}"))
        return found

    def is_bound(self, name: str, context: int, module: Module) -> bool:
        """Whether a name is bound anywhere it could be seen from."""
        return bool(self._bindings(name, context, module)[0])

    def _bindings(self, name: str, context: int, module: Module) -> tuple[list[tuple[int, Binding, int]], bool, bool]:
        scopes = module.outline.scopes
        start, line, path = module.outline.contexts[context]
        index = start
        while index >= 0:
            scope = scopes[index]
            if (scope.kind != "class" or index == start) and name in scope.names:
                bindings = scope.names[name]
                if index == start:
                    chosen = _reaching(bindings, line, path)
                else:
                    chosen = _final(bindings) if not module.notebook else bindings
                several = len(chosen) > 1
                numbered = {id(binding): number for number, binding in enumerate(bindings)}
                return [(numbered[id(b)], b, index) for b in chosen], several, index == start and index != 0
            index = scope.parent
        return [], False, False

    def _with_items(self, found: list[Value], name: str, scope: int, module: Module) -> list[Value]:
        """A dictionary with the keys that are set on its name afterwards."""
        added = (
            [(key, value) for base, key, value, context in module.outline.items if base[0] == "n" and base[1] == name]
            if module.outline.items
            else []
        )
        if not added:
            return found
        pairs = [
            value.data
            for value in found
            if isinstance(value, Thing) and value.kind == "dict" and value.module is module
        ]
        others = [v for v in found if not (isinstance(v, Thing) and v.kind == "dict" and v.module is module)]
        return [*others, Thing("dict", [*(pair for group in pairs for pair in group), *added], module)]

    def member(self, module: Module, name: str) -> list[Value]:
        """What a module gives under a name."""
        scope = module.outline.scopes[0]
        bindings = scope.names.get(name)
        if not bindings:
            return []
        found: list[Value] = []
        chosen = _final(bindings)
        for binding in chosen:
            key = (id(module), 0, name, "member", id(binding))

            def compute(value: Expression = binding.value) -> list[Value]:
                return self.values(value, module)

            found += [_through(value, None, conditional=len(chosen) > 1) for value in self._slot(key, compute)]
        return self._with_items(found, name, 0, module)

    # -- imports

    def imported(self, e: Expression, module: Module) -> list[Value]:
        """What an import brings: a thing of the repository, or the dotted name of one outside."""
        _, level, source, name = e
        if name is None:
            target = self._module_of(source, level, module)
            return [Thing("module", None, target)] if target is not None else [Thing("external", source)]
        target = self._module_of(source, level, module)
        if target is not None:
            found = self.member(target, name)
            if found:
                return [_flowing(value, "imported_constant") for value in found]
        inner = self._module_of(f"{source}.{name}" if source else name, level, module)
        if inner is not None:
            return [Thing("module", None, inner)]
        # A package that passes names on, and was not parsed: the definition is looked for by its name.
        if target is not None or level or self._has_package(source):
            defined = self.definitions.get(name, [])
            if len(defined) == 1:
                return [Thing("scope", defined[0][1], defined[0][0])]
        absolute = source if not level else f"{_package(module.dotted, level, module.path)}.{source}".strip(".")
        return [Thing("external", f"{absolute}.{name}".strip("."))]

    def _has_package(self, source: str) -> bool:
        head = source.split(".", 1)[0]
        return any(f"/{head}/" in f"/{path}" for path in self.by_tail.get("__init__", ())) if head else False

    def _module_of(self, source: str, level: int, module: Module) -> Module | None:
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
        tail = parts[-1] if parts else "__init__"
        candidates = [*self.by_tail.get(tail, ()), *(self.by_tail.get("__init__", ()) if parts else ())]
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

    # -- parameters

    def parameter(self, scope_index: int, name: str, module: Module) -> list[Value]:
        """Defaults of a parameter, and what callers give for it."""
        return self._slot(
            ("parameter", id(module), scope_index, name), lambda: list(self._parameter(scope_index, name, module))
        )

    def _parameter(self, scope_index: int, name: str, module: Module) -> Iterator[Value]:
        scopes = module.outline.scopes
        scope = scopes[scope_index]
        owner = scope.parent if scopes[scope.parent].kind == "class" else None
        if name == "**":
            yield from self._rest(scope_index, module)
            return
        position = next((i for i, parameter in enumerate(scope.parameters) if parameter[0] == name), -1)
        static = any(last_name(decorator) == "staticmethod" for decorator in scope.decorators)
        if owner is not None and position == 0 and not static and name in ("self", "cls", "mcs"):
            yield Thing("scope" if name == "cls" else "instance", owner, module)
            return
        _, default, annotation = scope.parameters[position]
        if default is not None:
            for value in self.values(default, module):
                yield _through(value, "default_arg")
        yield from self._decorated(scope, name, module)
        yield from self._fixture(scope, name, module)
        if annotation is not None:
            yield from self._annotated(annotation, module)
        if self._hops >= MAX_HOPS:
            self._cuts += 1
            return
        self._hops += 1
        try:
            bound = owner is not None and not static
            for caller, call in self._callers(scope_index, module):
                given = self._given(call, scope, name, position - (1 if bound else 0), caller)
                for value in given:
                    yield _flowing(value, "wrapper_call")
        finally:
            self._hops -= 1

    def _rest(self, scope_index: int, module: Module) -> Iterator[Value]:
        """The keywords that callers give beyond the declared ones, as one dictionary each."""
        scope = module.outline.scopes[scope_index]
        declared = {parameter[0] for parameter in scope.parameters}
        for caller, call in self._callers(scope_index, module):
            pairs = [(("s", k, call.line), v) for k, v in call.keywords if k != "**" and k not in declared]
            if pairs:
                yield Thing("dict", pairs, caller)
            for key, value in call.keywords:
                if key == "**":
                    yield from self.values(value, caller)

    def _callers(self, scope_index: int, module: Module) -> list[tuple[Module, Call]]:
        key = ("callers", id(module), scope_index)
        known = self._memo.get(key)
        if known is not None:
            return known  # type: ignore[return-value]
        if key in self._active:
            return []
        self._active.add(key)
        try:
            found = list(self._find_callers(scope_index, module))[:MAX_CALLERS]
        finally:
            self._active.discard(key)
        self._memo[key] = found  # type: ignore[assignment]
        return found

    def _find_callers(self, scope_index: int, module: Module) -> Iterator[tuple[Module, Call]]:
        scopes = module.outline.scopes
        scope = scopes[scope_index]
        owner = scope.parent if scope.parent >= 0 and scopes[scope.parent].kind == "class" else None
        if owner is not None and scope.name in ("__init__", "__new__", "__post_init__"):
            yield from self._constructions(owner, module)
            return
        self.wanted_names.add(scope.name)
        same_name = self.definitions.get(scope.name, [])
        methods = sum(1 for m, i in same_name if m.outline.scopes[i].kind == "function")
        for caller, call in self.callers.get(scope.name, ())[:MAX_CALLERS]:
            callee = self.callee(call, caller)
            if (module, scope_index) in callee.scopes:
                yield caller, call
                continue
            alone = owner is not None and methods == 1 and scope.name not in COMMON_METHODS
            if alone and callee.receiver and not callee.scopes:
                yield caller, call

    def _constructions(self, owner: int, module: Module) -> Iterator[tuple[Module, Call]]:
        """Calls that make an instance of a class, or of a subclass without a constructor of its own."""
        name = module.outline.scopes[owner].name
        self.wanted_names.add(name)
        for caller, call in self.callers.get(name, ())[:MAX_CALLERS]:
            if (module, owner) in self.callee(call, caller).scopes:
                yield caller, call
        for caller, call in self.callers.get("cls", ()):
            if caller is module and self._class_of(call, caller) == owner:
                yield caller, call
        for sub_module, sub in self.subclasses.get(name, ())[:50]:
            if sub_module is module and sub == owner:
                continue
            sub_scopes = sub_module.outline.scopes
            own = next((i for i, s in enumerate(sub_scopes) if s.parent == sub and s.name == "__init__"), None)
            if own is None:
                key = ("constructions", id(sub_module), sub)
                if key not in self._active:
                    self._active.add(key)
                    try:
                        yield from self._constructions(sub, sub_module)
                    finally:
                        self._active.discard(key)
                continue
            for call in sub_module.outline.calls:
                callee = call.callee
                if callee[0] == "a" and callee[2] == "__init__" and sub_module.outline.contexts[call.context][0] == own:
                    yield sub_module, call

    def _class_of(self, call: Call, module: Module) -> int | None:
        index = module.outline.contexts[call.context][0]
        while index >= 0:
            if module.outline.scopes[index].kind == "class":
                return index
            index = module.outline.scopes[index].parent
        return None

    def _given(self, call: Call, scope: Scope, name: str, position: int, caller: Module) -> Iterator[Value]:
        """What a call gives for a parameter."""
        for keyword, value in call.keywords:
            if keyword == name:
                yield from self.values(value, caller)
                return
        arguments = call.arguments
        callee = call.callee
        # `Base.__init__(self, x)` names the object itself.
        if (
            callee[0] == "a"
            and callee[2] == "__init__"
            and not (callee[1][0] == "c" and last_name(caller.outline.calls[callee[1][1]].callee) == "super")
        ):
            position += 1
        if 0 <= position < scope.positional:
            for index, argument in enumerate(arguments[: position + 1]):
                if argument[0] == "*":
                    yield from self.unpacked(self.values(argument[1], caller), position - index)
                    return
            if position < len(arguments):
                yield from self.values(arguments[position], caller)
                return
        for keyword, value in call.keywords:
            if keyword == "**":
                for thing in self.values(value, caller):
                    if isinstance(thing, Thing) and thing.kind == "dict":
                        yield from self.key(thing, name)

    def _decorated(self, scope: Scope, name: str, module: Module) -> Iterator[Value]:
        """Values that a decorator gives: parametrised tests, options of click."""
        for decorator in scope.decorators:
            if decorator[0] != "c":
                continue
            call = module.outline.calls[decorator[1]]
            last = last_name(call.callee)
            if last == "parametrize" and len(call.arguments) >= 2:
                yield from self._parametrized(call, name, module)
            elif last in ("option", "argument"):
                spelt = [a[1].lstrip("-").replace("-", "_") for a in call.arguments if a[0] == "s"]
                longest = max(spelt, key=len, default="")
                if name in spelt or name == longest:
                    for keyword, value in call.keywords:
                        if keyword == "default":
                            for found in self.values(value, module):
                                yield _through(found, "argparse_default")

    def _parametrized(self, call: Call, name: str, module: Module) -> Iterator[Value]:
        names: list[str] = []
        for value in self.values(call.arguments[0], module):
            if isinstance(value, Text):
                names += [part.strip() for part in value.text.split(",")]
            elif value.kind == "list":
                names += [item[1] for item in value.data if item[0] == "s"]
        if name not in names:
            return
        index = names.index(name)
        for row in self.elements(self.values(call.arguments[1], module)):
            cells = [row] if len(names) == 1 else self.unpacked([row], index)
            for cell in cells:
                yield _through(cell, "parametrize")

    def _fixture(self, scope: Scope, name: str, module: Module) -> Iterator[Value]:
        """What a pytest fixture of that name returns."""
        if not scope.name.startswith("test") and not scope.decorators:
            return
        for folder in PurePosixPath(module.path).parents:
            conftest = (folder / "conftest.py").as_posix()
            if conftest in self.files and conftest not in self.modules:
                self.wanted_files.add(conftest)
        for where, index in self.definitions.get(name, ())[:8]:
            found = where.outline.scopes[index]
            seen = where is module or where.path.endswith("conftest.py")
            if seen and found.kind == "function" and any("fixture" in spelling(d, where) for d in found.decorators):
                for value in self.returned(where, index):
                    yield _flowing(value, "fixture")

    def _annotated(self, annotation: Expression, module: Module) -> Iterator[Value]:
        """An instance of the repository's class that a parameter is annotated with; defaults inside `Annotated`."""
        if annotation[0] == "n" or annotation[0] == "a":
            for value in self.values(annotation, module):
                found = class_of(value)
                if found is not None:
                    yield Thing("instance", found[1], found[0])
        elif annotation[0] == "o":
            for part in annotation[1]:
                yield from self._annotated(part, module)

    # -- attributes

    def attribute(self, e: Expression, module: Module) -> list[Value]:
        """The values of `base.name`."""
        _, base, name = e
        values = self.values(base, module)
        found: list[Value] = []
        known = False
        for value in values:
            if isinstance(value, Text):
                if name in ("value", "name"):
                    found.append(value)
                continue
            match value.kind:
                case "external":
                    known = True
                    found.append(Thing("external", f"{value.data}.{name}"))
                case "module" if value.module is not None:
                    known = True
                    inner = self.member(value.module, name)
                    found += [_flowing(v, "imported_constant") for v in inner]
                    if not inner and value.module.path.endswith("__init__.py"):
                        sub = self._module_of(name, 1, value.module)
                        found += [Thing("module", None, sub)] if sub is not None else []
                case "scope" | "instance" if value.module is not None:
                    if value.module.outline.scopes[value.data].kind == "class":
                        inner = self.class_attribute(value.module, value.data, name)
                        known = known or bool(inner)
                        inner = self._through_properties(inner)
                        found += [_flowing(v, "attribute") for v in inner] if value.flow else inner
                case "dict":
                    known = True
                    found += self.key(value, name)
                case "options" if value.module is not None:
                    known = True
                    found += [value] if name == "__dict__" else self.option(value.module, name)
        if not known and not found:
            found = self.by_attribute_name(base, name, module)
        return found

    def _through_properties(self, values: list[Value]) -> list[Value]:
        """What reading an attribute gives: for a property, what it returns."""
        found: list[Value] = []
        for value in values:
            if isinstance(value, Thing) and value.kind == "scope" and value.module is not None:
                scope = value.module.outline.scopes[value.data]
                if scope.kind == "function" and any(last_name(d).endswith("property") for d in scope.decorators):
                    found += [_flowing(v, "return_value") for v in self.returned(value.module, value.data)]
                    continue
            found.append(value)
        return found

    def class_attribute(self, module: Module, owner: int, name: str) -> list[Value]:
        """An attribute of a class or its instances, its bases and what subclasses put in its place."""
        return self._slot(
            ("attribute", id(module), owner, name), lambda: list(self._class_attribute(module, owner, name))
        )

    def _class_attribute(self, module: Module, owner: int, name: str) -> Iterator[Value]:
        scope = module.outline.scopes[owner]
        own = False
        for binding in scope.attributes.get(name, ()):
            own = True
            for value in self.values(binding.value, module):
                yield _through(value, "attribute", conditional=bool(binding.path))
        for binding in scope.names.get(name, ()):
            own = True
            for value in self.values(binding.value, module):
                via = "dataclass_default" if name in scope.annotations else "class_constant"
                yield _through(value, via if binding.value[0] != "f" else None)
        if name in scope.annotations or (not own and self._is_enumeration(scope)):
            own = own or name in scope.annotations
            yield from self._field(module, owner, name)
        if not own:
            for base in scope.bases:
                for value in self.values(base, module):
                    if isinstance(value, Thing) and value.kind == "scope" and value.module is not None:
                        yield from self.class_attribute(value.module, value.data, name)
                    elif isinstance(value, Thing) and value.kind == "external":
                        yield Thing("external", f"{value.data}.{name}")
        if not own or name in scope.names:
            for sub_module, sub in self.subclasses.get(scope.name, ())[:50]:
                if (sub_module, sub) == (module, owner):
                    continue
                sub_scope = sub_module.outline.scopes[sub]
                for binding in [*sub_scope.names.get(name, ()), *sub_scope.attributes.get(name, ())]:
                    if binding.value[0] != "f":
                        for value in self.values(binding.value, sub_module):
                            yield _flowing(value, "class_constant")

    def _is_enumeration(self, scope: Scope) -> bool:
        return any("Enum" in last_name(base) for base in scope.bases)

    def _members(self, scope: Scope, module: Module) -> list[Value]:
        """The values of an enumeration's members; none of another class."""
        if not self._is_enumeration(scope):
            return []
        bindings = (binding for group in scope.names.values() for binding in group if binding.value[0] != "f")
        return [value for binding in bindings for value in self.values(binding.value, module)]

    def _field(self, module: Module, owner: int, name: str) -> Iterator[Value]:
        """What constructor calls give for a field of a dataclass or a pydantic model."""
        scopes = module.outline.scopes
        if any(s.parent == owner and s.name == "__init__" for s in scopes):
            return
        names = list(scopes[owner].annotations)
        position = names.index(name) if name in names else -1
        fake = Scope("function", "__init__", owner, 0, positional=len(names))
        if self._hops >= MAX_HOPS:
            return
        self._hops += 1
        try:
            for caller, call in list(self._constructions(owner, module))[:MAX_CALLERS]:
                for value in self._given(call, fake, name, position, caller):
                    yield _flowing(value, "wrapper_call")
        finally:
            self._hops -= 1

    def option(self, module: Module, name: str) -> list[Value]:
        """The default of a command-line option; of another module where this one has none."""
        own = module.options.get(name)
        if own:
            return [
                value
                for call in own
                for keyword, default in call.keywords
                if keyword == "default"
                for value in (_through(v, "argparse_default") for v in self.values(default, module))
            ]
        found: list[Value] = []
        for where, call in self.options.get(name, ())[:20]:
            for keyword, default in call.keywords:
                if keyword == "default":
                    found += [_flowing(v, "argparse_default") for v in self.values(default, where)]
        return found

    def by_attribute_name(self, base: Expression, name: str, module: Module) -> list[Value]:
        """Defaults of options and fields of that name, where the object is not known."""
        key = ("by name", id(module), name)
        return self._slot(key, lambda: list(self._by_attribute_name(base, name, module)))

    def _by_attribute_name(self, base: Expression, name: str, module: Module) -> Iterator[Value]:
        spelt = last_name(base).lower()
        if spelt in ("self", "cls") or not name:
            return
        if name in module.options:
            yield from self.option(module, name)
            return
        for where, owner in self.fields.get(name, ()):
            if where is module:
                yield from self._field_defaults(where, owner, name, flow=False)
        configured = any(
            word in spelt for word in ("arg", "config", "cfg", "opt", "setting", "param", "flags", "hp", "conf")
        )
        if not configured or not any(
            word in name.lower()
            for word in ("model", "repo", "checkpoint", "tokenizer", "pretrained", "encoder", "dataset")
        ):
            return
        yield from self.option(module, name)
        for where, owner in self.fields.get(name, ())[:10]:
            if where is not module:
                yield from self._field_defaults(where, owner, name, flow=True)

    def _field_defaults(self, module: Module, owner: int, name: str, *, flow: bool) -> Iterator[Value]:
        for binding in module.outline.scopes[owner].names.get(name, ()):
            for value in self.values(binding.value, module):
                yield _flowing(value, "dataclass_default") if flow else _through(value, "dataclass_default")

    # -- containers

    def subscript(self, e: Expression, module: Module) -> list[Value]:
        """The values of `base[key]`; all of them where the key is not known."""
        _, base, key = e
        keys = self.values(key, module) if key[0] in ("s", "k", "n", "a") else []
        found: list[Value] = []
        for value in self.values(base, module):
            if isinstance(value, Text):
                continue
            if value.kind == "dict":
                found += self._keyed(value, keys)
            elif value.kind == "options" and value.module is not None:
                for one in keys:
                    if isinstance(one, Text):
                        found += self.option(value.module, one.text)
            elif value.kind == "list" and value.module is not None:
                index = keys[0].data if len(keys) == 1 and isinstance(keys[0], Thing) else None
                if (
                    isinstance(index, int)
                    and not isinstance(index, bool)
                    and -len(value.data) <= index < len(value.data)
                ):
                    found += self.values(value.data[index], value.module)
                else:
                    found += [_through(v, "list") for v in self.elements([value])]
            elif value.kind == "scope" and value.module is not None:
                found += self._members(value.module.outline.scopes[value.data], value.module)
            elif value.kind == "external" and key[0] in ("n", "a", "l", "s"):
                # A generic class, `type[Model]`.
                found.append(value)
        return found

    def _keyed(self, value: Thing, keys: list[Value]) -> list[Value]:
        wanted = [k.text for k in keys if isinstance(k, Text)]
        constants = [k.data for k in keys if isinstance(k, Thing) and k.kind == "constant"]
        if (wanted or constants) and len(wanted) + len(constants) == len(keys):
            found: list[Value] = []
            for name in wanted or constants:
                found += self.key(value, name)
            if found:
                return found
            if constants or self._all_plain(value):
                return []
        return [_through(v, "dict") for v in self.elements([value], of_dict="values")]

    def _all_plain(self, value: Thing) -> bool:
        return all(key is not None and key[0] in ("s", "k") for key, _ in value.data)

    def key(self, value: Thing, name: Any) -> list[Value]:
        """The values under one key of a dictionary."""
        found: list[Value] = []
        if value.module is None or self._depth > MAX_DEPTH:
            self._cuts += 1
            return found
        self._depth += 1
        try:
            self._add_key(value, value.module, name, found)
        finally:
            self._depth -= 1
        return [_flowing(one, "dict") for one in found] if value.flow else found

    def _add_key(self, value: Thing, module: Module, name: Any, found: list[Value]) -> None:
        for key, inner in value.data:
            if key is None:
                for merged in self.values(inner, module):
                    if not isinstance(merged, Thing):
                        continue
                    if merged.kind == "dict":
                        found += self.key(merged, name)
                    elif merged.kind == "instance" and merged.module is not None and isinstance(name, str):
                        found += self.class_attribute(merged.module, merged.data, name)
                    elif merged.kind == "options" and merged.module is not None and isinstance(name, str):
                        found += self.option(merged.module, name)
            elif key[0] in ("s", "k"):
                if key[1] == name and type(key[1]) is type(name):
                    found += [_through(v, "dict") for v in self.values(inner, module)]
            elif any(isinstance(k, Text) and k.text == name for k in self.values(key, module)):
                found += [_through(v, "dict") for v in self.values(inner, module)]

    def elements(self, values: list[Value], of_dict: str = "keys") -> list[Value]:
        """What iterating over values gives."""
        found: list[Value] = []
        if self._depth > MAX_DEPTH:
            self._cuts += 1
            return found
        self._depth += 1
        try:
            for value in values:
                start = len(found)
                self._add_elements(value, of_dict, found)
                if isinstance(value, Thing) and value.flow:
                    found[start:] = [_flowing(one, "list") for one in found[start:]]
                if len(found) > MAX_VALUES:
                    break
        finally:
            self._depth -= 1
        return found

    def _add_elements(self, value: Value, of_dict: str, found: list[Value]) -> None:
        if isinstance(value, Text):
            return
        if value.kind == "list" and value.module is not None:
            for item in value.data[:MAX_VALUES]:
                found += [_through(v, "list") for v in self.values(item, value.module)]
        elif value.kind == "dict" and value.module is not None:
            for key, inner in value.data[:MAX_VALUES]:
                if key is None:
                    found += self.elements(self.values(inner, value.module), of_dict)
                elif of_dict == "values":
                    found += [_through(v, "dict") for v in self.values(inner, value.module)]
                else:
                    found += [_through(v, "dict") for v in self.values(key, value.module)]
        elif value.kind == "pairs" and value.module is not None:
            found += [Thing("list", [key, inner], value.module) for key, inner in value.data if key is not None]
        elif value.kind == "rows":
            found += [Thing("row", row) for row in value.data]
        elif value.kind == "scope" and value.module is not None:
            found += self._members(value.module.outline.scopes[value.data], value.module)

    def unpacked(self, values: list[Value], index: int) -> list[Value]:
        """The item of that index of each value."""
        found: list[Value] = []
        for value in values:
            if isinstance(value, Text):
                continue
            if value.kind == "list" and value.module is not None:
                if index < len(value.data):
                    found += self.values(value.data[index], value.module)
            elif value.kind == "row":
                found += value.data[index] if index < len(value.data) else []
            elif value.kind == "options" and index == 0:
                found.append(value)
            elif value.kind == "parsed":
                found += [value.data[index]] if index < len(value.data) else []
        return found

    # -- strings put together

    def joined(self, e: Expression, module: Module) -> Iterator[Value]:
        """Constants joined by `+` or an f-string; lists joined by `+`."""
        parts = [self.values(part, module) for part in e[1]]
        if any(isinstance(v, Thing) and v.kind == "list" for part in parts for v in part):
            for part in parts:
                yield from (v for v in part if isinstance(v, Thing) and v.kind == "list")
            return
        made: list[list[Text]] = [[]]
        for part in parts:
            texts = [
                v if isinstance(v, Text) else Text(str(v.data), module, e[2])
                for v in part
                if isinstance(v, Text)
                or (v.kind == "constant" and isinstance(v.data, int) and not isinstance(v.data, bool))
            ]
            if not texts:
                return
            made = [[*one, text] for one in made for text in texts][:MAX_VALUES]
        for pieces in made:
            if not pieces:
                continue
            whole = "".join(piece.text for piece in pieces)
            longest = max(pieces, key=lambda piece: len(piece.text))
            via = tuple(dict.fromkeys(v for piece in pieces for v in piece.via))
            if len(pieces) == 1:
                yield longest
            else:
                yield Text(
                    whole,
                    longest.module,
                    longest.line,
                    (*via, "composed"),
                    any(p.flow for p in pieces),
                    any(p.conditional for p in pieces),
                    tuple((p.module.path, p.line, p.text) for p in pieces),
                )

    def percent(self, e: Expression, module: Module) -> Iterator[Value]:
        """`"a/%s" % b` of constants."""
        _, left, right, _ = e
        for pattern in self.values(left, module):
            # Only plain fields: widths could ask for any amount of memory.
            if not isinstance(pattern, Text) or pattern.text.count("%") != 1 or "%s" not in pattern.text:
                continue
            for value in self.values(right, module):
                if isinstance(value, Text):
                    whole = pattern.text.replace("%s", value.text)
                    pieces = tuple((p.module.path, p.line, p.text) for p in (pattern, value))
                    yield pattern._replace(text=whole, via=(*pattern.via, "composed"), pieces=pieces)

    # -- calls as values

    def returned(self, module: Module, scope: int) -> list[Value]:
        """What a function returns."""
        return self._slot(
            ("returned", id(module), scope),
            lambda: [
                value
                for expression in module.outline.scopes[scope].returns
                for value in self.values(expression, module)
            ],
        )

    def called(self, call: Call, module: Module) -> list[Value]:
        """The value of a call."""
        callee = call.callee
        last = last_name(callee)
        named = dict(call.keywords)
        known = _PURE.get(last)
        if known is not None:
            return list(known(self, call, named, module))
        found: list[Value] = []
        if callee[0] == "a" and last in _TEXT_METHODS:
            return list(self._text_method(call, module))
        for value in self.values(callee, module):
            if not isinstance(value, Thing):
                continue
            if value.kind == "scope" and value.module is not None:
                scope = value.module.outline.scopes[value.data]
                if scope.kind == "class":
                    if self._is_enumeration(scope):
                        for argument in call.arguments[:1]:
                            found += self.values(argument, module)
                    found.append(Thing("instance", value.data, value.module))
                elif self._hops < MAX_HOPS:
                    found += [_flowing(v, "return_value") for v in self.returned(value.module, value.data)]
            elif value.kind == "lambda" and value.module is not None:
                found += self.values(value.data, value.module)
            elif value.kind == "external":
                found.append(Thing("object", value.data))
        if not found and last in ("parse_args", "parse_known_args"):
            return [Thing("options", None, module)]
        return found

    def _text_method(self, call: Call, module: Module) -> Iterator[Value]:
        method, base = call.callee[2], call.callee[1]
        for value in self.values(base, module):
            if not isinstance(value, Text):
                continue
            if method == "format":
                yield from self._format(value, call, module)
            elif method == "replace" and len(call.arguments) == 2:
                old, new = (self.values(argument, module) for argument in call.arguments)
                for a in old:
                    for b in new:
                        if isinstance(a, Text) and isinstance(b, Text):
                            yield value._replace(text=value.text.replace(a.text, b.text))
            elif method in ("strip", "rstrip", "lstrip"):
                yield value._replace(text=value.text.strip())
            elif method == "lower":
                yield value._replace(text=value.text.lower())
            elif method in ("removesuffix", "removeprefix"):
                yield value

    def _format(self, pattern: Text, call: Call, module: Module) -> Iterator[Value]:
        positional = [[v for v in self.values(a, module) if isinstance(v, Text)] for a in call.arguments]
        keywords = {k: [v for v in self.values(a, module) if isinstance(v, Text)] for k, a in call.keywords}
        if not all(positional) or not all(keywords.values()):
            return
        for number in range(min(20, max([len(p) for p in [*positional, *keywords.values()]] or [1]))):
            given = [p[min(number, len(p) - 1)].text for p in positional]
            rest = {k: p[min(number, len(p) - 1)].text for k, p in keywords.items()}
            yield from _formatted(pattern, lambda g=given, r=rest: _safe_format(pattern.text, g, r))

    # -- what a call calls

    def callee(self, call: Call, module: Module) -> Callee:
        """The names and definitions that a call may mean."""
        expression = call.callee
        names: list[str] = []
        scopes: list[tuple[Module, int]] = []
        for value in self.values(expression, module):
            if not isinstance(value, Thing):
                continue
            if value.kind == "external":
                names.append(value.data)
            elif value.kind == "scope" and value.module is not None:
                scopes.append((value.module, value.data))
        unbound = receiver = False
        if not names and not scopes:
            if expression[0] == "n":
                unbound = not self.is_bound(expression[1], call.context, module)
                receiver = not unbound
            elif expression[0] == "a":
                receiver = True
                root = expression[1]
                while root[0] == "a":
                    root = root[1]
                names = [
                    f"{v.data}.{expression[2]}"
                    for v in self.values(expression[1], module)
                    if isinstance(v, Thing) and v.kind == "object"
                ]
            else:
                receiver = True
        return Callee(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(scopes)), unbound, receiver)

    def qualified(self, module: Module, scope: int) -> str:
        """The dotted name of a definition of the repository."""
        parts: list[str] = []
        index = scope
        while index > 0:
            parts.append(module.outline.scopes[index].name)
            index = module.outline.scopes[index].parent
        return ".".join([module.dotted, *reversed(parts)])

    def base_names(self, module: Module, scope: int, depth: int = 0) -> Iterator[str]:
        """Dotted names of the bases outside the repository, also of bases' bases."""
        for base in module.outline.scopes[scope].bases:
            for value in self.values(base, module):
                if not isinstance(value, Thing):
                    continue
                if value.kind == "external":
                    yield value.data
                elif value.kind == "scope" and value.module is not None and depth < 5:
                    yield from self.base_names(value.module, value.data, depth + 1)


# -- calls whose value is known

_TEXT_METHODS = frozenset({"format", "replace", "strip", "rstrip", "lstrip", "lower", "removesuffix", "removeprefix"})


def _argument(call: Call, named: dict[str, Expression], at: int, *names: str) -> Expression | None:
    for name in names:
        if name in named:
            return named[name]
    return call.arguments[at] if 0 <= at < len(call.arguments) and call.arguments[at][0] != "*" else None


def _get(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`mapping.get(key, default)`, also of the environment."""
    if call.callee[0] != "a":
        return
    default = _argument(call, named, 1, "default", "fallback")
    if call.arguments:
        keys = r.values(call.arguments[0], module)
        for value in r.values(call.callee[1], module):
            if isinstance(value, Thing) and value.kind == "dict":
                yield from r._keyed(value, keys)
            elif isinstance(value, Thing) and value.kind == "options" and value.module is not None:
                for one in keys:
                    if isinstance(one, Text):
                        yield from r.option(value.module, one.text)
    if default is not None:
        via = "env_default" if "environ" in spelling(call.callee, module) else "or_default"
        for value in r.values(default, module):
            yield _through(value, via, conditional=True)


def _getenv(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    default = _argument(call, named, 1, "default")
    if default is not None:
        for value in r.values(default, module):
            yield _through(value, "env_default", conditional=True)


def _getattr(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if len(call.arguments) >= 2 and call.arguments[1][0] == "s":
        yield from r.values(("a", call.arguments[0], call.arguments[1][1]), module)
    if len(call.arguments) > 2:
        for value in r.values(call.arguments[2], module):
            yield _through(value, "or_default", conditional=True)


def _first(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield from r.values(call.arguments[0], module)


def _second(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if len(call.arguments) > 1:
        yield from r.values(call.arguments[1], module)


def _element(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield from r.elements(r.values(call.arguments[0], module))


def _field_default(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`Field("x")`, `field(default="x")`, `typer.Option("x")`."""
    default = _argument(call, named, 0, "default")
    if default is not None:
        for value in r.values(default, module):
            yield _through(value, "dataclass_default")
    factory = named.get("default_factory")
    if factory is not None:
        for value in r.values(factory, module):
            if isinstance(value, Thing) and value.kind == "lambda" and value.module is not None:
                yield from (_through(v, "dataclass_default") for v in r.values(value.data, value.module))
                continue
            found = class_of(value)
            if found is not None:
                yield Thing("instance", found[1], found[0])


def _mapping(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`dict(a=…)`, `SimpleNamespace(a=…)`, `OmegaConf.create({…})`."""
    pairs = [(("s", key, call.line), value) for key, value in call.keywords if key != "**"]
    for key, value in call.keywords:
        if key == "**":
            pairs.append((None, value))  # type: ignore[arg-type]
    for argument in call.arguments[:1]:
        for value in r.values(argument, module):
            if isinstance(value, Thing) and value.kind == "dict":
                yield value
            elif isinstance(value, Thing) and value.kind == "list" and value.module is not None:
                rows = [item[1] for item in value.data if item[0] == "l" and len(item[1]) == 2]
                yield Thing("dict", [(row[0], row[1]) for row in rows], value.module)
    if pairs:
        yield Thing("dict", pairs, module)


def _items(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.callee[0] == "a":
        for value in r.values(call.callee[1], module):
            if isinstance(value, Thing) and value.kind == "dict":
                yield Thing("pairs", value.data, value.module)


def _dict_values(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.callee[0] == "a":
        for value in r.values(call.callee[1], module):
            if isinstance(value, Thing) and value.kind == "dict" and value.module is not None:
                yield Thing("list", [inner for _, inner in value.data], value.module)


def _dict_keys(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.callee[0] == "a":
        for value in r.values(call.callee[1], module):
            if isinstance(value, Thing) and value.kind == "dict" and value.module is not None:
                yield Thing("list", [key for key, _ in value.data if key is not None], value.module)


def _enumerate(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield Thing("rows", [[[], [v]] for v in r.elements(r.values(call.arguments[0], module))])


def _zip(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    columns = [r.elements(r.values(argument, module)) for argument in call.arguments[:8]]
    if columns:
        yield Thing("rows", [columns])


def _product(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    yield from _zip(r, call, named, module)


def _options(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`tyro.cli(Config)`, `parser.parse(Config)`."""
    for argument in call.arguments[:1]:
        for value in r.values(argument, module):
            found = class_of(value)
            if found is not None:
                yield Thing("instance", found[1], found[0])


def _dataclass_parser(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`HfArgumentParser((A, B)).parse_args_into_dataclasses()`."""
    classes: list[Value] = []
    if call.callee[0] != "a":
        return
    base = call.callee[1]
    makers = [base] if base[0] == "c" else []
    if base[0] == "n":
        makers = [b.value for _, b, _ in r._bindings(base[1], base[2], module)[0] if b.value[0] == "c"]
    for maker in makers:
        made = module.outline.calls[maker[1]]
        for argument in made.arguments[:1] or [value for key, value in made.keywords if key == "dataclass_types"]:
            items = argument[1] if argument[0] == "l" else [argument]
            for item in items:
                for value in r.values(item, module):
                    if isinstance(value, Thing) and value.kind == "scope" and value.module is not None:
                        classes.append(Thing("instance", value.data, value.module))
    if classes:
        yield Thing("parsed", classes)


def _row(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`pytest.param(a, b)`: one row, or one value."""
    if len(call.arguments) == 1:
        yield from r.values(call.arguments[0], module)
    else:
        yield Thing("list", call.arguments, module)


def _lookup(r: Repository, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`set.pop()`-like: a default in second place, as in `kwargs.pop("model", "x")`."""
    yield from _get(r, call, named, module)


_PURE = {
    "get": _get,
    "pop": _lookup,
    "setdefault": _lookup,
    "getenv": _getenv,
    "getattr": _getattr,
    "str": _first,
    "vars": _first,
    "asdict": _first,
    "list": _first,
    "tuple": _first,
    "set": _first,
    "frozenset": _first,
    "sorted": _first,
    "reversed": _first,
    "tqdm": _first,
    "copy": _first,
    "deepcopy": _first,
    "cast": _second,
    "choice": _element,
    "next": _element,
    "Field": _field_default,
    "field": _field_default,
    "Option": _field_default,
    "Argument": _field_default,
    "Query": _field_default,
    "Form": _field_default,
    "Body": _field_default,
    "attrib": _field_default,
    "ib": _field_default,
    "dict": _mapping,
    "OrderedDict": _mapping,
    "defaultdict": _second,
    "SimpleNamespace": _mapping,
    "Namespace": _mapping,
    "DictConfig": _mapping,
    "EasyDict": _mapping,
    "AttrDict": _mapping,
    "Box": _mapping,
    "Munch": _mapping,
    "MappingProxyType": _mapping,
    "items": _items,
    "values": _dict_values,
    "keys": _dict_keys,
    "enumerate": _enumerate,
    "zip": _zip,
    "product": _product,
    "cli": _options,
    "parse_args_into_dataclasses": _dataclass_parser,
    "param": _row,
}


# -- small helpers


def class_of(value: Value) -> tuple[Module, int] | None:
    """The class of the repository that a value is."""
    if not isinstance(value, Thing) or value.kind not in ("scope", "instance") or value.module is None:
        return None
    return (value.module, value.data) if value.module.outline.scopes[value.data].kind == "class" else None


def _reaching(bindings: list[Binding], line: int, path: tuple[tuple[int, int], ...]) -> list[Binding]:
    """The bindings that a use can see: the last one that surely ran before it, and possible later ones."""
    seen = [b for b in bindings if not _exclusive(b.path, path)]
    before = [b for b in seen if b.line < line or (b.line == line and b.value[0] in ("p", "m"))]
    if not before:
        # Only in loops, or as `x = f(x)` on one line.
        return [b for b in seen if b.line >= line] or seen
    start = 0
    for index, binding in enumerate(before):
        if path[: len(binding.path)] == binding.path:
            start = index
    chosen = before[start:]
    # An assignment further down a loop that the use stands in comes round again.
    looped = [b for b in seen if b.line >= line and path and b.path[:1] == path[:1] and b.path]
    return [*chosen, *(b for b in looped if b not in chosen)]


def _final(bindings: list[Binding]) -> list[Binding]:
    """The bindings of a module that a function called later can see."""
    start = 0
    for index, binding in enumerate(bindings):
        if not binding.path:
            start = index
    return bindings[start:]


def _exclusive(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    """Whether two places are in different arms of the same branch."""
    for (a, arm_a), (b, arm_b) in zip(one, other, strict=False):
        if a != b:
            return False
        if arm_a != arm_b:
            return True
    return False


def _through(value: Value, via: str | None, *, conditional: bool = False) -> Value:
    if not isinstance(value, Text):
        return value
    if via is not None and via not in value.via and len(value.via) < 6:
        value = value._replace(via=(*value.via, via))
    return value._replace(conditional=True) if conditional and not value.conditional else value


def _flowing(value: Value, via: str) -> Value:
    if not isinstance(value, Text):
        return value if value.flow else value._replace(flow=True)
    return _through(value._replace(flow=True), via)


def _unique(values: list[Value]) -> list[Value]:
    seen: dict[Any, Value] = {}
    for value in values:
        if isinstance(value, Text):
            key: Any = (value.text, id(value.module), value.line)
            known = seen.get(key)
            if known is None or (isinstance(known, Text) and known.flow and not value.flow):
                seen[key] = value
        else:
            seen.setdefault((value.kind, _hashable(value.data), id(value.module)), value)
    return list(seen.values())[:MAX_VALUES]


def _hashable(data: Any) -> Any:
    """The data of a value, or where a list is in it, which object it is."""
    try:
        hash(data)
    except TypeError:
        return id(data)
    return data


def _formatted(pattern: Text, make: Any) -> Iterator[Text]:
    try:
        place = (pattern.module.path, pattern.line, pattern.text)
        yield pattern._replace(text=make(), via=(*pattern.via, "composed"), pieces=(place,))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return


def _safe_format(text: str, positional: list[str], named: dict[str, str]) -> str:
    """`str.format` of plain fields only: no attributes, no widths."""
    import string

    made = []
    number = 0
    for literal, name, spec, conversion in string.Formatter().parse(text):
        made.append(literal)
        if name is None:
            continue
        if spec or conversion or "." in name or "[" in name:
            raise ValueError("not a plain field")
        if name == "":
            name, number = str(number), number + 1
        made.append(positional[int(name)] if name.isdigit() else named[name])
    return "".join(made)


def last_name(expression: Expression) -> str:
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


def _tail(path: str) -> str:
    return PurePosixPath(path).stem


def dotted_name(path: str) -> str:
    """The import name of a file: its path from the root, without leading source folders."""
    parts = list(PurePosixPath(path).with_suffix("").parts)
    while len(parts) > 1 and parts[0] in SOURCE_FOLDERS:
        parts = parts[1:]
    if parts[-1] == "__init__" and len(parts) > 1:
        parts = parts[:-1]
    return ".".join(parts)


def _package(dotted: str, level: int, path: str) -> str:
    parts = dotted.split(".")
    if not path.endswith("__init__.py"):
        parts = parts[:-1]
    return ".".join(parts[: len(parts) - (level - 1)] if level > 1 else parts)
