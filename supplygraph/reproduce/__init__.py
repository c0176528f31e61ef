"""Recomputes the figures of published studies from public data, and says which come out and which do not."""
