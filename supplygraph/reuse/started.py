"""What Python code starts as a program: the words of `subprocess.run([…])`, `os.system("…")` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from supplygraph.reuse.commands import BY_NAME, commands
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import ListValue, Text, Value
from supplygraph.reuse.expression import Attribute, Call, Expression, Joined, Name, Spread, String, last_name, spelling
from supplygraph.reuse.keys import key_words
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.modules import Module
from supplygraph.reuse.place import words

STARTERS = words(
    "run Popen call check_call check_output getoutput getstatusoutput system popen execv execvp execvpe "
    "create_subprocess_exec create_subprocess_shell"
)
#: `docker.from_env().containers.run(image, command)`.
_CONTAINER = "containers.run"
_ROOTS = frozenset({"subprocess", "os", "asyncio"})
#: Words in the name of a function of one's own that starts a program.
_RUNS = words("run launch exec execute popen spawn subprocess cmd command")
#: A word that gives an option or setting of a program: `--model=a/b`, `backend.model=a/b`.
_GIVEN = re.compile(r"--[A-Za-z]|\+{0,2}[a-z_][\w./@]*=")
#: A text whose lines are indented, as one is written that is taken apart into words.
_LINES = re.compile(r"\n[ \t]+--[A-Za-z]")
#: Words of one command, and other values of one word, that are followed.
_MAX_WORDS = 200
_MAX_OTHERS = 20
#: What stands for a word that is not known; a program is meant where it comes first.
_UNKNOWN_WORD = "_"

#: The values that one word of a command can have.
_Word = list[Text]


def named_in_commands(engine: Engine, call: Call, module: Module) -> Iterator[tuple[Mention, Text]]:
    """What a call that starts a program names in its command line, each with the text that it stands in."""
    in_container = spelling(call.callee).endswith(_CONTAINER)
    if not in_container and not any(name.split(".", 1)[0] in _ROOTS for name in engine.callee(call, module).names):
        return
    if in_container:
        given = call.arguments[1:2] or tuple([value for keyword, value in call.keywords if keyword == "command"][:1])
    elif last_name(call.callee) == "create_subprocess_exec":
        given = call.arguments
    else:
        named = [value for keyword, value in call.keywords if keyword in ("args", "cmd")]
        given = call.arguments[:1] or tuple(named[:1])
    yield from _named(engine, [word for argument in given for word in _words(engine, argument, module)])


@lru_cache(maxsize=65_536)
def runs_program(name: str) -> bool:
    """Whether a function says by its name that it starts a program: `run_subprocess`, `launch_command`."""
    return not _RUNS.isdisjoint(key_words(name))


def gives_options(module: Module) -> bool:
    """Whether a file has a text that gives an option or setting to a program."""
    return any(_GIVEN.match(text) for text, _, _ in module.outline.strings)


def named_in_arguments(engine: Engine, call: Call, module: Module) -> Iterator[tuple[Mention, Text]]:
    """What the lists of arguments name that a function of one's own is given which starts a program."""
    for argument in (*call.arguments, *(value for _, value in call.keywords)):
        found = list(_words(engine, argument, module))
        if len(found) > 1 and any(_GIVEN.match(text.text) for word in found for text in word):
            yield from _through_options(_named(engine, found))


def named_in_split_text(engine: Engine, call: Call, module: Module) -> Iterator[tuple[Mention, Text]]:
    """What a text of options names that is taken apart into words: they are arguments, whatever is started by them."""
    base = call.callee.base if isinstance(call.callee, Attribute) else None
    parts = base.parts if isinstance(base, Joined) else (base,)
    if base is not None and any(isinstance(part, String) and _LINES.search(part.text) for part in parts):
        yield from _through_options(_named(engine, list(_words(engine, base, module))))


def _through_options(found: Iterator[tuple[Mention, Text]]) -> Iterator[tuple[Mention, Text]]:
    """What options and settings name: of a program that is not seen to be started no word by itself tells anything."""
    for mention, text in found:
        if mention.call != BY_NAME:
            yield mention, text._replace(flow=True)


def _named(engine: Engine, found: list[_Word]) -> Iterator[tuple[Mention, Text]]:
    for line in _lines(found[:_MAX_WORDS]):
        command = " ".join(text.text if text is not None else _UNKNOWN_WORD for text in line)
        for mention in commands(command):
            place = next((text for text in line if text is not None and mention.text in text.text), None)
            if place is not None and mention.tier != "doc":
                yield mention, _written(engine, place, mention.text)


def _written(engine: Engine, text: Text, name: str) -> Text:
    """The literal that a name stands in, of those that a text was put together from."""
    for path, line, piece in text.pieces:
        module = engine.index.modules.get(path)
        if name in piece and module is not None:
            return text._replace(module=module, line=line, text=piece)
    return text


def _lines(found: list[_Word]) -> Iterator[list[Text | None]]:
    """The command with the first value of each word, and with each other value of one."""
    first = [word[0] if word else None for word in found]
    yield first
    for at, word in enumerate(found):
        for other in word[1:_MAX_OTHERS]:
            yield [*first[:at], other, *first[at + 1 :]]


def _words(engine: Engine, expression: Expression, module: Module, depth: int = 0) -> Iterator[_Word]:
    """The words that an argument gives: a list of them, or a text that a shell takes apart."""
    if depth > 4:
        return
    if isinstance(expression, String) and _LINES.search(expression.text):
        # Each line is a word of its own, for a literal has but one number.
        for at, line in enumerate(expression.text.split("\n")):
            yield [Text(line, module, expression.line + at)]
        return
    in_lines = isinstance(expression, Joined) and any(
        isinstance(part, String) and _LINES.search(part.text) for part in expression.parts
    )
    if isinstance(expression, Joined) and (in_lines or not engine.values(expression, module)):
        # A text with a part that is not known still names what stands in the others.
        reached = expression.line
        for part in expression.parts:
            if isinstance(part, String):
                # Before Python 3.12 all parts of a text have the line that the text begins on.
                part = String(part.text, max(part.line, reached))
                reached = part.line + part.text.count("\n")
            yield from _words(engine, part, module, depth + 1)
        return
    split = _split(expression)
    if split is not None:
        yield from _words(engine, split, module, depth + 1)
        return
    values = engine.values(expression, module)
    lists = [value for value in values if isinstance(value, ListValue)]
    if lists:
        for value in lists:
            yield from _of_list(engine, value, depth)
    else:
        yield _texts(values)


def _of_list(engine: Engine, value: ListValue, depth: int) -> Iterator[_Word]:
    for item in value.data[:_MAX_WORDS]:
        inner = item.given if isinstance(item, Spread) else item
        for word in _words(engine, inner, value.module, depth + 1):
            yield [text._replace(flow=text.flow or value.flow) for text in word]


def _split(expression: Expression) -> Expression | None:
    """The text that `shlex.split(text)` or `text.split()` takes apart."""
    if not isinstance(expression, Call) or not isinstance(expression.callee, Attribute):
        return None
    if expression.callee.name != "split":
        return None
    base = expression.callee.base
    if isinstance(base, Name) and base.name == "shlex":
        return expression.arguments[0] if expression.arguments else None
    return base


def _texts(values: list[Value]) -> _Word:
    return [value for value in values if isinstance(value, Text)]
