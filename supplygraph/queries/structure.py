"""Groups the tokens of a statement into clauses and subqueries, as far as the checks need it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from supplygraph.queries.tokens import Token, keywords

_CLAUSES = keywords(
    """
    MATCH OPTIONAL WITH UNWIND RETURN CALL UNION ORDER SKIP OFFSET LIMIT WHERE YIELD FINISH USE LOAD
    FOREACH CREATE MERGE SET DELETE DETACH NODETACH REMOVE INSERT LET FILTER NEXT WHEN
    """
)
# After these an operand or a name follows, so a keyword there is a name.
_BEFORE_OPERAND_SYMBOLS = keywords(". .. : :: $ ( [ , = <> != < > <= >= =~ + - / % ^ ! & | || +=")
_BEFORE_OPERAND_WORDS = keywords(
    """
    AS BY IN AND OR XOR NOT DISTINCT CASE WHEN THEN ELSE IS RETURN WITH UNWIND WHERE SKIP LIMIT OFFSET
    YIELD
    """
)
_BEFORE_OPERAND_PREFIXES = keywords("NOT DISTINCT CASE WHEN")
_BLOCK_WORDS = keywords("CALL EXISTS COUNT COLLECT")
_OPERATORS = keywords("AND OR XOR IN IS STARTS ENDS CONTAINS + - * / % ^ = <> != < > <= >= =~ -> <- & | ! : ::")
_MOST_TOKENS = 20_000
_MOST_LEVELS = 50
_MOST_CLAUSES = 500
_GREATEST_HEIGHT = 500
_WEIGHT_OF_A_LEVEL = 5
_STATEMENT_WORDS = keywords("THEN ELSE NEXT UNION ALL DISTINCT")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass
class Clause:
    """One clause; the contents of subqueries are in `blocks`, each marked by a `block` token.

    Attributes:
        keyword: First word in capitals, `OPTIONAL MATCH` as two; empty for a pattern that stands alone in a subquery.
        tokens: Its tokens, without the keyword.
        line: Where it begins.
        start: Offset where it begins.
        blocks: The subqueries in it.
    """

    keyword: str
    tokens: list[Token]
    line: int
    start: int
    blocks: list["Block"] = field(default_factory=list)


@dataclass
class Block:
    """A whole statement or one subquery.

    Attributes:
        clauses: Its clauses in order.
        opened_by: `CALL`, `EXISTS`, `COUNT`, `COLLECT`, or the word before a statement in braces; empty for the
            statement itself.
    """

    clauses: list[Clause]
    opened_by: str = ""

    def walk(self) -> Iterator["Block"]:
        """This block and every one inside it."""
        yield self
        for clause in self.clauses:
            for block in clause.blocks:
                yield from block.walk()


@dataclass(frozen=True)
class Item:
    """One item of a projection.

    Attributes:
        alias: Its name after AS; None without.
        tokens: Its tokens without the alias.
    """

    alias: str | None
    tokens: list[Token]


def parse(tokens: list[Token]) -> Block:
    """The clauses of a statement; never fails, because Neo4j itself says what is not valid Cypher."""
    return _Parser(tokens).block("")


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def block(self, opened_by: str) -> Block:
        block = Block([], opened_by)
        open_brackets: list[tuple[str, Token | None]] = []
        closed_call = False
        previous: Token | None = None
        operand_next = False
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.is_symbol("}") and not open_brackets and opened_by:
                break
            if not open_brackets and not operand_next and self._starts_clause(token, previous):
                self._start(block, token, previous)
            elif token.is_symbol("{") and (opener := self._opens_block(previous, closed_call)):
                clause = self._current(block, token)
                clause.blocks.append(self.block(opener))
                clause.tokens.append(Token("block", "{}", token.line, token.start, token.end))
            else:
                self._current(block, token).tokens.append(token)
                closed_call = False
                if token.kind == "symbol" and token.text in _CLOSING:
                    open_brackets.append((_CLOSING[token.text], previous))
                elif open_brackets and token.is_symbol(open_brackets[-1][0]):
                    _, before = open_brackets.pop()
                    closed_call = token.text == ")" and before is not None and before.upper == "CALL"
            # A keyword where an operand is due is a name, so no operand is due behind it.
            is_name = operand_next and token.kind == "word" and token.upper not in _BEFORE_OPERAND_PREFIXES
            operand_next = not is_name and is_before_operand(token)
            previous = token
        return block

    def _starts_clause(self, token: Token, previous: Token | None) -> bool:
        if token.upper not in _CLAUSES:
            return False
        following = self.tokens[self.position] if self.position < len(self.tokens) else None
        if following is not None and following.is_symbol(".", ":", "="):
            return False
        match token.upper:
            case "ORDER":
                return following is not None and following.upper == "BY"
            case "WITH":
                return previous is None or previous.upper not in ("STARTS", "ENDS")
            case "WHEN":
                return previous is None
        return True

    def _start(self, block: Block, token: Token, previous: Token | None) -> None:
        last = block.clauses[-1] if block.clauses else None
        if last is not None and last.keyword == "OPTIONAL" and previous is not None and previous.upper == "OPTIONAL":
            last.keyword = f"OPTIONAL {token.upper}"
        else:
            block.clauses.append(Clause(token.upper, [], token.line, token.start))

    def _current(self, block: Block, token: Token) -> Clause:
        if not block.clauses:
            block.clauses.append(Clause("", [], token.line, token.start))
        return block.clauses[-1]

    def _opens_block(self, previous: Token | None, closed_call: bool) -> str:
        if closed_call:
            return "CALL"
        if previous is None:
            return ""
        if previous.upper in _BLOCK_WORDS:
            return previous.upper
        # Cypher 25 has whole statements in braces; elsewhere braces there are a map.
        following = self.tokens[self.position : self.position + 2]
        statement = following and following[0].upper in _CLAUSES and not following[-1].is_symbol(":")
        return previous.upper if statement and previous.upper in _STATEMENT_WORDS else ""


def is_before_operand(token: Token) -> bool:
    """Whether an operand or a name must follow this token, so that a keyword behind it is a name."""
    if token.kind == "symbol":
        return token.text in _BEFORE_OPERAND_SYMBOLS
    return token.upper in _BEFORE_OPERAND_WORDS


def split(tokens: list[Token], separator: str = ",") -> list[list[Token]]:
    """The tokens between separators that stand outside all brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.is_symbol("(", "[", "{"):
            depth += 1
        elif token.is_symbol(")", "]", "}"):
            depth -= 1
        if depth == 0 and token.is_symbol(separator):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def closing(tokens: list[Token], i: int) -> int:
    """The position of the bracket that closes the one at `i`."""
    depth = 0
    for position in range(i, len(tokens)):
        if tokens[position].is_symbol("(", "[", "{"):
            depth += 1
        elif tokens[position].is_symbol(")", "]", "}"):
            depth -= 1
            if depth == 0:
                return position
    return len(tokens) - 1


def items(clause: Clause) -> list[Item]:
    """The items of a RETURN or WITH."""
    tokens = clause.tokens
    if tokens and tokens[0].upper == "DISTINCT":
        tokens = tokens[1:]
    return [_item(part) for part in split([token for token in tokens if not token.is_symbol(";")])]


def _item(tokens: list[Token]) -> Item:
    if len(tokens) > 2 and tokens[-2].upper == "AS" and tokens[-1].name:
        return Item(tokens[-1].name, tokens[:-2])
    return Item(None, tokens)


def last_return(block: Block) -> Clause | None:
    """The last RETURN of a block; None when it has none."""
    return next((clause for clause in reversed(block.clauses) if clause.keyword == "RETURN"), None)


def oversized(tokens: list[Token]) -> tuple[Token, str] | None:
    """Where a statement is larger than Neo4j can read, and in what; None for any that a person writes.

    Reading an expression takes a part of the thread's stack for each level and each operator; where that is used up,
    the thread ends and no answer ever comes (measured on Neo4j 2026.08.1 with its default stack: 160 levels of maps,
    200 of `NOT` or `||`, 1,500 sums, 2,000 clauses). The limits here are a third of that.
    """
    if len(tokens) > _MOST_TOKENS:
        return tokens[_MOST_TOKENS], f"the statement has more than {_MOST_TOKENS:,} words and signs"
    levels = [_Level("")]
    clauses = 0
    for i, token in enumerate(tokens):
        level = levels[-1]
        if token.is_symbol(*_CLOSING) or token.upper == "CASE":
            levels.append(_Level(_CLOSING.get(token.text, "END")))
            # `x[0][0]` is deep, too, though each bracket is closed.
            level.own += bool(token.is_symbol("[") and i and tokens[i - 1].is_symbol("]"))
            if len(levels) > _MOST_LEVELS:
                return token, f"brackets are nested more than {_MOST_LEVELS} deep"
        elif level.closed_by and (token.is_symbol(level.closed_by) or token.upper == level.closed_by):
            levels.pop()
            levels[-1].inner = max(levels[-1].inner, level.height + _WEIGHT_OF_A_LEVEL)
        elif token.is_symbol(",") or (token.upper in _CLAUSES and not (i and is_before_operand(tokens[i - 1]))):
            level.own = level.inner = 0
            clauses += token.upper in _CLAUSES
        else:
            level.own += _weight(tokens, i)
        if levels[-1].height > _GREATEST_HEIGHT:
            return token, "an expression has too many operators"
        if clauses > _MOST_CLAUSES:
            return token, f"the statement has more than {_MOST_CLAUSES} clauses"
    return None


@dataclass
class _Level:
    closed_by: str
    own: int = 0
    inner: int = 0

    @property
    def height(self) -> int:
        return self.own + self.inner


def _weight(tokens: list[Token], i: int) -> int:
    token = tokens[i]
    if token.is_symbol("."):
        return int(i > 1 and tokens[i - 2].is_symbol("."))
    if token.is_symbol("||") or token.upper == "NOT":
        return 4
    return int(token.text in _OPERATORS or token.upper in _OPERATORS)
