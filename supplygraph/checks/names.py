"""Holds names against metadata and lineage: a check is one Cypher file, asked of the graph or of models beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from supplygraph.checks.check import Check, graded, mentions, read_head, read_in
from supplygraph.checks.handed import CLAIMS, FARTHEST, bearers, borne
from supplygraph.checks.keep import Change, keep, mark_run, state
from supplygraph.cypher_files import cypher_folder
from supplygraph.errors import QueryError
from supplygraph.hub.weights import AT_THE_FRONT, FORMAT_TAGS
from supplygraph.naming.claims import Kin, kin, task_kin
from supplygraph.naming.vocabulary import Family, vocabulary
from supplygraph.store.connection import Connection, Row

TOPIC = "naming"
#: For what a check reads: the condition on a model of the graph without which the check finds nothing of it.
_NEEDS = {
    "type": "EXISTS { (model)-[:OF_TYPE]->(:ModelType) }",
    "class": "EXISTS { (model)-[:HAS_ARCHITECTURE]->(:Architecture) }",
    "task": "model.task IS NOT NULL",
    "base": "EXISTS { (model)-[:DERIVED_FROM]->(:Model) }",
    "baseless": "NOT EXISTS { (model)-[:DERIVED_FROM]->(:Model) }",
    "tagged": "model.tags IS NOT NULL",
}
#: Models of one load beyond which all are judged again rather than those that it touched.
MANY = 50_000

#: Binds the model whose name a `model` bears but for marks of format and quantisation, as `base`.
NAMESAKE = (
    "WITH *\nWHERE model._name_stem IS NOT NULL\n"
    # Thousands of models share some names, so only one at a time is compared with all that bear its own.
    "CALL (model) {\n"
    "  MATCH (base:Model {_name_key: model._name_stem})\n"
    "  WHERE base.status <> 'stub' AND base.id <> model.id\n"
    "  RETURN base\n"
    "  ORDER BY base.author = model.author DESC, coalesce(base.downloads, 0) DESC, base.id\n"
    "  LIMIT 1\n"
    "}"
)
_COUNTED = (
    "[family IN coalesce({one}.name_families, []) + coalesce({one}.name_families_unsure, []) WHERE "
    "any(mine IN {one}.name_parameters WHERE "
    "any(count IN $families[family].counts WHERE abs(mine - count * 1000000000) < 1000))]"
)
#: Families of which the name counts one of the published models.
_SIZED = "WITH *, " + _COUNTED.format(one="model") + " AS sized"
_BASE_SIZED = "WITH *, " + _COUNTED.format(one="base") + " AS base_sized"
#: Makers call what they make after themselves: whether all families of the name stand in the name of its publisher.
_SELF_NAMED = (
    "WITH *, size(coalesce(model.name_families, [])) > 0 AND all(family IN model.name_families "
    "WHERE toLower(split(model.id, '/')[0]) CONTAINS family) AS self_named"
)
#: Whether no word of the name says that layers or experts were added or removed.
_KEPT = (
    "WITH *, NOT any(word IN ['stitch', 'depth', 'upscal', 'upcycl', 'expan', 'frank', 'mosaic', 'prun', 'whittle', "
    "'puzzle', 'reap', 'layer', 'minitron', 'shear', 'compress', 'svd'] "
    "WHERE toLower(split(model.id, '/')[-1]) CONTAINS word) AS kept"
)
#: Whether the base is a part of what was put together: the tower that sees, of which the name says nothing.
_PART = (
    "WITH *, any(family IN base.name_families WHERE $families[family].modality = 'vision' "
    "AND NOT family IN coalesce(model.name_families, []) + coalesce(model.name_families_unsure, [])) AS part"
)
#: Whether `merged` in the name says that an adapter was merged into the one base that it was trained on.
_MERGED_IN = (
    "WITH *, coalesce(relation.relation, '') = 'finetune' AND size(parents) = 1 "
    "AND toLower(model.id) =~ '.*[-_]merged([-_].*)?' AND NOT toLower(model.id) "
    "=~ '.*(slerp|ties|dare|linear|stock|soup|franken|passthrough|moe).*' AS merged_in"
)
#: Whether the name begins with the student, its size and then the teacher: `Qwen2.5-1.5B-Open-R1-Distill`.
_TAUGHT = (
    "WITH *, 'distilled' IN model.name_relations AND size(model.name_families) = 1 AND "
    "toLower(replace(split(model.id, '/')[-1], '_', '-')) =~ "
    "'[a-z]+-?\\\\d*(\\\\.\\\\d)?-?\\\\d+(\\\\.\\\\d+)?b(-a\\\\d+b)?-(.*-)?"
    "(open-)?(r1|opus|claude|sonnet|gpt|gemini|deepseek|kimi|glm|fable|grok|qwen|llama|gemma)"
    "[^-]*(-[\\\\d.]+)?-distil.*' AS taught"
)
#: Whether the name says no task but that it classifies, and not that words were filled in, before or instead.
_CLASSIFIES = (
    "WITH *, model.name_tasks IS NULL AND toLower(split(model.id, '/')[-1]) CONTAINS 'classif' AND NOT "
    "toLower(model.id) =~ '.*(mlm|mask|pre[-_]?train|adapt|further|domain|(no|without|for)[-_]?classif).*' "
    "AS classifies"
)
#: Tags of what reads text alone.
_READS = (
    '["fill-mask", "sentence-similarity", "token-classification", "text-classification", "question-answering", '
    '"summarization"]'
)
#: What the families of a name say of its task where it tells none, or another modality: to translate, write or hear.
_MADE_FOR = (
    "WITH *, CASE\n"
    "  WHEN size(model.name_families) > 0 AND model.name_families_unsure IS NULL "
    "AND all(family IN model.name_families WHERE $families[family].modality = 'audio' AND family <> 'hubert') "
    f"AND task.name IN {_READS} THEN ['audio']\n"
    "  WHEN model.name_tasks IS NOT NULL THEN []\n"
    "  WHEN any(family IN model.name_families WHERE $families[family].translates) THEN ['translation']\n"
    "  WHEN task.name = 'fill-mask' AND size(model.name_families) = 1 AND $families[model.name_families[0]].writes "
    "AND NOT toLower(model.id) =~ '.*(mask|mlm|mntp|2vec|bert|bidirect|encoder|diffus|dllm).*' "
    "THEN ['text-generation']\n"
    "  ELSE [] END AS made_for"
)
#: The model type of a config that is known by tags only: the Hub writes it right behind the formats of the weights.
_FIRST_TAG = (
    "WITH *, [tag IN model.tags WHERE NOT tag IN $in_front][0] AS first\n"
    "WHERE model.tags[0] IN $formats AND first IS NOT NULL"
)
#: The generations that a model type was made for, those that the name says of all that some type was made for, and
#: whether these are others.
_DATED = (
    "WITH *, coalesce($families[type.family].typed[type.name], []) AS published,\n"
    "  [claim IN coalesce(model.name_generations, []) WHERE any(other IN keys($families[type.family].typed) "
    "WHERE claim IN $families[type.family].typed[other])] AS dated\n"
    "WITH *, size(published) > 0 AND size(dated) > 0 AND NOT any(claim IN dated WHERE claim IN published) "
    "AS dated_otherwise"
)
_CLAIMS_TYPE = "model.name_families IS NOT NULL AND model.tags IS NOT NULL"
_TAGGED = f"{_FIRST_TAG}\nWITH *, $tagged[first] AS type\nWHERE type IS NOT NULL"
#: How each variable that a check reads is bound: for models of the graph, and for models given as maps. A property is
#: read alike from a node and from a map, so the same check runs over both.
_BOUND: dict[str, tuple[str, str]] = {
    "model": ("", ""),
    "type": ("MATCH (model)-[:OF_TYPE]->(type:ModelType)", "UNWIND model.types AS type"),
    "typed": (
        "WITH *, EXISTS { (model)-[:OF_TYPE]->(:ModelType) } AS typed",
        "WITH *, size(model.types) > 0 AS typed",
    ),
    "types": (
        "WITH *, COLLECT { MATCH (model)-[:OF_TYPE]->(one:ModelType) RETURN one } AS types",
        "WITH *, model.types AS types",
    ),
    "tagged": (_TAGGED, _TAGGED),
    "dated": (_DATED, _DATED),
    "class": ("MATCH (model)-[:HAS_ARCHITECTURE]->(class:Architecture)", "UNWIND model.classes AS class"),
    "task": ("MATCH (task:Task {name: model.task})", "UNWIND model.tasks AS task"),
    "languages": (
        "WITH *, COLLECT { MATCH (model)-[:HAS_LANGUAGE]->(one:Language) RETURN one.name AS name ORDER BY name } "
        "AS languages",
        "WITH *, model.languages AS languages",
    ),
    "datasets": (
        "WITH *, COLLECT { MATCH (model)-[:TRAINED_ON]->(one:Dataset) "
        "RETURN {id: one.id, _name_key: one._name_key} AS row ORDER BY one.id } AS datasets",
        "WITH *, model.datasets AS datasets",
    ),
    "relations": (
        "WITH *, COLLECT { MATCH (model)-[edge:DERIVED_FROM]->(:Model) "
        "RETURN coalesce(edge.relation, 'undeclared') AS relation } AS relations",
        "WITH *, [given IN model.bases | coalesce(given.relation, 'undeclared')] AS relations",
    ),
    "baseless": (
        "WITH *\nWHERE NOT EXISTS { (model)-[:DERIVED_FROM]->(:Model) }",
        "WITH *\nWHERE size(model.bases) = 0",
    ),
    "base": (
        "MATCH (model)-[relation:DERIVED_FROM]->(base:Model)\nWHERE base <> model AND base._name_key IS NOT NULL",
        # A base that the graph does not have is compared by its name.
        "UNWIND model.bases AS relation\n"
        "OPTIONAL MATCH (known:Model {id: relation.id})\n"
        "WITH *, CASE WHEN known._name_key IS NULL THEN relation.claims ELSE known END AS base",
    ),
    "relation": ("", ""),
    "others": (
        "WITH *, COLLECT { MATCH (model)-[:DERIVED_FROM]->(other:Model) RETURN other } AS others",
        "WITH *, COLLECT { UNWIND model.bases AS given MATCH (other:Model {id: given.id}) RETURN other } AS others",
    ),
    # Its bases, of which only names are compared.
    "parents": (
        "WITH *, COLLECT { MATCH (model)-[:DERIVED_FROM]->(parent:Model) RETURN parent } AS parents",
        "WITH *, COLLECT { UNWIND model.bases AS given OPTIONAL MATCH (seen:Model {id: given.id}) "
        "RETURN CASE WHEN seen._name_key IS NULL THEN given.claims ELSE seen END AS parent } AS parents",
    ),
    "classifies": (_CLASSIFIES, _CLASSIFIES),
    "made_for": (_MADE_FOR, _MADE_FOR),
    "kept": (_KEPT, _KEPT),
    "taught": (_TAUGHT, _TAUGHT),
    "merged_in": (_MERGED_IN, _MERGED_IN),
    "part": (_PART, _PART),
    "namesake": (NAMESAKE, NAMESAKE),
    "sized": (_SIZED, _SIZED),
    "base_sized": (_BASE_SIZED, _BASE_SIZED),
    "self_named": (_SELF_NAMED, _SELF_NAMED),
}
_JUDGED = "WHERE model._name_key IS NOT NULL AND coalesce(model.status, '') <> 'stub'"
_ALL = "MATCH (model:Model)\n" + _JUDGED
_SOME = "UNWIND $ids AS id\nMATCH (model:Model {id: id})\n" + _JUDGED
_GIVEN = "UNWIND $models AS model"
#: Those that are asked of, and what they were made from, whose wrong claims they may bear.
_ABOVE = (
    "UNWIND $ids AS id\n"
    "MATCH (:Model {id: id})-[:DERIVED_FROM]->{0," + str(FARTHEST) + "}(model:Model)\n"
    "WITH DISTINCT model\n" + _JUDGED
)

#: What loads touched: models that they described, those made from them, and those that bear the name of one.
_TOUCHED = (
    """
MATCH (l:Load {derived: false})
WITH min(l.started) AS since
MATCH (near:Model)
WHERE near.last_seen >= since
CALL (near) {
  RETURN near.id AS id
  UNION
  MATCH (near)<-[:DERIVED_FROM]-{1,"""
    + str(FARTHEST + 1)
    + """}(child:Model)
  RETURN DISTINCT child.id AS id
  UNION
  MATCH (child:Model {_name_stem: near._name_key})
  RETURN child.id AS id
}
RETURN DISTINCT id
LIMIT $limit
"""
)


@dataclass(frozen=True)
class NamingCheck(Check):
    """One check of names.

    Attributes:
        against: `metadata` or `lineage`.
        says: A finding as a sentence; `{claimed}`, `{actual}` and `{base}` stand for its values.
        lacks: The same where the name says nothing.
        reads: The variables that it reads.
        only: Condition on the models that it is asked of, so that what else it reads is looked up for no others.
        hands: Property of the claim whose conflicts those bear, too, that were made from the model; none where empty.
    """

    against: str = ""
    says: str = ""
    lacks: str = ""
    reads: tuple[str, ...] = ()
    only: str = ""
    hands: str = ""

    def properties(self) -> Row:
        """What the graph keeps of it."""
        return {**super().properties(), "against": self.against}

    def findings(self, *, some: bool, given: bool = False) -> str:
        """Cypher whose rows are its findings.

        Args:
            some: Whether it is asked of the models `$ids` only.
            given: Whether models are maps, `$models`.
        """
        based = "base" in self.reads or "namesake" in self.reads
        columns = "base.id AS base, relation.relation AS relation" if based else "null AS base, null AS relation"
        if not self.hands:
            inner = self._inner(_GIVEN if given else _SOME if some else _ALL, given)
            return f"CALL () {{{inner}\n}}\nWITH *, verdict AS class\n" + graded(
                self.severity, f"model AS artifact, {columns}, null AS path"
            )
        if given:
            own = f"CALL () {{{self._inner(_GIVEN, True)}\n}}\n"
            own += "RETURN model AS artifact, model, base, relation, verdict, claimed, actual, evidence, null AS path"
            found = f"CALL () {{\n{own}\nUNION ALL{borne(self.hands, self._inner(_JUDGED, False))}\n}}\n"
        else:
            found = f"CALL () {{{self._inner(_ABOVE if some else _ALL, False)}\n}}{bearers(self.hands)}\n"
        return (
            found
            + _HANDED
            + ("WHERE artifact.id IN $ids\n" if some and not given else "")
            + graded(self.severity, "artifact, base, relation, path")
        )

    @property
    def needs(self) -> str:
        """The condition on a `model` without which the check finds nothing of it."""
        own = ["true"] if self.hands else ["own"]
        told = [f"({self.only})"] if self.only else []
        return " AND ".join([*own, *told, *(_NEEDS[name] for name in self.reads if name in _NEEDS)])

    def rests_on(self, names: Set[str]) -> bool:
        """Whether it may find something else where models differ in any of these properties or relationships."""
        return mentions(self.findings(some=True), names)

    def _inner(self, start: str, given: bool) -> str:
        only = [f"WITH model\nWHERE {self.only}"] if self.only else []
        lines = [start, *only, *(text for name in self.reads if (text := _BOUND[name][given])), self.body]
        return "\n  " + "\n".join(lines).replace("\n", "\n  ")


#: What a model bears is told with the way to the one that has it; makers give their own models new numbers.
_HANDED = """WITH artifact, path, claimed, actual, base.id AS base,
  CASE WHEN path IS NULL THEN relation.relation END AS relation,
  CASE
    WHEN path IS NULL THEN CASE WHEN verdict <> 'borne' THEN verdict END
    WHEN split(artifact.id, '/')[0] = split(base.id, '/')[0] THEN 'related'
    ELSE 'conflict'
  END AS class,
  evidence + CASE WHEN path IS NULL THEN '' ELSE ', from which it comes by way of '
    + reduce(text = '', one IN path[1..-1] | text + CASE text WHEN '' THEN '' ELSE ', ' END + one) END AS evidence
"""


@cache
def naming_checks(folder: Path | None = None) -> tuple[NamingCheck, ...]:
    """The checks of the folder, by name.

    Raises:
        QueryError: a file is wrong.
    """
    root = folder or cypher_folder() / "checks" / TOPIC
    return tuple(read_check(path) for path in sorted(root.glob("*.cypher")))


_HEADER = ("meaning", "severity", "says", "remedy", "source", "reads")
_FILE_NAME = re.compile(r"(metadata|lineage)_(\w+)")


def read_check(path: Path) -> NamingCheck:
    """One check of a file.

    Raises:
        QueryError: its name, header or statement is wrong.
    """
    named = _FILE_NAME.fullmatch(path.stem)
    if named is None:
        raise QueryError(
            f"{path.parent.name}/{path.name}: a check is named after what it compares with: metadata_… or lineage_…"
        )
    head = read_head(path, _HEADER)
    reads = tuple(name.strip() for name in head.fields["reads"].split(","))
    if set(reads) - set(_BOUND) or reads[0] != "model":
        raise QueryError(f"{head.where}: reads lists variables of {', '.join(_BOUND)}, model first")
    texts = {name: head.fields[name] for name in ("meaning", "severity", "says", "remedy", "source")}
    lacks = head.fields.get("lacks", head.fields["says"])
    only, hands = head.fields.get("only", ""), head.fields.get("hands", "")
    if hands and hands not in CLAIMS:
        raise QueryError(f"{head.where}: hands is one of {', '.join(CLAIMS)}")
    name = f"{TOPIC}-{path.stem.replace('_', '-')}"
    body = head.parts.statement.strip()
    return NamingCheck(
        name,
        TOPIC,
        named[2],
        head.title,
        body=body,
        against=named[1],
        lacks=lacks,
        reads=reads,
        only=only,
        hands=hands,
        **texts,
    )


#: Families that do nothing but translate.
_TRANSLATORS = frozenset(("marian", "nllb", "m2m100"))
#: Families that go on with a text, and have no mask to fill in.
_WRITERS = frozenset(
    (
        "bloom", "codegen", "distilgpt2", "falcon", "gemma", "gpt2", "gptj", "gptneo", "gptneox", "llama", "mistral",
        "mpt", "olmo", "opt", "phi", "pythia", "qwen", "smollm", "stablelm", "starcoder",
    )
)  # fmt: skip


@cache
def _families() -> dict[str, dict[str, Any]]:
    """What checks know of families: whether they are lines of fine-tunes, and which are near by their architecture."""
    known = vocabulary().families
    above = {name: _two_steps(known, family) for name, family in known.items()}
    near = {name: set(ones) for name, ones in above.items()}
    for name, ones in above.items():
        for one in ones:
            near[one].add(name)
    built = {name: sorted(ones) for name, ones in near.items()}
    # What is built on the same as another, without being a line, is its sibling.
    siblings: dict[str, set[str]] = {}
    for family in known.values():
        for one in () if family.line else family.on:
            siblings.setdefault(one, set()).add(family.name)
    # Weights of their own, of the other's architecture.
    foreign: dict[str, set[str]] = {name: set() for name in known}
    for name, family in known.items():
        for one in above[name] - {name} if family.pretrained else ():
            foreign[name].add(one)
            foreign[one].add(name)
    for name, family in known.items():
        near[name].update(*(siblings[one] for one in family.on if not family.line))
    return {
        name: {
            "line": family.line,
            # What is made of other makers' models, on changing architectures.
            "made": family.line and not family.pretrained,
            "foreign": sorted(foreign[name]),
            "modality": family.modality,
            "on": list(family.on),
            "near": sorted(near[name]),
            "built": built[name],
            "counts": [*family.counts, *family.sizes],
            "only": family.sizes if len(family.sizes) == 1 else (),
            "counted": {f"{name} {one}": counts for one, counts in family.counted},
            "named": dict(family.named),
            "apart": family.apart,
            "generations": [f"{name} {one}" for one in family.generations],
            "tuned": [f"{name} {one}" for one in family.tuned],
            "composite": family.composite,
            "writes": name in _WRITERS,
            "translates": name in _TRANSLATORS,
            "trained": [f"{name} {one} from {earlier}" for one, earlier in family.trained_from],
            "typed": {kind: [f"{name} {one}" for one in told] for kind, told in family.typed},
        }
        for name, family in known.items()
    }


@cache
def _known() -> dict[str, Any]:
    """What checks know beside the graph, as parameters.

    Families, the names of languages by their codes and codes that are words, the tasks that agree with a task and those
    that are related to it, the tasks that datasets are labelled for, and the words that the Hub writes in front of
    other tags.
    """
    known = vocabulary()
    tongues = {code: "|".join(names) for code, names in known.tongues.items()}
    tasks = {task: {"agrees": near[0], "related": near[1]} for task in known.groups if (near := task_kin(task))}
    # Configs are read of weights that Python loads; GGUF files have none.
    formats = [tag for tag in FORMAT_TAGS if tag != "gguf"]
    in_front = [*FORMAT_TAGS, *AT_THE_FRONT]
    return {
        "families": _families(),
        "tongues": tongues,
        "everyday": sorted(known.lists["everyday_codes"]),
        "tasks": tasks,
        "labelled": known.labelled,
        "totals": known.totals,
        "formats": formats,
        "in_front": in_front,
    }


def of_family(name: str, near: Kin | None) -> Row:
    """A model type or class as checks read it."""
    return {
        "name": name,
        "family": near.family if near else None,
        "_name_agrees": sorted(near.agrees) if near else [],
        "_name_related": sorted(near.related) if near else [],
    }


def _parameters(
    connection: Connection,
    checks: Iterable[NamingCheck],
    ids: Iterable[str] | None,
    given: list[Row] | None = None,
) -> dict[str, Any]:
    """What the checks take: the models that they are asked of, what is known, and the types that their tags tell.

    Whether a graph has seen a type says nothing of the tag, so that only types count that the vocabulary lists.
    """
    asked = {"ids": list(ids or ()), "models": given or [], **_known()}
    if not any("tagged" in check.reads for check in checks):
        return asked
    start = _GIVEN if given is not None else _ALL if ids is None else _SOME
    told = f"{start}\nWITH model\nWHERE {_CLAIMS_TYPE}\n{_FIRST_TAG}\nRETURN DISTINCT first"
    first = connection.read(told, read_in(told, asked))
    declared = [name for row in first if (name := row["first"]).lower() in vocabulary().type_families]
    return {**asked, "tagged": {name: of_family(name, kin(name)) for name in declared}}


def _met(connection: Connection, checks: Sequence[NamingCheck], ids: Sequence[str]) -> list[NamingCheck]:
    """The checks that may find something of these models: to plan one takes longer than to ask it of a few."""
    if not checks:
        return []
    needs = ",\n  ".join(f"coalesce({check.needs}, false)" for check in checks)
    text = f"{_ABOVE}\nWITH model, model.id IN $ids AS own\nRETURN DISTINCT [\n  {needs}\n] AS met"
    rows = connection.read(text, {"ids": ids})
    return [check for number, check in enumerate(checks) if any(row["met"][number] for row in rows)]


def _two_steps(known: Mapping[str, Family], family: Family) -> set[str]:
    first = {name for name in family.on if name in known}
    return {family.name} | first | {one for name in first for one in known[name].on if one in known}


def ask(connection: Connection, models: Iterable[Row] | None = None, ids: Iterable[str] = ()) -> Iterator[Row]:
    """The findings of models, without writing anything.

    Args:
        connection: The graph.
        models: Models that are not in the graph, each with its claims as `name_…` and what is known beside its name.
        ids: Ids of models of the graph, where no others are given.

    Raises:
        ServerError: the server cannot be used.
    """
    given = list(models) if models is not None else None
    parameters = _parameters(connection, naming_checks(), list(ids), given)
    for check in naming_checks():
        text = check.findings(some=True, given=given is not None) + (
            "\nRETURN artifact.id AS model, base, relation, class AS verdict, severity, claimed, actual, evidence, path"
            "\nORDER BY model, base, actual"
        )
        for row in connection.read(text, read_in(text, parameters)):
            yield {"check": check, **row}


def judge(connection: Connection, now: datetime, *, everything: bool, differs: Set[str] | None = None) -> Change:
    """Keeps the findings of all names, or of those that open loads touched, and forgets those that are no more.

    Args:
        connection: The graph.
        now: Time of the run.
        everything: Whether all models have to be judged again.
        differs: The properties and relationships in which models that loads touched differ from when they were judged;
            None where that may be all.

    Returns:
        What that changed.

    Raises:
        ServerError: the server cannot be used.
    """
    fresh = state(connection, TOPIC, naming_checks(), now)
    ids: list[str] | None = None
    checks: Sequence[NamingCheck] = naming_checks()
    if not (everything or fresh):
        if differs is not None:
            checks = [check for check in checks if check.rests_on(differs)]
        touched = connection.read(_TOUCHED, {"limit": MANY}) if checks else []
        ids = [row["id"] for row in touched] if len(touched) < MANY else None
        if not touched:
            return Change(TOPIC)
    asked = checks if ids is None else _met(connection, checks, ids)
    texts = {check.name: check.findings(some=ids is not None) for check in asked}
    parameters = _parameters(connection, asked, ids)
    change = keep(connection, TOPIC, texts, now, ids, parameters, among=[check.name for check in checks])
    if fresh:
        mark_run(connection, naming_checks())
    return change
