"""The relationships of the graph, each with the pairs of nodes that it joins."""

import hashlib
from collections.abc import Iterable
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from supplygraph.schema.declaration import Count, Integer, Key, Relationship, Text, derived, working
from supplygraph.schema.nodes import (
    Alias,
    Architecture,
    Check,
    CompatibilityMatrix,
    Dataset,
    Domain,
    Facts,
    Family,
    Fingerprint,
    Language,
    Library,
    License,
    LicensePair,
    LicenseStatement,
    LicenseTerm,
    LicenseVerdict,
    Model,
    ModelType,
    Package,
    Paper,
    Profile,
    Publisher,
    Relation,
    Repository,
    Space,
    Task,
)

Channel = Literal["copy", "deriv", "adapter", "transfer"]
JudgedVerdict = Literal["compatible", "warning", "unknown", "conflict", "skipped"]
Certainty = Literal["firm", "contested"]
Claimant = Literal["author", "community", "verified", "paper"]
#: Why an edge cannot be judged; `upper` and `lower` are the two licences that meet.
WhyUnknown = Literal[
    "upper_missing",
    "upper_unnamed",
    "upper_family",
    "upper_unread",
    "upper_none",
    "lower_missing",
    "lower_unnamed",
    "lower_family",
    "lower_unread",
    "lower_none",
    "not_in_matrix",
    "open_in_matrix",
    "further_up",
]

#: Which licence channel a relation opens: what moves from the base to the derived artifact.
CHANNELS: dict[str, Channel] = {
    "finetune": "deriv",
    "adapter": "adapter",
    "quantized": "copy",
    "merge": "deriv",
    "distilled": "transfer",
    "copy": "copy",
    "undeclared": "deriv",
}

_EVIDENCE = (
    "Where it was stated: `hub`, `tag`, `card`, `config`, `record`, `paper-llm` (read from a card by a language "
    "model), `github`, `license-file`, `scancode`, `source-code`, `bom` (a bill of materials), `croissant`, `inferred`."
)
_WAY = "How the two artifacts meet, for licences: a channel, or `quantized` for a copy in another form."
_STEP = "The same with a question mark where no source states the relation."
_PAIR = "Id of the `_LicensePair` of the two statements that meet on it."
_VERDICT_ID = "Id of the `LicenseVerdict` on it, which has what every rule set says."
_VERDICT = "What the rule set `default` says of the licences at its ends, and of those further up."
_CERTAINTY = "How sure that is."
_CODES = "Why, the strongest reasons first; `INHERITED` where a licence from further up is dropped."
_DAYS = (
    "Days from when the base was made until this one was, negative where the base is younger; none where either time "
    "is not known."
)
_ALSO = (
    "Ids of `_LicensePair`s that judge this edge beside its own: licences from further up, merged parents, name duties."
)
_FIRST_DROP = (
    "Id of the first artifact on the way that no longer carries the terms: a model, a dataset, or the artifact itself."
)
_RAW = "The value as it was written, where it differs from the key of the end."
_MOVED_FROM = (
    "The key that was stated, where it is not that of the end: an old one, or one in another letter case that nobody "
    "describes by itself."
)


class DerivedFrom(Relationship):
    """(:Model|Dataset)-[:DERIVED_FROM]->(the artifact of the same kind that it was made from)."""

    ends: ClassVar = ((Model, Model), (Dataset, Dataset))
    watched: ClassVar = frozenset({"licenses"})
    triggers_new: ClassVar = frozenset({"lineage", "licenses"})
    triggers_gone: ClassVar = frozenset({"lineage"})
    by_source: ClassVar = ("claim_sources", "claim_evidence", "claim_relations")

    relation: Relation | None = Field(None, description="How it was derived; `undeclared` where no source says.")
    channel: Channel | None = Field(
        None, description="What moves along it, for licences; from `relation`, or from `inferred` where undeclared."
    )
    inferred: Relation | None = Field(None, description="Our own reading of file marks where no relation is declared.")
    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    claim_sources: list[Text] | None = Field(
        None, description="Of each statement the source that made it; statements may disagree."
    )
    claim_evidence: list[Text] | None = Field(
        None, description="Of each of them, in the same order, where it was stated: `tag`, `card` …"
    )
    claim_relations: list[Text] | None = Field(
        None, description="Of each of them, in the same order, the relation as stated (`quantized`, `undeclared`)."
    )
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)
    resolution: Literal["exact", "alias", "case", "owner_less", "named"] | None = Field(
        None,
        description="How the base was found that a free text names: by its id, by another id of it, but for letter "
        "case, by its name without owner, or `named`: an id that the source does not describe.",
    )
    confidence: float | None = Field(None, description="How sure that is, 0 to 1.")
    license_way: Text | None = working(_WAY)
    license_step: Text | None = working(_STEP)
    license_pair: Text | None = working(_PAIR)
    license_also: list[Text] | None = working(_ALSO)
    license_verdict_id: Text | None = derived(_VERDICT_ID)
    license_verdict: JudgedVerdict | None = derived(_VERDICT)
    license_certainty: Certainty | None = derived(_CERTAINTY)
    license_codes: list[Text] | None = derived(_CODES)
    days_after_base: float | None = derived(_DAYS)

    @staticmethod
    def stated(source: str, said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        """The properties for what one source states: pairs of evidence and relation."""
        pairs = list(said)
        return {
            "claim_sources": [source] * len(pairs),
            "claim_evidence": [evidence for evidence, _ in pairs],
            "claim_relations": [relation for _, relation in pairs],
        }

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if len({len(getattr(self, name) or ()) for name in self.by_source}) > 1:
            raise ValueError(f"{', '.join(self.by_source)} have to be of one length")
        return self

    @property
    def claims(self) -> list[str]:
        """Each statement as `source:evidence=relation`."""
        said = zip(self.claim_sources or (), self.claim_evidence or (), self.claim_relations or (), strict=True)
        return [f"{source}:{evidence}={relation}" for source, evidence, relation in said]


class TrainedOn(Relationship):
    """(:Model)-[:TRAINED_ON]->(:Dataset)."""

    ends: ClassVar = ((Model, Dataset),)
    watched: ClassVar = frozenset({"licenses"})
    triggers_new: ClassVar = frozenset({"licenses"})

    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)
    license_way: Text | None = working(_WAY)
    license_step: Text | None = working(_STEP)
    license_pair: Text | None = working(_PAIR)
    license_also: list[Text] | None = working(_ALSO)
    license_verdict_id: Text | None = derived(_VERDICT_ID)
    license_verdict: JudgedVerdict | None = derived(_VERDICT)
    license_certainty: Certainty | None = derived(_CERTAINTY)
    license_codes: list[Text] | None = derived(_CODES)


class GeneratedFrom(Relationship):
    """(:Dataset)-[:GENERATED_FROM]->(:Model): the data are outputs of the model."""

    ends: ClassVar = ((Dataset, Model),)
    watched: ClassVar = frozenset({"licenses"})
    triggers_new: ClassVar = frozenset({"licenses"})

    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)
    license_way: Text | None = working(_WAY)
    license_step: Text | None = working(_STEP)
    license_pair: Text | None = working(_PAIR)
    license_also: list[Text] | None = working(_ALSO)
    license_verdict_id: Text | None = derived(_VERDICT_ID)
    license_verdict: JudgedVerdict | None = derived(_VERDICT)
    license_certainty: Certainty | None = derived(_CERTAINTY)
    license_codes: list[Text] | None = derived(_CODES)


class Declares(Relationship):
    """(:Model|Dataset|Repository|Space)-[:DECLARES]->(:License): what its publisher says of its licence."""

    ends: ClassVar = ((Model, License), (Dataset, License), (Repository, License), (Space, License))
    watched: ClassVar = frozenset({"licenses"})
    triggers: ClassVar = frozenset({"licenses"})
    indexed: ClassVar = ("contradicted",)

    raw: Text | None = Field(None, description="The licence as it was written, before any alias was resolved.")
    name: Text | None = Field(None, description="`license_name` as it was written.")
    link: Text | None = Field(None, description="`license_link` as it was written.")
    contradicted: bool | None = Field(None, description="Whether `license_name` names another licence.")
    role: Literal["main", "weights", "code", "data"] | None = Field(None, description="What the licence covers.")
    operator: Literal["single", "list", "and", "or"] | None = Field(
        None, description="How it stands beside the other licences that the same artifact declares."
    )
    evidence: list[Text] | None = Field(None, description=_EVIDENCE)


class Reuses(Relationship):
    """(:Repository)-[:REUSES]->(:Model|Dataset): code of the repository loads it."""

    ends: ClassVar = ((Repository, Model), (Repository, Dataset))
    watched: ClassVar = frozenset({"licenses"})
    triggers_new: ClassVar = frozenset({"licenses"})
    parallel: ClassVar = ("places", "calls")

    places: list[Text] | None = Field(None, description="`file:line` of each call; `file` where no line is known.")
    calls: list[Text] | None = Field(None, description="Loading calls, in the order of `places`.")
    role: Literal["src", "test", "example"] | None = Field(None, description="Part of the repository with most calls.")
    pinned: bool | None = Field(None, description="Whether every call names a revision.")
    remote_code: Literal["pinned", "unpinned"] | None = Field(
        None,
        description="Whether a call lets code of the artifact run (`trust_remote_code=True`): `unpinned` where such a "
        "call names no commit, so that whoever can change the artifact decides what is run.",
    )
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)
    confidence: float | None = Field(None, description="How sure the finding is, 0 to 1.")
    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    license_way: Text | None = working(_WAY)
    license_step: Text | None = working(_STEP)
    license_pair: Text | None = working(_PAIR)
    license_also: list[Text] | None = working(_ALSO)
    license_verdict_id: Text | None = derived(_VERDICT_ID)
    license_verdict: JudgedVerdict | None = derived(_VERDICT)
    license_certainty: Certainty | None = derived(_CERTAINTY)
    license_codes: list[Text] | None = derived(_CODES)


class Mentions(Relationship):
    """(:Repository)-[:MENTIONS]->(:Model|Dataset): named in text, not loaded."""

    ends: ClassVar = ((Repository, Model), (Repository, Dataset))

    places: list[Text] | None = Field(None, description="`file:line` of each mention.")
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)


class Uses(Relationship):
    """(:Space)-[:USES]->(:Model|Dataset), as the Hub links them."""

    ends: ClassVar = ((Space, Model), (Space, Dataset))

    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)


class HasCode(Relationship):
    """(:Model)-[:HAS_CODE]->(:Repository): where its own code lives, as its hub or its card says."""

    ends: ClassVar = ((Model, Repository),)

    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)


class ForkOf(Relationship):
    """(:Repository)-[:FORK_OF]->(:Repository)."""

    ends: ClassVar = ((Repository, Repository),)


class DependsOn(Relationship):
    """(:Repository)-[:DEPENDS_ON]->(:Package), as its manifests state."""

    ends: ClassVar = ((Repository, Package),)
    parallel: ClassVar = ("manifests", "requirements")

    manifests: list[Text] | None = Field(None, description="Files that state it, such as `setup.py`.")
    requirements: list[Text] | None = Field(
        None, description="What each of them asks for, in the same order (`>= 4.30`); empty for any version."
    )


class PublishedBy(Relationship):
    """(:Model|Dataset|Space)-[:PUBLISHED_BY]->(:Publisher); of the source `id` where the id alone names it."""

    ends: ClassVar = ((Model, Publisher), (Dataset, Publisher), (Space, Publisher))
    watched: ClassVar = frozenset({"publishers"})
    watches_sources: ClassVar = True
    triggers: ClassVar = frozenset({"publishers"})


class HasLibrary(Relationship):
    """(:Model)-[:HAS_LIBRARY]->(:Library)."""

    ends: ClassVar = ((Model, Library),)


class HasTask(Relationship):
    """(:Model|Dataset)-[:HAS_TASK]->(:Task)."""

    ends: ClassVar = ((Model, Task), (Dataset, Task))
    watched: ClassVar = frozenset({"licenses"})


class InDomain(Relationship):
    """(:Model)-[:IN_DOMAIN]->(:Domain): a field that its card names."""

    ends: ClassVar = ((Model, Domain),)

    evidence: list[Text] | None = Field(None, description=_EVIDENCE)


class HasLanguage(Relationship):
    """(:Model|Dataset)-[:HAS_LANGUAGE]->(:Language)."""

    ends: ClassVar = ((Model, Language), (Dataset, Language))


class HasArchitecture(Relationship):
    """(:Model)-[:HAS_ARCHITECTURE]->(:Architecture)."""

    ends: ClassVar = ((Model, Architecture),)


class OfType(Relationship):
    """(:Model)-[:OF_TYPE]->(:ModelType)."""

    ends: ClassVar = ((Model, ModelType),)
    watched: ClassVar = frozenset({"licenses"})


class Names(Relationship):
    """(:Model)-[:NAMES]->(:Family|Dataset): what its name claims, surely or not."""

    ends: ClassVar = ((Model, Family), (Model, Dataset))
    of_the_name: ClassVar = True

    sure: bool | None = derived("Whether the name can hardly mean anything else.")
    config: Literal["agrees", "related", "differs"] | None = derived(
        "How a family stands to the model type, or to the class where no type is given: `agrees` (the same family, or "
        "one that is built on it, as Falcon3 on llama), `related` (no contradiction, but not the same) or `differs`; "
        "none where neither is of a known family."
    )


class OfFamily(Relationship):
    """(:Model)-[:OF_FAMILY]->(:Family): one for each family that the config or the name says.

    `'type' IN r.basis` selects what the model type says. Where the name says another family than the config, there are
    two, which need not contradict each other (`NAMES.config` says so); `Model.family` is one at most.
    """

    ends: ClassVar = ((Model, Family),)

    basis: list[Text] | None = derived("What says so: `type`, `architecture`, `name` (surely), in this order.")


class EvaluatedOn(Relationship):
    """(:Model)-[:EVALUATED_ON]->(:Dataset): a result that somebody claims; one for each claim."""

    ends: ClassVar = ((Model, Dataset),)
    keyed_by: ClassVar = ("_claim",)

    claim: Text = Field(
        "",
        alias="_claim",
        description="Digest of what is claimed and by whom, which tells claims on one dataset apart.",
        json_schema_extra={"derived": True, "working": True},
    )
    task: Text | None = Field(None, description="Task of the evaluation, or the dataset's own name of it.")
    metric: Text | None = Field(
        None, description="What was measured, in small letters with `_` (`exact_match`); none where it is not stated."
    )
    value: float | None = Field(None, description="The result, where it is one number.")
    written: Text | None = Field(None, description="The result as it was written, where it is more than that number.")
    config: Text | None = Field(None, description="Part of the dataset that was used: its configuration or subset.")
    split: Text | None = Field(None, description="Split of the dataset that was used.")
    revision: Text | None = Field(None, description="Revision of the dataset that was used.")
    setup: Text | None = Field(
        None, description="How it was measured, as stated: shots, tools, framework, variant of the model."
    )
    claimed_by: Claimant | None = Field(None, description="Who claims it.")
    reporter: Text | None = Field(None, description="Whom the claim names as its source (`Open LLM Leaderboard`).")
    link: Text | None = Field(None, description="Address of that source.")
    date: Text | None = Field(None, description="When it was measured, as stated (ISO 8601).")
    unnamed: bool | None = Field(
        None,
        description="Whether only a kind of file is named (`imagefolder`, `json`), so that another claim on it may be "
        "about other data.",
    )
    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)

    @model_validator(mode="after")
    def _digest(self) -> Self:
        told = (
            *(self.task, self.metric, self.value, self.written, self.config, self.split, self.revision, self.setup),
            *(self.claimed_by, self.reporter, self.link),
        )
        self.claim = hashlib.sha1(repr(told).encode(), usedforsecurity=False).hexdigest()[:16]
        return self


class HasFinding(Relationship):
    """(:Model|Dataset|Repository)-[:HAS_FINDING]->(:Check): what a check finds; its class is `verdict`."""

    ends: ClassVar = ((Model, Check), (Dataset, Check), (Repository, Check))
    of_the_name: ClassVar = True
    keyed_by: ClassVar = ("about",)

    about: Text = Field(description="What it was held against: the base, or the value of the metadata.")
    verdict: Text | None = derived(
        "Class: `conflict`, `risk`, `related` (a relative, nearly the same, or with a reason), `missing` (only one "
        "side says it, or nobody) or `uninformative`."
    )
    severity: Text | None = derived("`high`, `medium` or `low`.")
    claimed: Text | None = derived("What the name or the artifact says.")
    actual: Text | None = derived("What the metadata or the base says.")
    evidence: Text | None = derived("How that is known.")
    base: Text | None = derived("The other artifact: the base that it was held against, or where a risk comes from.")
    path: list[Text] | None = derived(
        "Ids from the artifact to that one, both included; none where the check walks no lineage."
    )
    relation: Text | None = derived("How it was made from the base, as declared.")


class Shows(Relationship):
    """(:Model)-[:SHOWS]->(:_Facts): what of all that checklists ask is known of the model."""

    ends: ClassVar = ((Model, Facts),)
    of_the_name: ClassVar = True


class Imputed(Relationship):
    """(:Model)-[:IMPUTED]->(:License|Task|Model): a guess at a fact that nobody states; to the base, or of how.

    `supplygraph impute` makes them, and takes them back. No stored question but `quality-imputed` reads them, and any
    takes them for facts where it is asked to.
    """

    ends: ClassVar = ((Model, License), (Model, Task), (Model, Model))
    keyed_by: ClassVar = ("fact",)

    fact: Text = derived("What is guessed: `license`, `task`, `relation` or `base`.")
    relation: Relation | None = derived("The relation, where that is guessed.")
    method: Text | None = derived(
        "`siblings`: most frequent among others of the same bases; `base`; `name`; `fingerprint`."
    )
    support: Count | None = derived("Models that say so: siblings, or the base, the name or the fingerprint alone.")
    agreement: float | None = derived("Of those that say anything, how many say this, 0 to 1.")
    accuracy: float | None = derived("How right the method was on the known facts of this graph, each held out.")


class InFamily(Relationship):
    """(:ModelType|Architecture)-[:IN_FAMILY]->(:Family)."""

    ends: ClassVar = ((ModelType, Family), (Architecture, Family))


class BuiltOn(Relationship):
    """(:Family)-[:BUILT_ON]->(:Family): the family uses the architecture of the other one."""

    ends: ClassVar = ((Family, Family),)


class HasFingerprint(Relationship):
    """(:Model)-[:HAS_FINGERPRINT]->(:Fingerprint): what the headers of its weight files show."""

    ends: ClassVar = ((Model, Fingerprint),)
    triggers_gone: ClassVar = frozenset({"fingerprints"})

    components: list[Text] | None = Field(
        None, description="Parts of the model that it is of: `model`, `adapter`, `mmproj`, or a folder such as `unet`."
    )
    files: Count | None = Field(None, description="Number of files whose headers were read for it.")
    revision: Text | None = Field(None, description="Commit that was read; none for local files without one.")
    stated_type: Text | None = Field(None, description="Model type that the config beside the weights states.")


class Cites(Relationship):
    """(:Model|Dataset)-[:CITES]->(:Paper)."""

    ends: ClassVar = ((Model, Paper), (Dataset, Paper))


class SucceededBy(Relationship):
    """(:Model|Dataset)-[:SUCCEEDED_BY]->(the newer artifact that its publisher points to)."""

    ends: ClassVar = ((Model, Model), (Dataset, Dataset))

    evidence: list[Text] | None = Field(None, description=_EVIDENCE)
    raw: Text | None = Field(None, description=_RAW)
    moved_from: Text | None = derived(_MOVED_FROM)


class AliasOf(Relationship):
    """(:Alias)-[:ALIAS_OF]->(the artifact that the old id names now)."""

    ends: ClassVar = ((Alias, Model), (Alias, Dataset), (Alias, Space), (Alias, Repository))
    triggers_new: ClassVar = frozenset({"ids"})

    evidence: list[Text] | None = Field(None, description="How it is known: `redirect`, `record` …")


class Imposes(Relationship):
    """(:License)-[:IMPOSES]->(:LicenseTerm)."""

    ends: ClassVar = ((License, LicenseTerm),)

    certain: list[Text] | None = Field(None, description="Channels that the term surely reaches.")
    unclear: list[Text] | None = Field(None, description="Channels where its reach is unclear.")
    contested: list[Text] | None = Field(None, description="Those of them where published readings disagree.")
    condition: Text | None = Field(None, description="What must be so for it to apply (`multimodal`, `commercial`).")
    applies_to: list[Text] | None = Field(None, description="Tasks and model types of works that meet the condition.")
    spares: list[Text] | None = Field(None, description="Tasks and model types of works that do not meet it.")


class SatisfiedBy(Relationship):
    """(:LicenseTerm)-[:SATISFIED_BY]->(:LicenseTerm): carrying the second keeps the first; each keeps itself."""

    ends: ClassVar = ((LicenseTerm, LicenseTerm),)

    kind: Literal["full", "warning"] | None = Field(None, description="`warning` where something is weakened.")


class MayBecome(Relationship):
    """(:License)-[:MAY_BECOME]->(:License): material under the first may be passed on under the second."""

    ends: ClassVar = ((License, License),)

    kind: Literal["full", "check"] | None = Field(None, description="`check` where conditions apply.")
    basis: Text | None = Field(None, description="Text that says so.")


class Matrix(Relationship):
    """(:License)-[:MATRIX]->(:License): the verdict of a published compatibility matrix, upstream to downstream.

    What it says of work under a licence that goes into work under the same one stands in `LISTED_IN`.
    """

    ends: ClassVar = ((License, License),)
    triggers: ClassVar = frozenset({"licenses", "knowledge"})
    keyed_by: ClassVar = ("profile",)

    profile: Text = Field(description="Matrix that says so.")
    verdict: Text | None = Field(None, description="What it says, in its own words.")
    written_upstream: Text | None = Field(None, description="Name of the first in a sheet of the user.")
    written_downstream: Text | None = Field(None, description="Name of the second in a sheet of the user.")
    date: Text | None = Field(None, description="Date of the matrix (ISO 8601).")


class ListedIn(Relationship):
    """(:License)-[:LISTED_IN]->(:CompatibilityMatrix): it has the licence, and says this of the licence with itself."""

    ends: ClassVar = ((License, CompatibilityMatrix),)
    triggers: ClassVar = frozenset({"licenses", "knowledge"})

    verdict: Text | None = Field(None, description="What it says, in its own words; mostly `same`.")
    written_upstream: Text | None = Field(None, description="Name of its column in a sheet of the user.")
    written_downstream: Text | None = Field(None, description="Name of its row in a sheet of the user.")


class Reaches(Relationship):
    """(:License)-[:REACHES]->(:Profile): what a licence asks for on one channel under a rule set."""

    ends: ClassVar = ((License, Profile),)
    keyed_by: ClassVar = ("channel",)

    channel: Text = derived("The channel.")
    certain: list[Text] | None = derived("Codes of restrictions that surely reach it.")
    unclear: list[Text] | None = derived("Codes of restrictions whose reach is unclear.")
    contested: list[Text] | None = derived("Codes of those where published readings disagree.")
    notices: list[Text] | None = derived("Codes of notices that surely reach it.")


class Carries(Relationship):
    """(:License)-[:CARRIES]->(:License): what of the second's restrictions the first keeps; each keeps its own."""

    ends: ClassVar = ((License, License),)

    terms: list[Text] | None = derived("Codes of the restrictions that it keeps.")
    weaker: list[Text] | None = derived("Codes of those that it keeps in part or under conditions.")
    reasons: list[Text] | None = derived("Why these are kept no better, in the same order.")


class Includes(Relationship):
    """(:_LicenseStatement)-[:INCLUDES]->(:License): licences that all apply."""

    ends: ClassVar = ((LicenseStatement, License),)


class Upstream(Relationship):
    """(:_LicensePair)-[:UPSTREAM]->(:_LicenseStatement|License): the licence itself where it is one from further up."""

    ends: ClassVar = ((LicensePair, LicenseStatement), (LicensePair, License))


class Downstream(Relationship):
    """(:_LicensePair)-[:DOWNSTREAM]->(:_LicenseStatement)."""

    ends: ClassVar = ((LicensePair, LicenseStatement),)


class RestsOn(Relationship):
    """(:LicenseVerdict)-[:RESTS_ON]->(:_LicensePair)."""

    ends: ClassVar = ((LicenseVerdict, LicensePair),)

    own: bool | None = derived("Whether it is the pair of the two statements that meet.")


class Judged(Relationship):
    """(:LicenseVerdict|_LicensePair)-[:JUDGED]->(:Profile): what a rule set says; none where it does not judge it."""

    ends: ClassVar = ((LicenseVerdict, Profile), (LicensePair, Profile))

    verdict: JudgedVerdict | None = derived("The verdict.")
    rank: Integer | None = derived("Strength: 0 compatible, 1 warning, 2 unknown, 3 conflict; -1 skipped.")
    codes: list[Text] | None = derived("Why, the strongest reasons first.")
    certainty: Certainty | None = derived(
        "`contested` where the verdict rests only on readings that are unclear or disputed, or on texts not fully read."
    )
    identical: bool | None = derived("Whether both sides declare the same.")
    upstream: Text | None = derived("The licence that is judged, where the rule set splits a list.")
    lost: list[Text] | None = derived("Codes of restrictions that surely reach and are not carried; of pairs.")
    lost_of: list[Text] | None = derived("The licences that these are of, in the same order; of pairs.")
    unclear: list[Text] | None = derived("Codes of restrictions not carried whose reach is unclear; of pairs.")
    why_unknown: WhyUnknown | None = derived(
        "Why the verdict is unknown: the upper or lower licence is missing, unnamed, a family, unread, or none to the "
        "rule set; the matrix does not have the pair or leaves it open; or a licence from further up; of verdicts."
    )


class Loses(Relationship):
    """(:_LicensePair)-[:LOSES]->(:License): restrictions of it that are not carried under some rule set.

    What is surely not carried and what may be carried after all stand apart.
    """

    ends: ClassVar = ((LicensePair, License),)

    terms: list[Text] | None = derived("Their codes.")
    certain: list[Text] | None = derived("Of them, those that surely reach under `default`.")
    unclear: list[Text] | None = derived("Of them, those whose reach is unclear under `default`.")
    doubts: list[Text] | None = derived("Why they may be carried after all, see `DROPPED`.")
    via: Text | None = derived("Channels and doubts as one text, as the `DROPPED` relationships that it makes have it.")


class Dropped(Relationship):
    """(:Model|Dataset|Repository)-[:DROPPED]->(:License): terms of it that reach the artifact and are not carried."""

    ends: ClassVar = ((Model, License), (Dataset, License), (Repository, License))
    keyed_by: ClassVar = ("_via",)
    indexed: ClassVar = ("_derive_pass",)

    via: Text = working("Channels on the way from the origin, sorted, and doubts, as one text.")
    channels: list[Text] | None = derived("Channels on the way from the origin, sorted.")
    doubts: list[Text] | None = derived(
        "Why the terms may not have been dropped: `listed` where only one reading of a list of licences drops them, "
        "`guessed` where no source states the relation of a step. Empty for none."
    )
    key: Text | None = working("What is dropped and how it came, as part of the keys of the pairs below.")
    lost: list[Text] | None = derived("Codes of the terms that reach it under some rule set and are not carried.")
    terms: list[Text] | None = derived("Of them, those that surely reach it under `default`.")
    unclear: list[Text] | None = derived("Of them, those whose reach is unclear under `default`.")
    origin: Key | None = derived(
        "Id of the nearest artifact, a model or a dataset, that declares the licence; the smallest id of several."
    )
    hops: Integer | None = derived("Steps from the origin.")
    first_drop: Key | None = derived(_FIRST_DROP)


class ConflictsWith(Relationship):
    """(:Model|Dataset|Repository)-[:CONFLICTS_WITH]->(:Model|Dataset): its licence drops what the other's asks for.

    The other one is the nearest that declares the licence; rule sets that say the same of it share one relationship, so
    there is one for each rule set, artifact and licence: `'default' IN r.profiles` selects those of a rule set.
    """

    ends: ClassVar = (
        (Model, Model),
        (Model, Dataset),
        (Dataset, Dataset),
        (Dataset, Model),
        (Repository, Model),
        (Repository, Dataset),
    )
    keyed_by: ClassVar = ("profiles",)

    profiles: list[Text] = derived("Rule sets that say so; `default` first where it is one of them.")
    license: Text | None = derived("The licence that is violated: its id, or the expression where there are several.")
    terms: list[Text] | None = derived("Codes of its terms that surely reach the artifact and are not carried.")
    codes: list[Text] | None = derived("Why, the strongest reasons first; `INHERITED` where it is one from further up.")
    certainty: Certainty | None = derived(
        "`contested` where the conflict rests only on readings that are unclear or disputed."
    )
    hops: Integer | None = derived("Steps between the two; 1 where one was made from the other directly.")
    first_drop: Key | None = derived(_FIRST_DROP)
    via: Key | None = derived(
        "Id of the model or dataset directly above through which the terms come; none where `hops` is 1."
    )


RELATIONSHIPS: tuple[type[Relationship], ...] = (
    DerivedFrom,
    TrainedOn,
    GeneratedFrom,
    EvaluatedOn,
    Declares,
    Reuses,
    Mentions,
    Uses,
    HasCode,
    ForkOf,
    DependsOn,
    PublishedBy,
    HasLibrary,
    HasTask,
    InDomain,
    HasLanguage,
    HasArchitecture,
    OfType,
    Names,
    OfFamily,
    HasFinding,
    Shows,
    Imputed,
    InFamily,
    BuiltOn,
    HasFingerprint,
    Cites,
    SucceededBy,
    AliasOf,
    Imposes,
    SatisfiedBy,
    MayBecome,
    Matrix,
    ListedIn,
    Reaches,
    Carries,
    Includes,
    Upstream,
    Downstream,
    RestsOn,
    Judged,
    Loses,
    Dropped,
    ConflictsWith,
)
