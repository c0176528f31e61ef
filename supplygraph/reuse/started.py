"""What Python code starts as a program: the words of `subprocess.run([…])`, `os.system("…")` and their like."""

from __future__ import annotations

from collections.abc import Iterator

from supplygraph.reuse.commands import commands
from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import Text, Thing, Value
from supplygraph.reuse.expression import Attribute, Call, Expression, Joined, Name, Spread, last_name, spelling
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
    found = [word for argument in given for word in _words(engine, argument, module)][:_MAX_WORDS]
    for line in _lines(found):
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
    if isinstance(expression, Joined) and not engine.values(expression, module):
        # A text with a part that is not known still names what stands in the others.
        for part in expression.parts:
            yield from _words(engine, part, module, depth + 1)
        return
    split = _split(expression)
    if split is not None:
        yield from _words(engine, split, module, depth + 1)
        return
    values = engine.values(expression, module)
    lists = [value for value in values if isinstance(value, Thing) and value.kind == "list"]
    if lists:
        for value in lists:
            yield from _of_list(engine, value, depth)
    else:
        yield _texts(values)


def _of_list(engine: Engine, value: Thing, depth: int) -> Iterator[_Word]:
    if value.module is None:
        return
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
