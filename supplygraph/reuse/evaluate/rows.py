"""Keeps the fields of one row together where a text is put together from several: `f"{m['owner']}/{m['name']}"`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.arguments import argument_for, written_argument
from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.held import held_rows, identity
from supplygraph.reuse.evaluate.questions import Callers, Constructions
from supplygraph.reuse.evaluate.values import (
    MAX_VALUES,
    DictValue,
    InstanceValue,
    ListValue,
    RowValue,
    Text,
    Value,
    flowing,
    through,
)
from supplygraph.reuse.expression import (
    Attribute,
    Call,
    Constant,
    Expression,
    Name,
    Parameter,
    String,
    Subscript,
    Unpacked,
)
from supplygraph.reuse.modules import Module
from supplygraph.reuse.outline import Scope

#: How far a field is from what it is a field of.
_MAX_STEPS = 6
Step = str | int
#: What is a row by itself.
_Row = DictValue | ListValue | RowValue


class _Base(NamedTuple):
    """What an expression is a field of, and how it is taken out of it; None stands for the call of a function."""

    key: Hashable
    of: Expression | None
    steps: tuple[Step, ...]


class _Made(NamedTuple):
    """A call with what it gives to the parameters or fields of what it calls."""

    call: Call
    caller: Module
    scope: Scope
    owner: Module
    #: Places that the object takes among the parameters.
    shift: int


class Rows(NamedTuple):
    """What some expressions are together.

    Attributes:
        values: For each row the values of each expression; one row of all values where they have none in common.
        fields: The expressions that are fields of a row.
    """

    values: list[list[list[Value]]]
    fields: frozenset[int]


def rows(engine: Engine, parts: Sequence[Expression | Text], module: Module) -> Rows:
    """The values of expressions, those of one row together.

    Args:
        engine: Gives the values.
        parts: Expressions of which a text is put together.
        module: Where they stand.
    """
    whole: list[list[Value]] = [[part] if isinstance(part, Text) else engine.values(part, module) for part in parts]
    if all(len(values) < 2 for values in whole):
        return Rows([whole], frozenset())
    found, fields = _of_fields(engine, parts, whole, module)
    if all(map(_is_plain, found)):
        return Rows(found, fields)
    held = held_rows(engine, parts, whole, module)
    return Rows(held, frozenset()) if held is not None else Rows(found, fields)


def _is_plain(row: list[list[Value]]) -> bool:
    """Whether only one part of a row is several values, so that none belong together."""
    return sum(len(values) > 1 for values in row) < 2


def _of_fields(
    engine: Engine, parts: Sequence[Expression | Text], whole: list[list[Value]], module: Module
) -> tuple[list[list[list[Value]]], frozenset[int]]:
    """The values of expressions that are fields of rows, and which those are."""
    if _is_plain(whole):
        return [whole], frozenset()
    shared = _shared(
        [(at, list(_bases(part, module))) for at, part in enumerate(parts) if whole[at] and not isinstance(part, Text)]
    )
    if shared is None:
        return [whole], frozenset()
    base, steps = shared
    found: list[list[list[Value]]] = []
    for row in _rows_of(engine, base, module)[:MAX_VALUES]:
        for fields in _fields(engine, row, steps):
            if all(fields.values()):
                found.append([fields.get(at, values) for at, values in enumerate(whole)])
    return (found[:MAX_VALUES], frozenset(steps)) if found else ([whole], frozenset())


def _shared(parts: list[tuple[int, list[_Base]]]) -> tuple[_Base, dict[int, tuple[Step, ...]]] | None:
    """What most of several expressions are fields of, the nearest first."""
    ways: dict[Hashable, dict[int, tuple[Step, ...]]] = {}
    bases: dict[Hashable, _Base] = {}
    for at, found in parts:
        for base in found:
            ways.setdefault(base.key, {}).setdefault(at, base.steps)
            bases.setdefault(base.key, base)
    key = max(ways, key=lambda key: (len(ways[key]), -max(map(len, ways[key].values()))), default=None)
    return (bases[key], ways[key]) if key is not None and len(ways[key]) > 1 else None


def _bases(e: Expression, module: Module) -> Iterator[_Base]:
    """What an expression is a field of, from the nearest on."""
    steps: tuple[Step, ...] = ()
    for _ in range(_MAX_STEPS):
        step: Step | None = None
        match e:
            case Subscript(key=String() | Constant() as key) if not isinstance(_plain(key), bool):
                step, e = _plain(key), e.base
            case Attribute():
                step, e = e.name, e.base
            case Call(callee=Attribute(name="get"), arguments=(String() as key, *_)):
                step, e = key.text, e.callee.base  # type: ignore[attr-defined]
            case Call(callee=Name(name="str"), arguments=(inner,)):
                e = inner
                continue
            case Unpacked():
                step, e = e.index, e.of
            case Name():
                bindings = bindings_of(e.name, e.context, module)[0]
                value = bindings[0].value if len(bindings) == 1 else None
                if isinstance(value, Parameter) and value.name != "**":
                    yield _Base(("call", module.path, value.scope), None, (value.scope, value.name, *steps))
                    return
                if not isinstance(value, Unpacked | Subscript | Attribute | Call):
                    return
                e = value
                continue
            case _:
                return
        if step is None:
            return
        steps = (step, *steps)
        yield _Base(identity(e, module), e, steps)


def _plain(key: String | Constant) -> Step | None:
    return key.text if isinstance(key, String) else key.value


def _rows_of(engine: Engine, base: _Base, module: Module) -> list[_Row | _Made]:
    """The rows that something can be."""
    if base.of is None:
        return _calls(engine, int(base.steps[0]), module)
    found: list[_Row | _Made] = []
    for value in engine.values(base.of, module):
        if isinstance(value, InstanceValue):
            found += _constructions(engine, value)
        elif isinstance(value, DictValue | ListValue | RowValue):
            found.append(value)
    return found


def _calls(engine: Engine, index: int, module: Module) -> list[_Row | _Made]:
    """The calls of a function."""
    if engine.is_far():
        return []
    scopes = module.outline.scopes
    scope = scopes[index]
    method = scopes[scope.parent].kind == "class" and bool(scope.parameters)
    shift = int(method and scope.parameters[0][0] in ("self", "cls"))
    with engine.hop():
        calls = engine.answer(Callers(module, index))
    return [_Made(call, caller, scope, module, shift) for caller, call in calls]


def _constructions(engine: Engine, value: InstanceValue) -> list[_Row | _Made]:
    """The calls that make instances of a class of the repository."""
    module = value.module
    if engine.is_far():
        return []
    scopes = module.outline.scopes
    own = next((scope for scope in scopes if scope.parent == value.data and scope.name == "__init__"), None)
    names = scopes[value.data].annotations
    defaults = scopes[value.data].names
    fields = tuple((name, defaults[name][0].value if name in defaults else None, None) for name in names)
    scope = own or Scope("function", "__init__", value.data, 0, fields, positional=len(names))
    with engine.hop():
        calls = engine.answer(Constructions(module, value.data))
    return [_Made(call, caller, scope, module, int(own is not None)) for caller, call in calls]


def _fields(engine: Engine, row: _Row | _Made, steps: dict[int, tuple[Step, ...]]) -> list[dict[int, list[Value]]]:
    """What a row has at the end of each of some ways; several times where a call stands in a loop of its own."""
    if not isinstance(row, _Made):
        return [{at: _at_end(engine, [row], way) for at, way in steps.items()}]
    # A function's steps begin with its number.
    ways = {at: way[1:] if isinstance(way[0], int) else way for at, way in steps.items()}
    return [
        {at: _at_end(engine, given.get(str(way[0]), []), way[1:]) for at, way in ways.items()}
        for given in _given(engine, row, list(dict.fromkeys(str(way[0]) for way in ways.values())))
    ]


def _at_end(engine: Engine, values: list[Value], steps: tuple[Step, ...]) -> list[Value]:
    """What values have at the end of some steps."""
    for step in steps:
        values = [inner for value in values for inner in _taken(engine, value, step)]
    return values


def _taken(engine: Engine, value: Value, step: Step) -> list[Value]:
    if isinstance(value, DictValue):
        return contents.under_key(engine, value, step)
    return contents.unpacked(engine, [value], step) if isinstance(step, int) else []


def _given(engine: Engine, row: _Made, names: list[str]) -> list[dict[str, list[Value]]]:
    """What a call gives for parameters or fields, or else their defaults; once for each row of what it reads itself."""
    places = {known: (at, default) for at, (known, default, _) in enumerate(row.scope.parameters)}
    written: dict[str, Expression] = {}
    others: dict[str, list[Value]] = {}
    with engine.hop():
        for name in names:
            at, default = places.get(name, (-1, None))
            argument = written_argument(row.call, row.scope, name, at - row.shift)
            if argument is not None:
                written[name] = argument
                continue
            given = argument_for(engine, row.call, row.scope, name, at - row.shift, row.caller)
            others[name] = [flowing(value, "wrapper_call") for value in given]
            if not others[name] and default is not None:
                others[name] = [through(value, "default_arg") for value in engine.values(default, row.owner)]
        found = rows(engine, list(written.values()), row.caller).values if written else [[]]
    return [
        {
            **others,
            **{name: [flowing(v, "wrapper_call") for v in values] for name, values in zip(written, one, strict=True)},
        }
        for one in found
    ]
