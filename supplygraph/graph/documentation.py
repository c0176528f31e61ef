"""Text generated from the declarations: the schema page, the schema script, and the schema that linters read."""

from supplygraph.graph.declaration import PROVENANCE, SEEN, Node, Property, Relationship, declared_properties
from supplygraph.graph.nodes import NODES
from supplygraph.graph.relationships import RELATIONSHIPS
from supplygraph.graph.statements import schema_statements


def schema_script() -> str:
    """All constraints and indexes as one script for `cypher-shell`."""
    head = "// Constraints and indexes of the graph; generated from supplygraph/graph, do not edit\n\n"
    return head + ";\n\n".join(schema_statements()) + ";\n"


def schema_page() -> str:
    """The nodes and relationships with their properties, as Markdown."""
    lines = [
        "# The graph",
        "",
        "Generated from the declarations in `supplygraph/graph/`; do not edit.",
        "Names of properties are snake_case everywhere: in Cypher, in Python, in records and on the command line.",
        "",
        "## Nodes",
        "",
        "Every node also has:",
        "",
        *_table(SEEN),
    ]
    for node in NODES:
        lines += ["", f"### {node.label}", "", _meaning(node), "", *_table(list(declared_properties(node)), node.key)]
    lines += ["", "## Relationships", "", "Every relationship also has:", "", *_table(PROVENANCE)]
    for relationship in RELATIONSHIPS:
        ends = ", ".join(f"{start.label} → {end.label}" for start, end in relationship.ends)
        lines += ["", f"### {relationship.type_name}", "", _meaning(relationship), "", f"Joins: {ends}."]
        properties = list(declared_properties(relationship))
        if properties:
            lines += ["", *_table(properties)]
    return "\n".join(lines) + "\n"


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


def _table(properties: list[Property] | tuple[Property, ...], key: str | None = None) -> list[str]:
    lines = ["| property | type | meaning |", "| --- | --- | --- |"]
    for item in properties:
        name = f"**{item.name}**" if item.name == key else f"`{item.name}`"
        values = f" One of {', '.join(f'`{value}`' for value in item.values)}." if item.values else ""
        derived = " Derived after each load." if item.derived else ""
        lines.append(f"| {name} | {item.type} | {item.meaning}{values}{derived} |")
    return lines
