"""Lets own Cypher in only if it reads this graph and nothing else: no writes, files, settings, users or networks."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from supplygraph.errors import QueryError
from supplygraph.queries.stored import Parts, take_apart
from supplygraph.queries.structure import oversized, parse
from supplygraph.queries.tokens import Token, keywords, place, tokenise

if TYPE_CHECKING:
    from supplygraph.store.connection import Connection, Explanation

#: Procedures that only read the graph or its schema.
PROCEDURES = keywords(
    """
    db.labels db.relationshiptypes db.propertykeys db.info db.ping
    db.schema.visualization db.schema.nodetypeproperties db.schema.reltypeproperties
    db.index.fulltext.querynodes db.index.fulltext.queryrelationships db.index.vector.querynodes
    db.index.vector.queryrelationships
    """
)
#: Namespaces of Neo4j's own functions; a plugin's function may do anything, such as running Cypher from a string.
FUNCTIONS = keywords("date datetime localdatetime localtime time duration point vector coll")

_FIRST = keywords("MATCH OPTIONAL WITH UNWIND RETURN CALL LET FILTER WHEN FOR SHOW")
#: The words between SHOW and INDEXES or CONSTRAINTS, which are all that it may show.
_SHOWN = keywords("ALL FULLTEXT LOOKUP POINT RANGE TEXT VECTOR NODE RELATIONSHIP REL PROPERTY TYPE KEY EXISTENCE EXIST")
_SHOWN |= keywords("UNIQUE UNIQUENESS")
_SHOWN_LAST = keywords("INDEX INDEXES CONSTRAINT CONSTRAINTS")
_WRITES = keywords("CREATE MERGE SET DELETE DETACH NODETACH REMOVE INSERT FOREACH")
_AFTER_A_NAME = keywords(
    """
    ORDER SKIP LIMIT OFFSET WHERE AND OR XOR IN IS STARTS ENDS CONTAINS AS WITH MATCH OPTIONAL RETURN
    UNWIND UNION CALL END WHEN THEN ELSE ASC DESC ASCENDING DESCENDING YIELD
    """
)
# Neo4j replaces these before it looks at strings and comments, so the text would not be what it seems.
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_ENDS_A_STRING = ("'", '"', "`", "\\")
_MOST_CHARACTERS = 1_000_000
_SMALLER = "give lists and other large values as parameters (--param)"
_HINT = "own Cypher only reads this graph; for anything else use Neo4j Browser or cypher-shell"


def take_own(text: str, where: str) -> Parts:
    """Own Cypher taken apart, after the static gate; it may have a header and `:param` lines like a stored query.

    Raises:
        QueryError: the text is refused; says why and where.
    """
    if len(text) > _MOST_CHARACTERS:
        raise QueryError(f"{where}: the text has more than {_MOST_CHARACTERS:,} characters", _SMALLER)
    parts = take_apart(text, where)
    tokens = tokenise(parts.statement)
    for escape in _refused_escapes(parts.statement, tokens):
        raise QueryError(
            f"{where}:{place(parts.statement, escape.start())}: {escape[0]} is refused", "write the character itself"
        )
    if found := oversized(tokens):
        raise QueryError(f"{where}:{place(parts.statement, found[0].start)}: {found[1]}", _SMALLER)
    for token, reason in _refusals(tokens):
        raise QueryError(f"{where}:{place(parts.statement, token.start)}: {reason}", _HINT)
    return parts


def _refused_escapes(statement: str, tokens: list[Token]) -> Iterator[re.Match[str]]:
    """The escapes by which the text that Neo4j reads may be another one than the text that is checked here."""
    harmless = {
        escape.start()
        for token in tokens
        if token.kind == "string"
        for escape in _ESCAPE.finditer(statement, token.start, token.end)
        if chr(int(escape[1], 16)) not in _ENDS_A_STRING
    }
    return (escape for escape in _ESCAPE.finditer(statement) if escape.start() not in harmless)


def check_with_server(
    connection: "Connection", statement: str, parameters: Mapping[str, Any], seconds: float | None = None
) -> "Explanation":
    """Asks Neo4j, without running the statement, whether it only reads, and what it has to say about it.

    Raises:
        QueryError: it is not valid Cypher, a parameter has no value, or it does more than read.
        ServerError: the server cannot be used.
    """
    for token in tokenise(statement):
        if token.kind == "parameter" and token.text not in parameters:
            raise QueryError(f"the parameter {token.text} has no value", f"give --param {token.text}=…")
    found = connection.explain(statement, dict(parameters), seconds)
    if found.kind != "r":
        raise QueryError("the statement does more than read", _HINT)
    return found


def _refusals(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    first = _first(tokens)
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if before is not None and before.is_symbol("."):
            continue
        match token.upper:
            case "LOAD" if after is not None and after.upper == "CSV":
                yield token, "LOAD CSV is refused, because it reads files and addresses"
            case "CALL" if after is not None and after.name:
                yield from _refused_call(tokens, i)
            case "USE" if after is not None and after.name and _is_use(before, after):
                yield token, "USE is refused; name the database with --database"
            case "SHOW" | "TERMINATE" if after is not None and after.upper and after.upper not in _AFTER_A_NAME:
                if i != first or not _shows_schema(tokens, i):
                    yield (
                        token,
                        f"{token.upper} {after.upper[:40]} is refused; allowed are SHOW INDEXES and CONSTRAINTS",
                    )
            case "TRANSACTIONS" if _ends_subquery(tokens, i):
                yield token, "IN TRANSACTIONS is refused, because it commits"
        if token.name and not (before is not None and before.upper == "CALL"):
            yield from _refused_function(tokens, i)
    yield from _refused_start(tokens[first])
    for block in parse(tokens).walk():
        for clause in block.clauses:
            if clause.keyword.split(" ")[-1] in _WRITES:
                begin = Token("word", clause.keyword, clause.line, clause.start, clause.start)
                yield begin, f"{clause.keyword} is refused, because it writes"


def _first(tokens: list[Token]) -> int:
    """Where the statement begins behind a prefix such as `CYPHER 25 runtime=slotted`."""
    i = 0
    if tokens[i].upper == "CYPHER":
        i += 1
        while i < len(tokens) and tokens[i].kind == "number":
            i += 1
        while i + 2 < len(tokens) and tokens[i + 1].is_symbol("="):
            i += 3
    return min(i, len(tokens) - 1)


def _refused_start(first: Token) -> Iterator[tuple[Token, str]]:
    if first.upper in ("EXPLAIN", "PROFILE"):
        yield first, f"{first.upper} is refused, because no rows come back; use Neo4j Browser to see plans"
    elif first.upper in _WRITES:
        yield first, f"{first.upper} is refused, because it writes"
    elif first.upper not in _FIRST:
        yield first, f"a statement that begins with {first.text[:40]!r} is refused"


def _shows_schema(tokens: list[Token], i: int) -> bool:
    i += 1
    while i < len(tokens) and tokens[i].upper in _SHOWN:
        i += 1
    ends = i + 1 >= len(tokens) or tokens[i + 1].upper in ("YIELD", "WHERE")
    return i < len(tokens) and tokens[i].upper in _SHOWN_LAST and ends


def _refused_call(tokens: list[Token], i: int) -> Iterator[tuple[Token, str]]:
    name, end = _dotted(tokens, i + 1)
    if name.lower() in PROCEDURES:
        return
    called = end < len(tokens) and tokens[end].is_symbol("(")
    if "." in name or called or tokens[i + 1].upper not in _AFTER_A_NAME:
        yield tokens[i], f"CALL {name[:80]} is refused; allowed are procedures such as db.labels and db.schema.*"


def _refused_function(tokens: list[Token], i: int) -> Iterator[tuple[Token, str]]:
    name, end = _dotted(tokens, i)
    if "." not in name or end >= len(tokens) or not tokens[end].is_symbol("("):
        return
    if name.split(".")[0].lower() not in FUNCTIONS:
        yield tokens[i], f"the function {name[:80]} is refused; allowed are Neo4j's own"


def _dotted(tokens: list[Token], i: int) -> tuple[str, int]:
    name, i = tokens[i].name, i + 1
    while i + 1 < len(tokens) and tokens[i].is_symbol(".") and tokens[i + 1].name:
        name, i = f"{name}.{tokens[i + 1].name}", i + 2
    return name, i


def _is_use(before: Token | None, after: Token) -> bool:
    return after.upper not in _AFTER_A_NAME or before is None or before.is_symbol("{")


def _ends_subquery(tokens: list[Token], i: int) -> bool:
    start = i - 1
    while start >= 0 and (tokens[start].upper == "CONCURRENT" or tokens[start].kind in ("number", "parameter")):
        start -= 1
    return start > 0 and tokens[start].upper == "IN" and tokens[start - 1].is_symbol("}")
