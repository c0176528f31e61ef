"""The nodes of the graph: artifacts, licences, people and the words that describe artifacts."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from supplygraph.ids.first_models import moved
from supplygraph.ids.repositories import repository_of_name
from supplygraph.schema.declaration import Count, Follows, Integer, Key, Node, Text, derived, working
from supplygraph.schema.vocabulary import STATUSES, listed

Relation = Literal["finetune", "adapter", "quantized", "merge", "distilled", "copy", "undeclared"]
Status = Literal["present", "stub", "removed", "disabled", "private", "missing"]

_STATUS = listed(STATUSES)
#: What follows from artifacts; what a source describes for the first time may be known now to declare nothing.
_TRIGGERS: frozenset[Follows] = frozenset({"ids", "publishers"})
_TRIGGERS_WITH: dict[str, Follows] = {"status": "licenses"}
_WATCHED: dict[Follows, tuple[str, ...]] = {
    "ids": ("status",),
    "licenses": ("status", "created_at"),
    "publishers": ("author",),
}

_PAGERANK = "Its PageRank among models and datasets, by what they were made from and trained on; the sum of all is 1."
_BETWEENNESS = "Share of the shortest ways along the same edges that lead over it; estimated in large graphs."
_COMMUNITY = "Id of the member of its community (Louvain) that has the highest PageRank."

_AUTHOR = "Namespace that publishes it, as a source says; else the part of its id before the slash."
_LICENSE_ID = "Id of its licence where it declares exactly one; none where it declares none or several."
_LICENSE_IDS = "Ids of the licences that it declares, sorted; none where it declares none."
_LICENSE_CLASS = (
    "Class of its licence, `several` where its licences are of several classes; none where it declares none."
)
_LICENSE_MISSING = (
    "Whether it declares no licence; none where no source describes it, so that what it declares is not known."
)
_LICENSE_INHERITED = (
    "Where it declares no licence: what the nearest artifact that it derives from and that declares one does; of "
    "several that are as near, the one with the smallest id. It says nothing of what the artifact may declare."
)
_LICENSE_INHERITED_FROM = "That artifact."
_LICENSE_TEXT = "Whether a licence text or notice is among its files; none where no list of files is known."
_LICENSE_FILE = (
    "Licence whose text is among its files, recognised but for names and years; none where no text was read, it is not "
    "recognised, or there are several."
)
_COPYRIGHT_NOTICE = (
    "Whether a licence text or notice among its files says who holds the copyright; none where no text was read."
)


class HubArtifact(Node):
    """What a model and a dataset have in common: both are published on a hub, made from others, and licensed."""

    triggers: ClassVar = _TRIGGERS
    triggers_with: ClassVar = _TRIGGERS_WITH
    watched: ClassVar = _WATCHED
    searched: ClassVar = ("id", "name")

    id: Key = Field(description="Its id.")
    hub: Text | None = Field(None, description="Hub that publishes it: `huggingface`, `pytorch` …")
    hub_id: Text | None = Field(None, description="The Hub's own number of the repository, stable over renames.")
    name: Text | None = derived("Its id without the namespace.")
    author: Text | None = Field(None, description=_AUTHOR)
    sha: Text | None = Field(None, description="Commit of the described revision.")
    created_at: datetime | None = Field(None, description="When the repository was made (UTC).")
    last_modified: datetime | None = Field(None, description="When the repository last changed (UTC).")
    downloads: Count | None = Field(None, description="Downloads in the last 30 days, as the Hub counts them.")
    downloads_all_time: Count | None = Field(None, description="Downloads since publication, as the Hub counts them.")
    likes: Count | None = Field(None, description="Likes on the Hub.")
    gated: bool | None = Field(None, description="Whether files need an accepted request.")
    gating: Text | None = Field(None, description="How requests are answered: `auto` or `manual`.")
    tags: list[Text] | None = Field(None, description="Tags that no other property or relationship holds.")
    doi: Text | None = Field(None, description="DOI of the repository itself.")
    license_text: bool | None = Field(None, description=_LICENSE_TEXT)
    license_file: Text | None = Field(None, description=_LICENSE_FILE)
    copyright_notice: bool | None = Field(None, description=_COPYRIGHT_NOTICE)
    status: Status | None = Field(None, description=_STATUS)
    removed_at: datetime | None = Field(None, description="When a source saw it go (UTC).")
    folded: Text | None = working(
        "Its id in small letters, for it is named in any case; ids of other hubs as they are."
    )
    lineage_depth: Integer | None = derived(
        "Derivation steps on the longest chain from a root down to it; none without lineage, and on or below a cycle."
    )
    lineage_component: Text | None = derived("Smallest id in its weakly connected lineage; none without lineage.")
    lineage_descendants: Count | None = derived(
        "Number of distinct artifacts below it at any depth, by `DERIVED_FROM` alone; none without lineage."
    )
    lineage_ancestors: Count | None = derived(
        "Number of distinct artifacts above it at any depth, by `DERIVED_FROM` alone; none without lineage."
    )
    pagerank: float | None = derived(_PAGERANK, command="measure")
    betweenness: float | None = derived(_BETWEENNESS, command="measure")
    community: Text | None = derived(_COMMUNITY, command="measure")
    license_statement: Text | None = derived(
        "What it declares as one expression (`mit OR apache-2.0`; `mit, gpl-3.0` is a list without operator)."
    )
    license_id: Text | None = derived(_LICENSE_ID)
    license_ids: list[Text] | None = derived(_LICENSE_IDS)
    license_class: Text | None = derived(_LICENSE_CLASS)
    license_missing: bool | None = derived(_LICENSE_MISSING)
    license_inherited: Text | None = derived(_LICENSE_INHERITED)
    license_inherited_from: Key | None = derived(_LICENSE_INHERITED_FROM)
    license_key: Text | None = working("Key of its `_LicenseStatement`, where it is not that text.")
    license_conditions: list[Text] | None = derived(
        "Conditions of terms of its licences that its tasks and type tell it meets (`multimodal`) or not (`not …`)."
    )
    name_key: Text | None = working("Its name in small letters without namespace and separators.")


class Model(HubArtifact):
    """A pre-trained model package published on a hub."""

    items_indexed: ClassVar = ("weight_hashes",)
    indexed: ClassVar = (
        "status",
        "_folded",
        "lineage_component",
        "lineage_depth",
        "downloads",
        "author",
        "task",
        "library",
        "created_at",
        "license_id",
        "license_class",
        "family",
        "_name_key",
        "_name_look",
        "_name_stem",
        "weights_digest",
        "license_file",
        "names_itself",
        "unusable_bases",
    )

    id: Key = Field(description="Hub id as the Hub writes it (`google-bert/bert-base-uncased`); other hubs prefixed.")
    task: Text | None = Field(None, description="Pipeline tag: the task the model is published for.")
    library: Text | None = Field(None, description="Library that loads it.")
    parameters: Count | None = Field(None, description="Number of parameters.")
    dtype: Text | None = Field(None, description="Data type of most parameters.")
    quantization: list[Text] | None = Field(
        None, description="Quantisation marks in tags and config (`gguf`, `4-bit`)."
    )
    weight_formats: list[Text] | None = Field(
        None,
        description="Formats of its weight files by its list of files, else by its tags: `safetensors`, `gguf`, "
        "`pickle` (PyTorch, joblib), `onnx`, `tensorflow`, `flax`, `keras`.",
    )
    custom_code: bool | None = Field(
        None, description="Whether loading it runs Python files of its repository (`auto_map`, tag `custom_code`)."
    )
    weight_hashes: list[Text] | None = Field(
        None, description="SHA-256 of each of its weight files, sorted, where a list of files gives them."
    )
    weights_digest: Text | None = Field(
        None, description="Digest of all of these together: equal for the same files under other names."
    )
    tokenizer_hash: Text | None = Field(
        None, description="`sha256:` or `git:` and the hash of its tokenizer file, as its list of files gives it."
    )
    template_hash: Text | None = Field(
        None, description="SHA-256 of its chat templates, which are programs that run when text is prepared."
    )
    signed: bool | None = Field(
        None,
        description="Whether a signature (`model.sig`, Sigstore) is among its files, which nobody has verified; none "
        "where no list of files is known.",
    )
    scan_issues: list[Text] | None = Field(
        None,
        description="What scans of the Hub found in its files, as `level: path`; empty where they found nothing, none "
        "where no result is known.",
    )
    children_relations: list[Text] | None = Field(
        None, description="Relations by which others are made from it, as the Hub counts them."
    )
    children_counts: list[Count] | None = Field(None, description="How many the Hub counts of each, in the same order.")
    unusable_bases: list[Text] | None = Field(
        None, description="Bases on its card that are not a repository id: local paths, URLs, free text."
    )
    names_itself: bool | None = Field(None, description="Whether its card names the model itself as its base.")
    made_as: Relation | None = Field(
        None, description="How its card or config says it was made, where they name no base for it."
    )
    merge_method: Text | None = Field(
        None, description="How its bases were merged, as a recipe of mergekit says (`ties`)."
    )
    unresolved_bases: list[Text] | None = Field(
        None, description="Bases in free text, as a language model read them from its card, that name no known model."
    )
    commits: Count | None = Field(None, description="Commits of its repository, as a source counted them.")
    first_commit_at: datetime | None = Field(None, description="First of them (UTC).")
    last_commit_at: datetime | None = Field(None, description="Last of them (UTC).")
    discussions: Count | None = Field(None, description="Discussions on the Hub, without pull requests.")
    issues: Count | None = Field(None, description="Issues of the GitHub repository that a PyTorch Hub model lives in.")
    pull_requests: Count | None = Field(None, description="Pull requests on the Hub or in that GitHub repository.")
    snapshot: bool | None = Field(None, description="Whether the PeaTMOSS data set holds a copy of its files.")
    parameters_claimed: Count | None = Field(None, description="Number of parameters that its card claims in words.")
    hardware: list[Text] | None = Field(None, description="Hardware it was trained on, as its card says.")
    emissions: Text | None = Field(None, description="Carbon emitted in training, as its card says.")
    metrics: list[Text] | None = Field(None, description="`test on dataset: result`, as its card says.")
    hyperparameters: list[Text] | None = Field(None, description="`name: value`, as its card says.")
    input_formats: list[Text] | None = Field(None, description="Input formats, as its card says.")
    output_formats: list[Text] | None = Field(None, description="Output formats, as its card says.")
    demos: list[Text] | None = Field(None, description="Demos, as its card says.")
    grants: list[Text] | None = Field(None, description="Grants that paid for it, as its card says.")
    limitations: Text | None = Field(None, description="Limitations and biases, as its card says.")
    has_card: bool | None = Field(
        None, description="Whether it has a card with text; none where no source shows its card."
    )
    card_topics: list[Text] | None = Field(
        None, description="What the text of its card answers; empty where it answers nothing that is asked."
    )
    card_sections: list[Text] | None = Field(
        None, description="Of each of them, in the same order, the heading or label under which it is answered."
    )
    card_fields: list[Text] | None = Field(
        None, description="Fields of its card's header that no other property or relationship holds (`widget`)."
    )
    file_count: Count | None = Field(None, description="Files of its repository, where a source lists them.")
    file_topics: list[Text] | None = Field(
        None, description="What files of its repository answer by their names; empty where none answers anything."
    )
    topic_files: list[Text] | None = Field(
        None, description="Of each of them, in the same order, the file that answers it."
    )
    weights_status: Literal["read", "none", "unreadable", "gated", "missing"] | None = Field(
        None,
        description="What came of reading the headers of its weights: `read`; `none`: no safetensors or GGUF file; "
        "`unreadable`: no header that can be used; `gated` or `missing`: not shown.",
    )
    weights_revision: Text | None = Field(None, description="Commit of which that is said.")
    family: Text | None = derived(
        "Family by its model type; else by its class; else the one that its name surely claims, and none where it "
        "claims several. `OF_FAMILY` has all of them. Missing for many models that are known only by name."
    )
    name_components: list[Text] | None = derived(
        "Components of its name: A architecture, S size, T task, V version, P parameters, L language, D dataset, "
        "F reuse method, R training process, C trait of the data, Y layers, O other, W format, M organisation."
    )
    name_convention: Text | None = derived("Convention its name follows.")
    name_families: list[Text] | None = derived("Families that its name surely claims.")
    name_families_unsure: list[Text] | None = derived("Families that its name may claim.")
    name_generations: list[Text] | None = derived("`family version` that its name claims (`llama 3.1`).")
    name_size: Text | None = derived("Size word in its name (`base`).")
    name_parameters: list[Count] | None = derived(
        "Numbers of parameters that its name claims; of `8x7B` 56,000,000,000."
    )
    name_active: Count | None = derived("Active or effective parameters that its name tells apart from the total.")
    name_versions: list[Text] | None = derived("Versions in its name, beside those of families.")
    name_tasks: list[Text] | None = derived("Tasks that its name surely claims.")
    name_languages: list[Text] | None = derived("Languages that its name surely claims.")
    name_datasets: list[Text] | None = derived("Datasets that its name claims.")
    name_casing: Text | None = derived("`cased` or `uncased` in its name.")
    name_relations: list[Text] | None = derived(
        "Relations to a base that words of its name tell (`quantized`), and `mixture` for several models in one; not "
        "what is part of a family's name (`distilgpt2`)."
    )
    name_quantization: list[Text] | None = derived("Marks of quantisation in its name.")
    name_look: Text | None = working("What its name looks like: similar letters, vowels, repetitions folded.")
    name_stem: Text | None = working("`_name_key` without the marks of format and quantisation at its ends.")

    @classmethod
    def old_ids(cls) -> Mapping[str, str]:
        """Those of the Hub's first models."""
        return moved()


class Dataset(HubArtifact):
    """A dataset published on a hub or named by a card."""

    indexed: ClassVar = ("status", "_folded", "_name_key", "license_file")

    id: Key = Field(description="Hub id as the Hub writes it (`allenai/c4`), or the name a card uses.")


class Space(Node):
    """An application hosted on the Hub."""

    triggers: ClassVar = frozenset({"publishers"})

    id: Key = Field(description="Hub id of the Space.")
    name: Text | None = derived("Its id without the namespace.")
    author: Text | None = Field(None, description=_AUTHOR)
    sdk: Text | None = Field(None, description="What it is built with: `gradio`, `docker` …")
    likes: Count | None = Field(None, description="Likes on the Hub.")
    created_at: datetime | None = Field(None, description="When it was made (UTC).")
    last_modified: datetime | None = Field(None, description="When it last changed (UTC).")
    status: Status | None = Field(None, description=_STATUS)


class Repository(Node):
    """A source-code repository that reuses or mentions models or datasets."""

    triggers: ClassVar = _TRIGGERS
    triggers_with: ClassVar = _TRIGGERS_WITH
    watched: ClassVar[Mapping[Follows, tuple[str, ...]]] = {**_WATCHED, "ids": ("status", "github_id")}
    searched: ClassVar = ("id", "name")
    use: ClassVar = "stars"
    known_by: ClassVar = "github_id"
    taken_over: ClassVar = ("issues", "pull_requests")
    asked_itself: ClassVar = True
    indexed: ClassVar = ("_folded",)
    called: ClassVar = "coalesce(nullIf(substring(n.id, size(split(n.id, '/')[0]) + 1), ''), n.id)"

    id: Key = Field(description="Host, owner and name without scheme: `github.com/owner/name`.")
    name: Text | None = derived("Its id without the host: `owner/name`.")
    stars: Count | None = Field(None, description="Stars.")
    forks: Count | None = Field(None, description="Forks.")
    archived: bool | None = Field(None, description="Whether its owner archived it.")
    fork: bool | None = Field(None, description="Whether it is a fork of another repository.")
    created_at: datetime | None = Field(None, description="When it was made (UTC).")
    pushed_at: datetime | None = Field(None, description="Last push (UTC).")
    language: Text | None = Field(None, description="Programming language of most of its code.")
    languages: list[Text] | None = Field(None, description="Programming languages, that of most code first.")
    topics: list[Text] | None = Field(None, description="Topics its owner set.")
    description: Text | None = Field(None, description="What its owner says it is.")
    github_id: Text | None = Field(None, description="GitHub's own id of it, stable over renames.")
    branch: Text | None = Field(None, description="Default branch.")
    head: Text | None = Field(None, description="Commit that was looked at.")
    commits: Count | None = Field(None, description="Commits on the default branch.")
    issues: Count | None = Field(None, description="Issues, as a source counted them.")
    pull_requests: Count | None = Field(None, description="Pull requests, as a source counted them.")
    status: Status | None = Field(None, description=_STATUS)
    folded: Text | None = working(
        "Its id in small letters, for it is named in any case; ids of other hubs as they are."
    )
    license_statement: Text | None = derived(
        "What it declares as one expression (`mit OR apache-2.0`; `mit, gpl-3.0` is a list without operator)."
    )
    license_id: Text | None = derived(_LICENSE_ID)
    license_ids: list[Text] | None = derived(_LICENSE_IDS)
    license_class: Text | None = derived(_LICENSE_CLASS)
    license_missing: bool | None = derived(_LICENSE_MISSING)
    license_key: Text | None = working("Key of its `_LicenseStatement`, where it is not that text.")

    @classmethod
    def read_name(cls, text: str) -> str | None:
        """The repository of GitHub that `owner/name` or an address names."""
        return repository_of_name(text)


class Package(Node):
    """A software package that a repository depends on."""

    called: ClassVar = "split(n.id, ':')[-1]"

    id: Key = Field(description="Package manager and name, in small letters (`pip:transformers`).")
    name: Text | None = derived("Its id without the package manager.")


class License(Node):
    """A licence, a licence family without a member, or a text that a card gives as its licence."""

    indexed: ClassVar = ("class",)
    searched: ClassVar = ("id", "name", "title", "spdx")
    called: ClassVar = "n.id"

    id: Key = Field(description="Hub id (`apache-2.0`), or our own slug for a licence the Hub has no id for.")
    name: Text | None = derived("Its id, as what a picture shows.")
    title: Text | None = Field(None, description="Full name.")
    spdx: Text | None = Field(None, description="SPDX id or LicenseRef; none where the text is not known.")
    family: Text | None = Field(None, description="Family it belongs to, such as `llama` or `cc`.")
    version: Text | None = Field(None, description="Version within the family.")
    class_: Text | None = Field(None, alias="class", description="Coarse class, such as `permissive` or `community`.")
    family_only: bool | None = Field(None, description="Whether it names a family and no member of it.")
    or_later_unknown: bool | None = Field(None, description="Whether `only` or `or later` is left open.")
    certainty: Text | None = Field(None, description="How sure its reading is.")
    text_date: Text | None = Field(None, description="Date of the text that was read (ISO 8601).")
    terms_known: bool | None = Field(None, description="Whether its terms are known, so that it can be judged.")
    proposals: list[Text] | None = derived("Licences to propose for what is made from works under it, the best first.")
    places: list[Integer] | None = derived(
        "Where each of them stands: 0 this licence, 1 a permissive one, 2 a later version of this one, 3 any other."
    )


class LicenseTerm(Node):
    """One thing a licence asks for or forbids, with its parameter value (`NC`, `UR.medical`, `NAME:Llama`)."""

    key: ClassVar = "code"
    called: ClassVar = "coalesce(n.meaning, n.code)"

    code: Key = Field(description="Code of the term.")
    name: Text | None = derived("Its meaning, as what a picture shows.")
    level: Literal["restriction", "notice"] | None = Field(
        None, description="`restriction`: whoever passes the work on must keep it; `notice`: a duty to say something."
    )
    kind: Text | None = Field(None, description="Code without its parameter value (`UR`, `NAME`).")
    meaning: Text | None = Field(None, description="What it asks for, in plain words.")
    name_pattern: Text | None = Field(None, description="Of a `NAME` term: what names that keep it match.")


class Profile(Node):
    """A rule set that says what makes a licence conflict; a published method or a reading of contested rules."""

    key: ClassVar = "name"
    triggers: ClassVar = frozenset({"licenses", "knowledge"})

    name: Key = Field(description="Name, as `--profile` takes it.")
    own: bool | None = Field(None, description="Whether it is the user's and not the package's.")
    title: Text | None = Field(None, description="Title.")
    meaning: Text | None = Field(None, description="How it decides, in plain words.")
    origin: Text | None = Field(None, description="Publication or text that it follows.")
    terms: bool | None = Field(None, description="Whether the terms of the licences decide.")
    relations: list[Text] | None = Field(None, description="Relations that it judges; all where none is named.")
    matrices: list[Text] | None = Field(None, description="Compatibility matrices that decide, by name.")
    matrix_words: list[Text] | None = Field(None, description="Words that the matrices use.")
    matrix_verdicts: list[Text] | None = Field(None, description="What each of them means here, in the same order.")
    channels: list[Text] | None = Field(None, description="Channels that are read as others.")
    channels_as: list[Text] | None = Field(None, description="As which, in the same order.")
    reach_terms: list[Text] | None = Field(
        None, description="Kinds or codes of terms that have another reach here; of several rules the last wins."
    )
    reach_channels: list[Text] | None = Field(None, description="On which channel, in the same order.")
    reach_as: list[Text] | None = Field(None, description="`certain`, `unclear` or `none`, in the same order.")
    aliases: list[Text] | None = Field(None, description="Licences that are read as others.")
    aliases_as: list[Text] | None = Field(None, description="As which, in the same order.")
    identical: Text | None = Field(None, description="Verdict on two equal licences, where terms do not decide.")
    missing: Text | None = Field(None, description="Verdict where a licence is missing, where terms do not decide.")
    absent_pair: Text | None = Field(None, description="Verdict on a pair that no matrix has, where terms do not.")
    skip_multiple: bool | None = Field(
        None, description="Whether an artifact with several licences is left out downstream and split upstream."
    )
    ready: bool | None = working("Whether what follows from it has been worked out.")


class CompatibilityMatrix(Node):
    """A published table of which licences fit together; `MATRIX` relationships bear its name as `profile`."""

    key: ClassVar = "name"

    name: Key = Field(description="Name under which rule sets consult it (`osadl`).")
    title: Text | None = Field(None, description="Title.")
    date: Text | None = Field(None, description="Date of it (ISO 8601).")
    origin: Text | None = Field(None, description="Who published it.")


class LicenseStatement(Node):
    """What artifacts declare, each different expression once; a list without operator has two readings."""

    machinery: ClassVar = True

    id: Key = Field(description="Key of the expression, mostly the expression itself; `(none)` for no licence.")
    name: Text | None = derived("The expression as people read it.")
    licenses: list[Text] | None = derived("Ids of its licences, sorted.")
    operator: Literal["single", "list", "and", "or"] | None = derived("How they stand to each other.")
    contradicted: bool | None = derived("Whether the card gives another licence name beside it.")
    conditions: list[Text] | None = derived(
        "Conditions of terms that the artifacts meet (`multimodal`) or not (`not …`)."
    )
    known: bool | None = derived("Whether some alternative of it can be judged.")


class LicensePair(Node):
    """Two licence statements that meet along one kind of relation, judged once for all edges where they meet."""

    machinery: ClassVar = True

    id: Key = Field(description="Key that no other pair has; what it is of stands in the other properties.")
    name: Text | None = derived("What it is of, as what a picture shows.")
    way: Text | None = derived(
        "Channel of the last step; `quantized` for a copy in another form; `beside` for two parents of a merge; "
        "`name` and `vendor` for what the artifacts themselves show."
    )
    channels: list[Text] | None = derived("All channels from the licensed work down, sorted.")
    guessed: bool | None = derived("Whether no source states the relation; then a conflict may be contested.")
    above: Text | None = derived("Key of the upper `_LicenseStatement`.")
    license: Text | None = derived("The upper licence, where it is one from further up.")
    terms: list[Text] | None = derived("Terms of it that are still to be carried, as some were carried on the way.")
    doubts: list[Text] | None = derived("Why these may not have been dropped further up, see `DROPPED`.")
    below: Text | None = derived("Key of the lower `_LicenseStatement`.")
    rank: Integer | None = derived("Strongest rank under any rule set, see `JUDGED`; -1 where none judges it.")
    names: list[Text] | None = derived("What the name of a derived model has to begin with.")
    vendors: list[Text] | None = derived("Families of vendors' licences below, which something above has to be of.")


class LicenseVerdict(Node):
    """A pair that meets on edges and whatever else judges these edges, taken together: one verdict a rule set."""

    indexed: ClassVar = ("_pair",)

    id: Key = Field(description="Key, as edges give it in `license_verdict_id`.")
    name: Text | None = derived("The pair of the two statements that meet, as what a picture shows.")
    pair: Text | None = working("The `_LicensePair` of the two statements that meet.")
    also: list[Text] | None = working("The other `_LicensePair`s, as edges give them in `_license_also`.")


class Publisher(Node):
    """A user or organisation that publishes artifacts."""

    key: ClassVar = "name"
    searched: ClassVar = ("name",)

    name: Key = Field(description="Name of the namespace.")
    kind: Literal["user", "organisation"] | None = Field(None, description="What the namespace is.")
    verified: bool | None = Field(
        None,
        description="Whether the Hub has verified who it is; none where nobody asked, or it does not say.",
    )
    name_key: Text | None = working("The name in small letters without separators.")
    name_look: Text | None = working("What the name looks like: similar letters, vowels, repetitions folded.")


class Library(Node):
    """A software library that loads models."""

    key: ClassVar = "name"

    name: Key = Field(description="Name as the Hub writes it (`transformers`).")


class Task(Node):
    """A task that models are published for."""

    key: ClassVar = "name"

    name: Key = Field(description="Pipeline tag (`text-generation`).")
    name_agrees: list[Text] | None = working("Tasks that the name of such a model may claim.")
    name_related: list[Text] | None = working("Tasks whose claim is not a contradiction, but not the same.")


class Domain(Node):
    """A field that tasks belong to, such as natural language processing."""

    key: ClassVar = "name"

    name: Key = Field(description="Name of the field.")


class Language(Node):
    """A natural language."""

    key: ClassVar = "name"

    name: Key = Field(description="Code as cards write it, lower case (`en`, `zh-tw`, `multilingual`).")


class Architecture(Node):
    """A model class that a config names."""

    key: ClassVar = "name"

    name: Key = Field(description="Class name (`LlamaForCausalLM`).")
    family: Text | None = derived("Family it belongs to.")
    task: Text | None = derived("Task it is for, by the end of its name.")
    name_agrees: list[Text] | None = working("Families that the name of such a model may claim.")
    name_related: list[Text] | None = working("Families whose claim is not a contradiction, but not the same.")


class ModelType(Node):
    """A model type that a config names."""

    key: ClassVar = "name"

    name: Key = Field(description="Type as the config writes it (`llama`).")
    family: Text | None = derived("Family it belongs to.")
    name_agrees: list[Text] | None = working("Families that the name of such a model may claim.")
    name_related: list[Text] | None = working("Families whose claim is not a contradiction, but not the same.")


class Family(Node):
    """A family of models, as names, model types and classes know it."""

    key: ClassVar = "name"

    name: Key = Field(description="Name in small letters (`llama`, `xlmroberta`).")
    modality: Text | None = Field(None, description="What it reads or makes: `text`, `vision`, `audio` …")
    line: bool | None = Field(None, description="Whether it is a line of fine-tunes on changing architectures.")


class Check(Node):
    """A check that artifacts are held against; its findings are relationships to it."""

    key: ClassVar = "name"
    indexed: ClassVar = ("topic",)

    name: Key = Field(description="Name (`naming-metadata-type`).")
    topic: Text | None = Field(
        None, description="What it is about: `license`, `lineage`, `naming`, `quality`, `trust`."
    )
    against: Text | None = Field(None, description="What it compares names with: `metadata` or `lineage`.")
    check: Text | None = Field(None, description="What it compares (`type`, `family`, `parameters`).")
    title: Text | None = Field(None, description="Title.")
    meaning: Text | None = Field(None, description="What a finding of it means.")
    severity: Text | None = Field(None, description="How much a conflict matters: `high`, `medium` or `low`.")
    remedy: Text | None = Field(None, description="What to do about a finding.")
    origin: Text | None = Field(None, description="Where the check comes from.")
    digest: Text | None = Field(None, description="Changes whenever the check does.")


class Attribute(Node):
    """Something that a checklist asks of a model's documentation; what is known of it comes with the package."""

    indexed: ClassVar = ("checklist",)
    called: ClassVar = "split(n.id, ':')[-1]"

    id: Key = Field(description="Checklist and name (`reuse:hardware`).")
    name: Text | None = derived("Its id without the checklist.")
    checklist: Text | None = Field(None, description="The checklist that asks for it.")
    checklist_title: Text | None = Field(None, description="What that checklist is.")
    groups: list[Text] | None = Field(None, description="Groups of the checklist that it belongs to.")
    meaning: Text | None = Field(None, description="What it asks for.")
    answered_by: list[Text] | None = Field(
        None,
        description="Facts of which any one answers it: a property of the model, a type of relationship from it, "
        "`card:` and a topic of its card's text, `file:` and a topic of its files, `field:` and a field of its card's "
        "header, `tag:` and a tag, `data:` and a property that every dataset it was trained on has, "
        "`generated_data` (a dataset of these that a model generated), `quantized_child` (a quantised model made from "
        "it), `bill` (an exported bill of materials states it by itself).",
    )
    told_by: list[Text] | None = Field(
        None,
        description="Places that must have been read before it is said to be missing: `metadata`, `card`, `files`, "
        "`data`. Where none is listed, nothing tells that it is missing.",
    )
    own: bool | None = Field(None, description="Whether no ancestor can answer it for the model.")
    origin: Text | None = Field(None, description="Where the checklist comes from.")
    date: Text | None = Field(None, description="Date of the checklist (ISO 8601).")


class Facts(Node):
    """What models show of what checklists ask, with what they are counted by: each different combination once."""

    machinery: ClassVar = True

    id: Key = Field(description="The combination as one text.")
    name: Text | None = derived("How many facts, as what a picture shows.")
    facts: list[Text] | None = derived("The facts that answer an attribute of some checklist.")
    read: list[Text] | None = derived("The places that were read, as `Attribute.told_by` names them.")
    task: Text | None = derived("Task of the models.")
    library: Text | None = derived("Their library.")
    hub: Text | None = derived("Their hub.")
    popularity: Text | None = derived("Their downloads in the last 30 days, in classes.")
    age: Integer | None = derived("Year in which they were made.")


class Fingerprint(Node):
    """What the headers of weight files show of an architecture; models with the very same tensors share one.

    Its digests are levels of sameness, each blind to more: the key itself (names, shapes and types of all stored
    tensors), `structure`, `body`, `family`; `volumes` is the one that can be equal across file formats.
    """

    indexed: ClassVar = ("structure", "body", "family", "volumes")
    called: ClassVar = (
        "coalesce(n.architecture, n.format, 'weights') + coalesce(', ' + toString(n.layers) + ' layers', '')"
    )

    id: Key = Field(
        description="Digest of names, shapes and types of all stored tensors, whatever their order or files."
    )
    name: Text | None = derived("Architecture and number of layers, as what a picture shows.")
    structure: Text | None = Field(
        None, description="Digest of names and shapes before quantisation, without types: a model and its fine-tunes."
    )
    body: Text | None = Field(
        None,
        description="Digest of the layers, stack by stack: blind to vocabulary, output head, tied embeddings and what "
        "stands before the layers.",
    )
    family: Text | None = Field(
        None, description="Digest of the names inside a layer: blind to all sizes and to the number of layers."
    )
    volumes: Text | None = Field(
        None,
        description="Digest of how many matrices of how many elements the layers hold: equal for the same layers in "
        "safetensors and GGUF, but that fused matrices make it differ, so only equality says something.",
    )
    format: Literal["safetensors", "gguf"] | None = Field(None, description="Format of the files.")
    kind: Literal["model", "adapter"] | None = Field(
        None, description="`adapter`: low-rank pairs; all but the key then describe the weights that it changes."
    )
    architecture: Text | None = Field(
        None,
        description="Model type that the tensors are most like, of those of transformers, diffusers and timm; for GGUF "
        "that of its word.",
    )
    alike: list[Text] | None = Field(None, description="Other model types whose layers have tensors of the same names.")
    layers: Count | None = Field(
        None, description="Layers of the largest stack; of an adapter the number that its base needs at least."
    )
    hidden_size: Count | None = Field(None, description="Width of the layers.")
    vocab_size: Count | None = Field(None, description="Rows of the token embedding.")
    parameters: Count | None = Field(None, description="Parameters before quantisation, without buffers.")
    tensors: Count | None = Field(None, description="Number of stored tensors.")
    dtype: Text | None = Field(None, description="Type of most elements as stored (`BF16`, `Q4_K`).")
    dtypes: list[Text] | None = Field(None, description="All types, sorted.")
    quantization: Text | None = Field(None, description="How the weights are quantised (`gptq`, `bnb-4bit`, `gguf`).")
    shapes_known: bool | None = Field(
        None, description="Whether the shapes before quantisation are known; where not, compare with the same only."
    )
    rank: Count | None = Field(None, description="Rank of most pairs of an adapter.")
    stacks: list[Text] | None = Field(None, description="Name of each stack of layers.")
    stack_layers: list[Integer] | None = Field(None, description="How many layers each of them has, in the same order.")
    stack_bodies: list[Text] | None = Field(
        None, description="Digest of each stack, in the same order: equal for the same layers in another model."
    )
    stack_types: list[Text] | None = Field(
        None, description="Model type that each stack is most like, in the same order; `other` where none is known."
    )
    stack_widths: list[Integer] | None = Field(
        None, description="Width of the layers of each stack, in the same order; 0 where it is not known."
    )
    stack_parameters: list[Integer] | None = Field(
        None, description="Parameters of each stack, in the same order; 0 where they are not known."
    )
    layer_tensors: list[Text] | None = Field(
        None, description="Name of each different tensor inside the layers; none where there are too many."
    )
    layer_shapes: list[Text] | None = Field(None, description="Shape of each of them (`64x32`), in the same order.")
    layer_stacks: list[Integer] | None = Field(
        None, description="Which stack each of them belongs to, in the same order, the first with 0."
    )
    outer_tensors: list[Text] | None = Field(None, description="Names of the tensors outside the layers.")
    outer_shapes: list[Text] | None = Field(None, description="Shape of each of them, in the same order.")


class Paper(Node):
    """A publication that an artifact cites."""

    called: ClassVar = "coalesce(n.title, n.id)"

    id: Key = Field(description="`arxiv:` or `doi:` and the number.")
    name: Text | None = derived("Its title, else its id.")
    title: Text | None = Field(None, description="Title.")


class Alias(Node):
    """An old, moved or misspelt id of an artifact."""

    indexed: ClassVar = ("_folded",)
    called: ClassVar = "n.id"

    id: Key = Field(description="The id that is no longer used.")
    name: Text | None = derived("The same, as what a picture shows.")
    folded: Text | None = working("The id in small letters, for it is named in any case.")


class Load(Node):
    """One run of a loader and what it did."""

    id: Key = Field(description="Source, start and a random part.")
    name: Text | None = Field(None, description="The source, as what a picture shows.")
    source: Text | None = Field(None, description="Source that was loaded.")
    arguments: Text | None = Field(None, description="What was asked for.")
    started: datetime | None = Field(None, description="Start (UTC).")
    finished: datetime | None = Field(None, description="End (UTC); none while it runs or when it was cut off.")
    complete: bool | None = Field(None, description="Whether it read everything it was asked for.")
    derived: bool | None = Field(None, description="Whether the derivation steps ran after it.")
    alive: datetime | None = Field(None, description="Last sign of life of whoever writes it, while it runs (UTC).")
    process: Text | None = Field(None, description="Host, number and start of the process that writes it, likewise.")
    count_names: list[Text] | None = Field(None, description="Names of the counts, in the order of `count_values`.")
    count_values: list[Integer] | None = Field(None, description="The counts.")


class GraphFormat(Node):
    """The version in whose form the graph is stored; one node."""

    machinery: ClassVar = True

    id: Key = Field(description="Always `supplygraph`.")
    name: Text | None = Field(None, description="The same, as what a picture shows.")
    format: Integer | None = Field(None, description="Number of the form in which facts are stored.")
    derivations: Text | None = derived(
        "Names and versions of the steps by which derived facts were worked out when that last came to its end."
    )


NODES: tuple[type[Node], ...] = (
    Model,
    Dataset,
    Space,
    Repository,
    Package,
    License,
    LicenseTerm,
    Profile,
    CompatibilityMatrix,
    LicenseStatement,
    LicensePair,
    LicenseVerdict,
    Publisher,
    Library,
    Task,
    Domain,
    Language,
    Architecture,
    ModelType,
    Family,
    Check,
    Attribute,
    Facts,
    Fingerprint,
    Paper,
    Alias,
    Load,
    GraphFormat,
)
