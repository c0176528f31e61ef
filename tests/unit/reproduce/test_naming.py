"""The study of model names is recomputed from its files."""

import json
from pathlib import Path

import pytest

from supplygraph.errors import InputError
from supplygraph.reproduce.figure import failures
from supplygraph.reproduce.naming import CLASSES, CONVENTION_LABELS, LABELS, naming_figures


def test_the_published_shares_come_out(data: Path) -> None:
    figures = list(naming_figures(data / "naming"))
    assert failures(figures) == []
    assert sum(figure.must_match for figure in figures) == 15
    assert all(figure.why for figure in figures if figure.matches is False)


def test_other_files_do_not_match_and_say_so(tmp_path: Path) -> None:
    (tmp_path / LABELS).write_text(json.dumps({"bert-base": ["A", "S"]}))
    (tmp_path / CONVENTION_LABELS).write_text(json.dumps({"bert-base": "implementation unit"}))
    (tmp_path / CLASSES).write_text(json.dumps({"BertModel": ["roberta-base", "bert-base"]}))
    figures = {figure.name: figure for figure in naming_figures(tmp_path)}
    assert figures["share with architecture"].computed == 100
    assert figures["share with architecture"].failed
    assert figures["declared class: another family is named"].computed == 1


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no name_components"):
        list(naming_figures(tmp_path))
    (tmp_path / LABELS).write_text("[")
    (tmp_path / CONVENTION_LABELS).write_text("{}")
    with pytest.raises(InputError, match="no JSON"):
        list(naming_figures(tmp_path))
