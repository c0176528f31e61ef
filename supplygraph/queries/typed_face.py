"""Writes `supplygraph/questions.py`: the stored questions as Python methods with types and docstrings."""

import json
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from supplygraph.queries.catalogue import all_queries
from supplygraph.queries.stored import Parameter, StoredQuery

_WIDTH = 112
_TYPES = {"STRING": "str", "INTEGER": "int", "FLOAT": "float", "BOOLEAN": "bool"}
_HEAD = '''\
"""The stored questions as methods with types; generated from `cypher/`, do not edit."""

from collections.abc import Callable, Sequence

from supplygraph.queries.run import Result


class Questions:
    """Asks the graph stored questions: `graph.questions.lineage_ancestors("acme/model", max_hops=3)`.

    Every method raises `InputError` where the graph does not have an artifact that an argument names, `QueryError`
    where an argument is refused, and `ServerError` where the server cannot be used.

    Args:
        ask: Runs a stored question by its name and parameters.
    """

    def __init__(self, ask: Callable[..., Result]) -> None:
        self._ask = ask
'''


def questions_module() -> str:
    """The text of the module.

    Raises:
        QueryError: a query file is wrong.
    """
    return _HEAD + "".join(map(_method, all_queries()))


def _method(query: StoredQuery) -> str:
    needed = [one for one in query.parameters if one.needed]
    others = [one for one in query.parameters if not one.needed]
    arguments = ["self", *(f"{one.name}: {_type(one)}" for one in needed)]
    if others:
        arguments += ["*", *(f"{one.name}: {_type(one)} = {_default(one)}" for one in others)]
    lines = ["", f"    def {query.path.stem}("]
    lines += [f"        {argument}," for argument in arguments]
    lines += ["    ) -> Result:", *_docstring(query, [*needed, *others])]
    passed = [json.dumps(query.name), *(f"{one.name}={one.name}" for one in query.parameters)]
    call = f"        return self._ask({', '.join(passed)})"
    if len(call) <= 120:
        lines.append(call)
    else:
        lines += ["        return self._ask(", *(f"            {one}," for one in passed), "        )"]
    return "\n".join(lines) + "\n"


def _type(parameter: Parameter) -> str:
    kind = parameter.type
    name = f"Sequence[{_TYPES[kind[5:-1]]}]" if kind.startswith("LIST<") else _TYPES[kind]
    return f"{name} | None" if parameter.default is None else name


def _default(parameter: Parameter) -> str:
    return _literal(parameter.default)


def _literal(value: Any) -> str:
    match value:
        case list():
            items = ", ".join(map(_literal, value))
            return f"({items},)" if len(value) == 1 else f"({items})"
        case str():
            return json.dumps(value, ensure_ascii=False)
    return repr(value)


def _docstring(query: StoredQuery, parameters: list[Parameter]) -> Iterator[str]:
    def paragraph(text: str, first: str, later: str) -> list[str]:
        escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', "'")
        return wrap(
            escaped,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )

    indent = " " * 8
    yield from paragraph(f"{query.title.rstrip('.')}.", f'{indent}"""', indent)
    yield ""
    yield from paragraph(query.question, indent, indent)
    if query.notes:
        yield ""
        yield from paragraph(query.notes, indent, indent)
    if parameters:
        yield from ("", f"{indent}Args:")
        for one in parameters:
            yield from paragraph(f"{one.name}: {_sentence(one.meaning)}", indent + "    ", indent + " " * 8)
    yield from ("", f"{indent}Returns:")
    yield from paragraph(_sentence(query.grain or "one row per answer") + " Columns:", indent + "    ", indent + "    ")
    for column in query.columns:
        yield from paragraph(f"`{column.name}` ({column.type}): {column.meaning}", indent + "    ", indent + " " * 8)
    yield f'{indent}"""'


def _sentence(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return text[:1].upper() + text[1:] + "."
