"""The way from an artifact to the one whose licence it is judged against."""

from dataclasses import dataclass


@dataclass
class Hop:
    """One artifact on a way.

    Attributes:
        artifact: Its id.
        license: What it declares.
        relation: How it was made from the next one; None for the last.
        dropped_here: Whether it is the first that no longer carries the terms.
    """

    artifact: str
    license: str | None
    relation: str | None = None
    dropped_here: bool = False
