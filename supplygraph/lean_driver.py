"""Has Neo4j's driver imported without pandas, which takes longer than most commands and is handed to it by none."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_DRIVER = "neo4j"
#: What the driver imports wherever it is installed, to take and give values of its types.
_TABLES = ("numpy", "pandas", "pyarrow")


def import_driver_without_tables() -> None:
    """Has the driver imported so from now on; where it was imported before it stays as it is."""
    if _DRIVER not in sys.modules and not any(isinstance(one, _Finder) for one in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


# The classes of `importlib.abc` would take a command some hundredths of a second.
class _Finder:
    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != _DRIVER:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = cast("Loader", _Loader(spec.loader))
        return spec


class _Loader:
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        absent = {name: None for name in _TABLES if name not in sys.modules}
        sys.modules.update(absent)  # type: ignore[arg-type]
        try:
            self._loader.exec_module(module)
        finally:
            for name in absent:
                del sys.modules[name]
