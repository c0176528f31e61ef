"""The property graph: what its nodes and relationships are, and how they are written to Neo4j."""
