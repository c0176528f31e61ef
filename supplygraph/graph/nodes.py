"""The nodes of the graph: artifacts, licences, people and the words that describe artifacts."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from supplygraph.graph.declaration import Count, Integer, Key, Node, Text, derived

Status = Literal["present", "stub", "removed", "disabled", "private", "missing"]

_STATUS = (
    "`present`: described by a source; `stub`: only named by others; `removed`: a source saw it go; `disabled`: closed "
    "by the Hub; `private`: exists but not readable; `missing`: the Hub does not know it or does not show it."
)


class Model(Node):
    """A pre-trained model package published on a hub."""

    indexed: ClassVar = ("status", "lineage_component", "lineage_depth", "downloads")

    id: Key = Field(description="Hub id as the Hub writes it (`google-bert/bert-base-uncased`); other hubs prefixed.")
    hub: Text | None = Field(None, description="Hub that publishes it: `huggingface`, `pytorch` …")
    hub_id: Text | None = Field(None, description="The Hub's own number of the repository, stable over renames.")
    author: Text | None = Field(None, description="Namespace that publishes it.")
    sha: Text | None = Field(None, description="Commit of the described revision.")
    created_at: datetime | None = Field(None, description="When the repository was made (UTC).")
    last_modified: datetime | None = Field(None, description="When the repository last changed (UTC).")
    downloads: Count | None = Field(None, description="Downloads in the last 30 days, as the Hub counts them.")
    downloads_all_time: Count | None = Field(None, description="Downloads since publication, as the Hub counts them.")
    likes: Count | None = Field(None, description="Likes on the Hub.")
    task: Text | None = Field(None, description="Pipeline tag: the task the model is published for.")
    library: Text | None = Field(None, description="Library that loads it.")
    gated: bool | None = Field(None, description="Whether files need an accepted request.")
    gating: Text | None = Field(None, description="How requests are answered: `auto` or `manual`.")
    parameters: Count | None = Field(None, description="Number of parameters.")
    dtype: Text | None = Field(None, description="Data type of most parameters.")
    quantization: list[Text] | None = Field(
        None, description="Quantisation marks in tags and config (`gguf`, `4-bit`)."
    )
    tags: list[Text] | None = Field(None, description="Tags that no other property or relationship holds.")
    doi: Text | None = Field(None, description="DOI of the repository itself.")
    unusable_bases: list[Text] | None = Field(
        None, description="Bases on its card that are no repository id: local paths, URLs, free text."
    )
    names_itself: bool | None = Field(None, description="Whether its card names the model itself as its base.")
    status: Status | None = Field(None, description=_STATUS)
    removed_at: datetime | None = Field(None, description="When a source saw it go (UTC).")
    lineage_depth: Integer | None = derived(
        "Derivation steps on the longest chain from a root down to it; none on or below a cycle."
    )
    lineage_component: Text | None = derived("Smallest id in its weakly connected lineage; none without lineage.")
    lineage_descendants: Count | None = derived("Number of distinct artifacts below it at any depth.")


class Dataset(Node):
    """A dataset published on a hub or named by a card."""

    indexed: ClassVar = ("status",)

    id: Key = Field(description="Hub id as the Hub writes it (`allenai/c4`), or the name a card uses.")
    hub: Text | None = Field(None, description="Hub that publishes it.")
    hub_id: Text | None = Field(None, description="The Hub's own number of the repository, stable over renames.")
    author: Text | None = Field(None, description="Namespace that publishes it.")
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
    status: Status | None = Field(None, description=_STATUS)
    removed_at: datetime | None = Field(None, description="When a source saw it go (UTC).")
    lineage_depth: Integer | None = derived(
        "Derivation steps on the longest chain from a root down to it; none on or below a cycle."
    )
    lineage_component: Text | None = derived("Smallest id in its weakly connected lineage; none without lineage.")
    lineage_descendants: Count | None = derived("Number of distinct artifacts below it at any depth.")


class Space(Node):
    """An application hosted on the Hub."""

    id: Key = Field(description="Hub id of the Space.")
    author: Text | None = Field(None, description="Namespace that publishes it.")
    sdk: Text | None = Field(None, description="What it is built with: `gradio`, `docker` …")
    likes: Count | None = Field(None, description="Likes on the Hub.")
    created_at: datetime | None = Field(None, description="When it was made (UTC).")
    last_modified: datetime | None = Field(None, description="When it last changed (UTC).")
    status: Status | None = Field(None, description=_STATUS)


class Repository(Node):
    """A source-code repository that reuses or mentions models or datasets."""

    key: ClassVar = "name"

    name: Key = Field(description="Host, owner and name without scheme: `github.com/owner/name`.")
    stars: Count | None = Field(None, description="Stars.")
    forks: Count | None = Field(None, description="Forks.")
    archived: bool | None = Field(None, description="Whether its owner archived it.")
    fork: bool | None = Field(None, description="Whether it is a fork of another repository.")
    created_at: datetime | None = Field(None, description="When it was made (UTC).")
    pushed_at: datetime | None = Field(None, description="Last push (UTC).")
    language: Text | None = Field(None, description="Programming language of most of its code.")
    topics: list[Text] | None = Field(None, description="Topics its owner set.")
    head: Text | None = Field(None, description="Commit that was looked at.")
    status: Status | None = Field(None, description=_STATUS)


class License(Node):
    """A licence, a licence family without a member, or a text that a card gives as its licence."""

    indexed: ClassVar = ("class",)

    id: Key = Field(description="Hub id (`apache-2.0`), or our own slug for a licence the Hub has no id for.")
    spdx: Text | None = Field(None, description="SPDX id or LicenseRef; none where the text is not known.")
    name: Text | None = Field(None, description="Full name.")
    family: Text | None = Field(None, description="Family it belongs to, such as `llama` or `cc`.")
    version: Text | None = Field(None, description="Version within the family.")
    class_: Text | None = Field(None, alias="class", description="Coarse class, such as `permissive` or `community`.")
    family_only: bool | None = Field(None, description="Whether it names a family and no member of it.")
    or_later_unknown: bool | None = Field(None, description="Whether `only` or `or later` is left open.")
    certainty: Text | None = Field(None, description="How sure its reading is.")
    text_date: Text | None = Field(None, description="Date of the text that was read (ISO 8601).")


class LicenseTerm(Node):
    """One thing a licence asks for or forbids, with its parameter value (`NC`, `UR.medical`, `NAME:Llama`)."""

    key: ClassVar = "code"

    code: Key = Field(description="Code of the term.")
    level: Literal["restriction", "notice"] | None = Field(None, description="What kind of term it is.")
    meaning: Text | None = Field(None, description="What it asks for, in plain words.")


class Publisher(Node):
    """A user or organisation that publishes artifacts."""

    key: ClassVar = "name"

    name: Key = Field(description="Name of the namespace.")
    kind: Literal["user", "organisation"] | None = Field(None, description="What the namespace is.")


class Library(Node):
    """A software library that loads models."""

    key: ClassVar = "name"

    name: Key = Field(description="Name as the Hub writes it (`transformers`).")


class Task(Node):
    """A task that models are published for."""

    key: ClassVar = "name"

    name: Key = Field(description="Pipeline tag (`text-generation`).")


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


class ModelType(Node):
    """A model type that a config names."""

    key: ClassVar = "name"

    name: Key = Field(description="Type as the config writes it (`llama`).")


class Paper(Node):
    """A publication that an artifact cites."""

    id: Key = Field(description="`arxiv:` or `doi:` and the number.")
    title: Text | None = Field(None, description="Title.")


class Alias(Node):
    """An old, moved or misspelt id of an artifact."""

    id: Key = Field(description="The id that is no longer used.")


class Load(Node):
    """One run of a loader and what it did."""

    id: Key = Field(description="Source, start and a random part.")
    source: Text | None = Field(None, description="Source that was loaded.")
    arguments: Text | None = Field(None, description="What was asked for.")
    started: datetime | None = Field(None, description="Start (UTC).")
    finished: datetime | None = Field(None, description="End (UTC); none while it runs or when it was cut off.")
    complete: bool | None = Field(None, description="Whether it read everything it was asked for.")
    derived: bool | None = Field(None, description="Whether the derivation steps ran after it.")
    count_names: list[Text] | None = Field(None, description="Names of the counts, in the order of `count_values`.")
    count_values: list[Integer] | None = Field(None, description="The counts.")


NODES: tuple[type[Node], ...] = (
    Model,
    Dataset,
    Space,
    Repository,
    License,
    LicenseTerm,
    Publisher,
    Library,
    Task,
    Domain,
    Language,
    Architecture,
    ModelType,
    Paper,
    Alias,
    Load,
)
