"""Finds the folder of Cypher files: inside the installed package, or beside it in a checkout."""

from pathlib import Path

from supplygraph.errors import QueryError


def cypher_folder() -> Path:
    """The folder with the topics' `.cypher` files.

    Raises:
        QueryError: neither the package nor a checkout has it.
    """
    package = Path(__file__).parent
    for folder in (package / "cypher", package.parent / "cypher"):
        if (folder / "derive").is_dir():
            return folder
    raise QueryError("the Cypher files of supplygraph are missing", "install the package again")
