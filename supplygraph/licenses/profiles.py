"""Rule sets: how terms, their reach and matrices become a verdict, each as a data file."""

import functools
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from supplygraph.errors import InputError
from supplygraph.licenses.matrix import matrix_names
from supplygraph.licenses.rules import Channel
from supplygraph.licenses.terms import terms
from supplygraph.toml_rows import checked, data_text, parsed

#: Matrices that a user supplies, by the names under which they are kept.
SUPPLIED_MATRICES = ("linux-foundation",)

Verdict = Literal["conflict", "unknown", "warning", "compatible"]
Relation = Literal[
    "finetune",
    "adapter",
    "quantized",
    "merge",
    "distilled",
    "copy",
    "undeclared",
    "trained_on",
    "generated_from",
    "bundles",
    "uses",
]


class ReachRule(BaseModel):
    """Another reach of the terms of one kind, or of one term, for the licences that list the channel for it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    kind: str | None = None
    code: str | None = None
    channel: Channel
    as_: Literal["certain", "unclear", "none"] = Field(alias="as")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.kind is None) == (self.code is None):
            raise ValueError("it names either a kind or a code")
        return self


class ProfileEntry(BaseModel):
    """One rule set.

    Attributes:
        name: The name of its file.
        terms: Whether the terms of licences are judged.
        matrices: Matrices that are consulted, in this order.
        matrix_verdicts: The verdict for each word of the matrices; `go_on` leaves it to the other rules.
        relations: The relations that are judged; none means all.
        channel_as: Channels that are judged as if they were others.
        reach: What it changes in the reach of terms: only where a licence lists the channel for the term.
        identical: What the same licence on both sides gives; `go_on` leaves it to the matrices.
        missing: What a missing licence gives.
        absent_pair: What a pair that no matrix has gives.
        skip_multiple: Whether artifacts that declare several licences are left out.
        aliases: Names under which licences are compared, for raw values in lower case and for ids of the table; a name
            of a sheet belongs to those for which `name_of` gives it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str = Field(min_length=1)
    meaning: str = Field(min_length=1)
    source: str = Field(min_length=1)
    terms: bool
    matrices: tuple[str, ...] = Field(default=(), strict=False)
    matrix_verdicts: dict[str, Verdict | Literal["go_on"]] = {}
    relations: tuple[Relation, ...] | None = Field(default=None, strict=False)
    channel_as: dict[Channel, Channel] = {}
    reach: tuple[ReachRule, ...] = Field(default=(), strict=False)
    identical: Literal["compatible", "go_on"] = "compatible"
    missing: Verdict = "unknown"
    absent_pair: Literal["unknown", "compatible", "go_on"] = "go_on"
    skip_multiple: bool = False
    aliases: dict[str, str] = {}

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        known_kinds, known_codes = {term.kind for term in terms()}, {term.code for term in terms()}
        for rule in self.reach:
            if rule.kind is not None and rule.kind not in known_kinds:
                raise ValueError(f"no term is of the kind {rule.kind!r}")
            if rule.code is not None and rule.code not in known_codes:
                raise ValueError(f"there is no term {rule.code!r}")
        known_matrices = (*matrix_names(), *SUPPLIED_MATRICES)
        for matrix in self.matrices:
            if matrix not in known_matrices:
                raise ValueError(f"there is no matrix {matrix!r}; known are {', '.join(known_matrices)}")
        if self.matrices and not self.matrix_verdicts:
            raise ValueError("matrix_verdicts is missing")
        return self

    def name_of(self, raw: str) -> str:
        """The name under which a licence, as written or by its id, is compared."""
        lower = raw.lower()
        return self.aliases.get(lower, lower)


@functools.cache
def profiles() -> tuple[ProfileEntry, ...]:
    """The rule sets of the package, the default first."""
    folder = files("supplygraph.licenses") / "profiles"
    names = sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".toml"))
    found = [read_profile(data_text(f"profiles/{name}.toml"), name) for name in names]
    return tuple(sorted(found, key=lambda one: one.name != "default"))


def profile(name: str) -> ProfileEntry:
    """The rule set with this name, or the one in the TOML file at this path.

    Raises:
        InputError: There is none, or the file is malformed.
    """
    if name.endswith(".toml"):
        path = Path(name)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"the profile {name} cannot be read: {error}") from error
        return read_profile(text, path.stem)
    for one in profiles():
        if one.name == name:
            return one
    known = ", ".join(one.name for one in profiles())
    raise InputError(f"there is no profile {name!r}", f"known are {known}; a file of your own ends with .toml")


def read_profile(text: str, name: str) -> ProfileEntry:
    """Read and check a rule set.

    Raises:
        InputError: The text is not TOML, or the rule set is malformed.
    """
    file = f"{name}.toml"
    return checked(ProfileEntry, {**parsed(text, file), "name": name}, file, f"profile {name}")
