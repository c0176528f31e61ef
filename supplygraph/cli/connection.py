"""Opens the graph for a command, without waiting for what the command does not need."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from supplygraph.settings import Settings

if TYPE_CHECKING:
    from supplygraph.store.connection import Connection


def open_connection(settings: Settings) -> Connection:
    """Opens the graph that the settings name, starting the local Neo4j when that is meant.

    Raises:
        ServerError: no server can be reached or started.
        InputError: another version has written the graph in another form.
    """
    # The driver imports pandas wherever it is installed, which takes longer than most queries; no command needs it.
    absent = {name: None for name in ("numpy", "pandas", "pyarrow") if name not in sys.modules}
    sys.modules.update(absent)  # type: ignore[arg-type]
    try:
        from supplygraph.server.opening import open_connection
    finally:
        for name in absent:
            del sys.modules[name]
    return open_connection(settings)
