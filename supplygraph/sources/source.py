"""What the loader needs from a source."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Protocol, TypeVar, runtime_checkable

from supplygraph.schema.declaration import Element
from supplygraph.tally import Tally

#: Records of one stretch.
STRETCH = 500

Record = TypeVar("Record")


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


@runtime_checkable
class Shared(Source, Protocol):
    """A source that several processes can read at once; it can be pickled, and read more than once."""

    def share(self, tally: Tally, own: int, of: int) -> Iterator[tuple[int, Iterator[Element]]]:
        """Yields the number and the elements of every `of`-th stretch of records, beginning with the stretch `own`.

        Each share reads all records; only the share 0 counts what it meets while reading.

        Raises:
            InputError: nothing can be read at all.
        """
        ...


def stretches(
    records: Iterable[Record], elements: Callable[[Record], Iterable[Element]], own: int, of: int
) -> Iterator[tuple[int, Iterator[Element]]]:
    """The share of one process, of records whose elements can be worked out apart from each other."""
    for number, stretch in enumerate(batched(records, STRETCH)):
        if number % of == own:
            yield number, chain.from_iterable(map(elements, stretch))


def batched(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """The records in lists of that size."""
    left = iter(records)
    while batch := list(islice(left, size)):
        yield batch
