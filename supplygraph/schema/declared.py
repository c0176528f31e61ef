"""All that is declared, for who works on any node or relationship and knows no single one of them."""

from supplygraph.schema.declaration import Node
from supplygraph.schema.nodes import NODES
from supplygraph.schema.relationships import RELATIONSHIPS

__all__ = ["ARTIFACTS", "NODES", "RELATIONSHIPS"]

#: What is found by its id in any letter case, and by its old ids.
ARTIFACTS: tuple[type[Node], ...] = tuple(node for node in NODES if node.in_any_case() and node.has_status())
