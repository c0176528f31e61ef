"""The property graph of the machine-learning model supply chain, in Neo4j."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supplygraph.api import Graph, connect

__version__ = "0.1.0"
__all__ = ["Graph", "__version__", "connect"]


def __getattr__(name: str) -> Any:
    """Imports the API on first use, so that the command line starts fast."""
    if name in ("connect", "Graph"):
        from supplygraph import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
