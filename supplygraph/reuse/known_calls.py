"""Calls of Python and of libraries whose value is known: `dict.get`, `os.getenv`, `Field`, `zip` and others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supplygraph.reuse import containers, controls, options
from supplygraph.reuse.bindings import bindings_of
from supplygraph.reuse.modules import Module, spelling
from supplygraph.reuse.outline import Call, Expression
from supplygraph.reuse.values import Text, Thing, Value, instance_of, through

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator


def _argument(call: Call, named: dict[str, Expression], at: int, *names: str) -> Expression | None:
    for name in names:
        if name in named:
            return named[name]
    return call.arguments[at] if 0 <= at < len(call.arguments) and call.arguments[at][0] != "*" else None


def _get(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`mapping.get(key, default)`, also of the environment; `kwargs.pop("model", "x")`."""
    if call.callee[0] != "a":
        return
    default = _argument(call, named, 1, "default", "fallback")
    if call.arguments:
        keys = r.values(call.arguments[0], module)
        for value in r.values(call.callee[1], module):
            if isinstance(value, Thing) and value.kind == "dict":
                yield from containers.keyed(r, value, keys)
            elif isinstance(value, Thing) and value.kind == "options" and value.module is not None:
                for one in keys:
                    if isinstance(one, Text):
                        yield from options.option(r, value.module, one.text)
    if default is not None:
        via = "env_default" if "environ" in spelling(call.callee, module) else "or_default"
        for value in r.values(default, module):
            yield through(value, via, conditional=True)


def _getenv(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    default = _argument(call, named, 1, "default")
    if default is not None:
        for value in r.values(default, module):
            yield through(value, "env_default", conditional=True)


def _getattr(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if len(call.arguments) >= 2 and call.arguments[1][0] == "s":
        yield from r.values(("a", call.arguments[0], call.arguments[1][1]), module)
    if len(call.arguments) > 2:
        for value in r.values(call.arguments[2], module):
            yield through(value, "or_default", conditional=True)


def _first(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield from r.values(call.arguments[0], module)


def _second(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if len(call.arguments) > 1:
        yield from r.values(call.arguments[1], module)


def _element(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield from containers.elements(r, r.values(call.arguments[0], module))


def _field_default(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`Field("x")`, `field(default="x")`, `typer.Option("x")`."""
    default = _argument(call, named, 0, "default")
    if default is not None:
        for value in r.values(default, module):
            yield through(value, "dataclass_default")
    factory = named.get("default_factory")
    if factory is not None:
        for value in r.values(factory, module):
            if isinstance(value, Thing) and value.kind == "lambda" and value.module is not None:
                yield from (through(v, "dataclass_default") for v in r.values(value.data, value.module))
                continue
            yield from instance_of(value)


def _mapping(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
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


def _dictionaries(r: Evaluator, call: Call, module: Module) -> Iterator[Thing]:
    """The dictionaries that a method is called of."""
    if call.callee[0] == "a":
        for value in r.values(call.callee[1], module):
            if isinstance(value, Thing) and value.kind == "dict":
                yield value


def _items(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    for value in _dictionaries(r, call, module):
        yield Thing("pairs", value.data, value.module)


def _dict_values(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    for value in _dictionaries(r, call, module):
        yield Thing("list", [inner for _, inner in value.data], value.module)


def _dict_keys(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    for value in _dictionaries(r, call, module):
        yield Thing("list", [key for key, _ in value.data if key is not None], value.module)


def _enumerate(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    if call.arguments:
        yield Thing("rows", [[[], [v]] for v in containers.elements(r, r.values(call.arguments[0], module))])


def _zip(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    columns = [containers.elements(r, r.values(argument, module)) for argument in call.arguments[:8]]
    if columns:
        yield Thing("rows", [columns])


def _options(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`tyro.cli(Config)`, `parser.parse(Config)`."""
    for argument in call.arguments[:1]:
        for value in r.values(argument, module):
            yield from instance_of(value)


def _dataclass_parser(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`HfArgumentParser((A, B)).parse_args_into_dataclasses()`."""
    classes: list[Value] = []
    if call.callee[0] != "a":
        return
    base = call.callee[1]
    makers = [base] if base[0] == "c" else []
    if base[0] == "n":
        makers = [b.value for _, b, _ in bindings_of(base[1], base[2], module)[0] if b.value[0] == "c"]
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


def _picked(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    yield from controls.picked(r, call, module)


def _row(r: Evaluator, call: Call, named: dict[str, Expression], module: Module) -> Iterator[Value]:
    """`pytest.param(a, b)`: one row, or one value."""
    if len(call.arguments) == 1:
        yield from r.values(call.arguments[0], module)
    else:
        yield Thing("list", call.arguments, module)


KNOWN_CALLS = {
    "get": _get,
    "pop": _get,
    "setdefault": _get,
    "getenv": _getenv,
    "getattr": _getattr,
    "str": _first,
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
