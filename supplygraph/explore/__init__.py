"""A page in the web browser on the loaded graph, and the same pages as files."""
