"""Writes the changes of a card that the evidence supports, as a patch and a text for a pull request; sends nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from supplygraph.enrich.freshness import freshness
from supplygraph.errors import InputError
from supplygraph.hub.front_matter import split_card, yaml_mapping
from supplygraph.ids.addresses import web_address
from supplygraph.queries.run import run
from supplygraph.report.name import name_report
from supplygraph.report.recall import one_line
from supplygraph.store.connection import Connection, Row
from supplygraph.store.find import Artifact
from supplygraph.tally import Tally
from supplygraph.text import safe

#: Fields of a card in the order in which they are written.
FIELDS = ("license", "license_name", "license_link", "base_model", "base_model_relation", "datasets")
#: Those that are lists.
_LISTS = frozenset({"base_model", "datasets"})
_EVERYTHING = 10_000
_ACTIONS = ["add", "replace", "remove", "decide"]
_ALTERNATIVES = 5
_PERMISSION = "unless another permission of the licensor is at hand"
#: What the card says now, as far as sources state it, and what a base declares, as it was written.
_STATED = """
MATCH (one:Model|Dataset {id: $artifact})
RETURN
  one.status AS status,
  one.names_itself AS names_itself,
  coalesce(one.unusable_bases, []) AS unusable,
  COLLECT {
    MATCH (one)-[step:DERIVED_FROM]->(base)
    WHERE "card" IN step.evidence
    RETURN coalesce(step.moved_from, base.id) AS id ORDER BY id
  } AS base_model,
  COLLECT {
    MATCH (one)-[said:TRAINED_ON]->(dataset)
    WHERE "card" IN said.evidence
    RETURN coalesce(said.moved_from, dataset.id) AS id ORDER BY id
  } AS datasets
"""
_LICENSE = """
MATCH (:Model|Dataset {id: $base})-[said:DECLARES]->(license:License {id: $license})
RETURN said.raw AS raw, said.name AS name, said.link AS link
ORDER BY raw
LIMIT 1
"""


@dataclass
class Change:
    """One field of the card that is to change.

    Attributes:
        name: Its name.
        value: What is to stand there, a text or a list of texts; None takes the field out.
        because: What supports it.
    """

    name: str
    value: str | list[str] | None
    because: list[str] = field(default_factory=list)


@dataclass
class Fix:
    """What would mend the card of an artifact.

    Attributes:
        artifact: The artifact.
        changes: Fields that are to change.
        questions: What only the publisher can decide or write, in words.
        duties: What the licences above ask for that no field of a card can hold.
        unknown: What is not known, so that nothing to mend is not a pass.
    """

    artifact: Artifact
    changes: list[Change] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def fix(connection: Connection, artifact: Artifact) -> Fix:
    """What would mend the card of a model or dataset; reads only.

    Args:
        connection: The graph.
        artifact: The model or dataset.

    Raises:
        ServerError: the server cannot be used.
    """
    found = Fix(artifact, unknown=list(freshness(connection).lines()))
    stated = connection.read(_STATED, {"artifact": artifact.id})[0]
    if stated["status"] in ("stub", "missing"):
        found.unknown.append(f"no source describes {artifact.id}, so what its card says is not known")
        return found
    rows = run(
        connection, "quality-fixes", {"artifact": artifact.id, "actions": _ACTIONS, "max_rows": _EVERYTHING}
    ).rows
    lists = {name: _card_list(stated, artifact, name) for name in _LISTS}
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] != artifact.label.lower():
            continue
        if row["action"] == "decide":
            found.questions.append(_question(connection, row))
        elif row["field"] == "source_datasets":
            # The words that stand there beside ids are not in the graph, so that the field cannot be written anew.
            found.questions.append(f"{row['field']}: {row['because']} ({row['present'][0]}: {row['proposed'][0]})")
        elif row["field"] in _LISTS:
            reasons.setdefault(row["field"], []).append(row["because"])
            lists[row["field"]] = _replaced(lists[row["field"]], row["present"], row["proposed"])
        elif row["field"] == "license":
            found.changes += _license_changes(connection, row)
        else:
            found.changes.append(Change(row["field"], row["proposed"][0], [row["because"]]))
    found.changes += [Change(name, lists[name] or None, because) for name, because in reasons.items()]
    found.changes.sort(key=lambda change: FIELDS.index(change.name))
    _add_duties(connection, found)
    return found


def _card_list(stated: Row, artifact: Artifact, name: str) -> list[str]:
    listed = list(stated[name])
    if name == "base_model":
        listed += [*([artifact.id] if stated["names_itself"] else []), *stated["unusable"]]
    return listed


def _replaced(listed: list[str], present: list[str], proposed: list[str]) -> list[str]:
    """A list with some items replaced, in their place; what was not in it comes last, and nothing stands twice."""
    gone = {text.casefold() for text in present}
    new = list(proposed)
    kept = []
    for text in listed:
        if text.casefold() in gone:
            kept += new
            new = []
        else:
            kept.append(text)
    return list(dict.fromkeys([*kept, *new]))


def _license_changes(connection: Connection, row: Row) -> Iterator[Change]:
    """The licence as the card of the base has it, with its name and link where it has no id of its own."""
    license_ = row["proposed"][0]
    said = next(iter(connection.read(_LICENSE, {"base": row["base"], "license": license_})), {})
    because = [f"{row['because']}, {_PERMISSION}" if row["action"] == "replace" else row["because"]]
    name, link = said.get("name"), said.get("link")
    yield Change("license", said.get("raw") or license_, because)
    if name or row["action"] == "replace":
        yield Change("license_name", name, [f"as {row['base']} has it"])
    if link or row["action"] == "replace":
        yield Change("license_link", link, [f"as {row['base']} has it"])


def _question(connection: Connection, row: Row) -> str:
    text = f"{row['field']}: {row['because']}"
    if row["present"]:
        text += f" ({', '.join(row['present'])})"
    if row["field"] == "license":
        given = {"artifact": row["artifact"], "max_rows": _ALTERNATIVES}
        fitting = [one["license"] for one in run(connection, "license-repair", given) if
                   one["verdict_if_chosen"] == "compatible"]  # fmt: skip
        if fitting:
            text += f"; without a conflict, as far as licences are known: {', '.join(fitting)}"
    return text


def _add_duties(connection: Connection, found: Fix) -> None:
    if found.artifact.label == "Model":
        named = name_report(connection, found.artifact.id)
        found.duties += [one.text for one in named.findings if one.check == "duty"]
        if found.duties and named.suggestion:
            found.duties.append(f"a name that keeps it: {named.suggestion}")
    found.duties += [
        f"{row['obligation']} ({row['from']})"
        for row in run(connection, "license-obligations", {"artifact": found.artifact.id, "max_rows": 50})
        if "NAME:" not in row["obligation"]
    ]


def header_text(changes: list[Change]) -> str:
    """The fields as YAML, to be put into the header of the card."""
    return "".join(_field(change.name, change.value) for change in changes if change.value is not None)


def _field(name: str, value: str | list[str] | None) -> str:
    return yaml.safe_dump({name: value}, allow_unicode=False, default_flow_style=False, width=1_000)


def patched(card: str, changes: list[Change], where: str) -> str:
    """A card with the changes in its header; the rest of it stays as it is.

    Args:
        card: Its text.
        changes: The changes.
        where: What messages call it.

    Raises:
        InputError: its header cannot be read.
    """
    before, header, after = split_card(card)
    if header is None:
        block = header_text(changes)
        return f"---\n{block}---\n{card}" if block else card
    stated = _mapping(header, where)
    for change in changes:
        header = _with_field(header, change)
        stated = {name: value for name, value in stated.items() if name != change.name}
        if change.value is not None:
            stated[change.name] = change.value
    if _mapping(header, where) != stated:
        raise InputError(f"{where}: its header is in a form that cannot be patched", "set the fields by hand")
    return before + header + after


def _mapping(header: str, where: str) -> dict[str, Any]:
    tally = Tally()
    stated = yaml_mapping(header, tally, where)
    if tally.counts:
        raise InputError(f"{where}: its header cannot be read as YAML", "mend the header first")
    return stated


def _with_field(header: str, change: Change) -> str:
    """A header with one field written anew in its place, or at the end."""
    new = _field(change.name, change.value) if change.value is not None else ""
    # The field and what belongs to it: indented lines, items of a list, and empty lines between them.
    rest = r"(?:(?:[ \t]*\n)*(?:[ \t]+\S.*|-(?:[ \t].*)?)(?:\n|\Z))*"
    pattern = re.compile(rf"^(['\"]?){re.escape(change.name)}\1[ \t]*:.*(?:\n|\Z){rest}", re.MULTILINE)
    if found := pattern.search(header):
        return header[: found.start()] + new + header[found.end() :]
    return header + ("" if header.endswith(("\n", "\r")) or not header else "\n") + new


def patch(card: str, found: Fix, where: str) -> str:
    """The changes as a unified diff of the card.

    Raises:
        InputError: its header cannot be read.
    """
    card = card.replace("\r\n", "\n")
    lines = difflib.unified_diff(
        card.splitlines(keepends=True), patched(card, found.changes, where).splitlines(keepends=True),
        "a/README.md", "b/README.md",
    )  # fmt: skip
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def text_lines(found: Fix, diff: str | None = None) -> Iterator[str]:
    """The patch and a text for a pull request, in Markdown.

    Args:
        found: What would mend the card.
        diff: The changes as a diff of the card, where that was given.
    """
    yield f"# {one_line(found.artifact.id)}"
    yield ""
    page = web_address(found.artifact.label.lower(), found.artifact.id)
    if page:
        yield f"Open it at: <{page}/discussions>"
        yield ""
    if found.changes:
        yield f"Title: Metadata: {', '.join(change.name for change in found.changes)}"
        yield ""
        yield "The card of this repository can be completed by what is known elsewhere:"
        yield ""
        for change in found.changes:
            yield f"- {_code(change.name)} {_shown(change.value)}: {one_line('; '.join(change.because))}"
        yield ""
        if diff is None:
            yield "In the header of README.md:"
            yield ""
            yield from _fenced("yaml", header_text(found.changes))
        else:
            yield from _fenced("diff", diff)
        gone = [change.name for change in found.changes if change.value is None]
        if diff is None and gone:
            yield f"Take out, where it stands there: {', '.join(map(_code, gone))}"
            yield ""
    else:
        yield "Nothing in its card can be mended by what is known."
        yield ""
    for title, lines in (
        ("Only its publisher can decide:", found.questions),
        ("The licences above also ask for:", found.duties),
    ):
        if lines:
            yield title
            yield ""
            yield from (f"- {one_line(line)}" for line in lines)
            yield ""
    yield "By stated rules from public metadata; not legal advice."
    for line in found.unknown:
        yield f"unknown: {one_line(line)}"


def _shown(value: str | list[str] | None) -> str:
    if value is None:
        return "taken out"
    return ", ".join(map(_code, value)) if isinstance(value, list) else _code(value)


def _code(text: str) -> str:
    return f"`{one_line(text).replace('`', chr(39))}`"


def plain_lines(text: str) -> Iterator[str]:
    """The lines of a text without what a terminal would act on."""
    return (safe(line) for line in text.split("\n")[: None if text[-1:] != "\n" else -1])


def _fenced(language: str, text: str) -> Iterator[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    yield fence + language
    yield from plain_lines(text)
    yield fence
    yield ""


def as_json(found: Fix, diff: str | None) -> Mapping[str, Any]:
    """Everything for machines."""
    return {
        "artifact": found.artifact.id,
        "changes": [
            {"field": one.name, "value": one.value, "because": one.because} for one in found.changes
        ],
        "diff": diff,
        "questions": found.questions,
        "duties": found.duties,
        "unknown": found.unknown,
    }  # fmt: skip
