"""Reads Croissant descriptions of datasets (JSON-LD): the licence, and the datasets that they are based on."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.hub.licenses import declarations
from supplygraph.ids.reading import fold, hub_address, id_of_url, is_id, read_id
from supplygraph.licenses.table import declared
from supplygraph.schema.declaration import Described, Element, Ref, Relationship, clean_text
from supplygraph.schema.nodes import Dataset
from supplygraph.schema.relationships import CHANNELS, Declares, DerivedFrom
from supplygraph.sources.command import Argument, Command
from supplygraph.tally import Tally

#: Largest file that is read, in bytes, and values of one field that are looked at.
MAX_BYTES, MAX_VALUES = 100_000_000, 1_000
_EVIDENCE = "croissant"
_HINT = "name the JSON-LD that describes a dataset, such as the Hub gives at /api/datasets/OWNER/NAME/croissant"


class Croissant:
    """Files with one Croissant description each.

    Args:
        paths: The files, read in this order.

    Raises:
        InputError: a file cannot be read, or describes no dataset.
    """

    name = "croissant"
    read_ahead = True
    command = Command(
        """Load Croissant descriptions of datasets (JSON-LD): licence, and what they are based on.

        Its licence is a second statement beside that of the dataset's card: `query quality-disagreements` compares
        them.

        \b
        Example:
          supplygraph load croissant squad.croissant.json
        """,
        (Argument("paths", "FILE...", several=True),),
    )

    def __init__(self, paths: Sequence[Path]) -> None:
        self.arguments = clean_text(", ".join(path.name for path in paths)).replace("\n", " ")
        # All are read before anything is written.
        self._documents = [(path, _opened(path)) for path in paths]

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the descriptions say; counts those that name no id."""
        known: set[str] = set()
        for path, document in self._documents:
            tally.records += 1
            id_ = _id(document)
            if id_ is None:
                tally.count("records_without_id", clean_text(f"{path.name}: {document.get('name')}", 200))
                continue
            owner = Dataset.ref(id_)
            yield Dataset(id=id_, hub="huggingface" if _on_the_hub(document) else None, status="present")
            if (licenses := _field(document, "license")) is not None:
                stated = [_text(one, "name", "url", "@id") for one in _values(licenses)]
                yield from declarations(owner, declared([one for one in stated if one]), _EVIDENCE, known)
            yield from self._based_on(owner, document, tally)
            types: list[type[Relationship]] = [Declares] if _field(document, "license") is not None else []
            yield Described(owner, (*types, *([DerivedFrom] if _field(document, "isBasedOn") else [])))

    def _based_on(self, owner: Ref, document: Mapping[str, Any], tally: Tally) -> Iterator[DerivedFrom]:
        named: dict[str, str] = {}
        for one in _values(_field(document, "isBasedOn")):
            text = _text(one, "url", "@id", "name")
            id_ = read_id(text, "dataset")
            if id_ is None:
                tally.count("values_dropped", clean_text(f"{owner.key}: isBasedOn {text}", 200))
            elif fold(id_) != fold(owner.key):
                named.setdefault(id_, text)
        for id_, text in named.items():
            yield DerivedFrom(
                start=owner,
                end=Ref(Dataset, id_),
                relation="undeclared",
                channel=CHANNELS["undeclared"],
                evidence=[_EVIDENCE],
                **DerivedFrom.stated(self.name, [(_EVIDENCE, "undeclared")]),
                raw=clean_text(text) if text != id_ else None,
            )

    def complete(self) -> bool:
        """A file is read whole or not at all."""
        return True

    def written(self) -> None:
        """Nothing to remember: files are simply read again."""


def _opened(path: Path) -> Mapping[str, Any]:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a file", "name the files in it")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES:,} bytes", _HINT)
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "check its name and its rights") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path} is not JSON", _HINT) from None
    kinds = _values(document.get("@type")) if isinstance(document, Mapping) else []
    if not any(isinstance(kind, str) and kind.rpartition(":")[2].rpartition("/")[2] == "Dataset" for kind in kinds):
        raise InputError(f"{path} describes no dataset", _HINT)
    return dict(document)


def _id(document: Mapping[str, Any]) -> str | None:
    """The id on the Hub, else another name of it with an owner, else its name."""
    url = _text(document.get("url"), "@id")
    address = id_of_url(url, "dataset")
    if address != url and is_id(address):
        return address
    names = [_text(one) for one in _values(document.get("alternateName"))]
    owned = next((name for name in names if "/" in name and is_id(name)), None)
    name = _text(document.get("name"))
    return owned or (name if is_id(name) else None)


def _on_the_hub(document: Mapping[str, Any]) -> bool:
    return hub_address(_text(document.get("url"), "@id")) is not None


def _field(document: Mapping[str, Any], name: str) -> object:
    """A field, with or without the prefix of schema.org."""
    return next((document[key] for key in (name, f"sc:{name}", f"schema:{name}") if key in document), None)


def _values(value: object) -> list[object]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return values[:MAX_VALUES]


def _text(value: object, *keys: str) -> str:
    """A text, or the first of these fields of an object that is one; empty for anything else."""
    if isinstance(value, Mapping):
        return next((found for key in keys if (found := _text(value.get(key)))), "")
    return value.strip() if isinstance(value, str) else ""
