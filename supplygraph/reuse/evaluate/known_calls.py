"""Calls of Python and of libraries whose value is known: `dict.get`, `os.getenv`, `Field`, `zip` and others."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate import contents, controls
from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.questions import Option
from supplygraph.reuse.evaluate.values import (
    DictValue,
    InstanceValue,
    LambdaValue,
    ListValue,
    OfferedValue,
    OptionsValue,
    PairsValue,
    ParsedValue,
    RowsValue,
    ScopeValue,
    Text,
    Value,
    instance_of,
    through,
)
from supplygraph.reuse.expression import Attribute, Call, Expression, Items, Name, Spread, String, spelling
from supplygraph.reuse.modules import Module


def _argument(call: Call, named: dict[str, Expression], at: int, *names: str) -> Expression | None:
    for name in names:
        if name in named:
            return named[name]
    if 0 <= at < len(call.arguments) and not isinstance(call.arguments[at], Spread):
        return call.arguments[at]
    return None


def _get(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`mapping.get(key, default)`, also of the environment; `kwargs.pop("model", "x")`."""
    if not isinstance(call.callee, Attribute):
        return
    default = _argument(call, named, 1, "default", "fallback")
    if call.arguments:
        keys = engine.values(call.arguments[0], module)
        for value in engine.values(call.callee.base, module):
            if isinstance(value, DictValue):
                yield from contents.keyed(engine, value, keys)
            elif isinstance(value, OptionsValue):
                for one in keys:
                    if isinstance(one, Text):
                        yield from engine.answer(Option(value.module, one.text))
    if default is not None:
        via = "env_default" if "environ" in spelling(call.callee) else "or_default"
        for value in engine.values(default, module):
            yield through(value, via, conditional=True)


def _getenv(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    default = _argument(call, named, 1, "default")
    if default is not None:
        for value in engine.values(default, module):
            yield through(value, "env_default", conditional=True)


def _setting(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`config("MODEL", default="x")`, `env.str("MODEL", "x")`: a variable of the environment, by whichever library."""
    default = named.get("default") or (call.arguments[1] if len(call.arguments) == 2 else None)
    first = call.arguments[0] if call.arguments else None
    if default is not None and isinstance(first, String) and first.text.isupper():
        for value in engine.values(default, module):
            yield through(value, "env_default", conditional=True)


def _text(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`str(x)`, `env.str("MODEL", "x")`."""
    yield from (_setting if isinstance(call.callee, Attribute) else _first)(engine, call, named, module)


def _input(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`Input(default="a", choices=["a", "b"])`: one of several."""
    if "default" in named or "choices" in named:
        yield from controls.offered(engine, OfferedValue(call, module), "default")


def _getattr(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    name = call.arguments[1] if len(call.arguments) > 1 else None
    if isinstance(name, String):
        yield from engine.values(Attribute(call.arguments[0], name.text), module)
    if len(call.arguments) > 2:
        for value in engine.values(call.arguments[2], module):
            yield through(value, "or_default", conditional=True)


def _first(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield from engine.values(call.arguments[0], module)


def _second(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if len(call.arguments) > 1:
        yield from engine.values(call.arguments[1], module)


def _element(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield from contents.elements(engine, engine.values(call.arguments[0], module))


def _field_default(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`Field("x")`, `field(default="x")`, `typer.Option("x")`."""
    default = _argument(call, named, 0, "default")
    if default is not None:
        for value in engine.values(default, module):
            yield through(value, "dataclass_default")
    factory = named.get("default_factory")
    if factory is not None:
        for value in engine.values(factory, module):
            if isinstance(value, LambdaValue):
                yield from (through(v, "dataclass_default") for v in engine.values(value.data, value.module))
                continue
            yield from instance_of(value)


def _mapping(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`dict(a=…)`, `SimpleNamespace(a=…)`, `OmegaConf.create({…})`."""
    pairs: list[tuple[Expression | None, Expression]] = []
    pairs += [(String(key, call.line), value) for key, value in call.keywords if key != "**"]
    pairs += [(None, value) for key, value in call.keywords if key == "**"]
    for argument in call.arguments[:1]:
        for value in engine.values(argument, module):
            if isinstance(value, DictValue):
                yield value
            elif isinstance(value, ListValue):
                rows = [item.items for item in value.data if isinstance(item, Items) and len(item.items) == 2]
                yield DictValue(tuple(rows), value.module)
    if pairs:
        yield DictValue(tuple(pairs), module)


def _dictionaries(engine: Engine, call: Call, module: Module) -> Iterator[DictValue]:
    """The dictionaries that a method is called of."""
    if isinstance(call.callee, Attribute):
        for value in engine.values(call.callee.base, module):
            if isinstance(value, DictValue):
                yield value


def _items(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    for value in _dictionaries(engine, call, module):
        yield PairsValue(value.data, value.module)


def _dict_values(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    for value in _dictionaries(engine, call, module):
        yield ListValue(tuple([inner for _, inner in value.data]), value.module)


def _dict_keys(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    for value in _dictionaries(engine, call, module):
        yield ListValue(tuple([key for key, _ in value.data if key is not None]), value.module)


def _enumerate(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield RowsValue([[[], [v]] for v in contents.elements(engine, engine.values(call.arguments[0], module))])


def _zip(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    columns = [contents.elements(engine, engine.values(argument, module)) for argument in call.arguments[:8]]
    if columns and spelling(call.callee) == "zip" and len({len(column) for column in columns}) == 1:
        yield RowsValue([[[value] for value in row] for row in zip(*columns, strict=True)])
    elif columns:
        yield RowsValue([columns])


def _options(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`tyro.cli(Config)`, `parser.parse(Config)`."""
    for argument in call.arguments[:1]:
        for value in engine.values(argument, module):
            yield from instance_of(value)


def _dataclass_parser(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`HfArgumentParser((A, B)).parse_args_into_dataclasses()`."""
    classes = [value for maker in _makers(call, module) for value in _parsed_into(engine, maker, module)]
    if classes:
        yield ParsedValue(classes)


def _makers(call: Call, module: Module) -> list[Call]:
    """The calls that made the object that a method is called on."""
    base = call.callee.base if isinstance(call.callee, Attribute) else None
    if isinstance(base, Name):
        return [b.value for b in bindings_of(base.name, base.context, module)[0] if isinstance(b.value, Call)]
    return [base] if isinstance(base, Call) else []


def _parsed_into(engine: Engine, maker: Call, module: Module) -> Iterator[Value]:
    """Instances of the classes that a parser is made for."""
    for argument in maker.arguments[:1] or [value for key, value in maker.keywords if key == "dataclass_types"]:
        for item in argument.items if isinstance(argument, Items) else [argument]:
            for value in engine.values(item, module):
                if isinstance(value, ScopeValue):
                    yield InstanceValue(value.data, value.module)


def _picked(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    yield from controls.picked(engine, call, module)


def _row(engine: Engine, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`pytest.param(a, b)`: one row, or one value."""
    if len(call.arguments) == 1:
        yield from engine.values(call.arguments[0], module)
    else:
        yield ListValue(call.arguments, module)


KNOWN_CALLS = {
    "get": _get,
    "pop": _get,
    "setdefault": _get,
    "getenv": _getenv,
    "getattr": _getattr,
    "str": _text,
    "config": _setting,
    "env": _setting,
    "Input": _input,
    "fspath": _first,
    "expanduser": _first,
    "expandvars": _first,
    "vars": _first,
    "asdict": _first,
    "list": _first,
    "tuple": _first,
    "set": _first,
    "frozenset": _first,
    "sorted": _first,
    "sample": _first,
    "choices": _first,
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
    "product": _zip,
    "cli": _options,
    "parse_args_into_dataclasses": _dataclass_parser,
    "param": _row,
    "selectbox": _picked,
    "radio": _picked,
    "multiselect": _picked,
    "pills": _picked,
    "segmented_control": _picked,
    "select_slider": _picked,
}
