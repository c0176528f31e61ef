"""The forms in which rows are written, and the one that the ending of a file asks for."""

from pathlib import Path

FORMATS = ("table", "json", "jsonl", "csv", "parquet", "md", "html")
_BY_ENDING = {
    **{f".{form}": form for form in FORMATS},
    ".ndjson": "jsonl",
    ".markdown": "md",
    ".htm": "html",
    ".txt": "table",
}


def format_of(path: Path | None) -> str:
    """The form that a file's ending asks for; a table where there is no file, or the ending says nothing."""
    return _BY_ENDING.get(path.suffix.lower(), "table") if path is not None else "table"
