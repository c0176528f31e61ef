"""The property graph of the machine-learning model supply chain, in Neo4j."""

__version__ = "0.1.0"
