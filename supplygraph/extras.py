"""Says which extra to install where a package that only some commands need is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from supplygraph.errors import SupplygraphError


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Turns a missing package inside the block into one line with the way out.

    Raises:
        SupplygraphError: a package of the extra is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name == "supplygraph":
            raise
        raise SupplygraphError(f"{name} is not installed", f"pip install 'supplygraph[{extra}]'") from None
