"""Reads the patterns of a statement: which labels and types its variables stand for, and what joins what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from supplygraph.queries.structure import Block, closing, parse, split
from supplygraph.queries.tokens import Token

_PATTERN_CLAUSES = ("MATCH", "OPTIONAL MATCH", "")
_AFTER_A_VARIABLE = ("WHERE", "IS")


@dataclass(frozen=True)
class Element:
    """One node or relationship of a pattern.

    Attributes:
        first: Its first token, for messages.
        relationship: Whether it is a relationship.
        variable: Its variable; empty without.
        names: Its labels or types; none where it names none, or not plainly.
        properties: Property and value tokens of the map in it.
        leads: Of a relationship: `->`, `<-`, or `-` for both.
        repeated: Of a relationship: whether it may stand for several.
    """

    first: Token
    relationship: bool
    variable: str = ""
    names: tuple[str, ...] = ()
    properties: tuple[tuple[Token, list[Token]], ...] = ()
    leads: str = "-"
    repeated: bool = False


@dataclass
class Patterns:
    """The patterns of a statement.

    Attributes:
        chains: Nodes and relationships in turn, as they are joined.
        variables: Labels of variables that stand for nodes alone, and types of those for relationships.
    """

    chains: list[list[Element]] = field(default_factory=list)
    variables: dict[str, tuple[bool, tuple[str, ...]]] = field(default_factory=dict)


def read_patterns(tokens: list[Token]) -> Patterns:
    """The patterns that a statement matches."""
    found = Patterns([chain for part in _parts(parse(tokens)) for chain in _chains(part)])
    other = _otherwise_bound(tokens)
    for chain in found.chains:
        for element in chain:
            if element.variable and element.names and element.variable not in other:
                _, names = found.variables.get(element.variable, (False, ()))
                found.variables[element.variable] = (element.relationship, (*names, *element.names))
    return found


def _parts(block: Block) -> Iterator[list[Token]]:
    for inner in block.walk():
        for clause in inner.clauses:
            if clause.keyword in _PATTERN_CLAUSES:
                yield clause.tokens


def _otherwise_bound(tokens: list[Token]) -> set[str]:
    """Variables that may stand for something else somewhere: after AS, or in a list comprehension."""
    after = {following.name for token, following in pairwise(tokens) if token.upper == "AS"}
    inside = {
        tokens[i + 1].name
        for i in range(len(tokens) - 2)
        if tokens[i].is_symbol("[", "(") and tokens[i + 2].upper == "IN"
    }
    return after | inside


def _chains(tokens: list[Token]) -> Iterator[list[Element]]:
    chain: list[Element] = []
    i = 0
    while i < len(tokens):
        if not _opens_node(tokens, i):
            i += 1
            continue
        end = closing(tokens, i)
        chain.append(_element(tokens[i], tokens[i + 1 : end], relationship=False))
        joined, i = _relationship(tokens, end + 1)
        if joined is not None and i < len(tokens) and _opens_node(tokens, i):
            chain.append(joined)
        else:
            yield chain
            chain = []


def _opens_node(tokens: list[Token], i: int) -> bool:
    if not tokens[i].is_symbol("(") or i + 1 >= len(tokens):
        return False
    if tokens[i + 1].is_symbol(")", ":", "{"):
        return True
    after = tokens[i + 2] if i + 2 < len(tokens) else None
    return bool(tokens[i + 1].name and after and (after.is_symbol(")", ":", "{") or after.upper in _AFTER_A_VARIABLE))


def _relationship(tokens: list[Token], i: int) -> tuple[Element | None, int]:
    """The relationship that begins at `i` and where it ends; None where none does."""
    if i >= len(tokens) or not tokens[i].is_symbol("-", "<-"):
        return None, i
    first, inner, end = tokens[i], list[Token](), i + 1
    if end < len(tokens) and tokens[end].is_symbol("["):
        close = closing(tokens, end)
        inner, end = tokens[end + 1 : close], close + 1
    if end >= len(tokens) or not tokens[end].is_symbol("-", "->"):
        return None, end
    leads = "<-" if first.is_symbol("<-") and tokens[end].is_symbol("-") else tokens[end].text
    end += 1
    repeated = end < len(tokens) and tokens[end].is_symbol("{", "+", "*")
    if repeated:
        end = closing(tokens, end) + 1 if tokens[end].is_symbol("{") else end + 1
    return _element(first, inner, relationship=True, leads=leads, repeated=repeated), end


def _element(
    first: Token, inner: list[Token], *, relationship: bool, leads: str = "-", repeated: bool = False
) -> Element:
    variable, i = ("", 0)
    if inner and inner[0].name and inner[0].upper != "WHERE":
        variable, i = inner[0].name, 1
    names: list[str] = []
    plain = True
    while i < len(inner) and not (inner[i].is_symbol("{", "*") or inner[i].upper == "WHERE"):
        plain = plain and not inner[i].is_symbol("!", "%", "$") and inner[i].kind != "parameter"
        if inner[i].name and inner[i].upper != "IS":
            names.append(inner[i].name)
        i += 1
    repeated = repeated or any(token.is_symbol("*") for token in inner)
    given = next((at for at in range(i, len(inner)) if inner[at].is_symbol("{")), None)
    properties: tuple[tuple[Token, list[Token]], ...] = ()
    if given is not None and not any(token.upper == "WHERE" for token in inner[:given]):
        properties = tuple(
            (part[0], part[2:])
            for part in split(inner[given + 1 : closing(inner, given)])
            if len(part) > 2 and part[1].is_symbol(":")
        )
    return Element(first, relationship, variable, tuple(names) if plain else (), properties, leads, repeated)
