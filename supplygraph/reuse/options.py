"""What an option of a command line can be: its default, its choices, and what command lines in code give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supplygraph.reuse.modules import Module, last_name
from supplygraph.reuse.outline import Call, Expression
from supplygraph.reuse.values import MAX_HOPS, MAX_VALUES, Text, Thing, Value, flowing, through

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator


def option(r: Evaluator, module: Module, name: str) -> list[Value]:
    """What a command-line option can be: its default, its choices, and what command lines written in code give."""
    key = ("option", id(module), name)
    return r.slot(key, lambda: list(_option(r, module, name)))


def _option(r: Evaluator, module: Module, name: str) -> Iterator[Value]:
    own = module.options.get(name)
    rows = [(module, call) for call in own] if own else r.index.options.get(name, ())[:20]
    for where, call in rows:
        for value in declared(r, call, where):
            yield value if own else flowing(value, "argparse_default")
    for where in dict.fromkeys(where for where, _ in rows):
        calls = {spelt for w, call in rows if w is where for spelt in spellings(call)}
        yield from _parsed(r, where, calls)


def declared(r: Evaluator, call: Call, module: Module) -> Iterator[Value]:
    """The default of an option, and its choices, of which any can be given."""
    for keyword, expression in call.keywords:
        if keyword == "default":
            yield from (through(v, "argparse_default") for v in r.values(expression, module))
        elif keyword == "choices":
            for value in r.elements(r.values(expression, module)):
                yield through(value, "choices", conditional=True)
        elif keyword == "type" and expression[0] == "c":
            made = module.outline.calls[expression[1]]
            for choices in made.arguments[:1] if last_name(made.callee) == "Choice" else ():
                for value in r.elements(r.values(choices, module)):
                    yield through(value, "choices", conditional=True)


def spellings(call: Call) -> list[str]:
    """`-m` and `--model` of `add_argument("-m", "--model")`."""
    return [argument[1] for argument in call.arguments if argument[0] == "s" and argument[1].startswith("-")]


def _parsed(r: Evaluator, module: Module, spelt: set[str]) -> Iterator[Value]:
    """What lists of words give to an option: `parse_args(["--model", "x"])`, `sys.argv = […]`."""
    if r.hops >= MAX_HOPS or not spelt:
        return
    r.hops += 1
    try:
        given = [
            (where, argument)
            for last in ("parse_args", "parse_known_args")
            for where, call in r.index.callers.get(last, ())[:50]
            if where is module
            for argument in [*call.arguments[:1], *(v for k, v in call.keywords if k == "args")]
        ]
        given += [(where, value) for where, _, value in r.index.set_outside.get("argv", ())[:20]]
        for where, argument in given:
            for value in r.values(argument, where):
                if isinstance(value, Thing) and value.kind == "list" and value.module is not None:
                    yield from words_given(r, value.data, value.module, spelt)
    finally:
        r.hops -= 1


def words_given(r: Evaluator, words: list[Expression], module: Module, spelt: set[str]) -> Iterator[Value]:
    """What follows an option in a list of words."""
    for at, word in enumerate(words[:MAX_VALUES]):
        if word[0] != "s":
            continue
        name, equals, rest = word[1].partition("=")
        if name not in spelt:
            continue
        if equals:
            yield Text(rest, module, word[2], ("command_line",), flow=True)
        elif at + 1 < len(words):
            yield from (flowing(v, "command_line") for v in r.values(words[at + 1], module))
