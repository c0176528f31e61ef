"""Finds in own Cypher what Neo4j accepts and answers with nothing: another place's property, value or direction."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache

from supplygraph.queries.pattern import Element, Patterns, read_patterns
from supplygraph.queries.tokens import Token, tokenise
from supplygraph.schema.declaration import PROVENANCE, SEEN, Property, Relationship, declared_properties
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS

Remark = tuple[Token, str]
Kind = tuple[bool, tuple[str, ...]]

#: Names of the Hub's own interface for what is called otherwise here.
_OF_THE_HUB = {"pipeline_tag": "task", "library_name": "library", "modelid": "id", "siblings": "weights_status"}
#: How like a name that another place has must be to be proposed.
LIKENESS_ELSEWHERE = 0.75
_MOST_VALUES = 14


def remarks(statement: str) -> list[Remark]:
    """Where a statement asks for what the schema does not have there, with what was probably meant.

    Raises:
        QueryError: a string, quoted name or comment does not end.
    """
    tokens = tokenise(statement)
    patterns = read_patterns(tokens)
    found = [*_maps(patterns), *_accesses(tokens, patterns), *_ends(patterns)]
    return sorted(set(found), key=lambda one: one[0].start)


def meant(name: str, candidates: Iterable[str], likeness: float = 0.6) -> str | None:
    """The candidate that a name was probably meant to be."""
    by_lower = {one.lower(): one for one in candidates}
    other = _OF_THE_HUB.get(name.lower())
    if other in by_lower:
        return other
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=likeness)
    return by_lower[close[0]] if close else None


def properties_in(statement: str) -> set[str]:
    """The properties of the labels and types that the patterns of a statement name."""
    found: set[str] = set()
    for chain in read_patterns(tokenise(statement)).chains:
        for element in chain:
            found |= set(_properties((element.relationship, element.names)) or ())
    return found


@cache
def _declared() -> dict[tuple[bool, str], dict[str, Property]]:
    """The properties of each label (False) and type (True)."""
    from supplygraph.queries.vocabularies import vocabularies

    found = {(False, node.label): {p.name: p for p in (*SEEN, *declared_properties(node))} for node in NODES}
    found |= {
        (True, kind.type_name): {p.name: p for p in (*PROVENANCE, *declared_properties(kind))} for kind in RELATIONSHIPS
    }
    for vocabulary in vocabularies():
        for owner, name in (place.split(".") for place in vocabulary.properties if vocabulary.closed):
            properties = found.get((False, owner)) or found[True, owner]
            properties[name] = properties[name]._replace(values=tuple(vocabulary.meanings))
    return found


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(name for properties in _declared().values() for name in properties)


def _properties(kind: Kind) -> dict[str, list[Property]] | None:
    """What any of these labels or types has; None where one of them is not declared, or there is none."""
    relationship, names = kind
    if not names or any((relationship, name) not in _declared() for name in names):
        return None
    found: dict[str, list[Property]] = {}
    for name in names:
        for declared in _declared()[relationship, name].values():
            found.setdefault(declared.name, []).append(declared)
    return found


def _maps(patterns: Patterns) -> Iterator[Remark]:
    for chain in patterns.chains:
        for element in chain:
            kind = (element.relationship, element.names)
            for key, value in element.properties:
                yield from _property(kind, key)
                if len(value) == 1:
                    yield from _values(kind, key, value)


def _accesses(tokens: list[Token], patterns: Patterns) -> Iterator[Remark]:
    for i in range(len(tokens) - 2):
        variable, dot, name = tokens[i : i + 3]
        if not (variable.name in patterns.variables and dot.is_symbol(".") and name.name):
            continue
        after = tokens[i + 3] if i + 3 < len(tokens) else None
        if (i and tokens[i - 1].is_symbol(".", "$")) or (after is not None and after.is_symbol("(")):
            continue
        kind = patterns.variables[variable.name]
        yield from _property(kind, name)
        yield from _values(kind, name, _compared(tokens, i))


def _compared(tokens: list[Token], i: int) -> list[Token]:
    """The values that the property at `i` is compared with."""
    after = tokens[i + 3 : i + 5]
    if len(after) == 2 and after[0].is_symbol("=", "<>"):
        return [after[1]]
    if len(after) == 2 and after[0].upper == "IN" and after[1].is_symbol("["):
        end = next((at for at in range(i + 4, len(tokens)) if tokens[at].is_symbol("]")), i)
        return tokens[i + 5 : end]
    before = tokens[max(i - 2, 0) : i]
    return before[:1] if len(before) == 2 and (before[1].upper == "IN" or before[1].is_symbol("=")) else []


def _property(kind: Kind, name: Token) -> Iterator[Remark]:
    properties = _properties(kind)
    # A property that is declared nowhere may be the user's own; the server says whether there is any.
    if properties is None or name.text in properties or name.text not in _everywhere():
        return
    close = meant(name.text, properties, LIKENESS_ELSEWHERE)
    hint = f"; did you mean {close}?" if close else f"; {_listed(_holders(name.text))} has one"
    yield name, f"no {_listed(kind[1])} has a property {name.text}{hint}"


def _holders(name: str) -> list[str]:
    return [holder for (_, holder), properties in _declared().items() if name in properties][:4]


def _values(kind: Kind, name: Token, given: list[Token]) -> Iterator[Remark]:
    declared = (_properties(kind) or {}).get(name.text, [])
    if not declared or not all(one.values for one in declared):
        return
    known = list(dict.fromkeys(value for one in declared for value in one.values))
    for token in given:
        value = token.text[1:-1]
        if token.kind == "string" and value not in known:
            close = meant(value, known)
            hint = f"did you mean {close}?" if close else f"it is one of {', '.join(known[:_MOST_VALUES])}"
            yield token, f"{name.text} of {_listed(kind[1])} is never {value!r}; {hint}"


def _ends(patterns: Patterns) -> Iterator[Remark]:
    declared = {kind.type_name: kind for kind in RELATIONSHIPS}
    labels = {node.label: node for node in NODES}
    for chain in patterns.chains:
        for start, joined, end in zip(chain[::2], chain[1::2], chain[2::2], strict=False):
            kinds = [declared.get(name) for name in joined.names]
            if joined.repeated or not kinds or None in kinds:
                continue
            sides = [_labels(one, patterns) for one in (start, end)]
            if any(name not in labels for side in sides for name in side):
                continue
            if joined.leads == "<-":
                sides.reverse()
            if not _fits([k for k in kinds if k is not None], sides, joined.leads == "-"):
                yield joined.first, _wrong_ends([k for k in kinds if k is not None], sides)


def _labels(element: Element, patterns: Patterns) -> tuple[str, ...]:
    if element.names or not element.variable:
        return element.names
    relationship, names = patterns.variables.get(element.variable, (False, ()))
    return () if relationship else names


def _fits(kinds: list[type[Relationship]], sides: list[tuple[str, ...]], either_way: bool) -> bool:
    pairs = {(start.label, end.label) for kind in kinds for start, end in kind.ends}
    if either_way:
        pairs |= {(end, start) for start, end in pairs}
    starts, ends = (set(side) for side in sides)
    return any((not starts or start in starts) and (not ends or end in ends) for start, end in pairs)


def _wrong_ends(kinds: list[type[Relationship]], sides: list[tuple[str, ...]]) -> str:
    what = "|".join(kind.type_name for kind in kinds)
    from_, to = (f" {word} {_listed(side)}" if side else "" for word, side in zip(("from", "to"), sides, strict=True))
    known = list(dict.fromkeys(f"{start.label} → {end.label}" for kind in kinds for start, end in kind.ends))
    turned = _fits(kinds, [sides[1], sides[0]], either_way=False)
    hint = "; it leads the other way" if turned else f"; it joins {', '.join(known[:4])}"
    return f"no {what} leads{from_}{to}{hint}"


def _listed(names: Iterable[str]) -> str:
    return " or ".join(dict.fromkeys(names))
