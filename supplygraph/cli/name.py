"""The `name` commands: read what names claim, and check one before publishing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.naming.reader import Reading
    from supplygraph.report.name import KnownFacts, NameReport
    from supplygraph.store.connection import Connection

#: Names of one piece of work for a second process.
CHUNK = 20_000
#: How a model can be made from a base.
RELATIONS = ("finetune", "adapter", "quantized", "merge", "distilled", "copy")


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

    from supplygraph.naming.quantisation import quantisation

    tokens = [
        {
            "text": token.text,
            "start": token.start,
            "end": token.end,
            "component": token.component,
            "kind": token.kind,
            "normal": token.normal,
            "ambiguous": token.ambiguous,
            **(quantisation(token.normal)._asdict() if token.kind == "quantisation" else {}),
        }
        for token in reading.tokens
    ]
    row = {"id": reading.id, "convention": reading.convention, "components": reading.components, "tokens": tokens}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _text(reading: Reading) -> str:
    from supplygraph.naming.quantisation import quantisation
    from supplygraph.text import safe

    lines = [f"{safe(reading.id)}  ({reading.convention})"]
    width = max((len(token.text) for token in reading.tokens), default=0)
    for token in reading.tokens:
        kind = token.kind.replace("_", " ")
        normal = "" if token.normal in ("", token.text.lower(), "filler") else f"  {token.normal}"
        unsure = "  unsure" if token.ambiguous else ""
        if token.kind == "quantisation":
            scheme, bits = quantisation(token.normal)
            # Nothing where the label itself is the scheme.
            told = [f"{bits:g} bit" if bits else "", scheme if scheme != token.normal else ""]
            normal += "".join(f"  {fact}" for fact in told if fact)
        lines.append(safe(f"  {token.component}  {token.text:<{width}}  {kind}{normal}{unsure}"))
    return "\n".join(lines) + "\n"


@name.command()
@click.argument("model", metavar="ID", required=False)
@click.option(
    "--file", "file", type=click.Path(path_type=Path), metavar="RECORDS", help="Models as records, one a line."
)
@click.option("--base", "bases", multiple=True, metavar="ID", help="What it is made from; can be given repeatedly.")
@click.option("--relation", type=click.Choice(RELATIONS), help="How it is made from it.")
@click.option("--model-type", metavar="TYPE", help="Model type of its config.")
@click.option("--task", metavar="TAG", help="Its pipeline tag.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
@click.pass_obj
def check(
    settings: Settings,
    model: str | None,
    file: Path | None,
    bases: tuple[str, ...],
    relation: str | None,
    model_type: str | None,
    task: str | None,
    form: str,
) -> int:
    """Check a name before or after publishing.

    Says what the name of ID claims, what in the metadata and the lineage contradicts it, what the licences of its bases
    ask of it, and a suggested name. ID need not be in the graph: say then what it is made from. Nothing is written. The
    exit code is 1 on a conflict, and 5 where a base is not in the graph, so that its duties are not known.

    \b
    Example:
      supplygraph name check me/my-great-model --base meta-llama/Llama-3.1-8B --relation finetune
    """
    from supplygraph.cli.derive import finish_pending
    from supplygraph.errors import InputError
    from supplygraph.exit_codes import Exit
    from supplygraph.report.name import KnownFacts, name_report
    from supplygraph.server.opening import open_connection

    if (model is None) == (file is None):
        raise InputError("give an id, or records with --file", "for example: supplygraph name check org/model-7b")
    given = KnownFacts(types=[model_type] if model_type else [], task=task, bases=[(base, relation) for base in bases])
    wanted = [(model, given)] if model is not None else list(_records(file)) if file is not None else []
    with open_connection(settings) as connection:
        finish_pending(connection)
        reports = [name_report(connection, one, _with_ids(connection, facts)) for one, facts in wanted]
    for report in reports:
        if form == "json":
            import dataclasses
            import json

            click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False))
        else:
            for line in _report_lines(report):
                click.echo(line)
    if any(report.conflicts for report in reports):
        return Exit.FAILED_CHECK
    return Exit.UNKNOWN if any(report.gaps for report in reports) else Exit.DONE


def _with_ids(connection: Connection, facts: KnownFacts) -> KnownFacts:
    """The facts with the ids that the graph has of the bases, which may be named in any way."""
    import dataclasses

    from supplygraph.store.find import known_ids

    ids = known_ids(connection, [base for base, _ in facts.bases], "Model")
    return dataclasses.replace(facts, bases=[(id_, how) for id_, (_, how) in zip(ids, facts.bases, strict=True)])


def _records(file: Path) -> Iterator[tuple[str, KnownFacts]]:
    """Models of a file of records, with what the records say of them."""
    import json

    from supplygraph.errors import InputError
    from supplygraph.report.name import KnownFacts

    for number, line in enumerate(_lines(file), start=1):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{file}, line {number}: no JSON ({error})", "write one record a line") from error
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            raise InputError(f"{file}, line {number}: no record with an id", "see `supplygraph schema records`")
        if record.get("kind", "model") != "model":
            continue
        bases = [
            (base["id"], base.get("relation")) if isinstance(base, dict) else (str(base), None)
            for base in record.get("derived_from") or []
            if not isinstance(base, dict) or isinstance(base.get("id"), str)
        ]
        strange = [str(relation) for _, relation in bases if relation not in (None, "undeclared", *RELATIONS)]
        if strange:
            raise InputError(
                f"{file}, line {number}: {strange[0]!r} is not a relation", f"it is one of {', '.join(RELATIONS)}"
            )
        yield (
            record["id"],
            KnownFacts(
                types=_texts(record.get("model_types", record.get("model_type"))),
                classes=_texts(record.get("architectures")),
                task=record.get("task") if isinstance(record.get("task"), str) else None,
                parameters=record.get("parameters") if isinstance(record.get("parameters"), int) else None,
                quantization=_texts(record.get("quantization")),
                library=record.get("library") if isinstance(record.get("library"), str) else None,
                dtype=record.get("dtype") if isinstance(record.get("dtype"), str) else None,
                languages=_texts(record.get("languages")),
                datasets=_ids(record.get("trained_on")),
                bases=bases,
            ),
        )


def _ids(value: object) -> list[str]:
    """Ids of a relation in a record: texts, or objects with an id."""
    rows = value if isinstance(value, list) else [value]
    found = [row.get("id") if isinstance(row, dict) else row for row in rows]
    return [one for one in found if isinstance(one, str)]


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _report_lines(report: NameReport) -> Iterator[str]:
    from supplygraph.text import safe

    for line in _raw_lines(report):
        yield safe(line) if line else ""


def _raw_lines(report: NameReport) -> Iterator[str]:
    yield f"{report.id}  ({report.convention})"
    if not report.known:
        yield "  not in the graph: only what is given here is compared"
    yield from (f"  {line}" for line in report.claims)
    for level, title in (("conflict", "Conflicts:"), ("hint", "Review:")):
        found = [one for one in report.findings if one.level == level]
        if found:
            yield title
            yield from (f"  - {one.text} ({one.check})" for one in found)
    if report.gaps:
        yield "Not known:"
        yield from (f"  - {gap.sentence}; {gap.step}" for gap in report.gaps)
    if not report.findings and not report.gaps:
        yield "No inconsistency found."
    if report.duties:
        yield "What the licences above ask:"
        yield from (f"  - {duty}" for duty in report.duties)
    if report.suggestion:
        yield f"Suggested name: {report.suggestion}"
