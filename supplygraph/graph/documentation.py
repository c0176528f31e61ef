"""Text generated from the declarations: the schema page, the schema script, and the schema that linters read."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from supplygraph.graph.declaration import PROVENANCE, SEEN, WORKING, Node, Property, Relationship, declared_properties
from supplygraph.graph.nodes import NODES
from supplygraph.graph.relationships import RELATIONSHIPS
from supplygraph.graph.statements import schema_statements
from supplygraph.graph.vocabulary import Vocabulary


def schema_script() -> str:
    """All constraints and indexes as one script for `cypher-shell`."""
    head = "// Constraints and indexes of the graph; generated from supplygraph/graph, do not edit\n\n"
    return head + ";\n\n".join(schema_statements()) + ";\n"


_READING = """\
## How to read this page

An arrow leads from what was made to what it was made from: `(child)-[:DERIVED_FROM]->(base)`,
`(model)-[:TRAINED_ON]->(dataset)`, `(repository)-[:REUSES]->(model)`. So ancestors are along the arrows
(`(m)-[:DERIVED_FROM]->{1,20}(ancestor)`), and what was made from something is against them.

A property that no source states is missing (null); nothing is stored for `unknown`, `none` or an empty list. Missing is
not `false` and not 0: `WHERE m.gated` finds those of which a source says so, `WHERE NOT m.gated` those of which a
source says the opposite, and neither finds the rest. `m.task <> 'x'` leaves out models without a task, too; write
`coalesce(m.task, '') <> 'x'` where they are meant. Take shares of those that say it: `supplygraph schema coverage`
shows how many artifacts of the loaded graph state each property, by source.

A stub is an artifact that others name and no source describes. It has only what follows from its id, and its
relationships are those that others state. `WHERE m.status = 'present'` leaves stubs out. What is derived after each
load is missing where the text below says so, and everywhere before the first derivation.

Own Cypher goes through `supplygraph query --cypher TEXT`, `supplygraph query --file FILE`, `graph.cypher(text)` in
Python, or any client of Neo4j. The first three point out names, values and directions that this page does not have.
[questions.md](questions.md) has examples with their answers; [research.md](research.md) goes on to pandas and networkx.
"""


def schema_page(vocabularies: Sequence[Vocabulary] = ()) -> str:
    """The nodes, relationships and closed vocabularies, as Markdown."""
    links = {name: one for one in vocabularies for name in one.properties}
    lines = [
        "# The graph",
        "",
        "Generated from the declarations in `supplygraph/graph/`; do not edit.",
        "Names of properties are snake_case everywhere: in Cypher, in Python, in records and on the command line.",
        "",
        _READING,
        "## Nodes",
        "",
        "Every node also has:",
        "",
        *_table(SEEN),
    ]
    for node in NODES:
        if node.machinery:
            continue
        properties = [one for one in declared_properties(node) if not one.working]
        lines += ["", f"### {node.label}", "", _meaning(node), "", *_table(properties, node.key, node.label, links)]
        if indexed := [name for name in node.indexed if not name.startswith(WORKING)]:
            lines += ["", f"Indexed beside the key: {_names(indexed)}."]
    lines += ["", "## Relationships", "", "Every relationship also has:", "", *_table(PROVENANCE)]
    for relationship in RELATIONSHIPS:
        if not _of_machinery(relationship):
            lines += _relationship(relationship, links)
    if vocabularies:
        lines += ["", "## Closed vocabularies", ""]
        lines += ["Beside what users add, no property takes other values than these, in this letter case."]
    for one in vocabularies:
        lines += ["", *_vocabulary(one)]
    return "\n".join([*lines, *_machinery(links)]) + "\n"


def _of_machinery(relationship: type[Relationship]) -> bool:
    return all(start.machinery or end.machinery for start, end in relationship.ends)


def _relationship(relationship: type[Relationship], links: Mapping[str, Vocabulary], level: str = "###") -> list[str]:
    ends = ", ".join(
        f"`(:{start.label})-[:{relationship.type_name}]->(:{end.label})`"
        for start, end in relationship.ends
        if _of_machinery(relationship) or not (start.machinery or end.machinery)
    )
    lines = ["", f"{level} {relationship.type_name}", "", _meaning(relationship), "", f"Joins: {ends}."]
    properties = [one for one in declared_properties(relationship) if not one.working]
    return [*lines, "", *_table(properties, None, relationship.type_name, links)] if properties else lines


_MACHINERY = """\
## Machinery

Labels and properties that begin with an underscore serve the loaders and derivations. No question needs them, what
supplygraph prints of a whole node leaves them out, and they may change with any version.
`MATCH (n) WHERE none(label IN labels(n) WHERE label STARTS WITH '_')` leaves such nodes out.
"""


def _machinery(links: Mapping[str, Vocabulary]) -> list[str]:
    lines = ["", *_MACHINERY.splitlines()]
    for node in (node for node in NODES if node.machinery):
        properties = list(declared_properties(node))
        lines += ["", f"### {node.label}", "", _meaning(node), "", *_table(properties, node.key, node.label, links)]
    for relationship in filter(_of_machinery, RELATIONSHIPS):
        lines += _relationship(relationship, links)
    lines += ["", "### Working properties", "", "| of | property | meaning |", "| --- | --- | --- |"]
    owners: dict[tuple[str, str], list[str]] = {}
    declared: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    for owner in declared:
        for item in declared_properties(owner):
            if item.working:
                name = owner.label if issubclass(owner, Node) else owner.type_name
                owners.setdefault((item.name, item.meaning), []).append(name)
    return [*lines, *(f"| {_names(of)} | `{name}` | {meaning} |" for (name, meaning), of in owners.items())]


def _vocabulary(one: Vocabulary) -> list[str]:
    lines = [f"### {one.title}", "", f"Of {_names(one.properties)}.{' ' if one.note else ''}{one.note}", ""]
    lines += [f"| value | {' | '.join(one.columns)} |", "| --- |" + " --- |" * len(one.columns)]
    for value, cells in one.meanings.items():
        shown = (cells,) if isinstance(cells, str) else cells
        lines.append(f"| `{value}` | {' | '.join(cell.replace('|', chr(92) + '|') for cell in shown)} |")
    return lines


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def linter_schema() -> dict[str, list[str]]:
    """Labels, relationship types and property names, as Neo4j's own linter wants them."""
    declared: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    names = {item.name for cls in declared for item in declared_properties(cls)}
    names |= {item.name for item in (*PROVENANCE, *SEEN)}
    return {
        "labels": [node.label for node in NODES],
        "relationshipTypes": [relationship.type_name for relationship in RELATIONSHIPS],
        "propertyKeys": sorted(names),
    }


def _meaning(cls: type[Node] | type[Relationship]) -> str:
    return " ".join((cls.__doc__ or "").split())


def _table(
    properties: Sequence[Property],
    key: str | None = None,
    owner: str = "",
    links: Mapping[str, Vocabulary] = MappingProxyType({}),
) -> list[str]:
    lines = ["| property | type | meaning |", "| --- | --- | --- |"]
    for item in properties:
        name = f"**{item.name}**" if item.name == key else f"`{item.name}`"
        link = links.get(f"{owner}.{item.name}")
        if link is not None:
            values = f" One of the [{link.title.lower()}](#{link.anchor})."
        else:
            values = f" One of {_names(item.values)}." if item.values else ""
        derived = " Derived after each load." if item.derived else ""
        lines.append(f"| {name} | {item.type} | {item.meaning}{values}{derived} |")
    return lines
