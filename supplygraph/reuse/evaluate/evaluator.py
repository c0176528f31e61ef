"""The engine with all rules, and what those ask of it who look for loading calls."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.bindings import bindings_of
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.rules import REGISTERED
from supplygraph.reuse.evaluate.values import DictValue, ExternalValue, ScopeValue, Text, Value
from supplygraph.reuse.expression import Expression, Name, Parameter
from supplygraph.reuse.modules import Module


class Evaluator(Engine):
    """Follows the expressions of one repository."""

    rules = REGISTERED
    #: Indirect calls that were looked up.
    _looked_up = 0

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
            for definition in callee.scopes:
                self.index.chosen.setdefault(definition, []).append((module, call))

    def is_given(self, expression: Expression, module: Module) -> bool:
        """Whether an expression is what a function is given: a parameter, but for the object that it is a method of."""
        if not isinstance(expression, Name) or expression.name in ("self", "cls", "mcs"):
            return False
        bindings = bindings_of(expression.name, expression.context, module)[0]
        return bool(bindings) and all(isinstance(binding.value, Parameter) for binding in bindings)

    def texts_under(self, value: Value, keys: tuple[str, ...]) -> Iterator[Text]:
        """The strings under keys of a value, where it is a dictionary."""
        if isinstance(value, DictValue):
            for key in keys:
                yield from self.strings(contents.under_key(self, value, key))

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
                if isinstance(value, Text):
                    continue
                if isinstance(value, ExternalValue):
                    yield value.data
                elif isinstance(value, ScopeValue) and depth < 5:
                    yield from self.base_names(value.module, value.data, depth + 1)
