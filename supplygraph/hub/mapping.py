"""Maps records in the shape of the Hub API to the elements of the graph; a missing key says nothing, never "no"."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supplygraph.hub.claims import claims, states_claims
from supplygraph.hub.contents import children, file_facts, scan_issues, template_hash
from supplygraph.hub.documentation import PARTIAL, documented
from supplygraph.hub.licenses import licenses
from supplygraph.hub.lineage import Lineage
from supplygraph.hub.named import plain_card
from supplygraph.hub.notices import license_texts
from supplygraph.hub.properties import artifact, free_words, languages, marks, size
from supplygraph.hub.recipes import RECIPE
from supplygraph.hub.tags import Tags, read_tags
from supplygraph.hub.values import Values, distinct, key_text, own_id
from supplygraph.hub.weights import runs_code, weight_formats
from supplygraph.ids.reading import Kind, fold, id_of_url, is_id, read_id
from supplygraph.missing import is_missing
from supplygraph.schema.declaration import Described, Element, Ref, Relationship
from supplygraph.schema.nodes import (
    Alias,
    Architecture,
    Dataset,
    Language,
    Library,
    Model,
    ModelType,
    Paper,
    Publisher,
    Space,
    Task,
)
from supplygraph.schema.relationships import (
    CHANNELS,
    AliasOf,
    Cites,
    Declares,
    DerivedFrom,
    EvaluatedOn,
    HasArchitecture,
    HasLanguage,
    HasLibrary,
    HasTask,
    OfType,
    PublishedBy,
    SucceededBy,
    TrainedOn,
    Uses,
)
from supplygraph.tally import Tally

_EXTENDED = "extended|"
#: Base values other than ids that are kept of one record.
MAX_UNUSABLE = 50


def model_elements(
    record: Mapping[str, Any], tally: Tally, source: str, known_licenses: set[str] | None = None
) -> Iterator[Element]:
    """Yields what a record says of a model.

    Args:
        record: One model as the Hub API gives it; `_extra` may hold `removed_at` and `requested_id`.
        tally: Where to count what cannot be used.
        source: Whose statement it is.
        known_licenses: Licences whose nodes were yielded before in this load; grows. None yields them each time.
    """
    values = _values(record, tally)
    if values is None:
        return
    owner = Model.ref(values.owner)
    card, config = plain_card(values.part("cardData")), values.part("config")
    tags = read_tags(values.texts("tags"))
    spoken = languages(card, tags)
    library, task, model_type = values.word("library_name"), values.word("pipeline_tag"), config.word("model_type")
    parameters, dtype = size(values)
    found, words = marks(tags, values, config)
    shared = artifact(values)
    lineage = Lineage(values, card, config, tags)
    yield Model(
        id=values.owner,
        **shared,
        task=task,
        library=library,
        parameters=parameters,
        dtype=dtype,
        quantization=found or None,
        weight_formats=weight_formats(values, tags) or None,
        custom_code=runs_code(values, config, tags),
        **{**file_facts(values.record.get("siblings"), partial=PARTIAL in values), **license_texts(values)},
        scan_issues=scan_issues(values),
        template_hash=template_hash(values, config),
        **children(values),
        tags=free_words(values, words, {library, task, model_type, *spoken}) if "tags" in values else None,
        doi=tags.doi,
        unusable_bases=lineage.unusable[:MAX_UNUSABLE] or None,
        names_itself=lineage.names_itself or None,
        made_as=lineage.made_as(),
        merge_method=config.part(RECIPE).word("method"),
        **documented(values, card),
    )
    yield from _common(owner, values, shared["author"], card, tags, spoken, known_licenses)
    if library:
        yield HasLibrary(start=owner, end=Ref(Library, library))
    if task:
        yield HasTask(start=owner, end=Ref(Task, task))
    classes = [*config.words("architectures"), *config.part("diffusers").words("_class_name")]
    for name in distinct(classes):
        yield HasArchitecture(start=owner, end=Ref(Architecture, name))
    if model_type:
        yield OfType(start=owner, end=Ref(ModelType, model_type))
    yield from _trained_on(owner, card, tags)
    claimed = states_claims(values, card)
    if claimed:
        yield from claims(owner, values, card)
    yield from lineage.relationships(source)
    yield Described(owner, (*_described_of_model(values, card), *([EvaluatedOn] if claimed else [])))


def dataset_elements(
    record: Mapping[str, Any], tally: Tally, source: str, known_licenses: set[str] | None = None
) -> Iterator[Element]:
    """Yields what a record says of a dataset; the arguments are those of `model_elements`."""
    values = _values(record, tally)
    if values is None:
        return
    owner = Dataset.ref(values.owner)
    card = plain_card(values.part("cardData"))
    tags = read_tags(values.texts("tags"), of_dataset=True)
    spoken = languages(card, tags)
    tasks = distinct(task for task in (*tags.tasks, *card.words("task_categories")) if not is_missing(task))
    shared = artifact(values)
    yield Dataset(
        id=values.owner,
        **shared,
        tags=free_words(values, tags.words, {*spoken, *tasks}) if "tags" in values else None,
        doi=tags.doi,
        **license_texts(values),
    )
    yield from _common(owner, values, shared["author"], card, tags, spoken, known_licenses)
    for task in tasks:
        yield HasTask(start=owner, end=Ref(Task, task))
    yield from _made_from(owner, card, tags, source)
    types: list[type[Relationship]] = _described_anyway(values, card)
    if "tags" in values or "task_categories" in card:
        types.append(HasTask)
    if "tags" in values or "source_datasets" in card:
        types.append(DerivedFrom)
    yield Described(owner, tuple(types))


def space_elements(
    record: Mapping[str, Any], tally: Tally, source: str, known_licenses: set[str] | None = None
) -> Iterator[Element]:
    """Yields what a record says of a Space; the arguments are those of `model_elements`."""
    values = _values(record, tally)
    if values is None:
        return
    owner = Space.ref(values.owner)
    card = plain_card(values.part("cardData"))
    tags = read_tags(values.texts("tags"))
    shared = artifact(values)
    named = ("author", "likes", "created_at", "last_modified", "status")
    yield Space(id=values.owner, sdk=values.word("sdk") or card.word("sdk"), **{name: shared[name] for name in named})
    yield from _publisher(owner, shared["author"])
    yield from _alias(owner, values)
    yield from licenses(owner, card, tags.licenses, known_licenses)
    linked: tuple[tuple[type[Model] | type[Dataset], Kind], ...] = ((Model, "model"), (Dataset, "dataset"))
    for node, kind in linked:
        field = f"{kind}s"
        for key, (evidence, raw) in _named({"hub": values.texts(field), "card": card.texts(field)}, kind).items():
            if is_id(key):
                yield Uses(start=owner, end=Ref(node, key), evidence=evidence, raw=raw)
            else:
                values.dropped(field)
    types: list[type[Relationship]] = [PublishedBy]
    if "tags" in values or "license" in card:
        types.append(Declares)
    if "models" in values and "datasets" in values:
        types.append(Uses)
    yield Described(owner, tuple(types))


def _values(record: Mapping[str, Any], tally: Tally) -> Values | None:
    id_ = own_id(record)
    if id_ is None:
        tally.count("records_without_id", key_text(repr(record.get("id"))[:100]))
        return None
    return Values(record, id_, tally)


def _common(
    owner: Ref,
    values: Values,
    author: str | None,
    card: Values,
    tags: Tags,
    spoken: list[str],
    known_licenses: set[str] | None,
) -> Iterator[Element]:
    """The relationships that models and datasets share."""
    yield from _publisher(owner, author)
    yield from _alias(owner, values)
    yield from licenses(owner, card, tags.licenses, known_licenses)
    for language in spoken:
        yield HasLanguage(start=owner, end=Ref(Language, language))
    for paper in distinct(tags.papers):
        yield Cites(start=owner, end=Ref(Paper, paper))
    for text in distinct(card.texts("new_version")):
        newer = read_id(text, "dataset" if owner.node is Dataset else "model")
        if newer is not None and fold(newer) != fold(values.owner):
            raw = text if text != newer else None
            yield SucceededBy(start=owner, end=Ref(owner.node, newer), evidence=["card"], raw=raw)
        else:
            card.dropped("new_version")


def _publisher(owner: Ref, name: str | None) -> Iterator[Element]:
    if name:
        yield PublishedBy(start=owner, end=Ref(Publisher, name))


def _alias(owner: Ref, values: Values) -> Iterator[Element]:
    """The id that was asked for, where the Hub answered with another."""
    extra = values.record.get("_extra")
    requested = own_id({"id": extra.get("requested_id")}) if isinstance(extra, Mapping) else None
    if requested and fold(requested) != fold(values.owner):
        yield AliasOf(start=Ref(Alias, requested), end=owner, evidence=["redirect"])


def _trained_on(owner: Ref, card: Values, tags: Tags) -> Iterator[TrainedOn]:
    for key, (evidence, raw) in _named({"tag": tags.datasets, "card": card.texts("datasets")}, "dataset").items():
        yield TrainedOn(start=owner, end=Ref(Dataset, key), evidence=evidence, raw=raw)


def _named(stated: Mapping[str, Iterable[str]], kind: Kind) -> dict[str, tuple[list[str], str | None]]:
    """Each artifact named, with the evidence of it and its name as written where that differs."""
    named: dict[str, tuple[list[str], str | None]] = {}
    spellings: dict[str, str] = {}
    for evidence, texts in stated.items():
        for text in texts:
            id_ = id_of_url(text, kind)
            if not id_:
                continue
            key = spellings.setdefault(fold(id_), id_)
            seen, raw = named.get(key, ([], None))
            named[key] = ([*seen, evidence] if evidence not in seen else seen, text if text != key else raw)
    return named


def _made_from(owner: Ref, card: Values, tags: Tags, source: str) -> Iterator[DerivedFrom]:
    """The datasets that a dataset's card names as its source; the words `original` and `extended` name none."""
    bases: dict[str, tuple[list[str], str]] = {}
    spellings: dict[str, str] = {}
    for evidence, texts in (("tag", tags.origins), ("card", card.texts("source_datasets"))):
        for text in texts:
            id_ = read_id(text.removeprefix(_EXTENDED), "dataset")
            if id_ in ("original", "extended") or (id_ or "").startswith("other-"):
                continue
            if id_ is None:
                card.dropped("source_datasets")
                continue
            if fold(id_) == fold(owner.key):
                card.tally.count("self_references", f"{owner.key}: {text}")
                continue
            key = spellings.setdefault(fold(id_), id_)
            seen, _ = bases.get(key, ([], ""))
            bases[key] = (seen if evidence in seen else [*seen, evidence], text)
    for key, (named, text) in bases.items():
        yield DerivedFrom(
            start=owner,
            end=Ref(Dataset, key),
            relation="undeclared",
            channel=CHANNELS["undeclared"],
            evidence=named,
            **DerivedFrom.stated(source, [(evidence, "undeclared") for evidence in named]),
            raw=text if text != key else None,
        )


def _described_anyway(values: Values, card: Values) -> list[type[Relationship]]:
    """Types that a record of a model or dataset states in full; the tag list always holds all that it can hold."""
    tagged = "tags" in values
    types: list[type[Relationship]] = [PublishedBy]
    if tagged or "license" in card:
        types.append(Declares)
    if "language" in card or (tagged and "cardData" in values):
        types.append(HasLanguage)
    if tagged:
        types.append(Cites)
    if "new_version" in card:
        types.append(SucceededBy)
    return types


def _described_of_model(values: Values, card: Values) -> Iterator[type[Relationship]]:
    yield from _described_anyway(values, card)
    tagged = "tags" in values
    stated = {
        HasLibrary: "library_name" in values,
        HasTask: "pipeline_tag" in values,
        HasArchitecture: "config" in values,
        OfType: "config" in values,
        TrainedOn: tagged or "datasets" in card,
        DerivedFrom: tagged or "baseModels" in values or "base_model" in card,
    }
    yield from (kind for kind, is_stated in stated.items() if is_stated)
