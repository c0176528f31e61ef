"""Reads a licence compatibility sheet: a CSV with one row per downstream and one column per upstream licence."""

from collections.abc import Iterator
from pathlib import Path

from supplygraph.licenses.matrix import matrix_cells
from supplygraph.licenses.matrix_element import matrix_element
from supplygraph.licenses.table import license_properties, named
from supplygraph.schema.declaration import Described, Element, clean_text
from supplygraph.schema.nodes import CompatibilityMatrix, License
from supplygraph.schema.relationships import ListedIn, Matrix
from supplygraph.sources.command import Argument, Command, Option
from supplygraph.tally import Tally


class LicenseMatrix:
    """One sheet of the form of the Linux Foundation's licence compatibility table.

    Args:
        path: The sheet as CSV.
        name: Name under which rule sets consult it.
        date: Date of the sheet (ISO 8601), where it is known.
    """

    read_ahead = True
    command = Command(
        """Load a licence compatibility sheet: a row per downstream and a column per upstream licence.

        The rule set `peatmoss` consults the sheet of the Linux Foundation, which is not shipped.
        """,
        (
            Argument("path", "SHEET.csv"),
            Option("name", "--name", "NAME", "Name under which rule sets consult it.", default="linux-foundation"),
            Option("date", "--date", "DATE", "Date of the sheet, such as 2023-05-01."),
        ),
    )

    def __init__(self, path: Path, name: str, date: str | None = None) -> None:
        self.name = f"matrix-{name}"
        self.arguments = clean_text(path.name)
        self._path, self._matrix, self._date = path, name, date

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields the licences that the sheet names, and its verdicts.

        Raises:
            InputError: the file is no such sheet.
        """
        found: dict[str, str] = {}
        yield CompatibilityMatrix(name=self._matrix, date=self._date)
        for cell in matrix_cells(self._path):
            tally.records += 1
            for name in (cell.upstream, cell.downstream):
                if name not in found:
                    one = named(name)
                    found[name] = one.license_id
                    yield License.model_validate(license_properties(one))
            yield matrix_element(
                found[cell.upstream], found[cell.downstream], self._matrix, cell.verdict, self._date,
                written=(cell.upstream, cell.downstream),
            )  # fmt: skip
        for license_id in dict.fromkeys(found.values()):
            yield Described(License.ref(license_id), (Matrix, ListedIn))

    def complete(self) -> bool:
        """A sheet is read whole or not at all."""
        return True

    def written(self) -> None:
        """Nothing to remember."""
