"""What Python code starts as a program: the words of `subprocess.run([…])`, `os.system("…")` and their like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supplygraph.reuse.commands import commands
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.modules import Module, last_name, spelling
from supplygraph.reuse.outline import Call, Expression
from supplygraph.reuse.place import words
from supplygraph.reuse.values import Text, Thing, Value

if TYPE_CHECKING:
    from supplygraph.reuse.evaluator import Evaluator

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


def named_in_commands(r: Evaluator, call: Call, module: Module) -> Iterator[tuple[Mention, Text]]:
    """What a call that starts a program names in its command line, each with the text that it stands in."""
    in_container = spelling(call.callee, module).endswith(_CONTAINER)
    if not in_container and not any(name.split(".", 1)[0] in _ROOTS for name in r.callee(call, module).names):
        return
    if in_container:
        given = call.arguments[1:2] or [value for keyword, value in call.keywords if keyword == "command"][:1]
    elif last_name(call.callee) == "create_subprocess_exec":
        given = call.arguments
    else:
        given = call.arguments[:1] or [value for keyword, value in call.keywords if keyword in ("args", "cmd")][:1]
    found = [word for argument in given for word in _words(r, argument, module)][:_MAX_WORDS]
    for line in _lines(found):
        command = " ".join(text.text if text is not None else _UNKNOWN_WORD for text in line)
        for mention in commands(command):
            place = next((text for text in line if text is not None and mention.text in text.text), None)
            if place is not None and mention.tier != "doc":
                yield mention, _written(r, place, mention.text)


def _written(r: Evaluator, text: Text, name: str) -> Text:
    """The literal that a name stands in, of those that a text was put together from."""
    for path, line, piece in text.pieces:
        module = r.index.modules.get(path)
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


def _words(r: Evaluator, expression: Expression, module: Module, depth: int = 0) -> Iterator[_Word]:
    """The words that an argument gives: a list of them, or a text that a shell takes apart."""
    if depth > 4:
        return
    if expression[0] == "j" and not r.values(expression, module):
        # A text with a part that is not known still names what stands in the others.
        for part in expression[1]:
            yield from _words(r, part, module, depth + 1)
        return
    split = _split(expression, module)
    if split is not None:
        yield from _words(r, split, module, depth + 1)
        return
    values = r.values(expression, module)
    lists = [value for value in values if isinstance(value, Thing) and value.kind == "list"]
    if lists:
        for value in lists:
            yield from _of_list(r, value, depth)
    else:
        yield _texts(values)


def _of_list(r: Evaluator, value: Thing, depth: int) -> Iterator[_Word]:
    if value.module is None:
        return
    for item in value.data[:_MAX_WORDS]:
        inner = item[1] if item[0] == "*" else item
        for word in _words(r, inner, value.module, depth + 1):
            yield [text._replace(flow=text.flow or value.flow) for text in word]


def _split(expression: Expression, module: Module) -> Expression | None:
    """The text that `shlex.split(text)` or `text.split()` takes apart."""
    if expression[0] != "c":
        return None
    call = module.outline.calls[expression[1]]
    if last_name(call.callee) != "split" or call.callee[0] != "a":
        return None
    if call.callee[1] == ("n", "shlex", call.context):
        return call.arguments[0] if call.arguments else None
    base: Expression = call.callee[1]
    return base


def _texts(values: list[Value]) -> _Word:
    return [value for value in values if isinstance(value, Text)]
