"""The `search` command: artifacts by words of their name."""

from __future__ import annotations

from typing import Any

import click

from supplygraph.cli.query import answer_stored, output_options


@click.command(params=output_options())
@click.argument("text")
@click.option("--max-rows", type=click.IntRange(min=1), default=20, show_default=True, help="Most rows to show.")
@click.pass_context
def search(ctx: click.Context, /, text: str, max_rows: int, **options: Any) -> None:
    """Find models, datasets, licences, repositories and publishers by name.

    The beginning of a word is enough, in any letter case, and one wrong letter is forgiven.

    \b
    Example:
      supplygraph search mistral
    """
    answer_stored(ctx, "artifact-search", {"text": text, "max_rows": max_rows}, options)
