"""Looks at one value at a time of what several expressions are made of: `path.split("/")[0]`, `path.split("/")[1]`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from supplygraph.reuse.evaluate.arguments import written_argument
from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import MAX_VALUES, Text, Value, flowing
from supplygraph.reuse.expression import (
    Attribute,
    Call,
    Constant,
    Divided,
    Either,
    Element,
    Expression,
    Held,
    Items,
    Joined,
    Name,
    Parameter,
    Percent,
    Spread,
    String,
    Subscript,
    Unpacked,
    plain_key,
)
from supplygraph.reuse.modules import Module

#: How far what is read may be from what reads it, and how many expressions are looked through on the way.
_MAX_DEPTH = 10
_MAX_READ = 80
#: What a variable may be put in place of: it says what is read.
_FOLLOWED = (Attribute, Call, Divided, Either, Element, Items, Joined, Name, Percent, Subscript, Unpacked)


class _Read(NamedTuple):
    """An expression that others are made of, and how far it is from them together."""

    parts: set[int]
    of: Expression
    far: int


def identity(e: Expression, module: Module) -> Hashable:
    """What tells that two expressions are the same thing."""
    match e:
        case Name():
            bindings = bindings_of(e.name, e.context, module)[0]
            return tuple(id(binding) for binding in bindings) or e.name
        case Attribute():
            return (identity(e.base, module), e.name)
        case Subscript(key=String() | Constant() as key):
            return (identity(e.base, module), plain_key(key), "key")
        case _:
            return id(e)


def held_rows(
    engine: Engine, parts: Sequence[Expression | Text], whole: list[list[Value]], module: Module
) -> list[list[list[Value]]] | None:
    """The values of expressions for each value of what they read in common; None where that is nothing.

    Args:
        engine: Gives the values.
        parts: Expressions of which a text is put together.
        whole: All values of each.
        module: Where they stand.
    """
    open_ = {
        at: part for at, part in enumerate(parts) if whole[at] and not isinstance(part, Text | String | Constant | Held)
    }
    if len(open_) < 2:
        return None
    read: dict[Hashable, _Read] = {}
    for at, part in open_.items():
        for key, of, far in _read(part, module):
            known = read.setdefault(key, _Read(set(), of, 0))
            if at not in known.parts:
                known.parts.add(at)
                read[key] = known._replace(far=known.far + far)
    for key, (shared, of, _) in sorted(read.items(), key=lambda item: (-len(item[1].parts), item[1].far)):
        if len(shared) < 2:
            break
        values = engine.values(of, module) if any(len(whole[at]) > 1 for at in shared) else []
        if len(values) > 1:
            return [
                [
                    engine.values(_put(engine, open_[at], module, {key: value}), module) if at in shared else all_
                    for at, all_ in enumerate(whole)
                ]
                for value in values[:MAX_VALUES]
            ]
    return None


def _read(e: Expression, module: Module) -> Iterator[tuple[Hashable, Expression, int]]:
    """What an expression is made of, the nearest first."""
    waiting = [(e, 0)]
    for number in range(_MAX_READ):
        if number >= len(waiting):
            return
        one, far = waiting[number]
        if isinstance(one, Name | Attribute | Subscript):
            yield identity(one, module), one, far
        elif isinstance(one, Unpacked):
            yield id(one.of), one.of, far
        if far < _MAX_DEPTH:
            inner = _written(one, module)
            waiting += [(part, far + 1) for part in ([inner] if inner is not None else _inside(one))]


def _written(e: Expression, module: Module) -> Expression | None:
    """What a variable, or an attribute of the object itself, is put in place of, where that is one thing."""
    match e:
        case Name():
            bindings = bindings_of(e.name, e.context, module)[0]
        case Attribute(base=Name() as base):
            own = bindings_of(base.name, base.context, module)[0]
            owner = own[0].value if len(own) == 1 else None
            if not isinstance(owner, Parameter):
                return None
            scopes = module.outline.scopes
            scope = scopes[owner.scope]
            if scopes[scope.parent].kind != "class" or not scope.parameters or scope.parameters[0][0] != owner.name:
                return None
            made = scopes[scope.parent]
            bindings = () if e.name in made.names else tuple(made.attributes.get(e.name, ()))
        case _:
            return None
    value = bindings[0].value if len(bindings) == 1 else None
    return value if isinstance(value, _FOLLOWED) else None


def _inside(e: Expression) -> list[Expression]:
    """The expressions that one is made of."""
    found: list[Expression] = []

    def note(part: Expression) -> Expression:
        found.append(part)
        return part

    _with_parts(e, note)
    return found


def _with_parts(e: Expression, put: Callable[[Expression], Expression]) -> Expression:
    """An expression with others in place of those that it is made of."""
    match e:
        case Attribute():
            return Attribute(put(e.base), e.name)
        case Subscript():
            return Subscript(put(e.base), put(e.key))
        case Unpacked():
            return Unpacked(put(e.of), e.index)
        case Element():
            return Element(put(e.of))
        case Spread():
            return Spread(put(e.given))
        case Items():
            return Items(tuple([put(item) for item in e.items]))
        case Joined():
            return Joined(tuple([put(part) for part in e.parts]), e.line)
        case Percent():
            return Percent(put(e.pattern), put(e.given), e.line)
        case Divided():
            return Divided(put(e.left), put(e.right))
        case Either():
            return Either(tuple([put(part) for part in e.parts]), e.reason)
        case Call():
            callee = Attribute(put(e.callee.base), e.callee.name) if isinstance(e.callee, Attribute) else e.callee
            given = tuple([put(argument) for argument in e.arguments])
            named = tuple([(name, put(value)) for name, value in e.keywords])
            return Call(callee, given, named, e.line, e.end, e.context, e.text)
        case _:
            return e


def _put(engine: Engine, e: Expression, module: Module, held: dict[Hashable, Value], depth: int = 0) -> Expression:
    """An expression with values in place of what it reads; the same one where it reads nothing of that."""
    if isinstance(e, Name | Attribute | Subscript) and (key := identity(e, module)) in held:
        return Held((held[key],))
    if isinstance(e, Unpacked) and id(e.of) in held:
        return Unpacked(Held((held[id(e.of)],)), e.index)
    if depth > _MAX_DEPTH or isinstance(e, String | Constant):
        return e
    changed = False

    def put(part: Expression) -> Expression:
        nonlocal changed
        found = _put(engine, part, module, held, depth + 1)
        changed = changed or found is not part
        return found

    written = _written(e, module)
    if written is not None:
        found = put(written)
        return found if changed else e
    made = _with_parts(e, put)
    if not changed:
        return e
    return _given_back(engine, made, module, depth) if isinstance(made, Call) else made


def _given_back(engine: Engine, call: Call, module: Module, depth: int) -> Expression:
    """What a function of the repository gives for the arguments of this call alone."""
    callee = call.callee
    if engine.is_far() or not isinstance(callee, Name):
        return call
    scopes = engine.callee(call, module).scopes
    owner, index = scopes[0] if len(scopes) == 1 else (module, 0)
    scope = owner.outline.scopes[index]
    if scope.kind != "function" or not scope.returns:
        return call
    held: dict[Hashable, Value] = {}
    found: list[Value] = []
    with engine.hop():
        for at, (name, _, _) in enumerate(scope.parameters):
            argument = written_argument(call, scope, name, at)
            values = engine.values(argument, module) if argument is not None else []
            bound = scope.names.get(name, ())
            if len(values) == 1 and len(bound) == 1:
                held[id(bound[0]),] = values[0]
        for given in scope.returns:
            made = _put(engine, given, owner, held, depth + 1)
            found += [flowing(value, "return_value") for value in engine.values(made, owner)]
    return Held(tuple(found))
