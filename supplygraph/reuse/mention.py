"""What is named in text, in commands and in settings."""

from dataclasses import dataclass


@dataclass(slots=True)
class Mention:
    """An artifact named in text, or in a command or setting.

    Attributes:
        line: 1-based line; inside the cell for notebooks.
        cell: Cell, for notebooks.
        text: As written.
        model_id: What it names.
        kind: Kind of artifact.
        call: How it is named: a loading call in a docstring, an address, a command, a key.
        tier: `doc`, `config` or `core` (a command that is run).
        revision: Revision named with it.
        registry: Where it is published.
        hub_id: The id on the Hub, where it is published elsewhere.
    """

    line: int
    cell: int | None
    text: str
    model_id: str
    kind: str
    call: str
    tier: str
    revision: str | None = None
    registry: str = "huggingface"
    hub_id: str | None = None
