"""Finds the models whose weight files lie in a folder on disk, and by what ids they are known."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from supplygraph.errors import InputError
from supplygraph.ids.reading import is_id
from supplygraph.schema.declaration import clean_text

WEIGHTS = (".safetensors", ".gguf")
#: Folders inside a model that are looked into.
MAX_DEPTH = 2
_CONFIGS = ("config.json", "model_index.json", "adapter_config.json")
_CACHED = re.compile(r"models--([^/]+)")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class WeightFolder:
    """One model on disk.

    Attributes:
        id: Its id, as far as names of folders tell it.
        folder: Where it is.
        paths: Its files, relative to it, with `/` between their parts.
        revision: Its commit, where the folder is that of a Hub's cache.
    """

    id: str
    folder: Path
    paths: tuple[str, ...]
    revision: str | None = None


def find_models(path: Path, named: str | None = None) -> list[WeightFolder]:
    """The models in a folder: the folder itself, `name/` or `owner/name/` inside it, or the cache of a Hub.

    Args:
        path: The folder, or one weight file.
        named: Id of the one model in it.

    Raises:
        InputError: there is none, there are several although one was named, or a name is not an id.
    """
    if path.is_file():
        if path.suffix not in WEIGHTS:
            raise InputError(f"{path} is no {' or '.join(WEIGHTS)} file", "name a weight file or a folder with some")
        found = [WeightFolder(path.stem, path.parent, (path.name,))]
    elif path.is_dir():
        found = [one for one in _models(path) if any(file.endswith(WEIGHTS) for file in one.paths)]
    else:
        raise InputError(f"{path} is not a file or folder", "name a folder with .safetensors or .gguf files")
    if not found:
        raise InputError(
            f"{path} holds no .safetensors or .gguf files",
            "name a model's folder, or one with folders owner/name in it",
        )
    if named is not None:
        if len(found) > 1:
            raise InputError(f"{path} holds {len(found):,} models and not one", "name the folder of one, or no model")
        found = [WeightFolder(named, found[0].folder, found[0].paths, found[0].revision)]
    for one in found:
        if not is_id(one.id):
            shown = clean_text(one.id, 100)
            raise InputError(
                f"{shown!r} is not an id of a model", f"name it: load fingerprints OWNER/NAME --file {path}"
            )
    return found


def _models(path: Path) -> Iterator[WeightFolder]:
    try:
        cached = [one for one in _folders(path) if _CACHED.fullmatch(one.name)]
        if not cached and (path / "hub").is_dir():
            cached = [one for one in _folders(path / "hub") if _CACHED.fullmatch(one.name)]
        if cached:
            for folder in cached:
                if (snapshot := newest_snapshot(folder)) is not None:
                    id_ = folder.name.removeprefix("models--").replace("--", "/", 1)
                    revision = snapshot.name if _COMMIT.fullmatch(snapshot.name) else None
                    yield WeightFolder(id_, snapshot, _files(snapshot), revision)
        elif _is_model(path):
            yield WeightFolder(path.resolve().name, path, _files(path))
        else:
            for folder in _folders(path):
                if _is_model(folder):
                    yield WeightFolder(folder.name, folder, _files(folder))
                    continue
                for inner in _folders(folder):
                    yield WeightFolder(f"{folder.name}/{inner.name}", inner, _files(inner))
    except OSError as error:
        raise InputError(f"{error.filename or path} cannot be read: {error.strerror}") from None


def _folders(path: Path) -> list[Path]:
    return sorted(one for one in path.iterdir() if one.is_dir() and not one.name.startswith("."))


def _is_model(path: Path) -> bool:
    return any(one.name in _CONFIGS or one.suffix in WEIGHTS for one in path.iterdir())


def newest_snapshot(folder: Path) -> Path | None:
    """The snapshot that `main` names, or else the newest."""
    main = folder / "refs" / "main"
    if main.is_file() and main.stat().st_size < 100:
        named = folder / "snapshots" / Path(main.read_text(encoding="utf-8", errors="replace").strip()).name
        if named.is_dir():
            return named
    snapshots = _folders(folder / "snapshots") if (folder / "snapshots").is_dir() else []
    return max(snapshots, key=lambda one: (one.stat().st_mtime, one.name), default=None)


def _files(path: Path) -> tuple[str, ...]:
    found = []
    for folder, inner, files in os.walk(path):
        depth = len(Path(folder).relative_to(path).parts)
        inner[:] = sorted(one for one in inner if not one.startswith(".")) if depth < MAX_DEPTH else []
        found += [(Path(folder) / file).relative_to(path).as_posix() for file in sorted(files)]
    return tuple(found)
