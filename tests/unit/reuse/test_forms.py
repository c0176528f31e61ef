"""Names in the forms of pages, and in settings that stand in texts of Python code."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import models

_LIBRARY = {"lib.js": "import { pipeline } from '@huggingface/transformers';\nawait pipeline('summarization', name);\n"}


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.html", '<select id="modelSelector">\n<option value="glass/tiny">tiny</option>\n</select>\n', 2),
        ("a.html", '<select\n id="summary-model-name">\n<option selected value="glass/tiny">x</option></select>\n', 3),
        ("a.vue", '<template><select v-model="selectedModel">\n<option value="glass/tiny"/></select></template>\n', 2),
        (
            "a.tsx",
            "export const S = () => <Select name=\"model\">\n<MenuItem value={'glass/tiny'}>x</MenuItem></Select>\n",
            2,
        ),
        ("a.html", '<select id="x">\n<option value="glass/tiny-3b">tiny</option>\n</select>\n', 2),
        ("a.js", "function f() {\n  document.getElementById('modelInput').value = 'glass/tiny';\n}\n", 2),
        ("a.js", "modelSelect.value = 'glass/tiny';\n", 1),
        ("a.html", '<option value="a/bcd"></option>\n<input id="embedding-model" value="glass/tiny">\n', 2),
    ],
)
def test_models_are_chosen_in_forms_where_the_repository_loads_any(
    name: str, text: str, line: int, tmp_path: Path
) -> None:
    claimed = {row[:2] for row in models(tmp_path / "with", {name: text, **_LIBRARY})}
    assert claimed == {(name, line)}
    assert models(tmp_path / "alone", {name: text}) == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<select id="zone"><option value="America/New_York">New York</option></select>\n'),
        ("a.html", '<select id="model"></select><select id="zone"><option value="Asia/Tokyo">T</option></select>\n'),
        ("a.html", '<select id="model"><!-- <option value="glass/tiny-3b"> --></select><option value="a/bcd">\n'),
        ("a.js", "zone.value = 'Asia/Tokyo';\n"),
        ("a.html", '<select id="model"><option value="image/png">x</option></select>\n'),
    ],
)
def test_other_choices_are_no_models(name: str, text: str, tmp_path: Path) -> None:
    assert models(tmp_path, {name: text, **_LIBRARY}) == set()


def test_a_field_of_ollama_holds_a_name_of_its_library(tmp_path: Path) -> None:
    page = '<select id="model"><option value="glass/tiny"></select>\n<input id="ollama_chat_model" value="phi3"/>\n'
    assert ("a.html", 2, "phi3", "ollama") in models(tmp_path, {"a.html": page, **_LIBRARY})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('X = """\nproviders:\n  - embedding_model_ids:\n    - "glass/tiny"\n"""\n', {4}),
        (
            'def f(w):\n    return g(f"""\n  url: http://{w}.x:80\n  headers: {{}}\n  model: glass/tiny\n""")\n',
            {5},
        ),
        ("X = '''{\n  \"model\": \"glass/tiny\"\n}'''\n", {2}),
        ('"""\nmodel: glass/tiny\n"""\n', set()),
        ('X = """Say it.\n\nmodel: glass/tiny\nas you can\n"""\n', set()),
        ('X = """\nmodel: glass/tiny\n  - and: [\n"""\n', set()),
    ],
)
def test_settings_in_texts_of_code_are_read(text: str, lines: set[int], tmp_path: Path) -> None:
    code = f"{text}from transformers import AutoModel\n"
    assert models(tmp_path, {"app.py": code}) == {("app.py", line, "glass/tiny", "huggingface") for line in lines}
    assert models(tmp_path / "tests", {"tests/test_app.py": code}) == set()
