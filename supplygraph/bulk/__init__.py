"""Makes the graph of an empty local store from a large source at once, by files for Neo4j's importer."""
