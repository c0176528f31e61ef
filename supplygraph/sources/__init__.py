"""The sources: each knows one API or file format and yields declared nodes and relationships."""
