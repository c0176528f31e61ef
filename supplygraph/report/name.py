"""What a name claims, what contradicts it, what the licences above ask of it, and a name without these conflicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from supplygraph.checks.names import ask, of_family
from supplygraph.errors import InputError
from supplygraph.licenses.gaps import Gap
from supplygraph.licenses.name_duty import begins_with
from supplygraph.naming.claims import Claims, claims, class_kin, class_task, kin, name_key, task_kin
from supplygraph.naming.reader import read_name
from supplygraph.report.status import base_gaps
from supplygraph.store.connection import Connection, Row

#: Downloads above which a model is popular enough that a name like its name is worth a hint.
POPULAR = 10_000

_FACTS = """
OPTIONAL MATCH (m:Model {id: $id})
RETURN m IS NOT NULL AND coalesce(m.status, '') <> 'stub' AS described, m.task AS task, m.parameters AS parameters,
  m.quantization AS quantization, m.library AS library, m.dtype AS dtype, coalesce(m.tags, []) AS tags,
  COLLECT { MATCH (m)-[:OF_TYPE]->(t:ModelType) RETURN t.name AS name ORDER BY name } AS types,
  COLLECT { MATCH (m)-[:HAS_ARCHITECTURE]->(t:Architecture) RETURN t.name AS name ORDER BY name } AS classes,
  COLLECT { MATCH (m)-[:HAS_LANGUAGE]->(t:Language) RETURN t.name AS name ORDER BY name } AS languages,
  COLLECT { MATCH (m)-[:TRAINED_ON]->(d:Dataset) RETURN d.id AS id ORDER BY id } AS datasets,
  COLLECT { MATCH (m)-[d:DERIVED_FROM]->(b:Model) RETURN {id: b.id, relation: d.relation} AS base ORDER BY b.id }
    AS bases
"""
_ABOVE = """
UNWIND $bases AS id
MATCH way = (:Model {id: id})-[:DERIVED_FROM]->{0,20}(above:Model)
WITH above, min(length(way)) AS hops
MATCH (above)-[:DECLARES]->(l:License)-[:IMPOSES]->(t:LicenseTerm)
WHERE t.kind IN ['NAME', 'BR']
RETURN l.id AS license, t.kind AS kind, t.code AS code, above.id AS origin, hops AS hops
ORDER BY hops, license, code, origin
"""
_LIKE = """
UNWIND $keys AS key
MATCH (m:Model {_name_key: key})
WHERE m.id <> $id AND coalesce(m.downloads, 0) >= $popular
RETURN key AS key, m.id AS id, m.downloads AS downloads
ORDER BY downloads DESC, id
LIMIT 20
"""


@dataclass
class KnownFacts:
    """What is known of a model beside its name; empty where nothing is.

    Attributes:
        types: Model types of its config.
        classes: Class names of its config.
        task: Pipeline tag.
        parameters: Number of parameters.
        quantization: Marks of quantisation of its files.
        library: Library that loads it.
        dtype: Number format of its files.
        languages: Language codes of its card.
        datasets: Datasets of its card.
        tags: Its tags that are not another fact.
        bases: Ids of what it was made from, with the relation or None.
    """

    types: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    task: str | None = None
    parameters: int | None = None
    quantization: list[str] = field(default_factory=list)
    library: str | None = None
    dtype: str | None = None
    languages: list[str] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    bases: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass
class Finding:
    """One thing that is wrong or could be better.

    Attributes:
        check: What was compared, as in `naming-conflicts` and `naming-lineage`; `duty` and `lookalike` beside them.
        level: `conflict` or `hint`.
        text: What it is, in words.
        verdict: Its class in the lists of findings; None for a duty or a lookalike.
        severity: high, medium or low.
        remedy: What to do about it.
    """

    check: str
    level: str
    text: str
    verdict: str | None = None
    severity: str = "low"
    remedy: str | None = None


@dataclass
class NameReport:
    """A name and all that is found about it.

    Attributes:
        id: The id.
        known: Whether the graph describes it.
        convention: Naming convention.
        claims: What the name claims, in words.
        findings: What contradicts it or could be better.
        duties: What the licences above ask: words to show, names to begin with.
        suggestion: A name without these conflicts; None where nothing has to change, or none was found.
        gaps: What is not known of its bases.
    """

    id: str
    known: bool
    convention: str
    claims: list[str]
    findings: list[Finding] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    suggestion: str | None = None
    gaps: list[Gap] = field(default_factory=list)

    @property
    def conflicts(self) -> int:
        """How many findings are conflicts."""
        return sum(one.level == "conflict" for one in self.findings)


def name_report(connection: Connection, model: str, given: KnownFacts | None = None) -> NameReport:
    """Checks one name against the graph and what is given beside it; writes nothing.

    Args:
        connection: The graph.
        model: Id, published or not.
        given: What is known of a model that is not in the graph yet; it counts before what the graph says.

    Raises:
        InputError: the id is empty.
        ServerError: the server cannot be used.
    """
    if not model.strip("/ "):
        raise InputError("the name is empty", "give an id such as org/model-7b")
    known, facts = facts_of(connection, model, given or KnownFacts())
    one = claims(model)
    report = NameReport(model, known, one.convention, _words(one))
    if known and given in (None, KnownFacts()):
        rows = list(ask(connection, ids=[model]))
    else:
        rows = list(ask(connection, [given_model(model, facts)]))
    report.findings += [_finding(row) for row in rows]
    ids = [base for base, _ in facts.bases]
    report.gaps = base_gaps(connection, ids)
    prefixes = _duties(connection, ids, report)
    for prefix, license, origin in prefixes:
        if not begins_with(model.rpartition("/")[2], prefix):
            text = f"the name has to begin with {prefix!r} under {license} of {origin}"
            report.findings.append(Finding("duty", "conflict", text, severity="high"))
    for found in connection.read(_LIKE, {"keys": [one.key], "id": model, "popular": POPULAR}):
        if found["id"] not in ids:
            text = f"{found['id']} with {found['downloads']:,} downloads bears the same name"
            report.findings.append(Finding("lookalike", "hint", text))
    if report.conflicts:
        report.suggestion = _suggestion(connection, model, facts, [prefix for prefix, _, _ in prefixes], rows)
    return report


def facts_of(connection: Connection, model: str, given: KnownFacts) -> tuple[bool, KnownFacts]:
    """Whether the graph describes a model, and what is given of it; where nothing is, what the graph says."""
    row = connection.read(_FACTS, {"id": model})[0]
    return bool(row["described"]), KnownFacts(
        given.types or row["types"],
        given.classes or row["classes"],
        given.task or row["task"],
        given.parameters or row["parameters"],
        given.quantization or row["quantization"] or [],
        given.library or row["library"],
        given.dtype or row["dtype"],
        given.languages or row["languages"],
        given.datasets or row["datasets"],
        given.tags or row["tags"],
        given.bases or [(base["id"], base["relation"]) for base in row["bases"]],
    )


def given_model(model: str, facts: KnownFacts) -> Row:
    """A model as checks read it where it is not in the graph."""
    tasks = [
        {"name": facts.task, "_name_agrees": near[0], "_name_related": near[1]}
        for near in [task_kin(facts.task) if facts.task else None]
        if near is not None
    ]
    return {
        **_claimed(model),
        "task": facts.task,
        "parameters": facts.parameters,
        "quantization": facts.quantization or None,
        "library": facts.library,
        "dtype": facts.dtype,
        "tags": facts.tags or None,
        "types": [of_family(kind, kin(kind)) for kind in facts.types],
        "classes": [{**of_family(name, class_kin(name)), "task": class_task(name)} for name in facts.classes],
        "tasks": tasks,
        "languages": sorted(facts.languages),
        "datasets": [{"id": one, "_name_key": name_key(one.rpartition("/")[2])} for one in sorted(facts.datasets)],
        "bases": [
            {"id": base, "relation": relation or "undeclared", "claims": _claimed(base)}
            for base, relation in facts.bases
        ],
    }


def _claimed(model: str) -> Row:
    """An id with what its name claims, as a node has it: nothing where there is nothing."""
    return {"id": model, "author": model.partition("/")[0] if "/" in model else None, **claims(model).properties()}


_COUNT = re.compile(r"\d{4,}")


def _finding(row: Row) -> Finding:
    check, verdict = row["check"], row["verdict"]
    text = check.lacks if verdict in ("missing", "uninformative") else check.says
    for name in ("claimed", "actual", "base"):
        value = str(row[name] or "")
        if check.check == "parameters" and name != "base":
            value = _COUNT.sub(lambda found: f"{int(found[0]):,}", value)
        text = text.replace(f"{{{name}}}", value)
    if row["path"] or (check.check == "parameters" and check.against == "metadata"):
        text += f" ({row['evidence']})"
    level = "conflict" if verdict == "conflict" else "hint"
    return Finding(check.check, level, text, verdict, row["severity"], check.remedy)


def _duties(connection: Connection, bases: list[str], report: NameReport) -> list[tuple[str, str, str]]:
    """The prefixes asked for, each with licence and origin, the nearest first; fills the duties of the report."""
    prefixes: dict[str, tuple[str, str, str]] = {}
    for row in connection.read(_ABOVE, {"bases": bases}):
        value = row["code"].partition(":")[2]
        if row["kind"] == "NAME":
            prefixes.setdefault(value, (value, row["license"], row["origin"]))
            duty = f"begin the name with {value!r} ({row['license']} of {row['origin']})"
        else:
            duty = f"show {value!r} ({row['license']} of {row['origin']})"
        if not any(known.startswith(duty.partition(" (")[0]) for known in report.duties):
            report.duties.append(duty)
    return list(prefixes.values())


def _words(one: Claims) -> list[str]:
    parts: Iterable[tuple[str, Any]] = (
        ("family", one.families),
        ("perhaps family", one.families_unsure),
        ("generation", one.generations),
        ("size", [one.size] if one.size else []),
        ("parameters", [f"{count:,}" for count in one.parameters]),
        ("active or effective parameters", [f"{one.active:,}"] if one.active else []),
        ("version", one.versions),
        ("task", one.tasks),
        ("language", one.languages),
        ("dataset", one.datasets),
        ("casing", [one.casing] if one.casing else []),
        ("made by", one.relations),
        ("quantisation", one.quantization),
    )
    return [f"{name}: {', '.join(values)}" for name, values in parts if values]


#: Kinds of tokens that a conflict of each check may lie in.
_AT_FAULT = {
    "type": ("architecture", "served"),
    "architecture": ("architecture", "served"),
    "family": ("architecture", "served"),
    "generation": ("architecture",),
    "parameters": ("parameters",),
    "size": ("size",),
    "casing": ("casing",),
    "quantization": ("quantisation", "dtype"),
    "stage": ("task", "process"),
    "relation": ("reuse",),
    "language": ("language",),
}


def _suggestion(
    connection: Connection, model: str, facts: KnownFacts, prefixes: list[str], rows: list[Row]
) -> str | None:
    """The first of some names that has no conflict itself and is not the name of a popular model."""
    namespace, slash, name = model.rpartition("/")
    wrong = {kind for row in rows if row["verdict"] == "conflict" for kind in _AT_FAULT.get(row["check"].check, ())}
    if "architecture" in wrong and facts.bases:
        # The size was that of the other family.
        wrong.add("parameters")
    candidates = [
        f"{namespace}{slash}{one}" for one in dict.fromkeys(_candidates(name, wrong, prefixes, facts)) if one != name
    ]
    if not candidates:
        return None
    refused = {
        row["model"]
        for row in ask(connection, [given_model(one, facts) for one in candidates])
        if row["verdict"] == "conflict"
    }
    keys = {one: claims(one).key for one in candidates}
    taken = {row["key"] for row in connection.read(_LIKE, {"keys": [*keys.values()], "id": "", "popular": POPULAR})}
    for one in candidates:
        dutiful = all(begins_with(one.rpartition("/")[2], prefix) for prefix in prefixes)
        if one not in refused and keys[one] not in taken and dutiful:
            return one
    return None


def _candidates(name: str, wrong: set[str], prefixes: list[str], facts: KnownFacts) -> Iterator[str]:
    """Names to try: with what the duties ask and what the base is in front, and without the words at fault."""
    rest = _without(name, wrong)
    prefix = max(prefixes, key=len, default="").replace(" ", "-")
    bases = [claims(base) for base, _ in facts.bases]
    bodies = [rest] if wrong else [name]
    for body in bodies:
        behind = _behind(prefix, body)
        for front in (_front(prefix, bases, claims(behind)), prefix):
            yield _hyphenated([front, behind])
    yield _hyphenated([_front(prefix, bases, None), rest if rest != name else ""])


def _behind(prefix: str, body: str) -> str:
    """What stands in a name behind words that it begins with, in any letter case; the name where it does not."""
    if not body.lower().startswith(prefix.lower()) or body[len(prefix) : len(prefix) + 1] not in ("", *"-_"):
        return body
    return body[len(prefix) :].lstrip("-_")


def _front(prefix: str, bases: Sequence[Claims], body: Claims | None) -> str:
    """Prefix, family, generation and size of the only base, without what the name says already."""
    if len(bases) != 1:
        return prefix
    its = bases[0]
    family, _, version = its.generations[0].partition(" ") if its.generations else ("", "", "")
    family = family or (its.families[0] if its.families else "")
    front = prefix
    if not front and family and not (body and body.families):
        front = _spelt(family)
    if version and not (body and body.generations) and not front.endswith(version):
        begun = front[-1:].isdigit() and version.startswith(front[-1])
        front = f"{front[:-1]}{version}" if begun else f"{front}-{version}"
    if its.parameters and not (body and body.parameters):
        billions = its.parameters[0] / 1e9
        front += f"-{billions:g}B" if billions >= 1 else f"-{round(its.parameters[0] / 1e6)}M"
    return front.strip("-")


#: Families whose name is written with capitals of its own.
_SPELT = {"llama": "Llama", "qwen": "Qwen", "glm": "GLM", "deepseek": "DeepSeek", "smollm": "SmolLM", "lfm": "LFM"}


def _spelt(family: str) -> str:
    return _SPELT.get(family, family)


def _without(name: str, kinds: set[str]) -> str:
    """A name without the tokens of some kinds; a family goes with the version after it."""
    kept, dropped = [], False
    for token in read_name(name).tokens:
        dropped = token.kind in kinds or (dropped and token.kind == "version" and "architecture" in kinds)
        if not dropped:
            kept.append(token.text)
    return _hyphenated(kept) if len(kept) < len(read_name(name).tokens) else name


def _hyphenated(parts: Iterable[str]) -> str:
    return "-".join(part for part in parts if part)
