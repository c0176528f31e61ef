"""Reads the table of loading calls and of short names."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("signatures.toml")


@dataclass(frozen=True, slots=True)
class Signature:
    """One loading call; the fields are explained at the head of `signatures.toml`."""

    packages: tuple[str, ...]
    calls: tuple[str, ...]
    at: int
    names: tuple[str, ...]
    bare: str = "none"
    kind: str = "model"
    registry: str = "huggingface"
    receiver: bool = False
    unbound: bool = False
    repo_type: bool = False
    more: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    default: str = ""
    second: str = ""
    read_in: str = ""

    @property
    def pairs(self) -> str:
        """The table in which a name stands with the second argument; empty where there is none."""
        how, _, table = self.bare.partition(":")
        return table if how == "pairs" else ""

    @property
    def is_function(self) -> bool:
        """Whether it is a function of certain packages, by a name that any class can give to a method.

        What a method loads from the Hub is seen by following it; a server is asked by no call that is known.
        """
        of_hub = self.registry == "huggingface" and not self.receiver and "*" not in self.packages
        return of_hub and all(call.islower() for call in self.calls)

    def accepts(self, dotted: str) -> bool:
        """Whether a resolved name (`transformers.AutoModel.from_pretrained`) is one of its calls."""
        root = dotted.split(".", 1)[0]
        if "*" not in self.packages and root not in self.packages:
            return False
        return any(dotted == call or dotted.endswith(f".{call}") for call in self.calls)


@dataclass(frozen=True, slots=True)
class Short:
    """What a name without an owner means; the fields are explained in `signatures.toml`."""

    prefix: str
    id: str = ""
    hub: str = ""
    table: str = ""
    like: str = ""
    checked: bool = False
    registry: str = ""
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Section:
    """What stands before a name in the calls of some libraries; the fields are explained in `signatures.toml`."""

    of: str
    start: str
    otherwise: str
    kind: str = ""
    registry: str = "huggingface"
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Signatures:
    """The whole table.

    Attributes:
        by_name: Signatures by the last part of their calls.
        tables: Short names by table.
        packages: Packages whose calls load models, also those that have no signature.
        short: What names without an owner mean, by the value of `bare`.
        sections: What stands before names, by the value of `bare`.
    """

    by_name: dict[str, tuple[Signature, ...]]
    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    packages: frozenset[str] = frozenset()
    short: dict[str, Short] = field(default_factory=dict)
    sections: dict[str, tuple[Section, ...]] = field(default_factory=dict)


@cache
def signatures() -> Signatures:
    """The table that comes with the package."""
    content = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    by_name: dict[str, list[Signature]] = {}
    for row in content["call"]:
        made = _signature(row)
        for last in dict.fromkeys(call.rsplit(".", 1)[-1] for call in made.calls):
            by_name.setdefault(last, []).append(made)
    # A row for one package says more than one for any.
    ordered = {name: tuple(sorted(rows, key=lambda row: "*" in row.packages)) for name, rows in by_name.items()}
    named = {package for row in content["call"] for package in row["packages"]}
    short = {
        bare: Short(prefix=bare.partition(":")[2], **{name: value for name, value in row.items() if name != "of"})
        for row in content["short"]
        for bare in row["of"]
    }
    sections: dict[str, tuple[Section, ...]] = {}
    for row in content["section"]:
        sections[row["of"]] = (*sections.get(row["of"], ()), Section(**row))
    packages = frozenset(named - {"*", "core"} | set(content["packages"]))
    return Signatures(ordered, content["tables"], packages, short, sections)


def _signature(row: dict[str, Any]) -> Signature:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Signature(**values)
