"""One place where code names an artifact."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from supplygraph.text import well_formed


@dataclass(slots=True)
class ScanFinding:
    """A literal that reaches a loading call, a mention, or a loading call whose argument stays unknown.

    Attributes:
        file: Path with slashes, relative to the scanned root.
        line: 1-based line of the literal; inside the cell for notebooks.
        cell: 0-based index of the notebook cell; None elsewhere.
        model_id: What the library asks for; None for an unresolved call.
        hub_id: The id on the Hub as far as the tables know it; None where it is not on the Hub.
        literal: The string as written; the argument's text for an unresolved call.
        kind: `model`, `dataset`, `space`, `metric`, `output_model`, `default_model` (what a call loads where none is
            named), `unresolved`.
        registry: `huggingface`, `torch_hub`, `spacy` …
        call: The loading call.
        role: `src`, `test`, `docs`, `example`.
        tier: `core` (resolved inside one file), `flow` (through functions or files), `config`, `doc` (only mentioned),
            `other` (another registry, or published rather than loaded).
        confidence: How sure it is, 0 to 1.
        reason: What the confidence rests on.
        via: How the literal reaches the call.
        sinks: `file:line` of the calls it reaches.
        revision: Revision that is asked for.
        pinned: Whether that is a commit.
        trust_remote_code: Whether code of the artifact is run.
        conditional: Whether other values are possible at the same place.
    """

    file: str
    line: int
    cell: int | None
    model_id: str | None
    hub_id: str | None
    literal: str
    kind: str
    registry: str
    call: str
    role: str
    tier: str
    confidence: float
    reason: str
    via: str
    sinks: list[str] = field(default_factory=list)
    revision: str | None = None
    pinned: bool = False
    trust_remote_code: bool = False
    conditional: bool = False

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        made: dict[str, Any] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            made[name] = well_formed(value) if isinstance(value, str) else value
        made["sinks"] = [well_formed(sink) for sink in self.sinks]
        return made

    def place(self) -> str:
        """`file:line`, or `file#cell:line` in a notebook."""
        cell = "" if self.cell is None else f"#{self.cell}"
        return f"{well_formed(self.file)}{cell}:{self.line}"

    def order(self) -> tuple[Any, ...]:
        """Sort key: by place."""
        return (self.file, -1 if self.cell is None else self.cell, self.line, self.literal, self.kind, self.call)
