"""Reads one stored query file and checks that its header, parameters and columns agree."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from supplygraph.errors import QueryError
from supplygraph.queries.structure import Block, Clause, items, last_return, parse
from supplygraph.queries.tokens import Token, keywords, tokenise

PARAMETER_TYPES = ("STRING", "INTEGER", "FLOAT", "BOOLEAN", "LIST<STRING>", "LIST<INTEGER>")
COLUMN_TYPES = (*PARAMETER_TYPES, "PATH", "NODE", "MAP", "ZONED DATETIME")
#: Names that the options of every query have.
RESERVED = frozenset(
    {
        *("help", "param", "format", "out", "print", "browser", "open", "for", "file", "cypher", "timeout"),
        *("columns", "sort", "wide", "vertical", "guesses"),
    }
)
#: The parameter that bounds the rows of every stored query.
MAX_ROWS = "max_rows"

_WRITES = keywords("CREATE MERGE SET DELETE DETACH NODETACH REMOVE INSERT FOREACH LOAD")
_PARAM = re.compile(r"^:param\s+(\w+)\s*=>\s*(.*?)\s*;?\s*$")
_FIELDS = {"title", "question", "grain", "source", "parameters", "columns", "notes"}
_TYPED = re.compile(r"^([a-z][a-z0-9_]*) \(([A-Z<> ]+?)(?: of ((?:\w+\|)*\w+))?\)$")
#: What a parameter may name, as in `model_id (STRING of Model)`.
ARTIFACTS = ("Model", "Dataset", "Repository")


@dataclass(frozen=True)
class Column:
    """One column of the result."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Parameter:
    """One parameter; a default of None means that it may be left out, and is null then.

    Attributes:
        artifacts: Labels of the artifacts that it names, which whoever asks must name; none for any other value.
    """

    name: str
    type: str
    meaning: str
    default: Any
    artifacts: tuple[str, ...] = ()

    @property
    def needed(self) -> bool:
        """Whether it has to be given: its default is an example for other clients."""
        return bool(self.artifacts) and self.default is not None

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True)
class Parts:
    """A file taken apart.

    Attributes:
        header: The leading comment lines without `//`.
        defaults: The values of the `:param` lines.
        statement: What is left, without a final semicolon; lines stay where they are in the file.
    """

    header: list[str]
    defaults: dict[str, Any]
    statement: str


@dataclass(frozen=True)
class StoredQuery:
    """One question to the graph: a file in a topic's folder.

    Attributes:
        path: The file.
        title: Its first line.
        question: What it answers.
        columns: What it returns, in order.
        parameters: What it takes, in order.
        statement: The Cypher, one statement without a semicolon.
        grain: What one row is.
        source: Where the question comes from.
        notes: What to know when reading the result.
    """

    path: Path
    title: str
    question: str
    columns: tuple[Column, ...]
    parameters: tuple[Parameter, ...]
    statement: str
    grain: str | None = None
    source: str | None = None
    notes: str | None = None

    @property
    def name(self) -> str:
        """Its name on the command line."""
        return self.path.stem.replace("_", "-")

    @property
    def topic(self) -> str:
        """The folder it is in."""
        return self.path.parent.name

    @property
    def text(self) -> str:
        """The file as it is."""
        return self.path.read_text(encoding="utf-8")


def take_apart(text: str, where: str) -> Parts:
    """Separates the header, the `:param` lines and the statement of a query file.

    Raises:
        QueryError: a client command is not understood, or a default is not a JSON literal.
    """
    header: list[str] = []
    defaults: dict[str, Any] = {}
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    in_header = True
    for number, line in enumerate(lines, start=1):
        if line.startswith("//") and in_header:
            header.append(line[2:].removeprefix(" "))
            kept.append("")
        elif line.startswith(":"):
            in_header = False
            name, value = _parameter_line(line, f"{where}:{number}")
            if name in defaults:
                raise QueryError(f"{where}:{number}: parameter {name} has a default already")
            defaults[name] = value
            kept.append("")
        else:
            in_header = in_header and not line.strip() and not header
            kept.append(line)
    statement = "\n".join(kept).rstrip()
    tokens = tokenise_at(statement, where)
    if tokens and tokens[-1].is_symbol(";"):
        statement = statement[: tokens[-1].start]
        tokens = tokens[:-1]
    for token in tokens:
        if token.is_symbol(";"):
            raise QueryError(f"{where}:{token.line}: a second statement; a query is one statement")
    if not tokens:
        raise QueryError(f"{where}: no statement in it")
    return Parts(header, defaults, statement)


def tokenise_at(text: str, where: str) -> list[Token]:
    """The tokens of a text; an error names the file.

    Raises:
        QueryError: a string, quoted name or comment does not end.
    """
    try:
        return tokenise(text)
    except QueryError as error:
        raise QueryError(f"{where}:{error.message}") from None


def _parameter_line(line: str, where: str) -> tuple[str, Any]:
    match = _PARAM.match(line)
    if match is None:
        raise QueryError(
            f"{where}: only lines such as `:param name => 1;` may begin with a colon, not {line.strip()[:60]!r}"
        )
    try:
        return match[1], json.loads(match[2])
    except ValueError:
        raise QueryError(f"{where}: the default of {match[1]} is not a JSON literal: {match[2][:60]}") from None


def with_values(query: StoredQuery, given: Mapping[str, Any], *, others: bool = True) -> str:
    """The text of a query file whose `:param` lines say what is given.

    Args:
        query: The query.
        given: Values by parameter name.
        others: Whether the lines of all other parameters stay.
    """
    lines = []
    for line in query.text.splitlines(keepends=True):
        match = _PARAM.match(line.rstrip("\n"))
        if match is None or (others and match[1] not in given):
            lines.append(line)
        elif match[1] in given:
            lines.append(f":param {match[1]} => {json.dumps(given[match[1]], ensure_ascii=False)};\n")
    return "".join(lines)


def read_title(path: Path) -> str:
    """The title of a query file, without reading more than its first line."""
    with path.open(encoding="utf-8") as file:
        return file.readline().removeprefix("//").strip()


def read_query(path: Path) -> StoredQuery:
    """Reads and checks one stored query file; needs no server.

    Raises:
        QueryError: the file cannot be read, or header, parameters and columns do not agree; names file and line.
    """
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from None
    if not text.rstrip().endswith(";"):
        raise QueryError(f"{where}:{len(text.splitlines())}: the statement does not end with a semicolon")
    parts = take_apart(text, where)
    query = _with_header(path, where, parts)
    tokens = tokenise_at(parts.statement, where)
    _check_parameters(query, where, parts, tokens)
    block = parse(tokens)
    _check_columns(query, where, block)
    _check_reading(where, block, tokens)
    _check_bounds(where, block)
    return query


def _with_header(path: Path, where: str, parts: Parts) -> StoredQuery:
    import yaml

    if not parts.header or not parts.header[0].strip():
        raise QueryError(f"{where}:1: the first line is not `// Title`")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.load("\n".join(parts.header[1:]), Loader=loader)  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise QueryError(
            f"{where}:{line}: the header is not valid YAML: {error.problem}",
            "put a text that contains a colon into quotes",
        ) from None
    if not isinstance(found, dict):
        raise QueryError(f"{where}:2: the header has no `question:` and `columns:`")
    header: dict[str, Any] = {"title": parts.header[0].strip(), **found}
    for field in header:
        if field not in _FIELDS:
            raise QueryError(f"{where}:{_line(parts, field)}: the header has an unknown field {field!r}")
    for field in ("question", "columns"):
        if not header.get(field):
            raise QueryError(f"{where}:1: the header has no `{field}:`")
    for field in ("title", "question", "grain", "source", "notes"):
        if not isinstance(header.get(field, ""), str):
            raise QueryError(f"{where}:{_line(parts, field)}: `{field}` is not a text; put it in quotes")
    return StoredQuery(
        path=path,
        statement=parts.statement,
        columns=tuple(Column(*one[:3]) for one in _typed(header, "columns", COLUMN_TYPES, parts, where)),
        parameters=tuple(
            Parameter(name, kind, meaning, parts.defaults.get(name), artifacts)
            for name, kind, meaning, artifacts in _typed(header, "parameters", PARAMETER_TYPES, parts, where)
        ),
        title=header["title"],
        question=header["question"],
        grain=header.get("grain"),
        source=header.get("source"),
        notes=header.get("notes"),
    )


def _typed(
    header: dict[str, Any], field: str, types: tuple[str, ...], parts: Parts, where: str
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    entries = header.get(field) or {}
    if not isinstance(entries, dict):
        raise QueryError(f"{where}:{_line(parts, field)}: `{field}` is not a list of `name (TYPE): meaning`")
    found = []
    for name, meaning in entries.items():
        match = _TYPED.match(str(name))
        line = _line(parts, f"  {name}")
        if match is None or match[2] not in types:
            raise QueryError(f"{where}:{line}: {name!r} is not `name (TYPE)` with a type of {', '.join(types)}")
        if not isinstance(meaning, str):
            raise QueryError(f"{where}:{line}: {match[1]} has no meaning")
        artifacts = tuple(match[3].split("|")) if match[3] else ()
        if artifacts and (field == "columns" or "STRING" not in match[2] or not set(artifacts) <= set(ARTIFACTS)):
            raise QueryError(
                f"{where}:{line}: {name!r} names no artifact",
                f"only text parameters name artifacts, of {', '.join(ARTIFACTS)}",
            )
        found.append((match[1], match[2], meaning, artifacts))
    return found


def _line(parts: Parts, start: str) -> int:
    return next((number for number, text in enumerate(parts.header, start=1) if text.startswith(start)), 1)


def _check_parameters(query: StoredQuery, where: str, parts: Parts, tokens: list[Token]) -> None:
    described = [parameter.name for parameter in query.parameters]
    used = {token.text for token in tokens if token.kind == "parameter"}
    if not set(described) == set(parts.defaults) == used:
        raise QueryError(
            f"{where}: parameters do not agree: header {sorted(described)}, "
            f":param lines {sorted(parts.defaults)}, statement {sorted(used)}"
        )
    for parameter in query.parameters:
        if parameter.name in RESERVED:
            raise QueryError(f"{where}: no parameter may be named {parameter.name}")
        if not fits(parameter.default, parameter.type) and parameter.default is not None:
            raise QueryError(f"{where}: the default of {parameter.name} is not of type {parameter.type}")


def _check_columns(query: StoredQuery, where: str, block: Block) -> None:
    found = last_return(block)
    if found is None:
        raise QueryError(f"{where}: no RETURN")
    for item in items(found):
        if item.alias is None:
            line = item.tokens[0].line
            raise QueryError(f"{where}:{line}: every item of RETURN needs `AS name`")
    aliases = [item.alias for item in items(found)]
    described = [column.name for column in query.columns]
    if aliases != described:
        raise QueryError(f"{where}:{found.line}: RETURN gives {aliases}, the header's columns are {described}")


def _check_reading(where: str, block: Block, tokens: list[Token]) -> None:
    for inner in block.walk():
        for clause in inner.clauses:
            if clause.keyword.split(" ")[-1] in _WRITES:
                raise QueryError(f"{where}:{clause.line}: {clause.keyword} in a stored query, which only reads")
    for token, following in pairwise(tokens):
        if token.name.lower() == "apoc" and following.is_symbol("."):
            raise QueryError(f"{where}:{token.line}: APOC in a stored query, which runs without plugins")


def _check_bounds(where: str, block: Block) -> None:
    order, limit = _last(block, "ORDER"), _last(block, "LIMIT")
    if order is None or limit is None or block.clauses[-1] is not limit:
        raise QueryError(f"{where}: does not end with ORDER BY … LIMIT ${MAX_ROWS}")
    if not (len(limit.tokens) == 1 and limit.tokens[0].kind == "parameter" and limit.tokens[0].text == MAX_ROWS):
        raise QueryError(f"{where}:{limit.line}: the last LIMIT is not ${MAX_ROWS}")


def _last(block: Block, keyword: str) -> Clause | None:
    return next((clause for clause in reversed(block.clauses[-2:]) if clause.keyword == keyword), None)


def fits(value: Any, kind: str) -> bool:
    """Whether a value is of a Cypher type that parameters may have."""
    match kind:
        case "STRING":
            return isinstance(value, str)
        case "BOOLEAN":
            return isinstance(value, bool)
        case "INTEGER":
            return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
        case "FLOAT":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "LIST<STRING>":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case "LIST<INTEGER>":
            return isinstance(value, list) and all(fits(item, "INTEGER") for item in value)
    return False
