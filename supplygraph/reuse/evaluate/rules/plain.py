"""What is what it is: strings, constants, lists, dictionaries, definitions."""

from __future__ import annotations

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.registry import rule
from supplygraph.reuse.evaluate.values import (
    ConstantValue,
    DictValue,
    LambdaValue,
    ListValue,
    ScopeValue,
    Text,
    Value,
)
from supplygraph.reuse.expression import Constant, Defined, Held, Items, Lambda, Mapping, String
from supplygraph.reuse.modules import Module


@rule(String)
def string(engine: Engine, e: String, module: Module) -> list[Value]:
    """A string, with the place it is written at."""
    return [Text(e.text, module, e.line, ("config_file",) if module.settings else (), module.settings)]


@rule(Constant)
def constant(engine: Engine, e: Constant, module: Module) -> list[Value]:
    """A number, True, False or None."""
    return [ConstantValue(e.value)]


@rule(Items)
def items(engine: Engine, e: Items, module: Module) -> list[Value]:
    """A list, tuple or set."""
    return [ListValue(e.items, module)]


@rule(Mapping)
def mapping(engine: Engine, e: Mapping, module: Module) -> list[Value]:
    """A dictionary."""
    return [DictValue(e.pairs, module)]


@rule(Defined)
def defined(engine: Engine, e: Defined, module: Module) -> list[Value]:
    """A function or class."""
    return [ScopeValue(e.scope, module)]


@rule(Lambda)
def function(engine: Engine, e: Lambda, module: Module) -> list[Value]:
    """A function without a name."""
    return [LambdaValue(e.body, module)]


@rule(Held)
def held(engine: Engine, e: Held, module: Module) -> list[Value]:
    """What stands for an expression while one row is looked at."""
    return list(e.values)
