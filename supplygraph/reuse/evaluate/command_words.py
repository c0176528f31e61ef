"""Options of command lines as code declares them, and words that code gives to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplygraph.reuse.evaluate import contents
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import MAX_VALUES, Text, Value, flowing, through
from supplygraph.reuse.expression import Call, Expression, String, last_name
from supplygraph.reuse.modules import DEFINES, Module


def declared(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """The default of an option, and its choices, of which any can be given."""
    if last_name(call.callee) in DEFINES:
        for expression in call.arguments[1:2]:
            yield from (through(v, "argparse_default") for v in engine.values(expression, module))
    for keyword, expression in call.keywords:
        if keyword == "default":
            yield from (through(v, "argparse_default") for v in engine.values(expression, module))
        elif keyword == "choices":
            for value in contents.elements(engine, engine.values(expression, module)):
                yield through(value, "choices", conditional=True)
        elif keyword == "type" and isinstance(expression, Call):
            for choices in expression.arguments[:1] if last_name(expression.callee) == "Choice" else ():
                for value in contents.elements(engine, engine.values(choices, module)):
                    yield through(value, "choices", conditional=True)


def spellings(call: Call) -> list[str]:
    """`-m` and `--model` of `add_argument("-m", "--model")`."""
    texts = [argument.text for argument in call.arguments if isinstance(argument, String)]
    return [text for text in texts if text.startswith("-")]


def words_given(engine: Engine, words: Sequence[Expression], module: Module, spelt: set[str]) -> Iterator[Value]:
    """What follows an option in a list of words."""
    for at, word in enumerate(words[:MAX_VALUES]):
        if not isinstance(word, String):
            continue
        name, equals, rest = word.text.partition("=")
        if name not in spelt:
            continue
        if equals:
            yield Text(rest, module, word.line, ("command_line",), flow=True)
        elif at + 1 < len(words):
            yield from (flowing(v, "command_line") for v in engine.values(words[at + 1], module))
