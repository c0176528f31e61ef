"""Takes the graph, or parts of it, out into files."""
