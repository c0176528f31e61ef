"""Decides where the graph lives: the Neo4j at a URI, or a local one that is fetched, started and stopped here."""
