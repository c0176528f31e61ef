"""What a cached reading depends on, and what it holds."""

import ast
from pathlib import Path

import supplygraph
from supplygraph.reuse.cache import Cache, dependencies
from supplygraph.reuse.read import read_file

PACKAGE = Path(supplygraph.__file__).parent


def imported(path: Path, seen: set[Path]) -> set[Path]:
    """All modules of the package that one imports, at any depth."""
    if path not in seen:
        seen.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("supplygraph."):
                names = str(node.module).split(".")[1:]
                for end in (names, *([*names, one.name] for one in node.names)):
                    found = PACKAGE.joinpath(*end).with_suffix(".py")
                    if found.exists():
                        imported(found, seen)
    return seen


def test_a_reading_is_made_anew_when_any_code_or_table_changes_that_reads() -> None:
    reading = imported(PACKAGE / "reuse" / "read.py", set())
    tables = {
        table for path in reading for table in path.parent.glob("*.toml") if f'"{table.name}"' in path.read_text()
    }
    assert {table.name for table in tables} >= {"signatures.toml", "model_words.toml", "first_models.toml"}
    assert reading | tables <= set(dependencies())


def test_what_tests_say_of_names_comes_back_from_the_cache() -> None:
    code = b"from transformers import AutoModel\nif name == 'acme/bert':\n    AutoModel.from_pretrained(name)\n"
    made = read_file("python", code)
    assert made.outline is not None
    back = Cache.unpack(Cache.pack(made, compressed=False)).outline
    assert back is not None
    assert back.guards == made.outline.guards
    assert [guard.given for guards in back.guards.values() for guard in guards] == [("acme/bert",)]
