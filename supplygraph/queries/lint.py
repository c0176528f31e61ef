"""Finds forms of Cypher that Neo4j answers wrongly, promises nothing about, or runs without bound."""

from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from supplygraph.queries.structure import Block, Clause, closing, items, parse, split
from supplygraph.queries.tokens import Token, keywords, tokenise


class Problem(NamedTuple):
    """One place that breaks a rule.

    Attributes:
        line: Line in the text, from 1.
        rule: Short name of the rule.
        message: What is wrong and what to write instead.
    """

    line: int
    rule: str
    message: str


_AGGREGATES = keywords("COUNT SUM AVG MIN MAX COLLECT STDEV STDEVP PERCENTILECONT PERCENTILEDISC")
_PATTERN_CLAUSES = ("MATCH", "OPTIONAL MATCH", "")
_CYPHER_25 = frozenset(("LET", "FILTER", "NEXT"))


def lint(text: str) -> list[Problem]:
    """The findings in one statement, by line.

    Raises:
        QueryError: a string, quoted name or comment does not end.
    """
    tokens = tokenise(text)
    block = parse(tokens)
    found = [finding for rule in _TOKEN_RULES for finding in rule(tokens)]
    found += [finding for rule in _BLOCK_RULES for inner in block.walk() for finding in rule(inner)]
    found += _unnamed_columns(block)
    return sorted(set(found))


def lint_names(text: str, labels: Collection[str], types: Collection[str]) -> list[Problem]:
    """The labels and relationship types of a statement that the graph does not declare.

    Raises:
        QueryError: a string, quoted name or comment does not end.
    """
    found = []
    for token, is_type in _graph_names(tokenise(text)):
        known = types if is_type else labels
        if token.text not in known:
            kind = "relationship type" if is_type else "label"
            found.append(Problem(token.line, "name", f"the graph declares no {kind} {token.text}"))
    return found


def _function(tokens: list[Token], i: int, *names: str) -> bool:
    """Whether a function of one of these names is called at `i`."""
    called = tokens[i].upper in names and i + 1 < len(tokens) and tokens[i + 1].is_symbol("(")
    return called and not (i and tokens[i - 1].is_symbol(".", ":"))


def _functions(tokens: list[Token]) -> Iterator[Problem]:
    for i, token in enumerate(tokens):
        if _function(tokens, i, "ID"):
            yield Problem(token.line, "id", "id() is deprecated; use elementId(), or better the key property")
        elif _function(tokens, i, "KEYS"):
            yield Problem(token.line, "keys", "keys() has no promised order; name the properties")
        elif _function(tokens, i, "PERCENTILECONT") and not (i > 1 and _function(tokens, i - 2, "TOFLOAT")):
            yield Problem(token.line, "percentile", "write toFloat(percentileCont(…)); it may return an integer")
        elif _function(tokens, i, "LABELS"):
            end = closing(tokens, i + 1)
            indexed = end + 1 < len(tokens) and tokens[end + 1].is_symbol("[")
            if indexed or (i > 1 and _function(tokens, i - 2, "HEAD", "LAST")):
                yield Problem(token.line, "labels", "labels() has no promised order; test with n:Label")
        elif token.name.lower() == "apoc" and i + 1 < len(tokens) and tokens[i + 1].is_symbol("."):
            if not (i and tokens[i - 1].is_symbol(".")):
                yield Problem(token.line, "apoc", "APOC is a plugin that other servers lack; use plain Cypher")
        elif _function(tokens, i, "REVERSE") and _is_property(tokens[i + 2 : closing(tokens, i + 1)]):
            yield Problem(token.line, "reverse", "reverse() refuses a stored list; write reverse([x IN list | x])")


def _is_property(tokens: list[Token]) -> bool:
    return len(tokens) == 3 and bool(tokens[0].name) and tokens[1].is_symbol(".") and bool(tokens[2].name)


def _not_in_list(tokens: list[Token]) -> Iterator[Problem]:
    guarded = {
        tokens[i + 2].text
        for i in range(len(tokens) - 2)
        if _function(tokens, i, "SIZE") and tokens[i + 2].kind == "parameter"
    }
    for i, token in enumerate(tokens[:-1]):
        following = tokens[i + 1]
        if token.upper != "IN" or following.kind != "parameter" or following.text in guarded:
            continue
        start = i - 1
        while start > 0 and (tokens[start].name or tokens[start].is_symbol(".", "(")):
            if tokens[start].upper == "NOT":
                message = f"with an empty list this drops rows; write size(${following.text}) = 0 OR NOT …"
                yield Problem(token.line, "not-in", message)
                break
            start -= 1


def _labels(tokens: list[Token]) -> Iterator[Problem]:
    i = 0
    while i < len(tokens):
        if not tokens[i].is_symbol(":") or i + 1 >= len(tokens) or not tokens[i + 1].name:
            i += 1
            continue
        line, signs = tokens[i].line, set()
        while i + 1 < len(tokens) and tokens[i].is_symbol(":", "&", "|", "!") and tokens[i + 1].name:
            signs.add(tokens[i].text)
            i += 2
        # `:A|B` begins with one colon; a second one beside other signs is the mixture.
        colons = _colons(tokens, i)
        if colons > 1 and signs - {":"}:
            yield Problem(line, "labels-mixed", "`:A:B` cannot be mixed with & | !; write :A&B")


def _colons(tokens: list[Token], end: int) -> int:
    count, i = 0, end - 2
    while i >= 0 and tokens[i].is_symbol(":", "&", "|", "!") and tokens[i + 1].name:
        count += tokens[i].text == ":"
        i -= 2
    return count


def _dialect(tokens: list[Token]) -> Iterator[Problem]:
    if tokens and tokens[0].upper == "CYPHER":
        yield Problem(tokens[0].line, "prefix", "a CYPHER prefix ties the query to some servers; leave it out")


def _dialect_clauses(block: Block) -> Iterator[Problem]:
    for clause in block.clauses:
        if clause.keyword in _CYPHER_25:
            yield Problem(clause.line, "cypher-25", f"{clause.keyword} is Cypher 25 only; use WITH and WHERE")


def _unordered_limit(block: Block) -> Iterator[Problem]:
    for i, clause in enumerate(block.clauses):
        if clause.keyword in ("LIMIT", "SKIP", "OFFSET"):
            before = block.clauses[max(i - 2, 0) : i]
            if not any(one.keyword == "ORDER" for one in before):
                yield Problem(clause.line, "limit", f"{clause.keyword} without ORDER BY gives other rows each time")


def _aggregate_after_limit(block: Block) -> Iterator[Problem]:
    limited = False
    for clause in block.clauses:
        if clause.keyword in ("RETURN", "WITH"):
            if limited and _only_aggregates(clause):
                message = "after LIMIT or SKIP this may drop rows without the property; add count(*) or a grouping key"
                yield Problem(clause.line, "aggregate-after-limit", message)
            limited = False
        elif clause.keyword in ("LIMIT", "SKIP", "OFFSET"):
            limited = True
        elif clause.keyword not in ("WHERE", "ORDER"):
            limited = False


def _only_aggregates(clause: Clause) -> bool:
    shown = items(clause)
    for item in shown:
        tokens = item.tokens
        if not _function(tokens, 0, *_AGGREGATES) or tokens[2].is_symbol("*"):
            return False
    return bool(shown)


def _unordered_collect(block: Block) -> Iterator[Problem]:
    ordered = False
    for clause in block.clauses:
        if clause.keyword == "ORDER":
            ordered = True
        elif clause.keyword in ("RETURN", "WITH"):
            for i, token in enumerate(clause.tokens):
                if not ordered and _function(clause.tokens, i, "COLLECT"):
                    yield Problem(token.line, "collect", "the order in collect() is not promised; ORDER BY before it")
            ordered = False
        elif clause.keyword not in ("WHERE", "LIMIT", "SKIP", "OFFSET", "CALL", "UNWIND"):
            ordered = False


def _unnamed_columns(block: Block) -> Iterator[Problem]:
    for clause in block.clauses:
        if clause.keyword == "RETURN":
            for item in items(clause):
                tokens = item.tokens
                # A variable alone is called as it is.
                named = item.alias is not None or (len(tokens) == 1 and tokens[0].name)
                if tokens and not named and not tokens[0].is_symbol("*"):
                    yield Problem(tokens[0].line, "alias", "a column has no name; write AS name")


def _patterns(block: Block) -> Iterator[list[Token]]:
    for clause in block.clauses:
        if clause.keyword in _PATTERN_CLAUSES:
            yield clause.tokens


def _unbounded(block: Block) -> Iterator[Problem]:
    message = "this follows paths without bound; write an upper bound such as {1,20}"
    for tokens in _patterns(block):
        for i, token in enumerate(tokens):
            before = tokens[i - 1] if i else None
            after = tokens[i + 1 :]
            if _is_star(tokens, i) and not _bounded_star(after):
                yield Problem(token.line, "unbounded", message)
            elif before is None or not before.is_symbol(")", "->", "-"):
                continue
            elif token.is_symbol("+", "*") and not _in_braces(tokens, i):
                yield Problem(token.line, "unbounded", message)
            elif token.is_symbol("{") and after[:1] and after[0].kind in ("number", "symbol"):
                inner = tokens[i + 1 : closing(tokens, i)]
                if inner and inner[-1].is_symbol(","):
                    yield Problem(token.line, "unbounded", message)


def _is_star(tokens: list[Token], i: int) -> bool:
    """Whether `*` stands in `[…]` of a relationship, where it asks for paths of any length."""
    if not tokens[i].is_symbol("*"):
        return False
    for position in range(i - 1, -1, -1):
        token = tokens[position]
        if token.is_symbol("["):
            return position > 0 and tokens[position - 1].is_symbol("-", "<-")
        if not (token.name or token.is_symbol(":", "|", "&", "!")):
            return False
    return False


def _bounded_star(after: list[Token]) -> bool:
    """Whether what follows `*` is `3`, `..3` or `1..3`."""
    if after[:1] and after[0].kind == "number":
        if not (after[1:2] and after[1].is_symbol("..")):
            return True
        return bool(after[2:3]) and after[2].kind == "number"
    return len(after) > 1 and after[0].is_symbol("..") and after[1].kind == "number"


def _in_braces(tokens: list[Token], i: int) -> bool:
    depth = 0
    for token in tokens[:i]:
        depth += token.is_symbol("{") - token.is_symbol("}")
    return depth > 0


def _cartesian(block: Block) -> Iterator[Problem]:
    for tokens in _patterns(block):
        parts = split(tokens)
        for number, part in enumerate(parts[1:], start=1):
            known = {name for before in parts[:number] for name in _variables(before)}
            if not known & _variables(part):
                message = "parts of MATCH that share no variable multiply; write a MATCH for each"
                yield Problem(part[0].line, "cartesian", message)


def _variables(tokens: list[Token]) -> set[str]:
    return {following.name for token, following in pairwise(tokens) if token.is_symbol("(", "[") and following.name}


def _graph_names(tokens: list[Token]) -> Iterator[tuple[Token, bool]]:
    """Labels (False) and relationship types (True)."""
    brackets: list[str] = []
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else None
        if token.is_symbol("["):
            brackets.append("type" if before is not None and before.is_symbol("-", "<-") else "list")
        elif token.is_symbol("("):
            brackets.append("label")
        elif token.is_symbol("{"):
            brackets.append("block" if _opens_subquery(tokens, i) else "map")
        elif token.is_symbol(")", "]", "}"):
            del brackets[-1:]
        elif token.is_symbol(":") and (not brackets or brackets[-1] != "map"):
            yield from ((name, bool(brackets) and brackets[-1] == "type") for name in _expression(tokens, i + 1))


def _opens_subquery(tokens: list[Token], i: int) -> bool:
    before = tokens[i - 1] if i else None
    return before is not None and (before.upper in ("CALL", "EXISTS", "COUNT", "COLLECT") or before.is_symbol(")"))


def _expression(tokens: list[Token], i: int) -> Iterator[Token]:
    while i < len(tokens) and (tokens[i].is_symbol("&", "|", "!", ":", "(", "%") or tokens[i].name):
        if tokens[i].name:
            yield tokens[i]
            if i + 1 < len(tokens) and not tokens[i + 1].is_symbol("&", "|", ":", ")"):
                return
            if i + 1 < len(tokens) and tokens[i + 1].is_symbol(")", ":"):
                return
        i += 1


_TOKEN_RULES: tuple[Callable[[list[Token]], Iterator[Problem]], ...] = (_functions, _not_in_list, _labels, _dialect)
_BLOCK_RULES: tuple[Callable[[Block], Iterator[Problem]], ...] = (
    _dialect_clauses,
    _unordered_limit,
    _aggregate_after_limit,
    _unordered_collect,
    _unbounded,
    _cartesian,
)
