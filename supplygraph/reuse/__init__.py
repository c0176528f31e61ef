"""Finds which models, datasets and Spaces a repository's code loads, without running any of it."""
