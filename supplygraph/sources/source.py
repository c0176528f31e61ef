"""What the loader needs from a source."""

from collections.abc import Iterator
from typing import Protocol

from supplygraph.schema.declaration import Element
from supplygraph.tally import Tally


class Source(Protocol):
    """Reads one API or file and yields what it says.

    Attributes:
        name: Goes into `source` of every relationship: whose statement it is.
        arguments: What was asked for, as one line; goes into the `Load` node; never a secret.
        read_ahead: Whether reading may run ahead of writing; False where `written` saves a checkpoint.
    """

    name: str
    arguments: str
    read_ahead: bool

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields nodes and relationships in a stream, never the whole; counts into `tally` what cannot be used.

        Raises:
            InputError: nothing can be read at all (no such file, wrong kind of file).
        """
        ...

    def complete(self) -> bool:
        """Whether everything that was asked for has been read; asked after `elements` ended."""
        ...

    def written(self) -> None:
        """Told after all elements yielded so far are safely in the database; a place for checkpoints."""
        ...
