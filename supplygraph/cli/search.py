"""The `search` command: artifacts by a part of their name."""

from __future__ import annotations

from typing import Any

import click

from supplygraph.cli.query import answer_stored, output_options


@click.command(params=output_options())
@click.argument("text")
@click.option("--max-rows", type=click.IntRange(min=1), default=20, show_default=True, help="Most rows to show.")
@click.pass_context
def search(ctx: click.Context, /, text: str, max_rows: int, **options: Any) -> None:
    """List models, datasets, repositories and publishers whose name has TEXT in it.

    \b
    Example:
      supplygraph search mistral
    """
    answer_stored(ctx, "artifact-search", {"text": text, "max_rows": max_rows}, options)
