"""Knows Cypher and the driver, and no source: the connection, the writer, derivations as steps."""
