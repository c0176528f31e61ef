"""Stored and own questions to the graph: read, checked, run, shown."""
