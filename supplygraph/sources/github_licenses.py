"""Reads the licences of repositories without asking GitHub: from licence files of checkouts, or from a list."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.ids.repositories import repository_of_name
from supplygraph.reuse.inputs import open_tree
from supplygraph.reuse.license_file import declared_license
from supplygraph.reuse.repository_name import remote_name
from supplygraph.schema.declaration import Described, Element, clean_text
from supplygraph.schema.nodes import Repository
from supplygraph.schema.relationships import Declares
from supplygraph.sources.command import Argument, Command
from supplygraph.sources.peatmoss_values import items_of, license_elements, text_of
from supplygraph.tally import Tally

_FORMS = "a folder of checkouts, or a file with `owner/name` and an SPDX id: JSON by name, or CSV"


class GitHubLicenses:
    """Licences of repositories: a checkout, a folder of checkouts (`name`, or `owner/name`), or a list.

    Args:
        path: The folder or file.

    Raises:
        InputError: there is no such folder or file.
    """

    name = "github-licenses"
    read_ahead = True
    command = Command(
        """Load licences of repositories from checkouts or from a list, without asking GitHub.

        DIR is a checkout or holds checkouts; FILE has `owner/name` and an SPDX id, as JSON by name or as CSV.
        """,
        (Argument("path", "DIR|FILE"),),
    )

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise InputError(f"there is no {path}", f"name {_FORMS}")
        self.arguments = clean_text(path.name or str(path.absolute().name))
        self._path = path

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields the licences of each repository, also that it has none.

        Raises:
            InputError: the file cannot be read.
        """
        known: set[str] = set()
        stated = self._checkouts(tally) if self._path.is_dir() else self._listed(tally)
        for repository, licenses, evidence in stated:
            owner = Repository.ref(repository)
            yield Repository(id=repository, status="present")
            yield from license_elements(owner, licenses, evidence, known)
            yield Described(owner, (Declares,))

    def complete(self) -> bool:
        """Everything is read or the reading fails."""
        return True

    def written(self) -> None:
        """Nothing to remember."""

    def _checkouts(self, tally: Tally) -> Iterator[tuple[str, list[str], str]]:
        for folder in _folders(self._path):
            tally.records += 1
            repository = remote_name(folder) or repository_of_name(f"{folder.parent.name}/{folder.name}")
            if repository is None:
                tally.count("checkouts_without_name", str(folder))
                continue
            found = declared_license(open_tree(folder))
            if found is None:
                tally.count("repositories_without_license", repository)
            yield repository, [found[0]] if found else [], "license-file"

    def _listed(self, tally: Tally) -> Iterator[tuple[str, list[str], str]]:
        for name, value in _rows(self._path):
            tally.records += 1
            repository = repository_of_name(name.strip())
            if repository is None:
                tally.count("bad_records", f"{self._path.name}: {clean_text(name, 100)}")
                continue
            texts = [text for item in items_of(value) if (text := text_of(item)) is not None]
            yield repository, [text for text in texts if text != "NOASSERTION"], "record"


def _folders(path: Path) -> Iterator[Path]:
    """The checkouts at, in, or two levels below a folder."""
    if (path / ".git").exists():
        yield path
        return
    for child in sorted(path.iterdir()):
        if not child.is_dir() or child.name.startswith("."):
            continue
        if (child / ".git").exists():
            yield child
        else:
            yield from (inner for inner in sorted(child.iterdir()) if inner.is_dir() and inner.name[0] != ".")


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if text.lstrip().startswith("{"):
            yield from json.loads(text).items()
            return
        for row in csv.reader(text.splitlines()):
            if row and not row[0].startswith("#"):
                yield row[0], row[1] if len(row) > 1 else None
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}", f"name {_FORMS}") from None
