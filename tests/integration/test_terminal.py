"""Whatever a command shows on a terminal, nothing in it moves the cursor, hides, or turns the reading direction."""

import io
import re
import sys
from pathlib import Path

import pytest

from supplygraph.cli.main import main
from supplygraph.graph.connection import Connection
from supplygraph.settings import Settings
from supplygraph.text import HIDDEN

pytestmark = pytest.mark.integration

HOSTILE = "evil/\x1b[2J\x07\x9b2J\u202emo\u200bdel\u2028x\U000e0041"
STYLE = re.compile(r"\x1b\[(?:[0-9;]*m|[0-9]*[AK]|\?25[lh])")


class Terminal(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What a command writes to the terminal, styles left out."""
    terminal = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["supplygraph", *arguments])
        patch.setattr(sys, "stdout", terminal)
        patch.setattr(sys, "stderr", terminal)
        with pytest.raises(SystemExit):
            main()
    return STYLE.sub("", terminal.getvalue())


def test_no_command_shows_what_is_hidden(
    known_graph: Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known_graph.execute(
        "CREATE (m:Model {id: $id, name: $id, status: 'open', license_name: $id, lineage_depth: 1})"
        "-[:DERIVED_FROM {relation: 'finetune', channel: $id, claims: ['x:finetune'], sources: ['x'], source: 'x'}]->"
        "(:Model {id: $id + 'base', status: 'open'}), (m)-[:DECLARES {raw: $id}]->(:License {id: $id}),"
        "(:Load {id: 'x', source: 'x', complete: true})",
        {"id": HOSTILE},
    )
    folder = tmp_path / f"re\u202epo{chr(0x9B)}"
    folder.mkdir()
    (folder / "lo\x1bad.py").write_text(
        f"from transformers import AutoModel\nAutoModel.from_pretrained('evil/a\u202eb')\n# {HOSTILE}\n"
    )
    store = ("--store", str(settings.store))
    ask = "MATCH (m:Model) RETURN m.id AS id, m AS model, [m.id] AS `" + "li\u202est" + "` ORDER BY id"
    commands = [
        *(("query", *store, "--format", form, "--cypher", ask) for form in ("table", "json", "jsonl", "csv")),
        ("query", *store, "lineage-ancestors", "--model-id", HOSTILE),
        ("query", *store, "lineage-graph", "--model-id", HOSTILE, "--format", "csv"),
        ("query", *store, "no\u202ename"),
        ("query", *store, "--cypher", f"RETURN {HOSTILE}"),
        ("show", *store, HOSTILE),
        ("show", *store, HOSTILE, "--format", "json"),
        ("license", "check", *store, HOSTILE),
        ("license", "check", *store, HOSTILE, "--format", "json"),
        ("name", "read", HOSTILE),
        ("name", "read", "--format", "json", HOSTILE),
        ("name", "check", *store, HOSTILE),
        ("export", "records", *store),
        ("scan", str(folder)),
        ("scan", str(folder), "--format", "json"),
        ("load", "records", *store, f"no\u202efile{HOSTILE}"),
        ("status", "--store", str(tmp_path / "no\u202estore")),
        ("--verbose", "query", *store, "--cypher", f"RETURN '{HOSTILE}' + "),
        (f"no\u202ecommand{HOSTILE}",),
    ]
    for arguments in commands:
        text = shown(monkeypatch, *arguments)
        assert text.strip(), arguments
        assert set(HIDDEN.findall(text)) <= set("\n\r\t"), arguments
    assert "\\u202e" in shown(monkeypatch, "export", "records", *store)
