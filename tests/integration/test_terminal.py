"""Whatever a command shows on a terminal, nothing in it moves the cursor, hides, or turns the reading direction."""

import io
import re
import sys
from pathlib import Path

import pytest

from supplygraph.cli.main import main
from supplygraph.settings import Settings
from supplygraph.store.connection import Connection
from supplygraph.text import HIDDEN

pytestmark = pytest.mark.integration

HOSTILE = "evil/\x1b[2J\x07\x9b2J\u202emo\u200bdel\u2028x\U000e0041"
STYLE = re.compile(r"\x1b\[(?:[0-9;]*m|[0-9]*[AK]|\?25[lh])")
LONG = "some-organisation/a-model-with-quite-a-long-name-as-they-have"


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
        "-[:DERIVED_FROM {relation: 'finetune', channel: $id, claim_sources: ['x'], "
        "claim_evidence: ['tag'], claim_relations: ['finetune'], sources: ['x'], source: 'x'}]->"
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


def ask_many(monkeypatch: pytest.MonkeyPatch, settings: Settings, *arguments: str) -> list[str]:
    monkeypatch.setenv("COLUMNS", "80")
    return shown(monkeypatch, "query", "--store", str(settings.store), *arguments).splitlines()


def test_a_terminal_is_shown_thirty_rows_whose_ids_are_whole(
    known_graph: Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_graph.execute(
        "UNWIND range(1, 40) AS n CREATE (:Model {id: $id + n, status: 'present', downloads: n * 1000})"
        "-[:DERIVED_FROM {relation: 'finetune'}]->(:Model {id: $id + '-base' + n, status: 'present'})",
        {"id": LONG},
    )
    text = "MATCH (m:Model)-[r:DERIVED_FROM]->(b:Model) RETURN m.id AS model, r.relation AS relation, b.id AS base"
    lines = ask_many(monkeypatch, settings, "--cypher", text + " ORDER BY m.downloads")
    assert max(map(len, lines[:-1])) <= 80
    assert sum(line.startswith(LONG) for line in lines) == 30
    assert f"  base {LONG}-base1" in lines
    assert lines[-1] == "The first 30 rows; --max-rows N shows more, --out rows.csv writes them to a file."
    lines = ask_many(monkeypatch, settings, "--cypher", text, "--sort", "-model", "--wide")
    assert sum(LONG in line for line in lines) == 40
    assert lines[2].startswith(f"{LONG}9 ")
    lines = ask_many(monkeypatch, settings, "lineage-descendants", "--model-id", f"{LONG}-base7")
    assert lines[0].split() == ["descendant", f"{LONG}7"]
    assert "downloads_and_below  7,000" in lines
