"""Where an interrupted crawl of the Hub goes on: a small JSON file, replaced as a whole or not at all."""

import hashlib
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from supplygraph.errors import InputError

VERSION = 1


class Checkpoint(BaseModel):
    """The first page of a crawl that is not yet in the database.

    Attributes:
        version: Version of this form.
        arguments: What the crawl asks for.
        saved: When it was saved.
        listing: The listing that is being read, or `bases`.
        next: Path and query of the page; None for the first of the listing. The host is never saved.
        read: Records read of each listing before that page.
        named: Bases that were named and not described, as kind and id.
    """

    model_config = ConfigDict(extra="forbid")

    version: int = Field(VERSION, ge=VERSION, le=VERSION)
    arguments: dict[str, Any]
    saved: datetime = Field(default_factory=lambda: datetime.now(UTC))
    listing: str
    next: str | None = Field(None, pattern="^/api/")
    read: dict[str, int] = {}
    named: list[tuple[str, str]] = []

    @classmethod
    def load(cls, path: Path, arguments: dict[str, Any]) -> Self:
        """The checkpoint of an interrupted crawl that asked for the same things.

        Args:
            path: Where crawls leave their checkpoints; each in a file of its own beside it.
            arguments: What the crawl asks for.

        Raises:
            InputError: there is none, it cannot be read, or an interrupted crawl asked for other things.
        """
        found = cls._read(_own_file(path, arguments))
        if found is not None:
            return found
        for other in sorted(path.parent.glob(f"{path.stem}-*{path.suffix}")):
            if (found := cls._read(other)) is not None:
                differing = sorted(
                    name
                    for name in found.arguments.keys() | arguments.keys()
                    if found.arguments.get(name) != arguments.get(name)
                )
                raise InputError(
                    f"the interrupted crawl asked for another {' and '.join(differing)}",
                    "repeat its arguments, or run without --resume to begin anew",
                )
        raise InputError("there is no interrupted crawl to go on with", "run it without --resume")

    @classmethod
    def _read(cls, path: Path) -> Self | None:
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            raise InputError(f"the checkpoint {path} cannot be read", "run without --resume to begin anew") from error

    def save(self, path: Path) -> None:
        """Replaces the file of this crawl.

        Raises:
            InputError: the folder cannot be written to.
        """
        own = _own_file(path, self.arguments)
        try:
            own.parent.mkdir(parents=True, exist_ok=True)
            fresh = own.with_name(own.name + ".new")
            fresh.write_text(self.model_dump_json(), encoding="utf-8")
            os.replace(fresh, own)  # noqa: PTH105
        except OSError as error:
            raise InputError(f"the checkpoint {own} cannot be written: {error.strerror}") from error

    def forget(self, path: Path) -> None:
        """Removes the file of this crawl."""
        with suppress(OSError):
            _own_file(path, self.arguments).unlink(missing_ok=True)


def _own_file(path: Path, arguments: dict[str, Any]) -> Path:
    """A small crawl in between must not forget where a large one was cut off."""
    digest = hashlib.sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest()[:12]
    return path.with_name(f"{path.stem}-{digest}{path.suffix}")
