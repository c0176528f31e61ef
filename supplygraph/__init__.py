"""The property graph of the machine-learning model supply chain, in Neo4j."""

from typing import TYPE_CHECKING, Any

from supplygraph.errors import AccessError, InputError, QueryError, QueryWarning, ServerError, SupplygraphError
from supplygraph.version import __version__

if TYPE_CHECKING:
    from supplygraph.api import Graph, connect
    from supplygraph.load import LoadResult
    from supplygraph.queries.run import Result

__all__ = [
    "AccessError",
    "Graph",
    "InputError",
    "LoadResult",
    "QueryError",
    "QueryWarning",
    "Result",
    "ServerError",
    "SupplygraphError",
    "__version__",
    "connect",
]

#: Names that are imported on first use, so that the command line starts fast, and their modules.
_ON_FIRST_USE = {
    "Graph": "supplygraph.api",
    "connect": "supplygraph.api",
    "LoadResult": "supplygraph.load",
    "Result": "supplygraph.queries.run",
}


def __getattr__(name: str) -> Any:
    """Imports a public name on first use."""
    if name in _ON_FIRST_USE:
        from importlib import import_module

        return getattr(import_module(_ON_FIRST_USE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
