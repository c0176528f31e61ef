"""The questions of a page in Markdown with their answers; as a program it writes the answers of the sample anew."""

import re
import sys
from io import StringIO
from pathlib import Path

import supplygraph
from supplygraph.queries.output import write_rows

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
_BLOCK = re.compile(r"```cypher\n(?P<text>.*?)```\n(?:\n```text\n(?P<answer>.*?)```\n)?", re.DOTALL)


def questions(page: str) -> list[tuple[str, str]]:
    """Each question's Cypher with the answer that stands below it."""
    return [(found["text"], found["answer"] or "") for found in _BLOCK.finditer(page)]


def answer(graph: supplygraph.Graph, text: str) -> str:
    """The rows as the page shows them."""
    result = graph.cypher(text)
    shown = StringIO()
    write_rows("table", [column.name for column in result.columns], result.rows, shown)
    return shown.getvalue()


def main(store: str) -> None:
    """Writes the answers that the graph of a store gives into the page."""
    with supplygraph.connect(store=store) as graph:
        page = _BLOCK.sub(
            lambda found: f"```cypher\n{found['text']}```\n\n```text\n{answer(graph, found['text'])}```\n",
            PAGE.read_text(encoding="utf-8"),
        )
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
