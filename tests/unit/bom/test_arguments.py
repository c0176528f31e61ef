"""What the command takes for code, and what it says where its extra is missing."""

from pathlib import Path

import pytest

from supplygraph.cli.export import _is_code
from supplygraph.errors import SupplygraphError
from supplygraph.extras import needed


def test_a_folder_is_code_unless_it_has_the_form_of_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acme" / "foo").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for text in (".", "./acme/foo", "acme", str(tmp_path)):
        assert _is_code(text), text
    for text in ("acme/foo", "acme/bar", "gpt2", "github.com/acme/app"):
        assert not _is_code(text), text


def test_a_missing_package_is_named_with_its_extra() -> None:
    with pytest.raises(SupplygraphError, match="nowhere is not installed") as caught, needed("bom"):
        raise ModuleNotFoundError("No module named 'nowhere.inside'", name="nowhere.inside")
    assert caught.value.hint == "pip install 'supplygraph[bom]'"
    with pytest.raises(ModuleNotFoundError), needed("bom"):
        raise ModuleNotFoundError("a fault of ours", name="supplygraph.nowhere")
