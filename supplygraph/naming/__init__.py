"""What the names of models claim, and how the claims are stored in the graph."""
