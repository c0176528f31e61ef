"""What a name claims, what contradicts it, what the licences above ask of it, and a name that would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from supplygraph.errors import InputError
from supplygraph.graph.connection import Connection
from supplygraph.licenses.name_duty import begins_with
from supplygraph.naming.claims import Claims, claims, class_kin, class_task, kin, task_kin
from supplygraph.naming.vocabulary import vocabulary
from supplygraph.report.status import Gap, base_gaps

#: Derivation steps that a naming duty is looked for.
MAX_HOPS = 20
#: Downloads above which a model is popular enough that a name like its name is worth a word.
POPULAR = 10_000

_FACTS = """
OPTIONAL MATCH (m:Model {id: $id})
RETURN m IS NOT NULL AND m.status <> 'stub' AS described, m.task AS task, m.parameters AS parameters,
  m.quantization IS NOT NULL AS quantised, coalesce(m.library, '') AS library,
  COLLECT { MATCH (m)-[:OF_TYPE]->(t:ModelType) RETURN t.name AS name ORDER BY name } AS types,
  COLLECT { MATCH (m)-[:HAS_ARCHITECTURE]->(t:Architecture) RETURN t.name AS name ORDER BY name } AS classes,
  COLLECT { MATCH (m)-[:HAS_LANGUAGE]->(t:Language) RETURN t.name AS name ORDER BY name } AS languages,
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
_TYPES_OF = """
UNWIND $ids AS id
MATCH (:Model {id: id})-[:OF_TYPE]->(t:ModelType)
RETURN id AS id, t.name AS type ORDER BY id, type
"""
_LIKE = """
MATCH (m:Model)
WHERE m.name_key = $key AND m.id <> $id AND coalesce(m.downloads, 0) >= $popular
RETURN m.id AS id, m.downloads AS downloads ORDER BY downloads DESC, id LIMIT 5
"""


@dataclass
class Facts:
    """What is known of a model beside its name; empty where nothing is.

    Attributes:
        types: Model types of its config.
        classes: Class names of its config.
        task: Pipeline tag.
        parameters: Number of parameters.
        packed: Whether the files are quantised or hold an adapter, so that their count says nothing.
        languages: Language codes of its card.
        bases: Ids of what it was made from, with the relation or None.
    """

    types: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    task: str | None = None
    parameters: int | None = None
    packed: bool = False
    languages: list[str] = field(default_factory=list)
    bases: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass
class Finding:
    """One thing that is wrong or could be better.

    Attributes:
        check: What was compared, as in `naming-conflicts` and `naming-lineage`; `duty` and `lookalike` beside them.
        level: `conflict` or `hint`.
        text: What it is, in words.
    """

    check: str
    level: str
    text: str


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
        suggestion: A name without these conflicts; None where nothing has to change.
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


def name_report(connection: Connection, model: str, given: Facts | None = None) -> NameReport:
    """Checks one name against the graph and what is given beside it.

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
    row = connection.read(_FACTS, {"id": model})[0]
    facts = given or Facts()
    facts = Facts(
        facts.types or row["types"],
        facts.classes or row["classes"],
        facts.task or row["task"],
        facts.parameters or row["parameters"],
        facts.packed or row["quantised"] or row["library"] == "peft",
        facts.languages or row["languages"],
        facts.bases or [(base["id"], base["relation"]) for base in row["bases"]],
    )
    one = claims(model)
    report = NameReport(model, bool(row["described"]), one.convention, _words(one))
    report.findings += _against_metadata(one, facts)
    ids = [base for base, _ in facts.bases]
    report.gaps = base_gaps(connection, ids)
    types: dict[str, list[str]] = {}
    for found in connection.read(_TYPES_OF, {"ids": ids}):
        types.setdefault(found["id"], []).append(found["type"])
    report.findings += _against_bases(one, facts.bases, types)
    prefixes = _duties(connection, ids, report)
    for prefix, license, origin in prefixes:
        if not begins_with(model.rpartition("/")[2], prefix):
            text = f"the name has to begin with {prefix!r} under {license} of {origin}"
            report.findings.append(Finding("duty", "conflict", text))
    for found in connection.read(_LIKE, {"key": one.key, "id": model, "popular": POPULAR}):
        if found["id"] not in ids:
            text = f"{found['id']} with {found['downloads']:,} downloads bears the same name"
            report.findings.append(Finding("lookalike", "hint", text))
    if not set(one.components) - {"O", "M"}:
        report.findings.append(Finding("name", "hint", "no part of the name is known to mean anything"))
    report.suggestion = _suggestion(model, one, [prefix for prefix, _, _ in prefixes], facts.bases)
    return report


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


def _against_metadata(one: Claims, facts: Facts) -> list[Finding]:
    found = []
    judged = [(kind, kin(kind)) for kind in facts.types]
    if not judged:
        judged = [(name, class_kin(name)) for name in facts.classes]
    named = set(one.families) | set(one.families_unsure)
    for kind, near in judged:
        if near is None or named & near.agrees:
            continue
        if not named:
            found.append(Finding("type", "hint", f"the name tells no family; the config says {kind}"))
        elif not set(one.families) & near.related and one.families:
            text = f"the name says {', '.join(one.families)}, the config {kind}, of family {near.family}"
            distilled = {"draft", "distilled"} & set(one.relations)
            found.append(Finding("type", "hint" if distilled else "conflict", text))
    allowed = task_kin(facts.task) if facts.task else None
    if allowed is not None and one.tasks and not set(one.tasks) & set(allowed[0]):
        level = "hint" if set(one.tasks) & set(allowed[1]) else "conflict"
        found.append(Finding("task", level, f"the name says {', '.join(one.tasks)}, the pipeline tag {facts.task}"))
    for name in facts.classes:
        task = class_task(name)
        if allowed is not None and task is not None and task not in allowed[0] + allowed[1]:
            text = f"{name} is for {task}, the pipeline tag says {facts.task}"
            found.append(Finding("task_architecture", "conflict", text))
    found += _parameters(one, facts)
    codes = {language.partition("-")[0] for language in facts.languages}
    mine = set(one.languages)
    if mine and codes and not codes & mine and all(len(code) == 2 for code in codes | mine):
        text = f"the name says {', '.join(one.languages)}, the card {', '.join(sorted(codes))}"
        found.append(Finding("language", "hint" if codes == {"en"} else "conflict", text))
    return found


def _parameters(one: Claims, facts: Facts) -> list[Finding]:
    counts = [count for count in one.parameters if count >= 5_000_000 or (facts.parameters or 0) < 100_000_000]
    if not counts or not facts.parameters or facts.packed or {"adapter", "draft", "quantized"} & set(one.relations):
        return []
    actual = facts.parameters
    if any(relation in ("adapter", "quantized") for _, relation in facts.bases):
        return []
    ratio = min(max(count / actual, actual / count) for count in counts)
    if ratio <= 1.35:
        return []
    part = ratio > 3.5 and all(count > actual for count in counts)
    level = "conflict" if ratio > 2.1 and not part else "hint"
    text = f"the name says {', '.join(f'{count:,}' for count in counts)} parameters, the files hold {actual:,}"
    return [Finding("parameters", level, text)]


def _against_bases(one: Claims, bases: list[tuple[str, str | None]], types: dict[str, list[str]]) -> list[Finding]:
    found = []
    above = [(base, relation, claims(base)) for base, relation in bases]
    named = {family for _, _, its in above for family in its.families + its.families_unsure}
    theirs = set(named)
    for base, _, _ in above:
        for kind in types.get(base, ()):
            near = kin(kind)
            theirs |= near.agrees if near else set()
    built = {name for family in named for name in _near(family)}
    distilled = "distilled" in one.relations or any(relation == "distilled" for _, relation, _ in above)
    if one.families and theirs and not distilled and not set(one.families) & (theirs | built):
        line = any(vocabulary().families[name].line for name in one.families)
        text = f"the name says {', '.join(one.families)}, which none of its bases is"
        found.append(Finding("family", "hint" if line else "conflict", text))
    elif not one.families and not one.families_unsure and any(its.families for _, _, its in above):
        sure = sorted({family for _, _, its in above for family in its.families})
        found.append(Finding("family", "hint", f"the name does not say that it comes from {', '.join(sure)}"))
    if len(above) == 1 and not {"merge", "distilled", "draft"} & set(one.relations):
        base, relation, its = above[0]
        if relation not in ("merge", "distilled"):
            found += _same_weights(one, base, relation, its)
    return found


def _same_weights(one: Claims, base: str, relation: str | None, its: Claims) -> list[Finding]:
    found = []
    mine, other = dict(_split(one.generations)), dict(_split(its.generations))
    for family in mine.keys() & other.keys():
        first, second = mine[family], other[family]
        if first != second and not first.startswith(second + ".") and not second.startswith(first + "."):
            text = f"the name says {family} {first}, its base {base} {family} {second}"
            found.append(Finding("generation", "conflict", text))
    if len(one.parameters) == len(its.parameters) == 1:
        first_count, second_count = one.parameters[0], its.parameters[0]
        if max(first_count, second_count) / min(first_count, second_count) > 1.3:
            text = f"the name says {first_count:,} parameters, its base {base} {second_count:,}"
            found.append(Finding("parameters", "conflict", text))
    if one.casing and its.casing and one.casing != its.casing:
        found.append(Finding("casing", "conflict", f"the name says {one.casing}, its base {base} {its.casing}"))
    if relation in ("finetune", "adapter") and one.quantization and "quantized" not in its.relations:
        text = f"the name says {', '.join(one.quantization)}, but the card calls it {relation} of {base}"
        found.append(Finding("quantization", "conflict", text))
    if relation == "quantized" and not one.quantization:
        found.append(Finding("quantization", "hint", f"the name does not say that it is a quantised {base}"))
    return found


def _split(generations: list[str]) -> list[tuple[str, str]]:
    return [(family, version) for family, _, version in (one.partition(" ") for one in generations)]


def _near(family: str) -> set[str]:
    families = vocabulary().families
    if family not in families:
        return set()
    return {family, *families[family].on} | {one.name for one in families.values() if family in one.on}


def _suggestion(model: str, one: Claims, prefixes: list[str], bases: list[tuple[str, str | None]]) -> str | None:
    """The name with what the duties ask in front; family, generation and size of the only base where it lacks them."""
    namespace, slash, name = model.rpartition("/")
    missing = [prefix for prefix in prefixes if not begins_with(name, prefix)]
    if not missing:
        return None
    prefix = max(missing, key=len)
    front = prefix.replace(" ", "-")
    if len(bases) == 1:
        its = claims(bases[0][0])
        version = next((found for _, found in _split(its.generations)), None)
        if version and not one.generations and not prefix[-1].isdigit():
            front += f"-{version}"
        elif version and not one.generations and version.startswith(prefix[-1]):
            front = f"{front[:-1]}{version}"
        if its.parameters and not one.parameters:
            billions = its.parameters[0] / 1e9
            front += f"-{billions:g}B" if billions >= 1 else f"-{round(its.parameters[0] / 1e6)}M"
    return f"{namespace}{slash}{front}-{name}"
