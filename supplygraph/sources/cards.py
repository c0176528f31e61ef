"""Reads the model and dataset cards in folders on disk: `README.md`, its YAML header, and what lies beside it."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.hub.claims import EVAL_RESULTS
from supplygraph.hub.columns import KINDS, Kind, record_of
from supplygraph.hub.contents import is_license
from supplygraph.hub.documentation import CARD_TEXT, PARTIAL
from supplygraph.hub.dump_formats import ELEMENTS
from supplygraph.hub.front_matter import front_matter, text_below, yaml_mapping, yaml_value
from supplygraph.hub.kinds import kind_of_record
from supplygraph.hub.notices import LICENSE_TEXTS, read_texts
from supplygraph.hub.recipes import RECIPE, RECIPE_FILES, recipe_of
from supplygraph.ids.reading import is_id
from supplygraph.reuse.license_file import MAX_BYTES, recognised
from supplygraph.schema.declaration import Element, clean_text
from supplygraph.sources.command import Argument, Command
from supplygraph.sources.weight_folders import newest_snapshot
from supplygraph.tally import Tally

#: Bytes of one card or config that are read.
MAX_FILE = 8 * 2**20
#: Names of files of one folder that are kept.
_MAX_NAMES = 10_000
#: Licence texts of one folder that are read.
_MAX_LICENSES = 10
#: Folders between the named one and a card.
_DEPTH = 3

_CARD = "readme.md"
_EVAL_RESULTS = ".eval_results"
_CACHED = re.compile(r"(model|dataset|space)s--([^/]+)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_OF_MODELS = frozenset({"config.json", "adapter_config.json", "model_index.json", *RECIPE_FILES})
_WEIGHTS = (".safetensors", ".gguf", ".bin", ".onnx")


@dataclass(frozen=True)
class CardFolder:
    """One folder that describes an artifact.

    Attributes:
        id: Its id, as far as names of folders tell it.
        folder: Where it is.
        kind: What it is, where names of folders tell it.
        revision: Its commit, where the folder is in a Hub's cache.
        cached: Whether it is in a Hub's cache.
    """

    id: str
    folder: Path
    kind: Kind | None = None
    revision: str | None = None
    cached: bool = False


class Cards:
    """Folders with cards: `owner/name/README.md`, `name/README.md`, one card's folder, or the cache of a Hub.

    Args:
        paths: The folders.

    Raises:
        InputError: a folder cannot be read, or holds no card.
    """

    name = "cards"
    read_ahead = True
    command = Command(
        """Load the cards of models and datasets in folders on disk.

        DIR holds owner/name/README.md with a YAML header, is such a folder, or is the cache of a Hub. It is kept what
        the text of a card and the names of the files beside it document; `config.json`, `adapter_config.json`, the
        results in `.eval_results/` and the texts of licence files (which licence, and whether they name who holds the
        copyright) are read, too.
        """,
        (Argument("paths", "DIR...", several=True),),
        many=True,
    )

    def __init__(self, paths: Sequence[Path]) -> None:
        self._folders: list[CardFolder] = []
        for path in paths:
            found = _found_in(path)
            if not found:
                raise InputError(
                    f"{path} holds no README.md of a model or dataset",
                    "name a folder with owner/name/README.md in it, or the cache of a Hub",
                )
            self._folders += found
        self.arguments = clean_text(", ".join(map(str, paths))).replace("\n", " ")
        self._complete = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the cards and configs state; counts what cannot be read."""
        self._complete = False
        tally.total = (tally.total or 0) + len(self._folders)
        known_licenses: set[str] = set()
        for one in self._folders:
            tally.position += 1
            yield from self._stated(one, tally, known_licenses)
        self._complete = True

    def _stated(self, one: CardFolder, tally: Tally, known_licenses: set[str]) -> Iterator[Element]:
        place = str(one.folder)
        if not is_id(one.id):
            tally.count("folders_without_id", place)
            return
        names = _names(one.folder)
        listed = _listed(one.folder)
        card_name = next((name for name in names if name.lower() == _CARD), None)
        card = _text(one.folder, card_name, tally)
        header = front_matter(card, tally, place)
        results = list(_results(one.folder, listed, tally))
        if not (header or one.cached or _shows_a_model(names)):
            tally.count("cards_without_header", place)
            return
        tally.records += 1
        kind = one.kind or kind_of_record({"cardData": header}) or "model"
        row = {"id": one.id, "cardData": header, "siblings": listed, "sha": one.revision}
        if config := _config(one.folder, names, tally):
            row["config"] = config
        record = record_of(row, kind, tally, place)
        record["hub"] = "huggingface" if one.cached else None
        # A cache holds what somebody fetched, so that a card or file that it lacks may well exist.
        if one.cached:
            record[PARTIAL] = True
        if card is not None or not (card_name or one.cached):
            record[CARD_TEXT] = text_below(card or "")
        if header or results:
            record[EVAL_RESULTS] = results
        if texts := _license_texts(one, listed, tally):
            record[LICENSE_TEXTS] = texts
        yield from ELEMENTS[kind](record, tally, self.name, known_licenses)

    def complete(self) -> bool:
        """Whether every folder was looked at."""
        return self._complete

    def written(self) -> None:
        """Nothing to remember: folders are simply read again."""


def card_text(path: Path) -> str:
    """The text of one card.

    Raises:
        InputError: it cannot be read.
    """
    tally = Tally()
    text = _text(path.parent, path.name, tally)
    if text is None:
        reason = next(iter(tally.examples.get("unreadable_cards", [])), str(path))
        raise InputError(f"the card cannot be read: {reason}", "name the README.md of the artifact")
    return text


def _found_in(path: Path) -> list[CardFolder]:
    try:
        if not path.is_dir():
            raise InputError(f"{path} is not a folder", "name a folder with cards")
        inner = path / "hub"
        cached = _cached(path) or (_cached(inner) if inner.is_dir() else [])
        return cached or sorted(_in_tree(path), key=lambda one: one.id)
    except OSError as error:
        raise InputError(f"{error.filename or path} cannot be read: {error.strerror}", "check its rights") from None


def _cached(path: Path) -> list[CardFolder]:
    found = []
    for folder in sorted(path.iterdir()):
        named = _CACHED.fullmatch(folder.name)
        if named is None or (snapshot := newest_snapshot(folder)) is None:
            continue
        kind = next(kind for kind in KINDS if kind == named[1])
        revision = snapshot.name if _COMMIT.fullmatch(snapshot.name) else None
        found.append(CardFolder(named[2].replace("--", "/", 1), snapshot, kind, revision, cached=True))
    return found


def _in_tree(path: Path) -> Iterator[CardFolder]:
    """The folders with a card, from the outside in; what lies inside such a folder belongs to it."""
    if any(name.lower() == _CARD for name in _names(path)) and _shows_a_card(path):
        yield CardFolder(path.resolve().name, path)
        return
    for folder, inner, files in os.walk(path):
        parts = Path(folder).relative_to(path).parts
        if parts and any(name.lower() == _CARD for name in files):
            inner.clear()
            kind = next((kind for kind in KINDS if parts[0] == f"{kind}s" and len(parts) > 1), None)
            yield CardFolder("/".join(parts[1:] if kind else parts), Path(folder), kind)
        elif len(parts) >= _DEPTH:
            inner.clear()
        inner[:] = sorted(name for name in inner if not name.startswith("."))


def _shows_a_card(path: Path) -> bool:
    names = _names(path)
    card = next(name for name in names if name.lower() == _CARD)
    return _shows_a_model(names) or bool(front_matter(_text(path, card, Tally()), Tally(), ""))


def _shows_a_model(names: list[str]) -> bool:
    return any(name in _OF_MODELS or name.endswith(_WEIGHTS) for name in names)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in os.scandir(folder) if one.is_file())[:_MAX_NAMES]
    except OSError:
        return []


def _listed(folder: Path) -> list[str]:
    """The paths of the files of a model's folder, as its hub would list them; hidden folders hold no files of it."""
    found: list[str] = []
    for place, inner, files in os.walk(folder):
        inner[:] = sorted(name for name in inner if name == _EVAL_RESULTS or not name.startswith("."))
        found += [Path(place, name).relative_to(folder).as_posix() for name in sorted(files)]
        if len(found) > _MAX_NAMES:
            break
    return found[:_MAX_NAMES]


def _results(folder: Path, names: list[str], tally: Tally) -> Iterator[Any]:
    """The entries of the files of evaluation results."""
    for name in names:
        if name.startswith(f"{_EVAL_RESULTS}/") and name.endswith((".yaml", ".yml")):
            text = _text(folder, name, tally)
            entries = yaml_value(text, tally, str(folder / name)) if text is not None else None
            yield from entries if isinstance(entries, list) else [] if entries is None else [entries]


def _license_texts(one: CardFolder, names: list[str], tally: Tally) -> dict[str, Any]:
    """What the licence texts of a folder say; those of its inner folders may be of what it contains."""
    found = []
    for name in [name for name in names if "/" not in name and is_license(name)][:_MAX_LICENSES]:
        text = _text(one.folder, name, tally)
        if text is not None:
            content = text.encode("utf-8", "surrogatepass")
            found.append((text, recognised(content) if len(content) <= MAX_BYTES else None))
    return read_texts(found, partial=one.cached or any(map(is_license, names)))


def _text(folder: Path, name: str | None, tally: Tally) -> str | None:
    """The text of a file; counts one that cannot be read."""
    if name is None:
        return None
    path = folder / name
    try:
        if path.stat().st_size > MAX_FILE:
            tally.count("unreadable_cards", f"{path}: larger than {MAX_FILE // 2**20} MB")
            return None
        content = path.read_bytes()
    except OSError as error:
        tally.count("unreadable_cards", f"{path}: {error.strerror}")
        return None
    coding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        return content.decode(coding)
    except UnicodeDecodeError:
        tally.count("invalid_utf8", str(path))
        return content.decode(coding, errors="replace")


def _config(folder: Path, names: list[str], tally: Tally) -> dict[str, Any]:
    """The fields of the configs that the Hub shows of a model."""
    own = _json(folder, "config.json", names, tally)
    config = {name: own[name] for name in ("architectures", "model_type", "quantization_config") if name in own}
    if "adapter_config.json" in names:
        adapter = _json(folder, "adapter_config.json", names, tally)
        config["peft"] = {name: adapter.get(name) for name in ("base_model_name_or_path", "task_type", "peft_type")}
    if recipe := _recipe(folder, names, tally):
        config[RECIPE] = recipe
    return config


def _recipe(folder: Path, names: list[str], tally: Tally) -> dict[str, Any]:
    """What a recipe of mergekit beside the card says."""
    name = next((name for name in names if name in RECIPE_FILES), None)
    text = _text(folder, name, tally)
    return recipe_of(yaml_mapping(text, tally, str(folder / name))) if text and name else {}


def _json(folder: Path, name: str, names: list[str], tally: Tally) -> Mapping[str, Any]:
    text = _text(folder, name if name in names else None, tally)
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, Mapping):
        return value
    tally.count("unreadable_configs", str(folder / name))
    return {}
