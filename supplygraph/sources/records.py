"""Reads plain records: one artifact a line, for internal models and for anything a person or program wants to state."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from supplygraph.ids.artifacts import key_of
from supplygraph.licenses.table import Declared, declared, license_properties, lookup
from supplygraph.missing import is_missing
from supplygraph.schema.declaration import Described, Element, Node, Ref, Relationship, clean_text
from supplygraph.schema.nodes import Language, License, Publisher
from supplygraph.schema.record_format import (
    KINDS,
    LICENSE,
    RECORDS,
    Entry,
    RelationKey,
    item_defaults,
    relation_keys,
    stated_properties,
)
from supplygraph.schema.relationships import Declares
from supplygraph.sources.command import Argument, Command
from supplygraph.sources.files import RecordFile
from supplygraph.sources.source import stretches
from supplygraph.tally import Tally

SAMPLE = Path(__file__).with_name("sample.jsonl")


class Records:
    """Files in the plain record format, JSON lines, plain or compressed.

    A record is the whole statement of this source about its artifact: loading it again takes back every relationship
    of it that an earlier load of this source stated and this one does not.

    Args:
        paths: The files, read in this order.
        name: Whose statements these are.

    Raises:
        InputError: a file cannot be read, or holds no records.
    """

    read_ahead = True
    command = Command(
        """Load files in the plain record format: one artifact a line, as JSON.

        `supplygraph schema records` prints its JSON Schema. Files may be compressed (.gz, .zst).

        \b
        Example line:
          {"kind": "model", "id": "acme/foo-7b", "license": "apache-2.0",
           "derived_from": [{"id": "meta-llama/Llama-2-7b-hf", "relation": "finetune"}]}
        """,
        (Argument("paths", "FILE...", several=True),),
        many=True,
    )

    def __init__(self, paths: Sequence[Path], name: str = "records") -> None:
        self.name = name
        self._files = [RecordFile(path) for path in paths]
        self.arguments = clean_text(", ".join(path.name for path in paths)).replace("\n", " ")
        self._complete = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the records state; bad records are counted as `bad_records` and left out.

        Raises:
            InputError: a file can no longer be read.
        """
        for _, elements in self.share(tally, 0, 1):
            yield from elements

    def share(self, tally: Tally, own: int, of: int) -> Iterator[tuple[int, Iterator[Element]]]:
        """Yields the share of one process of what the records state.

        Raises:
            InputError: a file can no longer be read.
        """
        self._complete = False
        tally.total = (tally.total or 0) + sum(file.size for file in self._files)
        reading = tally if own == 0 else Tally()
        records = chain.from_iterable(file.records(reading) for file in self._files)
        yield from stretches(
            records, lambda record: record_elements(record.values, self.name, record.place, tally), own, of
        )
        self._complete = not any(file.cut_off for file in self._files)

    def complete(self) -> bool:
        """Whether every file was read to its end, and none was cut off."""
        return self._complete

    def written(self) -> None:
        """Nothing to remember: files are simply read again."""


def sample_records() -> Records:
    """The small example graph that comes with the package."""
    return Records([SAMPLE], name="sample")


def record_elements(value: object, source: str, place: str, tally: Tally) -> Iterator[Element]:
    """Yields what one record states, or counts why it cannot be used.

    Args:
        value: The record as parsed from JSON.
        source: Whose statement it is.
        place: File and line, for the counts.
        tally: Where to count.
    """
    kind = value.get("kind") if isinstance(value, dict) else None
    node = KINDS.get(kind) if isinstance(kind, str) else None
    if node is None:
        allowed = ", ".join(KINDS)
        tally.count("bad_records", f"{place}: kind is {_shown(kind)}, not one of {allowed}")
        return
    try:
        record = RECORDS[str(kind)].model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"][:1])
        tally.count("bad_records", clean_text(f"{place}: {where}: {first['msg']}"))
        return
    for key in record.unknown_keys():
        tally.count("unknown_keys", f"{place}: {_shown(key)}")
    yield from _RecordReader(record, node, source, place, tally).elements()


class _RecordReader:
    """Turns one valid record into elements."""

    def __init__(self, record: Entry, node: type[Node], source: str, place: str, tally: Tally) -> None:
        self.stated = record.stated()
        self.node = node
        self.owner = node.ref(key_of(node.label, self.stated["id"]))
        self.source = source
        self.place = place
        self.tally = tally

    def elements(self) -> Iterator[Element]:
        described = self._described()
        if described is not None:
            yield described
        aliases: list[Described] = []
        types: list[type[Relationship]] = []
        for relation in relation_keys(self.node):
            for element in self._statements(relation):
                yield element
                if relation.incoming and isinstance(element, Relationship):
                    aliases.append(Described(element.start, (relation.relationship,)))
            if not relation.incoming:
                types.append(relation.relationship)
        yield Described(self.owner, tuple(types))
        yield from aliases

    def _described(self) -> Node | None:
        """The artifact, unless the record only names it as a stub: then its relationships make it one."""
        stated = ((name, self.stated.get(name)) for name in stated_properties(self.node))
        properties = {name: value for name, value in stated if value is not None}
        properties.setdefault("status", "present")
        if properties["status"] == "stub":
            return None
        return self.node.model_validate({**properties, self.node.key: self.owner.key})

    def _statements(self, relation: RelationKey) -> Iterator[Element]:
        items = list(self._items(relation))
        seen: set[tuple[Ref, ...]] = set()
        for element in self._licenses(items) if relation is LICENSE else self._related(relation, items):
            if isinstance(element, Relationship):
                other = element.start if relation.incoming else element.end
                one = (other, *(getattr(element, name.lstrip("_")) for name in relation.relationship.keyed_by))
                if one in seen:
                    self.tally.count("repeated_items", f"{self.place}: {relation.key} {_shown(other.key)}")
                    continue
                seen.add(one)
            yield element

    def _items(self, relation: RelationKey) -> Iterator[tuple[str, dict[str, Any]]]:
        """The ids of a relation, each with the properties that its item states."""
        keys = [relation.key, relation.short] if relation.short else [relation.key]
        given = [self.stated[key] for key in keys if self.stated.get(key) is not None]
        if relation.short in self.node.model_fields:
            given = given[:1]
        for value in given:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Entry):
                    for key in item.unknown_keys():
                        self.tally.count("unknown_keys", f"{self.place}: {relation.key}.{_shown(key)}")
                    stated = item.stated()
                    yield stated.pop("id"), stated
                else:
                    yield item, {}

    def _related(self, relation: RelationKey, items: list[tuple[str, dict[str, Any]]]) -> Iterator[Element]:
        others = relation.others(self.node)
        own = relation.relationship.model_fields
        for key, stated in items:
            other = KINDS[stated.pop("kind", "model")] if len(others) > 1 else others[0]
            if _names_nothing(other, key):
                self.tally.count("values_without_meaning", f"{self.place}: {relation.key} {_shown(key)}")
                continue
            end = other.ref(key_of(other.label, key))
            if end == self.owner or (relation.incoming and end.key == self.owner.key):
                self.tally.count("self_references", f"{self.place}: {relation.key}")
                continue
            about_end = {name: value for name, value in stated.items() if name not in own and value is not None}
            if about_end:
                yield other.model_validate({**about_end, other.key: end.key})
            about = {name: value for name, value in stated.items() if name in own}
            if end.key != key and "raw" in own:
                about.setdefault("raw", key)
            start, end = (end, self.owner) if relation.incoming else (self.owner, end)
            yield self._relationship(relation.relationship, start, end, about)

    def _licenses(self, items: list[tuple[str, dict[str, Any]]]) -> Iterator[Element]:
        """Plain items are read together, as a card states them; an object with `raw` names a licence of the graph."""
        name, link = self.stated.get("license_name"), self.stated.get("license_link")
        plain = [text for text, stated in items if not stated]
        found: list[tuple[Declared, dict[str, Any]]] = []
        if plain or not items:
            found += [(one, {}) for one in declared(plain, name, link)]
        for text, stated in items:
            if "raw" in stated:
                found.append((known_license(text), stated))
            elif stated:
                found += [(one, stated) for one in declared(text, stated.get("name"), stated.get("link"))]
        for one, stated in found:
            operator = "list" if one.operator == "single" and len(found) > 1 else one.operator
            about = {"raw": one.raw, "name": one.name, "link": one.link, "operator": operator, **stated}
            written = replace(one, raw=about["raw"] or one.license_id, name=about["name"])
            about["contradicted"] = written.contradicted or None
            yield License.model_validate(license_properties(one))
            yield self._relationship(Declares, self.owner, License.ref(one.license_id), about)

    def _relationship(
        self, relationship: type[Relationship], start: Ref, end: Ref, stated: Mapping[str, Any]
    ) -> Relationship:
        usual = item_defaults(relationship, self.source, stated)
        properties = {**usual, **stated}
        if "channel" in usual and stated.get("relation") is not None and properties["channel"] is None:
            # A relation without a channel would be taken for one that changes the work.
            properties["channel"] = usual["channel"]
        return relationship.model_validate({**properties, "start": start, "end": end})


def known_license(license_id: str) -> Declared:
    """The licence with this key of the graph, whether or not the table has it."""
    entry = lookup(license_id)
    return Declared(license_id, entry if entry and entry.id == license_id else None, license_id)


def _names_nothing(node: type[Node], key: str) -> bool:
    """Whether a key only says that nothing is known; people are called anything, and `na` is a language."""
    return node is not Publisher and is_missing(key) and not (node is Language and key.lower() == "na")


def _shown(value: object) -> str:
    return clean_text(repr(value), limit=80)
