"""Which licences a record declares, in its card and in its tags."""

import functools
from collections.abc import Iterable, Iterator

from supplygraph.hub.values import Values, distinct, key_text
from supplygraph.licenses.table import Declared, declared, license_properties
from supplygraph.schema.declaration import Ref, clean_text
from supplygraph.schema.nodes import License
from supplygraph.schema.relationships import Declares

_MAX_LICENSE = 1_000


def licenses(owner: Ref, card: Values, tags: list[str], known: set[str] | None) -> Iterator[License | Declares]:
    """Yields a relationship for each licence, and the node of each licence that is not in `known` yet.

    Args:
        owner: The artifact.
        card: Its card.
        tags: The licences of its tags.
        known: Licences whose nodes were yielded before; grows.
    """
    texts = tuple(distinct(text[:_MAX_LICENSE] for text in card.texts("license")))
    stated: dict[str, tuple[Declared, list[str]]] = {
        one.license_id: (one, ["card"])
        for one in _declared(texts, card.text("license_name"), card.text("license_link"))
    }
    for tag in distinct(key_text(tag)[:_MAX_LICENSE] for tag in tags):
        _add_tag(stated, tag)
    for id_, (one, evidence) in stated.items():
        if known is None or id_ not in known:
            yield License.model_validate(license_properties(one))
            if known is not None:
                known.add(id_)
        yield Declares(
            start=owner,
            end=Ref(License, id_),
            raw=clean_text(one.raw),
            name=one.name,
            link=one.link,
            contradicted=one.contradicted or None,
            role="main",
            operator=one.operator,
            evidence=evidence,
        )


def declarations(
    owner: Ref, stated: Iterable[Declared], evidence: str, known: set[str] | None = None
) -> Iterator[License | Declares]:
    """Yields a relationship for each licence that one place states, and the node of each that is not in `known` yet.

    Args:
        owner: The artifact.
        stated: The licences.
        evidence: Where they were stated.
        known: Licences whose nodes were yielded before; grows. None yields every node.
    """
    for one in stated:
        if known is None or one.license_id not in known:
            yield License.model_validate(license_properties(one))
            if known is not None:
                known.add(one.license_id)
        yield Declares(
            start=owner,
            end=License.ref(one.license_id),
            raw=one.raw,
            role="main",
            operator=one.operator,
            evidence=[evidence],
        )


def _add_tag(stated: dict[str, tuple[Declared, list[str]]], tag: str) -> None:
    """Adds the tag as evidence of what the card says, or as a statement of its own where the two disagree."""
    from_tag = _declared((tag,), None, None)
    ids = {one.license_id for one in from_tag}
    same = [
        evidence
        for id_, (one, evidence) in stated.items()
        if "card" in evidence and (id_ in ids or one.raw.casefold() == tag.casefold())
    ]
    if not same and tag == "other":
        # The Hub's tag for every licence that it has no id for.
        same = [
            evidence
            for one, evidence in stated.values()
            if "card" in evidence and not (one.entry is not None and one.entry.hub)
        ]
    for evidence in same:
        if "tag" not in evidence:
            evidence.append("tag")
    if not same:
        for one in from_tag:
            stated.setdefault(one.license_id, (one, ["tag"]))


@functools.lru_cache(maxsize=4096)
def _declared(texts: tuple[str, ...], name: str | None, link: str | None) -> tuple[Declared, ...]:
    return tuple(declared(list(texts) if len(texts) != 1 else texts[0], name, link))
