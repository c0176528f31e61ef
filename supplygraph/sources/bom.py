"""Reads bills of materials, CycloneDX and SPDX, of any tool: models, datasets and code, and what they rest on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from supplygraph.bom.bill import PartKey
from supplygraph.bom.cyclonedx_reader import read_cyclonedx
from supplygraph.bom.reading import Reading
from supplygraph.bom.spdx_reader import read_spdx, read_spdx2
from supplygraph.errors import InputError
from supplygraph.schema.declaration import Element, clean_text
from supplygraph.sources.command import Argument, Command
from supplygraph.sources.records import record_elements
from supplygraph.tally import Tally

Row = dict[str, Any]
Reader = Callable[[Row, str, Tally], dict[PartKey, Reading]]

_STRING_OR_LAST_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])')
#: Largest file that is read, in bytes.
MAX_BYTES = 500_000_000
_FORMATS = "CycloneDX as JSON, SPDX 3 as JSON-LD and SPDX 2 as JSON are read"
#: Versions of CycloneDX whose fields are known.
_KNOWN_VERSIONS = frozenset({"1.4", "1.5", "1.6", "1.7"})


class Bom:
    """Files with one bill of materials each.

    What a file says of an artifact is the whole statement of this source about it.

    Args:
        paths: The files, read in this order.

    Raises:
        InputError: a file cannot be read, or is not a bill of materials.
    """

    name = "bom"
    read_ahead = True
    command = Command(
        """Load bills of materials of models: CycloneDX as JSON, SPDX 3 as JSON-LD, SPDX 2 as JSON.

        Files of any tool are read: what they say of models, datasets and code goes onto the same nodes as what other
        sources say, with the evidence `bom`. What is odd in a file is counted. Those of `export bom` come back without
        loss.

        \b
        Example:
          supplygraph load bom model.cdx.json vendor.spdx.json
        """,
        (Argument("paths", "FILE...", several=True),),
    )

    def __init__(self, paths: Sequence[Path]) -> None:
        self.arguments = clean_text(", ".join(path.name for path in paths)).replace("\n", " ")
        # All are read before anything is written.
        self._documents = [(path, *_opened(path)) for path in paths]

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the documents say; oddities are counted with the place of the first of each."""
        for path, document, read, commas in self._documents:
            place = clean_text(path.name)
            if commas:
                tally.count("commas_too_many", place, by=commas)
            if read is read_cyclonedx and str(document.get("specVersion")) not in _KNOWN_VERSIONS:
                tally.count("versions_not_known", f"{place}: CycloneDX {document.get('specVersion')}")
            found = read(document, place, tally)
            if not found:
                tally.count("documents_without_artifacts", place)
            for key, reading in found.items():
                tally.records += 1
                record = reading.record(tally, place)
                yield from record_elements(record, self.name, f"{place}: {clean_text(key.ref)}", tally)

    def parts(self) -> Iterator[PartKey]:
        """The artifacts that the documents list."""
        for path, document, read, _ in self._documents:
            yield from read(document, clean_text(path.name), Tally())

    def complete(self) -> bool:
        """A file is read whole or not at all."""
        return True

    def written(self) -> None:
        """Nothing to remember: files are simply read again."""


def _opened(path: Path) -> tuple[Row, Reader, int]:
    """The document of a file, what reads it, and how many commas stand in it that end a list or an object.

    Raises:
        InputError: it cannot be read, or is not a bill of materials.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a file", "name the files in it")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES:,} bytes", "split it")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "check its name and its rights") from None
    if content.lstrip()[:1] == b"<":
        raise InputError(f"{path} is XML", f"{_FORMATS}; convert it to JSON")
    try:
        document, commas = _parsed(content)
    except (ValueError, RecursionError) as error:
        problem = "nested too deeply" if isinstance(error, RecursionError) else clean_text(str(error), 120)
        raise InputError(
            f"{path} is not JSON: {problem}", f"{_FORMATS}; a file that is cut off has to be fetched again"
        ) from None
    reader = _reader(document)
    if reader is None:
        raise InputError(f"{path} is not a bill of materials", _FORMATS)
    return document, reader, commas


def _parsed(content: bytes) -> tuple[Any, int]:
    """The JSON of a file, and how many commas too many were passed over to read it, as editors leave them."""
    try:
        return json.loads(content), 0
    except json.JSONDecodeError:
        commas = 0

        def kept(found: re.Match[str]) -> str:
            nonlocal commas
            commas += found[0] == ","
            return "" if found[0] == "," else found[0]

        text = _STRING_OR_LAST_COMMA.sub(kept, content.decode("utf-8-sig"))
        if not commas:
            raise
        return json.loads(text), commas


def _reader(document: object) -> Reader | None:
    if not isinstance(document, dict):
        return None
    if document.get("bomFormat") == "CycloneDX" or ("specVersion" in document and "components" in document):
        return read_cyclonedx
    if isinstance(document.get("@graph"), list):
        return read_spdx
    return read_spdx2 if isinstance(document.get("spdxVersion"), str) else None
