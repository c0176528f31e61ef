"""The commands that pages show with what they print; as a program it writes what the sample gives anew."""

import re
import shlex
import sys
from pathlib import Path

from click.testing import CliRunner

from supplygraph.cli.main import cli
from supplygraph.settings import Settings

DOCS = Path(__file__).parents[1] / "docs"
PAGES = (DOCS / "start.md", DOCS / "verdicts.md")
_BLOCK = re.compile(r"```console\n\$ (?P<command>supplygraph [^\n]+)\n(?P<shown>.*?)```\n", re.DOTALL)


def commands(page: Path) -> list[tuple[str, str]]:
    """Each command of a page with what stands below it."""
    return [(found["command"], found["shown"]) for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def printed(command: str, settings: Settings) -> str:
    """What a command prints, in a process that has started already."""
    run = CliRunner().invoke(cli, shlex.split(command)[1:], obj=settings, env={"COLUMNS": "110", "NO_COLOR": "1"})
    if run.exception is not None and not isinstance(run.exception, SystemExit):
        raise run.exception
    assert run.exit_code != 2 and run.stdout, f"{command}: {run.output}"  # noqa: PT018 (both say the same)
    return "".join(f"{line.rstrip()}\n" for line in run.stdout.splitlines())


def main(store: str) -> None:
    """Writes what the commands print on the graph of a store into the pages."""
    settings = Settings.from_environment(store=Path(store))
    for page in PAGES:
        text = _BLOCK.sub(
            lambda found: f"```console\n$ {found['command']}\n{printed(found['command'], settings)}```\n",
            page.read_text(encoding="utf-8"),
        )
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
