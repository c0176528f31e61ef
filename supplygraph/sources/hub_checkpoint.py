"""Where an interrupted crawl of the Hub goes on: a small JSON file, replaced as a whole or not at all."""

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

        Raises:
            InputError: there is none, it cannot be read, or its crawl asked for other things.
        """
        try:
            found = cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            raise InputError("there is no interrupted crawl to go on with", "run it without --resume") from None
        except (OSError, ValidationError) as error:
            raise InputError(f"the checkpoint {path} cannot be read", "run without --resume to begin anew") from error
        if found.arguments != arguments:
            differing = sorted(
                name
                for name in found.arguments.keys() | arguments.keys()
                if found.arguments.get(name) != arguments.get(name)
            )
            raise InputError(
                f"the interrupted crawl asked for another {' and '.join(differing)}",
                "repeat its arguments, or run without --resume to begin anew",
            )
        return found

    def save(self, path: Path) -> None:
        """Replaces the file.

        Raises:
            InputError: the folder cannot be written to.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(path.name + ".new")
            fresh.write_text(self.model_dump_json(), encoding="utf-8")
            os.replace(fresh, path)  # noqa: PTH105
        except OSError as error:
            raise InputError(f"the checkpoint {path} cannot be written: {error.strerror}") from error


def remove(path: Path) -> None:
    """Forgets the crawl."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
