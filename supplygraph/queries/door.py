"""Lets own Cypher in only if it reads this graph and nothing else: no writes, files, settings, users or networks."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from supplygraph.errors import QueryError
from supplygraph.queries.stored import Parts, take_apart
from supplygraph.queries.structure import parse
from supplygraph.queries.tokens import Token, keywords, tokenise

if TYPE_CHECKING:
    from supplygraph.graph.connection import Connection

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

_FIRST = keywords("MATCH OPTIONAL WITH UNWIND RETURN CALL LET FILTER WHEN")
_WRITES = keywords("CREATE MERGE SET DELETE DETACH NODETACH REMOVE INSERT FOREACH")
_AFTER_A_NAME = keywords(
    """
    ORDER SKIP LIMIT OFFSET WHERE AND OR XOR IN IS STARTS ENDS CONTAINS AS WITH MATCH OPTIONAL RETURN
    UNWIND UNION CALL END WHEN THEN ELSE ASC DESC ASCENDING DESCENDING YIELD
    """
)
# Neo4j replaces these before it looks at strings and comments, so the text would not be what it seems.
_ESCAPE = re.compile(r"\\u+[0-9a-fA-F]{4}")
_HINT = "own Cypher only reads this graph; for anything else use Neo4j Browser or cypher-shell"


def take_own(text: str, where: str) -> Parts:
    """Own Cypher taken apart, after the static gate; it may have a header and `:param` lines like a stored query.

    Raises:
        QueryError: the text is refused; says why and where.
    """
    escape = _ESCAPE.search(text)
    if escape is not None:
        line = text.count("\n", 0, escape.start()) + 1
        raise QueryError(f"{where}:{line}: {escape.group()} is refused", "write the character itself")
    parts = take_apart(text, where)
    for token, reason in _refusals(tokenise(parts.statement)):
        raise QueryError(f"{where}:{token.line}: {reason}", _HINT)
    return parts


def check_with_server(connection: "Connection", statement: str, parameters: Mapping[str, Any]) -> None:
    """Asks Neo4j, without running the statement, whether it only reads.

    Raises:
        QueryError: it is no Cypher, a parameter has no value, or it does more than read.
        ServerError: the server cannot be used.
    """
    for token in tokenise(statement):
        if token.kind == "parameter" and token.text not in parameters:
            raise QueryError(f"the parameter {token.text} has no value", f"give --param {token.text}=…")
    kind = connection.explain(statement, dict(parameters))
    if kind != "r":
        raise QueryError("the statement does more than read", _HINT)


def _refusals(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
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
            case "TRANSACTIONS" if _ends_subquery(tokens, i):
                yield token, "IN TRANSACTIONS is refused, because it commits"
        if token.name and not (before is not None and before.upper == "CALL"):
            yield from _refused_function(tokens, i)
    yield from _refused_start(tokens)
    for block in parse(tokens).walk():
        for clause in block.clauses:
            if clause.keyword.split(" ")[-1] in _WRITES:
                line = Token("word", clause.keyword, clause.line, 0, 0)
                yield line, f"{clause.keyword} is refused, because it writes"


def _refused_start(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    i = 0
    if tokens[i].upper == "CYPHER":
        i += 1
        while i < len(tokens) and tokens[i].kind == "number":
            i += 1
        while i + 2 < len(tokens) and tokens[i + 1].is_symbol("="):
            i += 3
    first = tokens[min(i, len(tokens) - 1)]
    if first.upper in ("EXPLAIN", "PROFILE"):
        yield first, f"{first.upper} is refused, because no rows come back; use Neo4j Browser to see plans"
    elif first.upper in _WRITES:
        yield first, f"{first.upper} is refused, because it writes"
    elif first.upper not in _FIRST:
        yield first, f"a statement that begins with {first.text[:40]!r} is refused"


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
