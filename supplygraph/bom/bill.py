"""What a bill of materials holds, whatever the format: parts, how they rest on each other, and what is not known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid5

from supplygraph.ids.addresses import web_address
from supplygraph.licenses.gaps import Gap

Row = dict[str, Any]
PartKind = Literal["model", "dataset", "repository"]

#: The namespace of the ids of bills.
_SPACE = UUID("5f0c6a1e-8f7b-5d2c-9f6e-0b1f6f2f7c11")
#: Part of the id of code that has no place of its own, such as a folder.
_NOWHERE = ".invalid/"
#: Where a record names what its artifact rests on, the kind of what it names, and the relation where no item says one.
UPWARD: tuple[tuple[str, PartKind | None, str], ...] = (
    ("derived_from", None, "undeclared"),
    ("trained_on", "dataset", "trained_on"),
    ("generated_from", "model", "generated_from"),
    ("uses", "model", "uses"),
)
#: Evidence of licences that were read from a text, and not stated by a card or a tag.
FROM_TEXT = frozenset({"license-file", "scancode"})


class PartKey(NamedTuple):
    """What a part is, and its id."""

    kind: PartKind
    id: str

    @property
    def ref(self) -> str:
        """Its name inside a document."""
        return f"{self.kind}:{self.id}"


class Edge(NamedTuple):
    """How a part rests on another one.

    Attributes:
        upper: The other one.
        relation: `finetune`, `adapter` …, `undeclared`, `trained_on`, `generated_from` or `uses`.
        item: What the record says of it.
    """

    upper: PartKey
    relation: str
    item: Row


@dataclass(frozen=True)
class PartLicense:
    """A licence that a part declares.

    Attributes:
        id: Its key in the graph.
        spdx: Its SPDX id, or a LicenseRef of the table of licences; None where the table does not have it.
        title: Its full name.
        raw: The value as it was written.
        link: The address of its text, where one is known.
        operator: How it stands to the others: `single`, `list`, `and` or `or`.
        from_text: Whether it was recognised in a licence file.
        or_later_unknown: Whether it is left open that later versions may be chosen.
    """

    id: str
    spdx: str | None
    title: str | None
    raw: str | None
    link: str | None
    operator: str
    from_text: bool
    or_later_unknown: bool = False


@dataclass
class Part:
    """One artifact of a bill.

    Attributes:
        key: What it is.
        record: What is stated of it, as a plain record whose items are all objects.
        licenses: What it declares.
        verdict: `conflict`, `unknown`, `warning`, `compatible`, or `root` where no upstream is known.
        certainty: `contested` where the verdict rests only on disputed or unclear readings.
        gaps: What is not known.
        conflicts: Licences further up that its own one drops, as `license-conflicts` gives them.
        notes: What else a reader has to know, such as calls whose id is only known at run time.
    """

    key: PartKey
    record: Row
    licenses: tuple[PartLicense, ...] = ()
    verdict: str = "unknown"
    certainty: str = "firm"
    gaps: list[Gap] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def author(self) -> str | None:
        """Who publishes it: as a source says, else the owner in its id."""
        if self.record.get("author"):
            return str(self.record["author"])
        if _NOWHERE in self.key.id:
            return None
        path = self.key.id.split("/")
        return path[-2] if len(path) > 1 else None

    @property
    def on_the_hub(self) -> bool:
        """Whether its id is one of the Hub, so that there is an address of it."""
        return self.key.kind != "repository" and self.address is not None

    @property
    def address(self) -> str | None:
        """Where it is published, where that is known."""
        on_another = self.key.kind != "repository" and self.record.get("hub") not in (None, "huggingface")
        return None if on_another else web_address(*self.key)

    @property
    def revision(self) -> str | None:
        """The commit that is described."""
        return self.record.get("head" if self.key.kind == "repository" else "sha")

    @property
    def conflict_lines(self) -> list[str]:
        """Each licence that its own one drops, in words."""
        return [
            f"its licence ({one['license'] or 'none'}) does not carry {', '.join(one['terms']) or 'the terms'} of "
            f"{one['origin_license']} from {one['origin']}; first lost at {one['first_drop']}"
            + (" (contested)" if one["certainty"] == "contested" else "")
            for one in self.conflicts
        ]

    @property
    def described(self) -> bool:
        """Whether any source describes it; where none does, what it rests on is not known."""
        return self.record.get("status") != "stub"

    def edges(self) -> Iterator[Edge]:
        """What it rests on directly."""
        for name, kind, relation in UPWARD:
            for item in self.record.get(name, ()):
                upper = PartKey(item.get("kind") or kind or self.key.kind, item["id"])
                yield Edge(upper, item.get("relation") or relation, item)


@dataclass
class Bill:
    """A bill of materials.

    Attributes:
        root: What it is about.
        parts: Everything in it, the root first.
        moment: When the newest load ended: the state of knowledge that it shows.
        profile: The rule set of the verdicts.
        tool_version: Version of supplygraph.
    """

    root: PartKey
    parts: dict[PartKey, Part]
    moment: datetime
    profile: str
    tool_version: str

    def code_of(self, part: Part) -> list[PartKey]:
        """The code that belongs to a part, as far as the bill has it."""
        keys = [PartKey("repository", item["id"]) for item in part.record.get("code", ())]
        return [key for key in keys if key in self.parts]

    @property
    def id(self) -> UUID:
        """An id that follows from what the bill says: the same content has the same, whenever it is written."""
        content = [self.profile, self.root, *map(asdict, self.parts.values())]
        return uuid5(_SPACE, json.dumps(content, ensure_ascii=True, sort_keys=True, default=str))
