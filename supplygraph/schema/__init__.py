"""Declares every node and relationship of the graph once; imports nothing that knows a source or a server."""
