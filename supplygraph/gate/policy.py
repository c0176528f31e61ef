"""The policy of a gate: a YAML file of licences, terms, an intended use, checks, waivers; validated in full."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from supplygraph.errors import InputError
from supplygraph.gate.rules import LEVELS, RULES, USE_MEANINGS, USES, Level, Use

RuleName = Literal[
    "license-conflict",
    "license-unknown",
    "license-warning",
    "license-forbidden",
    "license-review",
    "term-forbidden",
    "term-review",
    "name",
    "quality",
    "risk",
    "checks-missing",
    "data-age",
    "call-unresolved",
    "file-unread",
    "waiver-expired",
    "waiver-unused",
]
#: Rules that say that something is not known; they can be made an error or waived, but not passed over.
NOT_KNOWN: frozenset[str] = frozenset(
    {"license-unknown", "checks-missing", "data-age", "call-unresolved", "file-unread"}
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Licenses(_Part):
    """Which licences are allowed, by patterns of their ids such as `cc-by-*`; of an artifact and of all above it."""

    allowed: tuple[str, ...] = Field(default=(), description="Licences that need no review.")
    reviewed: tuple[str, ...] = Field(default=(), description="Licences that need a review.")
    forbidden: tuple[str, ...] = Field(default=(), description="Licences that may not be used.")
    otherwise: Literal["allow", "review", "forbid"] | None = Field(
        default=None,
        description="What holds for all other licences; by default `review` where any are allowed, else `allow`.",
    )

    def verdict(self, license_id: str) -> Literal["allow", "review", "forbid"]:
        """What holds for a licence; the strictest list that names it counts."""
        lists: tuple[tuple[Literal["allow", "review", "forbid"], tuple[str, ...]], ...] = (
            ("forbid", self.forbidden),
            ("review", self.reviewed),
            ("allow", self.allowed),
        )
        for verdict, patterns in lists:
            if matches(license_id, patterns):
                return verdict
        return self.otherwise or ("review" if self.allowed else "allow")

    @property
    def decides_all(self) -> bool:
        """Whether a licence that is missing leaves the lists undecided."""
        return bool(self.allowed) or self.otherwise in ("review", "forbid")


class Terms(_Part):
    """Terms of licences, by patterns of their codes such as `NC` or `UR.*` (`supplygraph license show LICENCE`)."""

    forbidden: tuple[str, ...] = Field(default=(), description="Terms that may not apply.")
    reviewed: tuple[str, ...] = Field(default=(), description="Terms that need a review.")


class Waiver(_Part):
    """A finding that somebody answers for until a day."""

    rule: str = Field(min_length=1, description="The rule, or a pattern such as `license-*`.")
    artifact: str = Field(min_length=1, description="The artifact, or a pattern such as `acme/*`.")
    reason: str = Field(min_length=3, description="Why it is waived.")
    owner: str = Field(min_length=1, description="Who answers for it.")
    expires: date = Field(description="The last day on which it holds.")

    def covers(self, rule: str, artifact: str) -> bool:
        """Whether it is about a finding."""
        return fnmatchcase(rule, self.rule) and fnmatchcase(artifact, self.artifact)


class Policy(_Part):
    """What may be used, for what, and what is reported how."""

    version: Literal[1] = Field(default=1, description="Version of this form.")
    profile: str = Field(default="default", description="The rule set for licences.")
    use: Use | None = Field(default=None, description="The intended use; it forbids the terms that do not allow it.")
    licenses: Licenses = Licenses()
    terms: Terms = Terms()
    levels: dict[RuleName, Level] = Field(
        default_factory=dict, description="How grave the findings of a rule are, where not as by default."
    )
    max_age_days: int | None = Field(default=None, ge=0, description="Most days since a source described an artifact.")
    fail_on: Literal["error", "warning", "note"] = Field(
        default="error", description="The least level that fails. What cannot be decided never passes."
    )
    waivers: tuple[Waiver, ...] = ()

    def level(self, rule: str) -> Level:
        """How grave findings of a rule are."""
        return self.levels.get(rule, RULES[rule].level)  # type: ignore[call-overload, no-any-return]

    @property
    def lists_licenses(self) -> bool:
        """Whether it says anything of licences by their ids."""
        return self.licenses != Licenses()

    @property
    def asks_for_terms(self) -> bool:
        """Whether it says anything of terms, by itself or by the intended use."""
        return self.use is not None or self.terms != Terms()

    def fails(self, level: Level) -> bool:
        """Whether a finding of a level fails the gate."""
        return level in LEVELS and LEVELS.index(level) <= LEVELS.index(self.fail_on)


def licenses_alone(profile: str) -> Policy:
    """The policy that `check-repo` goes by: a licence that does not fit fails, and nothing else is looked at."""
    return Policy(profile=profile, levels={"name": "off", "quality": "off", "risk": "off"})


def matches(text: str, patterns: Iterable[str]) -> bool:
    """Whether a text fits one of some patterns, in any letter case."""
    return any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)


def read_policy(path: Path) -> Policy:
    """Reads a policy file.

    Raises:
        InputError: it cannot be read, is not YAML, or says something that a policy does not have.
    """
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the policy {path} cannot be read: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise InputError(f"{path}{line}: not valid YAML: {getattr(error, 'problem', error)}") from None
    hint = "`supplygraph gate --schema` prints what a policy may say"
    try:
        policy = Policy.model_validate({} if found is None else found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(f"{path}: {place}: {first['msg']}", hint) from None
    for rule in sorted(NOT_KNOWN & set(policy.levels)):
        if policy.level(rule) not in ("error", "unknown"):
            raise InputError(
                f"{path}: levels.{rule}: what is not known cannot be made {policy.level(rule)}",
                "it is `error` or `unknown`; waive single findings with a reason, an owner and a date",
            )
    return policy


def policy_schema() -> str:
    """The JSON Schema of policies."""
    made: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Policy.model_json_schema(),
        "title": "supplygraph gate policy",
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def explain(policy: Policy) -> Iterator[str]:
    """What a policy means, in words."""
    yield f"Rule set for licences: {policy.profile}"
    if policy.use:
        yield f"Intended use: {policy.use} ({USE_MEANINGS[policy.use]})"
        for pattern, level in USES[policy.use]:
            yield f"  {level:<8} where a licence has the term {pattern}"
    else:
        yield "Intended use: not stated; terms are not held against a use"
    lists = policy.licenses
    for word, patterns in (("allowed", lists.allowed), ("reviewed", lists.reviewed), ("forbidden", lists.forbidden)):
        if patterns:
            yield f"Licences {word}: {', '.join(patterns)}"
    yield f"All other licences: {lists.verdict('')}"
    for word, patterns in (("forbidden", policy.terms.forbidden), ("reviewed", policy.terms.reviewed)):
        if patterns:
            yield f"Terms {word}: {', '.join(patterns)}"
    if policy.max_age_days is not None:
        yield f"Data: described by a source within {policy.max_age_days} days"
    yield ""
    yield "Rules:"
    for name, rule in RULES.items():
        yield f"  {policy.level(name):<8} {name}: {rule.title}"
    yield ""
    yield f"The gate fails (exit code 1) on {_failing(policy)}, and ends with 5 where something cannot be decided."
    for waiver in policy.waivers:
        state = "expired" if waiver.expires < date.today() else "until"
        yield f"Waiver {state} {waiver.expires}: {waiver.rule} of {waiver.artifact}, {waiver.reason} ({waiver.owner})"


def _failing(policy: Policy) -> str:
    return " and ".join(level for level in LEVELS if policy.fails(level) and level != "unknown")
