"""What checklists ask of a model's documentation, and what its card and files answer."""
