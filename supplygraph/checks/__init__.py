"""Holds artifacts of the graph against checks, each one Cypher file, and keeps what they find."""
