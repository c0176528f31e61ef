"""Knows the extras of the package, and says which one to install where a command needs a package that is missing."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution

from supplygraph.errors import SupplygraphError

#: Extras that only those need who work on the package.
_FOR_DEVELOPMENT = frozenset({"test", "site"})
_REQUIREMENT = re.compile(r"""([\w.-]+).*;.*\bextra\s*==\s*["']([\w.-]+)["']""")


def absent_extras(requirements: Iterable[str] | None = None) -> list[str]:
    """The extras of which a package is not installed, by name.

    Args:
        requirements: What the metadata of a distribution require; of this package as it is installed by default.
    """
    if requirements is None:
        try:
            requirements = distribution("supplygraph").requires or ()
        except PackageNotFoundError:
            return []
    named = [found.groups() for one in requirements if (found := _REQUIREMENT.match(one))]
    return sorted({extra for name, extra in named if extra not in _FOR_DEVELOPMENT and not _installed(name)})


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


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
