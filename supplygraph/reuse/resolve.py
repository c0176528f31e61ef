"""Follows expressions backwards to the strings they can be: through names, defaults, attributes, calls and modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from supplygraph.reuse import attributes, composed, containers, controls, opened, parameters
from supplygraph.reuse.bindings import bindings_of, final
from supplygraph.reuse.evaluator import Callee, Key, Settled, T
from supplygraph.reuse.known_calls import KNOWN_CALLS
from supplygraph.reuse.modules import Index, Module, Source, last_name, package
from supplygraph.reuse.outline import Call, Expression, passes
from supplygraph.reuse.values import (
    MAX_DEPTH,
    MAX_HOPS,
    MAX_STEPS,
    MAX_VALUES,
    Text,
    Thing,
    Value,
    flowing,
    through,
    unique,
)


@dataclass(slots=True)
class _Frame:
    """One answer that is being worked out.

    Attributes:
        heads: Bit n is set where it leads back to the answer number n of those under way.
        limited: Whether a limit has cut it short.
        inner: Answers that hold until this one is there.
    """

    heads: int = 0
    limited: bool = False
    inner: list[Key] = field(default_factory=list)


class _Passing(NamedTuple):
    """An answer that holds for a while; one that a limit has cut short, from this depth on."""

    found: list[Any]
    heads: int
    limited: bool
    depth: int
    hops: int


class Repository:
    """All parsed files of one repository, and what their expressions can be.

    Args:
        modules: Parsed files.
        files: All Python files there are, parsed or not.
        settings: All settings files there are.
        source: Gives those of them that were not read and turn out to be needed.
    """

    def __init__(
        self, modules: Iterable[Module], files: Iterable[str], settings: Iterable[str], source: Source
    ) -> None:
        self.index = Index(modules, files, settings, source)
        self._settled: dict[str, Settled] = {}
        #: Indirect calls that were looked up.
        self._looked_up = 0
        self._memo: dict[Key, list[Any]] = {}
        #: Answers that hold only while the variables are being followed that they lead back to.
        self._passing: dict[Key, _Passing] = {}
        #: Answers that a limit of depth has cut short.
        self._limited: dict[Key, _Passing] = {}
        self._active: dict[Key, int] = {}
        self._kept: dict[int, object] = {}
        self._plain: dict[int, frozenset[Any] | None] = {}
        self._frames: list[_Frame] = []
        self.steps = 0
        self.depth = 0
        self.hops = 0
        #: Questions that were given up because the code is nested too deeply.
        self.too_deep = 0

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
        self.steps = MAX_STEPS
        self.depth = self.hops = 0
        self._active.clear()
        self._frames.clear()
        self._passing.clear()

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
        self.steps -= 1
        if self.steps <= 0 or self.depth > MAX_DEPTH:
            self.cut()
            return []
        self.depth += 1
        try:
            found = self._values(expression, module)
        finally:
            self.depth -= 1
        return found[:MAX_VALUES] if len(found) > MAX_VALUES else found

    def plain_keys(self, pairs: list[tuple[Expression | None, Expression]]) -> frozenset[Any] | None:
        """The keys of a dictionary; None where not all of them are written out."""
        found = self._plain.get(id(pairs), ...)
        if found is ...:
            self.keep(pairs)
            plain = all(key is not None and key[0] in ("s", "k") for key, _ in pairs)
            found = frozenset(key[1] for key, _ in pairs if key is not None) if plain else None
            self._plain[id(pairs)] = found
        return found

    def keep(self, data: object) -> None:
        """Keeps a list alive that answers are remembered of by its identity."""
        self._kept.setdefault(id(data), data)

    def cut(self) -> None:
        """Notes that a limit has cut the answer short, so that it is not taken for a whole one elsewhere."""
        if self._frames:
            self._frames[-1].limited = True

    def slot(self, key: Key, compute: Callable[[], list[Value]]) -> list[Value]:
        """The values of a variable, parameter or attribute, worked out once."""
        return self.remember(key, lambda: unique(compute()))

    def remember(self, key: Key, compute: Callable[[], list[T]]) -> list[T]:
        """Works out an answer once; a cycle back to it adds nothing.

        What was found inside a cycle lacks what its head will give, so it is used again only until the head is done:
        without that, every way through a knot of functions that call each other would be walked anew.
        """
        known = self._memo.get(key)
        if known is not None:
            return known
        passing = self._passing.get(key) or self._limited.get(key)
        if passing is not None and (not passing.limited or (self.depth >= passing.depth and self.hops >= passing.hops)):
            if self._frames:
                outer = self._frames[-1]
                outer.heads |= passing.heads
                outer.limited |= passing.limited
            return passing.found
        at = self._active.get(key)
        if at is not None:
            self._frames[-1].heads |= 1 << at
            return []
        position = len(self._frames)
        frame = _Frame()
        depth, hops = self.depth, self.hops
        self._active[key] = position
        self._frames.append(frame)
        try:
            found = compute()
        finally:
            self._frames.pop()
            del self._active[key]
        for inner in frame.inner:
            self._passing.pop(inner, None)
        heads = frame.heads & ~(1 << position)
        if not position or not (heads or frame.limited):
            self._memo[key] = found
            return found
        if not heads and self.steps > 0:
            # What the depth has cut short is cut short for every question that comes here from as deep.
            self._limited[key] = _Passing(found, heads, frame.limited, depth, hops)
        else:
            self._passing[key] = _Passing(found, heads, frame.limited, depth, hops)
        outer = self._frames[-1]
        outer.heads |= heads
        outer.limited |= frame.limited
        if heads:
            self._frames[heads.bit_length() - 1].inner.append(key)
        return found

    def _values(self, e: Expression, module: Module) -> list[Value]:
        match e[0]:
            case "s":
                return [Text(e[1], module, e[2], ("config_file",) if module.settings else (), module.settings)]
            case "k":
                return [Thing("constant", e[1])]
            case "n":
                return self.name(e[1], e[2], module) if e[1] != "__file__" else [opened.own_path(module)]
            case "m":
                return self.imported(e, module)
            case "f":
                return [Thing("scope", e[1], module)]
            case "p":
                return parameters.parameter(self, e[1], e[2], module)
            case "a":
                return self.tested(attributes.attribute(self, e, module), e, module)
            case "i":
                return containers.subscript(self, e, module)
            case "c":
                return self.called(module.outline.calls[e[1]], module)
            case "l":
                return [Thing("list", e[1], module)]
            case "d":
                return [Thing("dict", e[1], module)]
            case "j":
                return list(composed.joined(self, e, module))
            case "%":
                return list(composed.percent(self, e, module))
            case "o":
                several = len(e[1]) > 1
                return [
                    through(value, e[2], conditional=several) for part in e[1] for value in self.values(part, module)
                ]
            case "e" | "*":
                return self.elements(self.values(e[1], module))
            case "u":
                return self.unpacked(self.values(e[1], module), e[2])
            case "b":
                return [Thing("lambda", e[1], module)]
            case "/":
                return list(opened.divided(self, e, module))
            case _:
                return []

    # -- names

    def name(self, name: str, context: int, module: Module) -> list[Value]:
        """The values of a name seen from a statement."""
        bindings, conditional_only, local = bindings_of(name, context, module)
        found: list[Value] = []
        guards = [guard for guard in module.outline.guards.get(context, ()) if guard[0] == name]
        for index, binding, scope in bindings:
            key = (id(module), scope, name, index)
            via = "variable" if local else "notebook_global" if module.notebook else "constant"

            def compute(value: Expression = binding.value) -> list[Value]:
                return self.values(value, module)

            # What is put into the name behind a test was not tested.
            tests = [guard for guard in guards if binding.line <= guard[5]]
            values = self.slot(key, compute)
            if tests:
                values = [v for v in values if not isinstance(v, Text) or all(passes(v.text, one) for one in tests)]
            parameter = binding.value[0] in ("p", "m", "f")
            if parameter and not conditional_only:
                found += values
            else:
                step = None if parameter else via
                found += [through(value, step, conditional=conditional_only) for value in values]
        if bindings:
            found = containers.with_items(self, found, name, module)
        else:
            for star in module.outline.stars:
                target = self.index.module_of(star.lstrip("."), len(star) - len(star.lstrip(".")), module)
                if target is not None:
                    found += [flowing(v, "imported_constant") for v in self.member(target, name)]
                elif not star.startswith("."):
                    found.append(Thing("external", f"{star}.{name}"))
        return found

    def tested(self, found: list[Value], e: Expression, module: Module) -> list[Value]:
        """The values of `base.name` that fit the tests around it."""
        names = [e[2]]
        root = e[1]
        while root[0] == "a":
            names.append(root[2])
            root = root[1]
        guards = module.outline.guards.get(root[2]) if root[0] == "n" and root[1] not in ("self", "cls") else None
        if not guards or any(key[0] == "s" and key[1] == e[2] for key, _ in module.items.get(root[1], ())):
            # What is set behind a test was not tested.
            return found
        dotted = ".".join([root[1], *reversed(names)])
        tests = [guard for guard in guards if guard[0] == dotted]
        return [v for v in found if not isinstance(v, Text) or all(passes(v.text, guard) for guard in tests)]

    def is_bound(self, name: str, context: int, module: Module) -> bool:
        """Whether a name is bound anywhere it could be seen from."""
        return bool(bindings_of(name, context, module)[0])

    def member(self, module: Module, name: str) -> list[Value]:
        """What a module gives under a name."""
        scope = module.outline.scopes[0]
        bindings = scope.names.get(name)
        if not bindings:
            return []
        found: list[Value] = []
        chosen = final(bindings)
        for binding in chosen:
            key = (id(module), 0, name, "member", id(binding))

            def compute(value: Expression = binding.value) -> list[Value]:
                return self.values(value, module)

            found += [through(value, None, conditional=len(chosen) > 1) for value in self.slot(key, compute)]
        return containers.with_items(self, found, name, module)

    # -- containers

    def under_key(self, value: Thing, name: Any) -> list[Value]:
        """The values under one key of a dictionary."""
        return containers.under_key(self, value, name)

    def elements(self, values: list[Value]) -> list[Value]:
        """What iterating over values gives."""
        return containers.elements(self, values)

    def unpacked(self, values: list[Value], index: int) -> list[Value]:
        """The item of that index of each value."""
        return containers.unpacked(self, values, index)

    # -- imports

    def imported(self, e: Expression, module: Module) -> list[Value]:
        """What an import brings: a thing of the repository, or the dotted name of one outside."""
        _, level, source, name = e
        if name is None:
            target = self.index.module_of(source, level, module)
            return [Thing("module", None, target)] if target is not None else [Thing("external", source)]
        target = self.index.module_of(source, level, module)
        if target is not None:
            found = self.member(target, name)
            if found:
                return [flowing(value, "imported_constant") for value in found]
        inner = self.index.module_of(f"{source}.{name}" if source else name, level, module)
        if inner is not None:
            return [Thing("module", None, inner)]
        # A package that passes names on, and was not parsed: the definition is looked for by its name.
        if target is not None or level or self.index.has_package(source):
            defined = self.index.definitions.get(name, [])
            if len(defined) == 1:
                return [Thing("scope", defined[0][1], defined[0][0])]
        absolute = source if not level else f"{package(module.dotted, level, module.path)}.{source}".strip(".")
        return [Thing("external", f"{absolute}.{name}".strip("."))]

    # -- calls as values

    def returned(self, module: Module, scope: int) -> list[Value]:
        """What a function returns."""
        return self.slot(
            ("returned", id(module), scope),
            lambda: [
                value
                for expression in module.outline.scopes[scope].returns
                for value in self.values(expression, module)
            ],
        )

    def _is_own(self, call: Call, module: Module) -> bool:
        """Whether a call is of a function of the repository that has the name of one that is known."""
        callee = call.callee
        if last_name(callee) not in self.index.definitions:
            return False
        if callee[0] == "a" and not (callee[1][0] == "n" and self._is_module_or_self(callee[1], module)):
            return False
        return any(isinstance(v, Thing) and v.kind == "scope" for v in self.values(callee, module))

    def _is_module_or_self(self, e: Expression, module: Module) -> bool:
        bindings = bindings_of(e[1], e[2], module)[0]
        return e[1] in ("self", "cls") or any(binding.value[0] in ("m", "f") for _, binding, _ in bindings)

    def called(self, call: Call, module: Module) -> list[Value]:
        """The value of a call."""
        callee = call.callee
        last = last_name(callee)
        named = dict(call.keywords)
        known = KNOWN_CALLS.get(last)
        if known is not None and not self._is_own(call, module):
            return list(known(self, call, named, module))
        found: list[Value] = []
        if callee[0] == "a" and last in composed.TEXT_METHODS:
            return list(composed.text_method(self, call, module))
        for value in self.values(callee, module):
            if not isinstance(value, Thing):
                continue
            if value.kind == "scope" and value.module is not None:
                scope = value.module.outline.scopes[value.data]
                if scope.kind == "class":
                    if attributes.is_enumeration(scope):
                        for argument in call.arguments[:1]:
                            found += self.values(argument, module)
                    found.append(Thing("instance", value.data, value.module))
                elif self.hops < MAX_HOPS:
                    found += [flowing(v, "return_value") for v in self.returned(value.module, value.data)]
            elif value.kind == "lambda" and value.module is not None:
                found += self.values(value.data, value.module)
            elif value.kind == "external":
                found.append(Thing("object", value.data))
        if controls.offers(call):
            found.append(Thing("offered", call, module))
        if not found and last in ("parse_args", "parse_known_args"):
            return [Thing("options", None, module)]
        opening = opened.CALLS.get(last) if self.index.settings else None
        if opening is not None:
            found += self.remember(("opened", id(call)), lambda: list(opening(self, call, module))[:MAX_VALUES])
        return found

    # -- what a call calls

    def look_up(self) -> None:
        """Finds what calls reach that name no definition: `TABLE[kind](…)`, `cls(…)`."""
        while self._looked_up < len(self.index.indirect):
            module, call = self.index.indirect[self._looked_up]
            self._looked_up += 1
            self.start()
            try:
                callee = self.callee(call, module)
            except RecursionError:
                self.too_deep += 1
                continue
            for where, scope in callee.scopes:
                self.index.chosen.setdefault((id(where), scope), []).append((module, call))

    def callee(self, call: Call, module: Module) -> Callee:
        """The names and definitions that a call may mean."""
        found = self.remember(("callee", id(call)), lambda: [self._callee(call, module)])
        return found[0] if found else Callee((), (), unbound=False, receiver=True)

    def settled(self, name: str, calls: list[tuple[Module, Call]]) -> Settled | None:
        """Which of the calls of a name reach which definition, once that is known for all of them.

        A common name has many calls and many definitions: going through all calls for each would cost their product.
        """
        known = self._settled.get(name)
        if known is not None and known.calls == len(calls):
            return known
        found = Settled(len(calls), {}, [])
        for number, (_, call) in enumerate(calls):
            callee = self._memo.get(("callee", id(call)))
            if callee is None:
                return None
            for where, scope in callee[0].scopes if callee else ():
                found.reached.setdefault((id(where), scope), []).append(number)
            if not callee or (callee[0].receiver and not callee[0].scopes):
                found.on_objects.append(number)
        self._settled[name] = found
        return found

    def _callee(self, call: Call, module: Module) -> Callee:
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
