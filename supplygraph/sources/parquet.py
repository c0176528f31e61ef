"""Reads the rows of a Parquet file as a stream."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.schema.declaration import clean_text
from supplygraph.tally import Tally

#: Rows that are turned into Python objects at a time.
_ROWS = 1_000


class ParquetRows:
    """One Parquet file.

    Args:
        path: The file.

    Raises:
        InputError: it cannot be read, or pyarrow is not installed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Whether the last reading met a damaged place.
        self.cut_off = False
        with self._open() as file:
            self.columns: list[str] = list(file.schema_arrow.names)

    def rows(self, tally: Tally, columns: Collection[str] | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yields the rows with their numbers; `tally` follows the share of the file that was read.

        Args:
            tally: Counts `unreadable_rows` and `file_cut_off`.
            columns: Columns to read; None reads all.
        """
        pyarrow = _pyarrow(self.path)
        self.cut_off = False
        before, size = tally.position, self.path.stat().st_size
        wanted = [name for name in self.columns if columns is None or name in columns]
        number = 0
        with self._open() as file:
            batches = file.iter_batches(batch_size=_ROWS, columns=wanted)
            while True:
                try:
                    batch = next(batches, None)
                except (pyarrow.ArrowException, OSError):
                    self.cut_off = True
                    tally.count("file_cut_off", str(self.path))
                    return
                if batch is None:
                    return
                for values in self._objects(_microseconds(pyarrow, batch), number, tally):
                    number += 1
                    if values is not None:
                        yield number, values
                tally.position = before + size * number // max(file.metadata.num_rows, 1)

    def filled(self, columns: Collection[str]) -> dict[str, int]:
        """How many rows have a value in each of these columns, as far as the file says; else all rows."""
        with self._open() as file:
            found = {name: int(file.metadata.num_rows) for name in columns}
            for group in range(file.metadata.num_row_groups):
                for index in range(file.metadata.num_columns):
                    part = file.metadata.row_group(group).column(index)
                    statistics = part.statistics
                    if part.path_in_schema in found and statistics is not None and statistics.has_null_count:
                        found[part.path_in_schema] -= int(statistics.null_count)
        return {name: rows for name, rows in found.items() if rows}

    def _objects(self, batch: Any, before: int, tally: Tally) -> Iterator[dict[str, Any] | None]:
        try:
            yield from batch.to_pylist()
            return
        except (ValueError, OverflowError):
            pass
        for index in range(batch.num_rows):
            try:
                yield batch.slice(index, 1).to_pylist()[0]
            except (ValueError, OverflowError) as error:
                tally.count("unreadable_rows", clean_text(f"{self.path.name}: row {before + index + 1}: {error}", 200))
                yield None

    def _open(self) -> Any:
        pyarrow = _pyarrow(self.path)
        try:
            return pyarrow.parquet.ParquetFile(self.path)
        except (pyarrow.ArrowException, OSError) as error:
            reason = clean_text(str(error).partition("\n")[0], 200)
            raise InputError(f"{self.path} is a damaged Parquet file: {reason}", "fetch it again") from None


def _pyarrow(path: Path) -> Any:
    """The library, which takes long to import and not everybody needs."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise InputError(
            f"{path} is a Parquet file, and pyarrow is not installed",
            "install it with `pip install 'supplygraph[parquet]'`",
        ) from None
    return pyarrow


def _microseconds(pyarrow: Any, batch: Any) -> Any:
    """The batch with times that Python can hold; it has no nanoseconds."""
    for index, field in enumerate(batch.schema):
        if pyarrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            coarse = batch.column(index).cast(pyarrow.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(index, field.name, coarse)
    return batch
