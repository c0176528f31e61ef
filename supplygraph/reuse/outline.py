"""Reduces a Python module to what tells where a string may come from: bindings, calls, parameters, returns."""

from __future__ import annotations

import ast
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from supplygraph.reuse.expression import (
    UNKNOWN,
    Attribute,
    Call,
    Constant,
    Defined,
    Divided,
    Either,
    Element,
    Expression,
    Imported,
    Items,
    Joined,
    Lambda,
    Mapping,
    Name,
    Parameter,
    Percent,
    Spread,
    String,
    Subscript,
    Unpacked,
    last_name,
    never_changed,
    number,
)

#: Longest string that can be an id, a URL or a command line of interest, in characters.
MAX_STRING = 500
#: Deepest nesting of expressions that is followed.
MAX_DEPTH = 60
#: Line numbers of notebook cells are `cell * CELL + line`.
CELL = 1_000_000

Path = tuple[tuple[int, int], ...]


class Guard(NamedTuple):
    """What a test says of a name.

    Attributes:
        name: The name.
        kind: How it is compared: `in`, `is`, `starts` or `ends`.
        given: The strings that it is compared with.
        holds: Whether the comparison holds where the guard stands.
        lowered: Whether letter case is ignored.
        line: Line of the test.
    """

    name: str
    kind: str
    given: tuple[str, ...]
    holds: bool
    lowered: bool
    line: int


@never_changed
class Binding:
    """One value that a name may get."""

    value: Expression
    line: int
    path: Path


@dataclass(slots=True)
class Scope:
    """A module, function or class."""

    kind: str
    name: str
    parent: int
    line: int
    parameters: Sequence[tuple[str, Expression | None, Expression | None]] = ()
    decorators: Sequence[Expression] = ()
    bases: Sequence[Expression] = ()
    names: dict[str, Sequence[Binding]] = field(default_factory=dict)
    #: Names bound to `self.NAME` in the methods of a class.
    attributes: dict[str, Sequence[Binding]] = field(default_factory=dict)
    annotations: dict[str, Expression] = field(default_factory=dict)
    returns: Sequence[Expression] = ()
    keyword_rest: str = ""
    positional: int = 0


@dataclass(slots=True)
class Contexts:
    """(scope, line, path) of every statement, by its number; hundreds of thousands are kept."""

    scopes: array[int] = field(default_factory=lambda: array("i"))
    lines: array[int] = field(default_factory=lambda: array("i"))
    paths: list[Path] = field(default_factory=list)

    def add(self, scope: int, line: int, path: Path) -> int:
        """The number of a further statement."""
        self.scopes.append(scope)
        self.lines.append(line)
        self.paths.append(path)
        return number(len(self.paths) - 1)

    def __getitem__(self, index: int) -> tuple[int, int, Path]:
        return self.scopes[index], self.lines[index], self.paths[index]


def contexts_of(scopes: bytes, lines: bytes, paths: list[Path]) -> Contexts:
    """Contexts that were packed."""
    made = Contexts(paths=paths)
    made.scopes.frombytes(scopes)
    made.lines.frombytes(lines)
    return made


def packed_contexts(contexts: Contexts) -> tuple[Any, ...]:
    """How pickle packs contexts."""
    return contexts_of, (contexts.scopes.tobytes(), contexts.lines.tobytes(), contexts.paths)


def bound(value: Expression, line: int, path: Path) -> Binding:
    """A binding whose line is an object that others share."""
    return Binding(value, number(line), path)


@dataclass(slots=True)
class Outline:
    """What is kept of one module.

    Attributes:
        scopes: All scopes; the first is the module.
        calls: All calls in the order met.
        contexts: Where every statement stands.
        items: Keys set on a name afterwards: (base, key, value).
        stars: Modules that everything is imported from.
        documentation: Line ranges of docstrings and other bare strings.
        guards: By context, what the tests around it say of names.
        loops: Numbers of the branches that are bodies of loops.
    """

    scopes: list[Scope] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    contexts: Contexts = field(default_factory=Contexts)
    items: list[tuple[Expression, Expression, Expression, int]] = field(default_factory=list)
    stars: list[str] = field(default_factory=list)
    documentation: list[tuple[int, int]] = field(default_factory=list)
    strings: list[tuple[str, int, str]] = field(default_factory=list)
    guards: dict[int, tuple[Guard, ...]] = field(default_factory=dict)
    loops: set[int] = field(default_factory=set)


#: What a name is given that can hold several texts.
_SEVERAL = (Items, Mapping, Call, Joined, Either)
#: One object for each small constant: hundreds of thousands of them are kept.
_CONSTANTS: dict[tuple[type, object], Expression] = {
    (type(value), value): Constant(value) for value in (None, True, False, *range(-1, 257))
}


def outline(tree: ast.Module, loader_names: frozenset[str]) -> Outline:
    """Walks a module once.

    Args:
        tree: The parsed module.
        loader_names: Last parts of loading calls; only their argument text is kept.

    Raises:
        RecursionError: the module is nested too deeply.
    """
    builder = _Builder(loader_names)
    builder.begin(Scope("module", "", -1, 0))
    builder.body(tree.body, 0, ())
    builder.drop_tested(tree)
    return builder.done()


_Bindings = dict[str, list[Binding]]
#: What most scopes have of attributes and annotations: none, and one object for all of them.
_NONE: dict[str, Any] = {}


@dataclass(slots=True)
class _Inside:
    """What is met in a scope."""

    names: _Bindings = field(default_factory=dict)
    attributes: _Bindings = field(default_factory=dict)
    annotations: dict[str, Expression] = field(default_factory=dict)
    returns: list[Expression] = field(default_factory=list)


class _Builder:
    def __init__(self, loader_names: frozenset[str]) -> None:
        self.out = Outline()
        self.loader_names = loader_names
        self.arm = 0
        self.depth = 0
        self.scope = 0
        self.path: Path = ()
        self.context = 0
        self.hint = ""
        self.guards: tuple[Guard, ...] = ()
        self.names: dict[str, Name] = {}
        #: Of each scope what is in it.
        self.inside: list[_Inside] = []
        #: Names that something is looked up in.
        self.tested: set[str] = set()

    def begin(self, scope: Scope) -> int:
        """The number of a further scope."""
        self.out.scopes.append(scope)
        self.inside.append(_Inside())
        return len(self.out.scopes) - 1

    def drop_tested(self, tree: ast.Module) -> None:
        """Leaves out the strings of lists of which all that is asked is whether something is among them."""
        # Most strings with a slash are paths, and the walk below costs as much as reading the file.
        names = self.tested & {hint for text, _, hint in self.out.strings if text.count("/") == 1 and " " not in text}
        names = {name for name in names if self._holds_several(name)}
        if not names:
            return
        uses: Counter[str] = Counter()
        choosing: set[ast.expr] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                uses[node.id] += 1
            elif isinstance(node, ast.If):
                # What is loaded once it is found in a list was chosen from it.
                if isinstance(node.test, ast.Compare) and names.intersection(_looked_up_in(node.test)):
                    choosing.update([node.test] if self._loads(node.body, node.test.left) else ())
            elif isinstance(node, ast.Compare) and node not in choosing:
                uses.subtract(_looked_up_in(node))
        only = {name for name in names if uses[name] <= 0}
        self.out.strings = [one for one in self.out.strings if one[2] not in only]

    def _loads(self, body: list[ast.stmt], given: ast.expr) -> bool:
        """Whether a call in a body loads what a name holds."""
        return isinstance(given, ast.Name) and any(
            isinstance(node, ast.Call)
            and _dotted(node.func).rpartition(".")[2] in self.loader_names
            and any(isinstance(one, ast.Name) and one.id == given.id for one in ast.iter_child_nodes(node))
            for statement in body
            for node in ast.walk(statement)
        )

    def _holds_several(self, name: str) -> bool:
        return any(
            isinstance(binding.value, _SEVERAL) for inside in self.inside for binding in inside.names.get(name, ())
        )

    def done(self) -> Outline:
        """What was kept, in little space."""
        for scope, inside in zip(self.out.scopes, self.inside, strict=True):
            scope.names = {name: tuple(bindings) for name, bindings in inside.names.items()}
            scope.attributes = {name: tuple(bindings) for name, bindings in inside.attributes.items()} or _NONE
            scope.annotations = inside.annotations or _NONE
            scope.returns = tuple(inside.returns)
        return self.out

    # -- statements

    def body(self, statements: list[ast.stmt], scope: int, path: Path) -> None:
        kept = self.guards
        for statement in statements:
            self.enter(scope, statement.lineno, path)
            self.statement(statement)
            if isinstance(statement, ast.If) and not statement.orelse and _leaves(statement.body):
                self.guards = (*self.guards, *guards_of(statement.test, holds=False))
        self.guards = kept

    def enter(self, scope: int, line: int, path: Path) -> None:
        self.scope, self.path = scope, path
        self.context = self.out.contexts.add(scope, line, path)
        self.names.clear()
        if self.guards:
            self.out.guards[self.context] = self.guards

    def arms(self, *bodies: list[ast.stmt], guards: tuple[list[Guard], ...] = ()) -> None:
        self.arm += 1
        number, scope, path = self.arm, self.scope, self.path
        kept = self.guards
        for index, body in enumerate(bodies):
            self.guards = (*kept, *guards[index]) if guards else kept
            self.body(body, scope, (*path, (number, index)))
        self.guards = kept

    def statement(self, node: ast.stmt) -> None:
        rule = _STATEMENTS.get(type(node))
        if rule is not None:
            rule(self, node)
            return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child)

    def nothing(self, node: ast.stmt) -> None:
        """A statement that gives nothing to a name."""

    def bare(self, node: ast.Expr) -> None:
        value = node.value
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            self.out.documentation.append((node.lineno, node.end_lineno or node.lineno))
        else:
            self.expression(value)

    def assign(self, node: ast.Assign) -> None:
        self.hint = _name_of(node.targets[0])
        value = self.expression(node.value)
        self.hint = ""
        for target in node.targets:
            self.bind(target, value, node.lineno)

    def add_to(self, node: ast.AugAssign) -> None:
        value = self.expression(node.value)
        if isinstance(node.op, ast.Add):
            self.bind(node.target, value, node.lineno, conditional=True)

    def give_back(self, node: ast.Return) -> None:
        if node.value is not None:
            self.inside[self.scope].returns.append(self.expression(node.value))

    def import_(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname:
                self.set(alias.asname, Imported(0, alias.name, None), node.lineno)
            else:
                root = alias.name.split(".")[0]
                self.set(root, Imported(0, root, None), node.lineno)

    def import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.out.stars.append("." * node.level + (node.module or ""))
            else:
                imported = Imported(node.level, node.module or "", alias.name)
                self.set(alias.asname or alias.name, imported, node.lineno)

    def if_(self, node: ast.If) -> None:
        self.expression(node.test)
        tests = (guards_of(node.test, holds=True), guards_of(node.test, holds=False))
        self.arms(node.body, node.orelse, guards=tests)

    def for_(self, node: ast.For | ast.AsyncFor) -> None:
        scope, path = self.scope, self.path
        iterated = self.expression(node.iter)
        self.arm += 1
        self.out.loops.add(self.arm)
        inner = (*path, (self.arm, 0))
        self.path = inner
        self.bind(node.target, Element(iterated), node.lineno)
        self.body(node.body, scope, inner)
        self.body(node.orelse, scope, path)

    def while_(self, node: ast.While) -> None:
        scope, path = self.scope, self.path
        self.expression(node.test)
        self.out.loops.add(self.arm + 1)
        self.arms(node.body)
        self.body(node.orelse, scope, path)

    def with_(self, node: ast.With | ast.AsyncWith) -> None:
        scope, path = self.scope, self.path
        for item in node.items:
            value = self.expression(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, node.lineno)
        self.body(node.body, scope, path)

    def try_(self, node: ast.Try | ast.TryStar) -> None:
        scope, path = self.scope, self.path
        self.body(node.body, scope, path)
        self.scope, self.path = scope, path
        self.arms(*(handler.body for handler in node.handlers))
        self.body(node.orelse, scope, path)
        self.body(node.finalbody, scope, path)

    def match_(self, node: ast.Match) -> None:
        self.expression(node.subject)
        cases = tuple(_case_guards(node.subject, case) for case in node.cases)
        self.arms(*(case.body for case in node.cases), guards=cases)

    def assert_(self, node: ast.Assert) -> None:
        kept = len(self.out.strings)
        self.expression(node.test)
        # What is compared is loaded elsewhere.
        del self.out.strings[kept:]

    def annotate(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.inside[self.scope].annotations[node.target.id] = self.expression(node.annotation)
        if node.value is not None:
            self.hint = _name_of(node.target)
            value = self.expression(node.value)
            self.hint = ""
            self.bind(node.target, value, node.lineno)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, path, guards = self.scope, self.path, self.guards
        made = Scope("function", node.name, outer, node.lineno)
        made.decorators = tuple([self.expression(d) for d in node.decorator_list])
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        made.positional = len(positional)
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
        defaults += list(arguments.defaults)
        parameters = []
        for argument, default in [
            *zip(positional, defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]:
            self.hint = argument.arg
            value = self.expression(default) if default is not None else None
            self.hint = ""
            annotation = self.expression(argument.annotation) if argument.annotation is not None else None
            parameters.append((argument.arg, value, annotation))
        made.parameters = tuple(parameters)
        if arguments.kwarg is not None:
            made.keyword_rest = arguments.kwarg.arg
        index = self.begin(made)
        self.set(node.name, Defined(index), node.lineno)
        names = self.inside[index].names
        for name, _, _ in parameters:
            names[name] = [Binding(Parameter(index, name), 0, ())]
        if arguments.vararg is not None:
            names[arguments.vararg.arg] = [Binding(UNKNOWN, 0, ())]
        if arguments.kwarg is not None:
            names[arguments.kwarg.arg] = [Binding(Parameter(index, "**"), 0, ())]
        self.guards = ()
        self.body(node.body, index, ())
        self.scope, self.path, self.guards = outer, path, guards

    def class_(self, node: ast.ClassDef) -> None:
        outer, path = self.scope, self.path
        made = Scope("class", node.name, outer, node.lineno)
        made.decorators = tuple([self.expression(d) for d in node.decorator_list])
        made.bases = tuple([self.expression(base) for base in node.bases])
        index = self.begin(made)
        self.set(node.name, Defined(index), node.lineno)
        self.body(node.body, index, ())
        self.scope, self.path = outer, path

    # -- bindings

    def set(self, name: str, value: Expression, line: int) -> None:
        self.inside[self.scope].names.setdefault(name, []).append(Binding(value, number(line), self.path))

    def bind(self, target: ast.expr, value: Expression, line: int, *, conditional: bool = False) -> None:
        match target:
            case ast.Name():
                if conditional:
                    self.arm += 1
                    kept, self.path = self.path, (*self.path, (self.arm, 0))
                    self.set(target.id, value, line)
                    self.path = kept
                else:
                    self.set(target.id, value, line)
            case ast.Tuple() | ast.List():
                for index, item in enumerate(target.elts):
                    inner = item.value if isinstance(item, ast.Starred) else item
                    self.bind(inner, Unpacked(value, index), line, conditional=conditional)
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                owner = self.owner()
                if owner is not None:
                    binding = Binding(value, line, self.path)
                    self.inside[owner].attributes.setdefault(target.attr, []).append(binding)
            case ast.Attribute():
                base = self.expression(target.value)
                # An attribute is not a key: it stands nowhere as a text.
                self.out.items.append((base, String(target.attr, 0), value, self.context))
            case ast.Subscript():
                base, key = self.expression(target.value), self.expression(target.slice)
                self.out.items.append((base, key, value, self.context))
            case ast.Starred():
                self.bind(target.value, value, line, conditional=conditional)
            case _:
                pass

    def owner(self) -> int | None:
        """The class whose method the current scope is in."""
        index = self.scope
        while index >= 0:
            scope = self.out.scopes[index]
            if scope.kind == "class":
                return index
            index = scope.parent
        return None

    # -- expressions

    def name(self, name: str) -> Expression:
        """A name, seen from the statement; one for all its uses there."""
        made = self.names.get(name)
        if made is None or made.context != self.context:
            made = self.names[name] = Name(name, self.context)
        return made

    def expression(self, node: ast.expr) -> Expression:
        # What is most frequent comes first: most of the time is spent here.
        kind = type(node)
        if kind is ast.Name:
            return self.name(node.id)  # type: ignore[attr-defined]
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RecursionError
        if kind is ast.Attribute:
            made: Expression = Attribute(self.expression(node.value), node.attr)  # type: ignore[attr-defined]
        elif kind is ast.Call:
            made = self.call(node)  # type: ignore[arg-type]
        else:
            made = self._expression(node)
        self.depth -= 1
        return made

    def _expression(self, node: ast.expr) -> Expression:
        rule = _EXPRESSIONS.get(type(node))
        return rule(self, node) if rule is not None else self.parts(node)

    def parts(self, node: ast.expr) -> Expression:
        """An expression of which only what is in it matters."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child)
        return UNKNOWN

    def constant(self, node: ast.Constant) -> Expression:
        value = node.value
        if not isinstance(value, str):
            return _CONSTANTS.get((type(value), value)) or _other(value)
        if len(value) > MAX_STRING:
            if node.end_lineno != node.lineno:
                self.out.documentation.append((node.lineno, node.end_lineno or node.lineno))
            return UNKNOWN
        line = number(node.lineno)
        self.out.strings.append((value, line, self.hint))
        return String(value, line)

    def subscript(self, node: ast.Subscript) -> Expression:
        return Subscript(self.expression(node.value), self.expression(node.slice))

    def items(self, node: ast.List | ast.Tuple | ast.Set) -> Expression:
        return Items(tuple([self.expression(item) for item in node.elts]))

    def joined(self, node: ast.JoinedStr) -> Expression:
        return Joined(tuple([self.expression(part) for part in node.values]), node.lineno)

    def inner(self, node: ast.FormattedValue | ast.Await | ast.Starred) -> Expression:
        return self.expression(node.value)

    def operation(self, node: ast.BinOp) -> Expression:
        operator = node.op
        if isinstance(operator, ast.Add):
            return self.added(node)
        left, right = self.expression(node.left), self.expression(node.right)
        if isinstance(operator, ast.Mod) and isinstance(left, String):
            return Percent(left, right, node.lineno)
        if isinstance(operator, ast.BitOr):
            return Either((left, right), "merge")
        if isinstance(operator, ast.Sub | ast.BitAnd):
            # What is left of a set; a difference of numbers is not a set.
            return left if _is_set(node.left) or _is_set(node.right) else UNKNOWN
        return Divided(left, right) if isinstance(operator, ast.Div) else UNKNOWN

    def either(self, node: ast.BoolOp) -> Expression:
        values = [self.expression(value) for value in node.values]
        # Of `a and b` only the last can be the wanted value.
        return Either(tuple(values if isinstance(node.op, ast.Or) else values[-1:]), "or_default")

    def conditional(self, node: ast.IfExp) -> Expression:
        self.expression(node.test)
        sides = (self.where(node.body, node.test, True), self.where(node.orelse, node.test, False))
        return Either(sides, "conditional")

    def named(self, node: ast.NamedExpr) -> Expression:
        value = self.expression(node.value)
        self.bind(node.target, value, node.lineno)
        return value

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Expression:
        self.generators(node.generators)
        return Items((self.expression(node.elt),))

    def comprehended(self, node: ast.DictComp) -> Expression:
        self.generators(node.generators)
        return Mapping(((self.expression(node.key), self.expression(node.value)),))

    def compare(self, node: ast.Compare) -> Expression:
        kept = len(self.out.strings)
        for compared in (node.left, *node.comparators):
            self.expression(compared)
        del self.out.strings[kept:]
        self.tested.update(_looked_up_in(node))
        return UNKNOWN

    def where(self, node: ast.expr, test: ast.expr, holds: bool) -> Expression:
        """One side of a conditional expression."""
        guards = guards_of(test, holds=holds)
        if not guards:
            return self.expression(node)
        kept, outer = self.guards, self.context
        self.guards = (*kept, *guards)
        self.context = self.out.contexts.add(*self.out.contexts[outer])
        self.out.guards[self.context] = self.guards
        made = self.expression(node)
        self.guards, self.context = kept, outer
        return made

    def added(self, node: ast.BinOp) -> Expression:
        """A chain of `+`, without recursing once per operand."""
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            parts.append(left.right)
            left = left.left
        parts.append(left)
        return Joined(tuple([self.expression(part) for part in reversed(parts)]), node.lineno)

    def dictionary(self, node: ast.Dict) -> Expression:
        pairs: list[tuple[Expression | None, Expression]] = []
        outer = self.hint
        for key, value in zip(node.keys, node.values, strict=True):
            made = self.expression(key) if key is not None else None
            if isinstance(made, String):
                self.hint = made.text
            pairs.append((made, self.expression(value)))
            self.hint = outer
        return Mapping(tuple(pairs))

    def generators(self, generators: list[ast.comprehension]) -> None:
        kept = self.path
        guards = list(self.guards)
        for generator in generators:
            iterated = self.expression(generator.iter)
            self.arm += 1
            self.path = (*kept, (self.arm, 0))
            # The element expression stands in the enclosing statement; its names are seen from there.
            line = self.out.contexts[self.context][1]
            self.bind(generator.target, Element(iterated), line - 1)
            for test in generator.ifs:
                self.expression(test)
                guards += guards_of(test, holds=True)
        scope, line, _ = self.out.contexts[self.context]
        self.context = self.out.contexts.add(scope, line, self.path)
        if guards:
            self.out.guards[self.context] = tuple(guards)
        self.path = kept

    def lambda_(self, node: ast.Lambda) -> Expression:
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
            self.arm += 1
            kept, self.path = self.path, (*self.path, (self.arm, 0))
            self.set(argument.arg, UNKNOWN, self.out.contexts[self.context][1] - 1)
            self.path = kept
        return Lambda(self.expression(node.body))

    def call(self, node: ast.Call) -> Expression:
        callee = self.expression(node.func)
        outer = self.hint
        arguments = tuple(
            [Spread(self.expression(a.value)) if isinstance(a, ast.Starred) else self.expression(a) for a in node.args]
        )
        keywords = []
        for keyword in node.keywords:
            self.hint = keyword.arg or ""
            keywords.append((keyword.arg or "**", self.expression(keyword.value)))
        self.hint = outer
        text = ""
        if not isinstance(callee, Subscript) and last_name(callee) in self.loader_names:
            first = [*node.args, *(keyword.value for keyword in node.keywords)]
            text = ast.unparse(first[0])[:120] if first else ""
        line = node.func.end_lineno if isinstance(node.func, ast.Attribute) else node.lineno
        end = number(node.end_lineno or node.lineno)
        made = Call(callee, arguments, tuple(keywords), number(line or node.lineno), end, self.context, text)
        self.out.calls.append(made)
        return made


#: What is kept of a statement, by its kind; of others the expressions in them.
_STATEMENTS: dict[type[ast.stmt], Callable[[_Builder, Any], None]] = {
    ast.Expr: _Builder.bare,
    ast.Assign: _Builder.assign,
    ast.AnnAssign: _Builder.annotate,
    ast.AugAssign: _Builder.add_to,
    ast.FunctionDef: _Builder.function,
    ast.AsyncFunctionDef: _Builder.function,
    ast.ClassDef: _Builder.class_,
    ast.Return: _Builder.give_back,
    ast.Import: _Builder.import_,
    ast.ImportFrom: _Builder.import_from,
    ast.If: _Builder.if_,
    ast.For: _Builder.for_,
    ast.AsyncFor: _Builder.for_,
    ast.While: _Builder.while_,
    ast.With: _Builder.with_,
    ast.AsyncWith: _Builder.with_,
    ast.Try: _Builder.try_,
    ast.TryStar: _Builder.try_,
    ast.Match: _Builder.match_,
    ast.Assert: _Builder.assert_,
    **dict.fromkeys(
        (ast.Raise, ast.Delete, ast.Global, ast.Nonlocal, ast.Pass, ast.Break, ast.Continue), _Builder.nothing
    ),
}
#: What an expression becomes, by its kind; what is most frequent is told apart before.
_EXPRESSIONS: dict[type[ast.expr], Callable[[_Builder, Any], Expression]] = {
    ast.Constant: _Builder.constant,
    ast.Subscript: _Builder.subscript,
    ast.List: _Builder.items,
    ast.Tuple: _Builder.items,
    ast.Set: _Builder.items,
    ast.Dict: _Builder.dictionary,
    ast.JoinedStr: _Builder.joined,
    ast.FormattedValue: _Builder.inner,
    ast.Await: _Builder.inner,
    ast.Starred: _Builder.inner,
    ast.BinOp: _Builder.operation,
    ast.BoolOp: _Builder.either,
    ast.IfExp: _Builder.conditional,
    ast.NamedExpr: _Builder.named,
    ast.Lambda: _Builder.lambda_,
    ast.ListComp: _Builder.comprehension,
    ast.SetComp: _Builder.comprehension,
    ast.GeneratorExp: _Builder.comprehension,
    ast.DictComp: _Builder.comprehended,
    ast.Compare: _Builder.compare,
}


def _other(value: object) -> Expression:
    return Constant(value) if isinstance(value, bool | int | type(None)) else UNKNOWN


def _name_of(target: ast.expr) -> str:
    match target:
        case ast.Name():
            return target.id
        case ast.Attribute():
            return target.attr
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            return key
        case _:
            return ""


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether nothing behind a body is run after it."""
    return bool(body) and isinstance(body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


def guards_of(test: ast.expr, *, holds: bool) -> list[Guard]:
    """What a test says of names by comparing them with strings that are written out."""
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return guards_of(test.operand, holds=not holds)
        case ast.BoolOp():
            # Of `a or b` that holds, neither is known to.
            sure = isinstance(test.op, ast.And) == holds
            return [guard for value in test.values for guard in guards_of(value, holds=holds)] if sure else []
        case ast.Compare(ops=[op], comparators=[right]):
            return _compared(test.left, op, right, holds)
        case ast.Call(func=ast.Attribute(attr="startswith" | "endswith" as method), args=[given]):
            return _guard(test.func.value, method.removesuffix("with"), given, holds)  # type: ignore[attr-defined]
        case _:
            return []


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, holds: bool) -> list[Guard]:
    if isinstance(op, ast.NotEq | ast.NotIn):
        holds = not holds
    if isinstance(op, ast.Eq | ast.NotEq):
        return _guard(left, "is", right, holds) or _guard(right, "is", left, holds)
    if isinstance(op, ast.In | ast.NotIn):
        listed = isinstance(right, ast.Tuple | ast.List | ast.Set)
        return _guard(left, "is", right, holds) if listed else _guard(right, "in", left, holds)
    return []


def _guard(subject: ast.expr, kind: str, given: ast.expr, holds: bool) -> list[Guard]:
    items = given.elts if isinstance(given, ast.Tuple | ast.List | ast.Set) else [given]
    strings = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    lowered = False
    if isinstance(subject, ast.Call) and isinstance(subject.func, ast.Attribute) and not subject.args:
        lowered = subject.func.attr in ("lower", "casefold")
        subject = subject.func.value if lowered else subject
    name = _dotted(subject)
    if not name or not strings or len(strings) < len(items):
        return []
    return [Guard(name, kind, tuple(strings), holds, lowered, subject.lineno)]


def _case_guards(subject: ast.expr, case: ast.match_case) -> list[Guard]:
    patterns = case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
    values = [pattern.value for pattern in patterns if isinstance(pattern, ast.MatchValue)]
    return _guard(subject, "is", ast.Tuple(elts=list(values)), True) if len(values) == len(patterns) else []


def _looked_up_in(node: ast.Compare) -> list[str]:
    """The names that a test looks something up in; one that nothing is to be outside of lists what can be chosen."""
    pairs = zip(node.ops, node.comparators, strict=True)
    return [right.id for op, right in pairs if isinstance(op, ast.In) and isinstance(right, ast.Name)]


def _is_set(node: ast.expr) -> bool:
    called = isinstance(node, ast.Call) and _dotted(node.func).rpartition(".")[2] in ("set", "frozenset", "keys")
    return called or isinstance(node, ast.Set | ast.SetComp)


def _dotted(node: ast.expr) -> str:
    """A name with dots; empty for other expressions."""
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return node.id if isinstance(node, ast.Name) else ""


def passes(text: str, guard: Guard) -> bool:
    """Whether a string can be what a name holds where a test holds, or does not."""
    if guard.lowered:
        text = text.lower()
    match guard.kind:
        case "is":
            found = text in guard.given
        case "in":
            found = guard.given[0] in text
        case "starts":
            found = text.startswith(guard.given)
        case _:
            found = text.endswith(guard.given)
    return found == guard.holds
