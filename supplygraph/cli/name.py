"""The `name` commands: read what names claim, and check one before publishing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from supplygraph.naming.reader import Reading

#: Names of one piece of work for a second process.
CHUNK = 20_000


@click.group()
def name() -> None:
    """Read what the names of models claim, and check a name."""


@name.command()
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    metavar="LIST",
    help="A file with one id a line; - is standard input.",
)
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How it is printed.")
def read(ids: tuple[str, ...], file: Path | None, form: str) -> None:
    """Split names into tokens and say what each one claims.

    Components are those of Jiang et al. (arXiv 2310.01642): A architecture, S size, T task, V version, P parameters,
    L language, D dataset, F reuse method, R training process, C trait of the data, Y layers, O other; beside them
    W format or number format and M organisation. No graph is needed.

    \b
    Examples:
      supplygraph name read TheBloke/Llama-2-13B-chat-GPTQ
      supplygraph name read --file names.txt --format jsonl
    """
    from supplygraph.errors import InputError

    if bool(ids) == (file is not None):
        raise InputError("give ids, or a list with --file", "for example: supplygraph name read org/model-7b")
    names: Iterable[str] = ids if file is None else _lines(file)
    write = sys.stdout.write
    for block in _rendered(names, form):
        write(block)


def _lines(file: Path) -> Iterator[str]:
    from supplygraph.errors import InputError

    if str(file) == "-":
        stream = sys.stdin
    else:
        try:
            stream = file.open(encoding="utf-8")
        except OSError as error:
            raise InputError(f"{file}: {error.strerror or error}", "name a readable file") from error
    with stream:
        try:
            for line in stream:
                text = line.strip()
                if text:
                    yield text
        except UnicodeDecodeError as error:
            raise InputError(f"{file}: not UTF-8 text ({error.reason})", "save the list as UTF-8") from error


def _rendered(names: Iterable[str], form: str) -> Iterator[str]:
    """The output in order, by as many processes as there are cores where the list is long."""
    from itertools import islice

    rest = iter(names)
    first = list(islice(rest, CHUNK))
    second = list(islice(rest, CHUNK))
    if not second:
        yield _block((first, form))
        return
    import os
    from itertools import chain
    from multiprocessing import get_context

    def chunks() -> Iterator[tuple[list[str], str]]:
        yield first, form
        yield second, form
        while chunk := list(islice(rest, CHUNK)):
            yield chunk, form

    with get_context("spawn").Pool(min(os.cpu_count() or 1, 8)) as pool:
        yield from pool.imap(_block, chain(chunks()))


def _block(work: tuple[list[str], str]) -> str:
    from supplygraph.naming.reader import read_name

    names, form = work
    render = _json if form == "jsonl" else _text
    return "".join(render(read_name(one)) for one in names)


def _json(reading: Reading) -> str:
    import json

    tokens = [
        {
            "text": token.text,
            "start": token.start,
            "end": token.end,
            "component": token.component,
            "kind": token.kind,
            "normal": token.normal,
            "ambiguous": token.ambiguous,
        }
        for token in reading.tokens
    ]
    row = {"id": reading.id, "convention": reading.convention, "components": reading.components, "tokens": tokens}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _text(reading: Reading) -> str:
    from supplygraph.text import safe

    lines = [f"{safe(reading.id)}  ({reading.convention})"]
    width = max((len(token.text) for token in reading.tokens), default=0)
    for token in reading.tokens:
        kind = token.kind.replace("_", " ")
        normal = "" if token.normal in ("", token.text.lower(), "filler") else f"  {token.normal}"
        unsure = "  unsure" if token.ambiguous else ""
        lines.append(safe(f"  {token.component}  {token.text:<{width}}  {kind}{normal}{unsure}"))
    return "\n".join(lines) + "\n"
