"""Reads the links between repositories and models of the PeaTMOSS artifact, with the licences of both (MSR 2024)."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.hub.licenses import declarations
from supplygraph.ids.first_models import todays_id
from supplygraph.licenses.table import declared
from supplygraph.schema.declaration import Described, Element, Ref, clean_text
from supplygraph.schema.nodes import Alias, Model, Repository
from supplygraph.schema.relationships import AliasOf, Declares, Reuses
from supplygraph.sources.command import Argument, Command, Option
from supplygraph.tally import Tally

HOST = "github.com/"


class PeatmossLinks:
    """`mapping.csv` and `all_gh_licenses.json` of the artifact's folder License-Analysis.

    A row of the mapping is a repository, a model, the model's URL and its licence on the Hub; a model that stands in
    rows with several licences declares them all. The other file gives the licences that ScanCode found in a repository.
    Ids of the Hub's first models become those of today.

    Args:
        mapping: The rows, without a header.
        repository_licenses: Licences of each repository (`owner/name`), null for none; None says nothing of licences.
    """

    name = "peatmoss-links"
    read_ahead = True
    command = Command(
        "Load which repository uses which model, from the PeaTMOSS artifact (License-Analysis).",
        (
            Argument("mapping", "MAPPING.csv"),
            Option(
                "repository_licenses",
                "--repo-licenses",
                "FILE.json",
                "Licences that ScanCode found in each repository (`all_gh_licenses.json`).",
                path=True,
            ),
        ),
        many=True,
    )

    def __init__(self, mapping: Path, repository_licenses: Path | None = None) -> None:
        self.arguments = clean_text(", ".join(path.name for path in (mapping, repository_licenses) if path))
        self._mapping, self._licenses = mapping, repository_licenses

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields the licences of models and repositories, and which repository uses which model.

        Raises:
            InputError: a file cannot be read or is not of the artifact's form.
        """
        licenses = self._repository_licenses(self._licenses) if self._licenses else None
        models: dict[str, list[str]] = {}
        uses: dict[str, dict[str, None]] = {}
        for row in self._rows(tally):
            repository, written, _, license_id = row
            model = todays_id(written)
            if model != written and model not in models:
                yield AliasOf(start=Ref(Alias, written), end=Model.ref(model), evidence=["table"])
            known = models.setdefault(model, [])
            if license_id and license_id not in known:
                known.append(license_id)
            used = uses.setdefault(repository.removesuffix(".git"), {})
            if model in used:
                tally.count("repeated_links", f"{repository} {model}")
            used[model] = None
        for model, values in models.items():
            owner = Model.ref(model)
            yield from declarations(owner, declared(values), "hub")
            yield Described(owner, (Declares,))
        for repository, used in uses.items():
            owner = Repository.ref(repository)
            if licenses is not None:
                key = repository.removeprefix(HOST)
                if key not in licenses:
                    tally.count("repositories_without_license_record", repository)
                yield from declarations(owner, declared(licenses.get(key) or []), "scancode")
            for model in used:
                yield Reuses(start=owner, end=Model.ref(model), evidence=["source-code"])
            yield Described(owner, (Reuses,) if licenses is None else (Declares, Reuses))

    def _rows(self, tally: Tally) -> Iterator[list[str]]:
        try:
            with self._mapping.open(encoding="utf-8", newline="") as stream:
                for number, row in enumerate(csv.reader(stream), start=1):
                    tally.records += 1
                    if len(row) != 4 or not row[0].startswith(HOST) or not row[1]:
                        tally.count("bad_records", f"{self._mapping.name}:{number}: no repository, model, URL, licence")
                        continue
                    yield row
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"{self._mapping} cannot be read: {error}", "it is mapping.csv of the artifact") from None

    def _repository_licenses(self, path: Path) -> dict[str, Any]:
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path} cannot be read: {error}", "it is all_gh_licenses.json") from None
        if not isinstance(found, dict) or not all(
            value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value))
            for value in found.values()
        ):
            raise InputError(f"{path} gives no list of licences for each repository")
        return found

    def complete(self) -> bool:
        """Both files are read whole or not at all."""
        return True

    def written(self) -> None:
        """Nothing to remember."""
