"""What a node or relationship must state about itself, so that everything else can be generated from it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, InstanceOf, StringConstraints
from pydantic.fields import FieldInfo

from supplygraph.ids.reading import MAX_KEY

#: What labels and properties begin with that only serve the machinery of the graph.
WORKING = "_"
#: Longest text of one property in characters; the rest is cut by `clean_text`.
MAX_TEXT = 10_000

Key = Annotated[str, StringConstraints(min_length=1, max_length=MAX_KEY, pattern=r"^[^\x00-\x1f\x7f]+$")]
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
Integer = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Count = Annotated[int, Field(ge=0, lt=2**63)]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_text(value: str, limit: int = MAX_TEXT) -> str:
    """Text that Bolt and a terminal can take: no control characters or lone surrogates, trimmed and cut at `limit`."""
    return _CONTROL.sub("", value).strip()[:limit]


def stated(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What a node or relationship says to people: its properties without those that only serve the machinery."""
    return {name: value for name, value in properties.items() if not name.startswith(WORKING)}


class Ref(NamedTuple):
    """A node named by its class and key, whether or not it is described anywhere."""

    node: "type[Node]"
    key: str


class Property(NamedTuple):
    """One declared property as Neo4j sees it."""

    name: str
    type: str
    meaning: str
    derived: bool
    values: tuple[str, ...]
    #: The command that works it out, where loads do not.
    command: str = ""

    @property
    def working(self) -> bool:
        """Whether it only serves the machinery."""
        return self.name.startswith(WORKING)


#: What may have changed so that something follows from it: derivations, what verdicts on licences rest on, what is
#: known of licences, which artifact an id names, names and publishers of artifacts, which fingerprints are in use, and
#: what checklists ask. The steps of `enrich/steps.py` say which of them ask for each.
Follows = Literal["lineage", "licenses", "knowledge", "ids", "publishers", "fingerprints", "checklists"]


class Node(BaseModel):
    """A declared node; the docstring says what it is, one field is its key."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)

    label: ClassVar[str]
    key: ClassVar[str] = "id"
    #: Whether such nodes only serve the machinery, so that their label begins with an underscore.
    machinery: ClassVar[bool] = False
    #: Properties to index beside the key.
    indexed: ClassVar[tuple[str, ...]] = ()
    #: The expression for `name` where it follows from the other properties of a node `n`. Every label has a `name` that
    #: people recognise: Neo4j's own tools write it on the node, and take any other property where there is none.
    called: ClassVar[str | None] = None
    #: What follows from such nodes, and is worked out again whenever a source describes one.
    triggers: ClassVar[frozenset[Follows]] = frozenset()
    #: The same where such a property is stated.
    triggers_with: ClassVar[Mapping[str, Follows]] = MappingProxyType({})
    #: What follows from such properties alone, so that before and after tell where few nodes are described.
    watched: ClassVar[Mapping[Follows, tuple[str, ...]]] = MappingProxyType({})
    #: Properties in which a search by words looks.
    searched: ClassVar[tuple[str, ...]] = ()
    #: Lists of which single items are looked up.
    items_indexed: ClassVar[tuple[str, ...]] = ()
    #: The property that counts how much it is used.
    use: ClassVar[str] = "downloads"
    #: The property that only the place has where it is published; a described node without it may bear an old id.
    known_by: ClassVar[str | None] = None
    #: Properties that an artifact takes over from an old id of its own that others described.
    taken_over: ClassVar[tuple[str, ...]] = ()
    #: Whether who says that it is `missing` has asked where it is published, which counts against others who know it.
    asked_itself: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls.label = f"{WORKING if cls.machinery else ''}{cls.__name__}"
        if cls.key not in cls.model_fields:
            raise TypeError(f"{cls.__name__} declares no key property {cls.key!r}")
        _require_meaning(cls)

    @classmethod
    def ref(cls, key: str) -> Ref:
        """Names the node of this class with that key."""
        return Ref(cls, key)

    @classmethod
    def old_ids(cls) -> Mapping[str, str]:
        """Today's ids by ids of earlier times that no source tells."""
        return {}

    @classmethod
    def read_name(cls, text: str) -> str | None:
        """The key that a text stands for where nothing of another class can be meant; None where it is none of these.

        Args:
            text: What somebody writes.
        """
        return None

    @property
    def key_value(self) -> str:
        """The value of the key."""
        return str(getattr(self, self.key))

    @classmethod
    @cache
    def in_any_case(cls) -> bool:
        """Whether it is found by its key in any letter case."""
        return "folded" in cls.model_fields

    @classmethod
    @cache
    def has_status(cls) -> bool:
        """Whether an undescribed node of this class is a stub rather than a plain word."""
        return "status" in cls.model_fields


class Relationship(BaseModel):
    """A declared relationship; `ends` lists the pairs of nodes that it may join."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)

    type_name: ClassVar[str]
    ends: ClassVar[tuple[tuple[type[Node], type[Node]], ...]]
    #: List properties whose items belong together by their place, of which the first names the source of each; writing
    #: replaces only what the own source said.
    by_source: ClassVar[tuple[str, ...]] = ()
    #: List properties whose items belong together by their place.
    parallel: ClassVar[tuple[str, ...]] = ()
    #: Properties to index; working values of the derivation may be among them.
    indexed: ClassVar[tuple[str, ...]] = ()
    #: Required properties that tell apart several relationships between the same two nodes.
    keyed_by: ClassVar[tuple[str, ...]] = ()
    #: What follows from such relationships, and is worked out again whenever one is stated, or only when one is new, or
    #: when no source states one any more.
    triggers: ClassVar[frozenset[Follows]] = frozenset()
    triggers_new: ClassVar[frozenset[Follows]] = frozenset()
    triggers_gone: ClassVar[frozenset[Follows]] = frozenset()
    #: What follows from how such relationships are, so that before and after tell where few nodes are described.
    watched: ClassVar[frozenset[Follows]] = frozenset()
    #: Whether it matters to that which sources state one.
    watches_sources: ClassVar[bool] = False
    #: Whether it follows from the name of an artifact, so that it is not moved to what the name is an old name of.
    of_the_name: ClassVar[bool] = False

    start: InstanceOf[Ref]
    end: InstanceOf[Ref]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls.type_name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).upper()
        if not getattr(cls, "ends", ()):
            raise TypeError(f"{cls.__name__} declares no ends")
        _require_meaning(cls)


class Described(NamedTuple):
    """Says that a source has now stated all it knows of these relationships of a node, so older ones are gone."""

    owner: Ref
    types: tuple[type[Relationship], ...]


Element = Node | Relationship | Described

#: Properties that the writer adds to every relationship.
PROVENANCE = (
    Property("source", "STRING", "Source that stated it last.", False, ()),
    Property("sources", "LIST<STRING>", "All sources that state it.", False, ()),
    Property("first_seen", "ZONED DATETIME", "Start of the load that first stated it (UTC).", False, ()),
    Property("last_seen", "ZONED DATETIME", "Start of the load that last stated it (UTC).", False, ()),
)
#: Properties that the writer adds to every node.
SEEN = (
    Property("first_seen", "ZONED DATETIME", "Start of the load that first described or named it (UTC).", False, ()),
    Property(
        "last_seen", "ZONED DATETIME", "Start of the load that last described it (UTC); none for a stub.", False, ()
    ),
)


def _require_meaning(cls: type[BaseModel]) -> None:
    if not cls.__doc__:
        raise TypeError(f"{cls.__name__} has no docstring that says what it means")
    for name, field in cls.model_fields.items():
        if name not in ("start", "end") and not field.description:
            raise TypeError(f"{cls.__name__}.{name} has no description")


def derived(description: str, *, command: str = "") -> Any:
    """A field that a derivation step, or else a command, computes and no source may set."""
    return Field(default=None, description=description, json_schema_extra={"derived": True, "command": command})


def working(description: str) -> Any:
    """The same for what only serves the machinery: its property begins with an underscore."""
    return Field(default=None, description=description, json_schema_extra={"derived": True, "working": True})


def _cypher_type(annotation: Any) -> tuple[str, tuple[str, ...]]:
    arguments = get_args(annotation)
    if getattr(annotation, "__metadata__", None):
        return _cypher_type(arguments[0])
    if getattr(annotation, "__origin__", None) is Literal:
        return "STRING", tuple(str(value) for value in arguments)
    if type(None) in arguments:
        return _cypher_type(next(argument for argument in arguments if argument is not type(None)))
    if getattr(annotation, "__origin__", None) is list:
        inner, values = _cypher_type(arguments[0])
        return f"LIST<{inner}>", values
    names: dict[Any, str] = {str: "STRING", bool: "BOOLEAN", int: "INTEGER", float: "FLOAT", datetime: "ZONED DATETIME"}
    return names[annotation], ()


def _property(name: str, field: FieldInfo) -> Property:
    extra = field.json_schema_extra
    kind, values = _cypher_type(field.annotation)
    marks = extra if isinstance(extra, dict) else {}
    graph_name = f"{WORKING}{name}" if marks.get("working") else field.alias or name
    return Property(
        graph_name, kind, field.description or "", bool(marks.get("derived")), values, str(marks.get("command") or "")
    )


def declared_properties(cls: type[Node] | type[Relationship]) -> Iterator[Property]:
    """The properties a declaration states itself, without those that the writer adds."""
    for name, field in cls.model_fields.items():
        if name not in ("start", "end"):
            yield _property(name, field)
