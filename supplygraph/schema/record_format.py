"""The plain record format: the keys that each kind of record takes, generated from the declarations of the graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from supplygraph.ids.reading import MAX_KEY
from supplygraph.missing import is_missing
from supplygraph.schema.declaration import Key, Node, Relationship, clean_text, declared_properties
from supplygraph.schema.nodes import Dataset, Model, Repository, Space
from supplygraph.schema.relationships import (
    CHANNELS,
    AliasOf,
    Cites,
    Declares,
    DependsOn,
    DerivedFrom,
    EvaluatedOn,
    ForkOf,
    GeneratedFrom,
    HasArchitecture,
    HasCode,
    HasFingerprint,
    HasLanguage,
    HasLibrary,
    HasTask,
    InDomain,
    Mentions,
    OfType,
    PublishedBy,
    Reuses,
    SucceededBy,
    TrainedOn,
    Uses,
)

KINDS: dict[str, type[Node]] = {"dataset": Dataset, "model": Model, "repository": Repository, "space": Space}


#: Properties of nodes in which any word may be meant: names that people chose, and free words.
_VERBATIM = frozenset({"author", "branch", "description", "head", "hub_id", "github_id", "sha", "tags", "topics"})


@dataclass(frozen=True)
class RelationKey:
    """A key of a record that states relationships.

    Attributes:
        key: The key; takes one item or a list.
        relationship: The relationship that an item becomes.
        meaning: What it states.
        short: Another spelling of the key. Where the artifact has a property of this name, the property's value is the
            item unless `key` is given.
        incoming: Whether the relationship ends at the artifact.
    """

    key: str
    relationship: type[Relationship]
    meaning: str
    short: str | None = None
    incoming: bool = False

    def others(self, node: type[Node]) -> tuple[type[Node], ...]:
        """The classes of node that an item may name in a record about a `node`; none where the key is not taken."""
        return _others(self, node)


@cache
def _others(relation: RelationKey, node: type[Node]) -> tuple[type[Node], ...]:
    ends = relation.relationship.ends
    pairs = ((end, start) if relation.incoming else (start, end) for start, end in ends)
    return tuple(other for own, other in pairs if own is node)


LICENSE = RelationKey(
    "license",
    Declares,
    "Licence it declares: a Hub id, an SPDX expression, or a list. An object with `raw` names the licence exactly.",
)
RELATION_KEYS = (
    LICENSE,
    RelationKey("derived_from", DerivedFrom, "Artifacts of the same kind that it was made from."),
    RelationKey("trained_on", TrainedOn, "Datasets it was trained on."),
    RelationKey("evaluated_on", EvaluatedOn, "Datasets on which somebody claims a result of it, one item for each."),
    RelationKey("generated_from", GeneratedFrom, "Models whose outputs the data are."),
    RelationKey("uses", Reuses, "Models and datasets that its code loads; an item without `kind` is a model."),
    RelationKey("uses", Uses, "Models and datasets that it uses; an item without `kind` is a model."),
    RelationKey("mentions", Mentions, "Models and datasets that it names in text; an item without `kind` is a model."),
    RelationKey("succeeded_by", SucceededBy, "The newer artifact that its publisher points to."),
    RelationKey("publisher", PublishedBy, "Who publishes it, where that is not just `author`.", "author"),
    RelationKey("libraries", HasLibrary, "Libraries that load it, where that is not just `library`.", "library"),
    RelationKey("tasks", HasTask, "Tasks it is published for.", "task"),
    RelationKey("domains", InDomain, "Fields that its tasks belong to.", "domain"),
    RelationKey("code", HasCode, "Repositories where its own code lives: `github.com/owner/name`."),
    RelationKey("fork_of", ForkOf, "The repository that it is a fork of."),
    RelationKey("depends_on", DependsOn, "Packages that its manifests name: `pip:transformers`."),
    RelationKey("languages", HasLanguage, "Natural languages, as codes.", "language"),
    RelationKey("architectures", HasArchitecture, "Model classes that its config names.", "architecture"),
    RelationKey("model_types", OfType, "Model types that its config names.", "model_type"),
    RelationKey("fingerprints", HasFingerprint, "What the headers of its weight files show."),
    RelationKey("papers", Cites, "Publications it cites: `arxiv:` or `doi:` and the number.", "paper"),
    RelationKey("aliases", AliasOf, "Old ids of it.", incoming=True),
)


@cache
def relation_keys(node: type[Node]) -> tuple[RelationKey, ...]:
    """The relation keys that a record about a `node` takes."""
    return tuple(relation for relation in RELATION_KEYS if relation.others(node))


@cache
def stated_properties(declaration: type[Node] | type[Relationship]) -> tuple[str, ...]:
    """The properties that a source may state, without the key of a node."""
    key = declaration.key if issubclass(declaration, Node) else None
    return tuple(one.name for one in declared_properties(declaration) if not one.derived and one.name != key)


def item_defaults(relationship: type[Relationship], source: str, stated: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that an item of a record has where it does not state them."""
    if relationship is DerivedFrom:
        relation = stated.get("relation", "undeclared") or "undeclared"
        reading = stated.get("inferred") if relation == "undeclared" else None
        return {
            "relation": relation,
            "channel": CHANNELS[reading or relation],
            "evidence": ["record"],
            **DerivedFrom.stated(source, [("record", relation)]),
        }
    if relationship is Declares:
        return {"role": "main", "evidence": ["record"]}
    return {"evidence": ["record"]} if "evidence" in relationship.model_fields else {}


class Entry(BaseModel):
    """What records and the items of their relations have in common: exact types, and unknown keys kept for counting."""

    model_config = ConfigDict(
        strict=True, extra="allow", allow_inf_nan=False, json_schema_extra={"additionalProperties": False}
    )

    def stated(self) -> dict[str, Any]:
        """The keys that stand in the record, with their values."""
        return {name: self.__dict__[name] for name in self.model_fields_set if name in self.__dict__}

    def unknown_keys(self) -> list[str]:
        """The keys that the format does not have."""
        return list(self.model_extra or ())


def _moment(value: object) -> object:
    """An ISO 8601 date or time; without a zone it is UTC."""
    if not isinstance(value, str):
        return value
    moment = datetime.fromisoformat(value)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error


def _said(value: object) -> object:
    """A cleaned text, or those of a list, without words that only say that nothing is known."""
    value = _cleaned(value)
    if isinstance(value, list):
        return [item for item in value if not (isinstance(item, str) and is_missing(item))] or None
    return None if isinstance(value, str) and is_missing(value) else value


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value


LicenseText = Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=MAX_KEY)]


def _fields(declaration: type[Node] | type[Relationship], without: str | None = None) -> dict[str, Any]:
    """The stated properties of a declaration as optional fields that take JSON values."""
    fields: dict[str, Any] = {}
    for name, declared in zip(
        (name for name in declaration.model_fields if name not in ("start", "end")),
        declared_properties(declaration),
        strict=True,
    ):
        if declared.derived or declared.name == without:
            continue
        info = declaration.model_fields[name]
        annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
        if declared.type == "ZONED DATETIME":
            annotation = Annotated[annotation, BeforeValidator(_moment)]
        elif declared.type in ("STRING", "LIST<STRING>") and not declared.values:
            said = issubclass(declaration, Node) and declared.name not in _VERBATIM
            annotation = Annotated[annotation, BeforeValidator(_said if said else _cleaned)]
        fields[declared.name] = (annotation, Field(default=None, description=declared.meaning))
    return fields


def _one_of(*values: str) -> Any:
    return Literal[values]


@cache
def _item_model(relation: RelationKey, others: tuple[type[Node], ...]) -> type[Entry]:
    """The object form of an item; `others` is empty where the item names the one kind of artifact that it can name."""
    fields = _fields(relation.relationship)
    meaning = "Id of the artifact."
    if len(others) > 1:
        kinds = tuple(kind for kind, node in KINDS.items() if node in others)
        fields["kind"] = (_one_of(*kinds), Field(default="model", description="What the id names."))
    elif others:
        meaning = others[0].model_fields[others[0].key].description or meaning
        if relation is not LICENSE:
            fields |= _fields(others[0], without=others[0].key)
    model: type[Entry] = create_model(
        f"{relation.relationship.__name__}Item",
        __base__=Entry,
        __doc__=relation.relationship.__doc__,
        id=(LicenseText if relation is LICENSE else Key, Field(description=meaning)),
        **fields,
    )
    return model


def _relation_fields(node: type[Node]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for relation in relation_keys(node):
        others = relation.others(node)
        named: Any = LicenseText if relation is LICENSE else Key
        described = _item_model(relation, () if len(others) == 1 and others[0] in KINDS.values() else others)
        one_or_more: Any = named | described | list[named | described] | None  # type: ignore[valid-type]
        field = (one_or_more, Field(default=None, description=relation.meaning))
        fields[relation.key] = field
        if relation.short and relation.short not in node.model_fields:
            fields[relation.short] = field
        if relation is LICENSE:
            for name, place in (("name", "license_name"), ("link", "license_link")):
                fields[place] = _fields(Declares)[name]
    return fields


def _record_model(kind: str, node: type[Node]) -> type[Entry]:
    model: type[Entry] = create_model(
        f"{node.__name__}Record",
        __base__=Entry,
        __doc__=node.__doc__,
        kind=(_one_of(kind), Field(description="What the record is about.")),
        id=(Key, Field(description=node.model_fields[node.key].description)),
        **(_fields(node, without=node.key) | _relation_fields(node)),
    )
    return model


#: The record of each kind.
RECORDS: dict[str, type[Entry]] = {kind: _record_model(kind, node) for kind, node in KINDS.items()}
