"""What an option of a command line can be: its default, its choices, and what command lines in code give."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.evaluate.command_words import declared, spellings, words_given
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.questions import Option
from supplygraph.reuse.evaluate.registry import answers
from supplygraph.reuse.evaluate.values import ListValue, Value, flowing, unique
from supplygraph.reuse.modules import Module


@answers(Option)
def option(engine: Engine, question: Option) -> list[Value]:
    """What a command-line option can be: its default, its choices, and what command lines written in code give."""
    return unique(list(_option(engine, question.module, question.name)))


def _option(engine: Engine, module: Module, name: str) -> Iterator[Value]:
    own = module.options.get(name)
    rows = [(module, call) for call in own] if own else engine.index.options.get(name, ())[:20]
    for where, call in rows:
        for value in declared(engine, call, where):
            yield value if own else flowing(value, "argparse_default")
    for where in dict.fromkeys(where for where, _ in rows):
        calls = {spelt for w, call in rows if w is where for spelt in spellings(call)}
        yield from _parsed(engine, where, calls)


def _parsed(engine: Engine, module: Module, spelt: set[str]) -> Iterator[Value]:
    """What lists of words give to an option: `parse_args(["--model", "x"])`, `sys.argv = […]`."""
    if engine.is_far() or not spelt:
        return
    with engine.hop():
        given = [
            (where, argument)
            for last in ("parse_args", "parse_known_args")
            for where, call in engine.index.callers.get(last, ())[:50]
            if where is module
            for argument in [*call.arguments[:1], *(v for k, v in call.keywords if k == "args")]
        ]
        given += [(where, value) for where, _, value in engine.index.set_outside.get("argv", ())[:20]]
        for where, argument in given:
            for value in engine.values(argument, where):
                if isinstance(value, ListValue):
                    yield from words_given(engine, value.data, value.module, spelt)
