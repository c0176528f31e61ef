"""Research questions as a person writes them from the schema page: on real models, the numbers of plain Python."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from itertools import combinations
from statistics import median
from typing import Any

import pytest

from supplygraph.naming.reader import read_name
from supplygraph.queries.run import run_own
from supplygraph.store.connection import Connection
from tests import plain_reading as plain
from tests.conftest import RealGraph

pytestmark = pytest.mark.integration

#: Licences that cards write in one way alone.
COMMON = ["apache-2.0", "mit", "llama3.1", "gemma", "cc-by-nc-4.0", "cc-by-4.0", "llama2", "agpl-3.0"]
#: Of them, those that ask for more than notices, so that a fine-tune under another one of them drops something.
RESTRICTIVE = {"llama3.1", "gemma", "cc-by-nc-4.0", "llama2", "agpl-3.0"}
SOFTWARE = {"apache-2.0", "mit", "agpl-3.0"}


class File:
    """The records of the real file, with what a question asks of them."""

    def __init__(self, records: plain.Records) -> None:
        self.by_id = {record["id"]: record for record in records}
        self.bases = plain.of_all(records)

    @cached_property
    def edges(self) -> plain.Edges:
        """Each model with each of its bases."""
        return plain.pairs(self.bases)

    @cached_property
    def children(self) -> plain.Bases:
        """Each base with what was made from it."""
        return plain.upside_down(self.bases)

    @cached_property
    def relations(self) -> dict[tuple[str, str], str]:
        """How each was made from its base: by the Hub's tag, else by the card."""
        found = {}
        for model, base in self.edges:
            record = self.by_id[model]
            of_tags = {
                tag.split(":", 2)[2].casefold(): tag.split(":", 2)[1]
                for tag in record.get("tags") or []
                if tag.startswith("base_model:") and tag.count(":") > 1
            }
            stated = record["cardData"].get("base_model_relation")
            # The Hub types all bases of a card alike, so tags that type only some of them say nothing.
            partly = not stated and not {one.casefold() for one in self.bases[model]} <= of_tags.keys()
            found[model, base] = "undeclared" if partly else of_tags.get(base.casefold(), stated)
        return found

    def above(self, model: str) -> dict[str, int]:
        """Every ancestor with the number of steps."""
        return plain.distances(self.bases, model)

    def below(self, model: str) -> dict[str, int]:
        """Every descendant with the number of steps."""
        return plain.distances(self.children, model)

    def of(self, model: str, key: str) -> Any:
        """What a record says; None for a stub."""
        return self.by_id.get(model, {}).get(key)

    def downloads(self, models: Iterable[str]) -> int:
        """The downloads of all of them."""
        return sum(self.of(model, "downloads") or 0 for model in models)

    def licenses(self, model: str) -> set[str]:
        """Those of the common licences that a model declares."""
        return {one for one in plain.stated(self.by_id.get(model, {}), "license") if one in COMMON}

    def license(self, model: str) -> str | None:
        """The one licence of a model, if it is a common one, also where it stands as the name of another one."""
        record = self.by_id.get(model, {})
        found = plain.stated(record, "license")
        found = plain.stated(record, "license_name") if found == ["other"] else found
        return found[0] if len(found) == 1 and found[0] in COMMON else None

    @cached_property
    def first_steps(self) -> list[tuple[str, str]]:
        """Fine-tunes of bases that nothing stands above, where both sides have one common licence."""
        return [
            (model, base)
            for (model, base), relation in self.relations.items()
            if relation == "finetune" and not self.bases.get(base) and self.license(model) and self.license(base)
        ]

    def publisher(self, model: str) -> str | None:
        """Who publishes a model, by its id."""
        return model.split("/")[0] if "/" in model else self.of(model, "author")

    def made(self, model: str) -> datetime | None:
        """When a model was published."""
        text = self.of(model, "createdAt")
        return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


@pytest.fixture(scope="module")
def file(real_graph: RealGraph) -> File:
    return File(plain.read(real_graph.path))


@pytest.fixture(scope="module")
def ask(real_graph: RealGraph) -> Callable[..., list[tuple[Any, ...]]]:
    return asker(real_graph.connection)


def asker(connection: Connection) -> Callable[..., list[tuple[Any, ...]]]:
    """Gives the rows of own Cypher, about which nothing is pointed out, in an order of their own."""

    def ask(text: str, **parameters: Any) -> list[tuple[Any, ...]]:
        found = run_own(connection, text, parameters)
        assert found.warnings == ()
        return sorted((tuple(row.values()) for row in found), key=str)

    return ask


Ask = Callable[..., list[tuple[Any, ...]]]


def rows(counts: dict[Any, Any]) -> list[tuple[Any, ...]]:
    """Counts as a query returns them."""
    return sorted(((*(key if isinstance(key, tuple) else (key,)), value) for key, value in counts.items()), key=str)


def test_fine_tunes_with_a_laxer_license_by_task_and_year(ask: Ask, file: File) -> None:
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for model, base in file.first_steps:
        task, made = file.of(model, "pipeline_tag"), file.made(model)
        counts = found[None if task == "unknown" else task, made and made.year]
        counts[0] += 1
        counts[1] += file.license(base) in RESTRICTIVE and file.license(base) != file.license(model)
    assert ask("""
        MATCH (m:Model)-[r:DERIVED_FROM {relation: 'finetune'}]->(base:Model {lineage_ancestors: 0})
        WHERE m.license_id IN $common AND base.license_id IN $common
        RETURN m.task AS task, m.created_at.year AS year, count(*) AS edges,
               count(CASE WHEN r.license_verdict = 'conflict' THEN 1 END) AS laxer
    """, common=COMMON) == sorted(((*key, *counts) for key, counts in found.items()), key=str)  # fmt: skip


def test_two_rule_sets_compared(ask: Ask, file: File) -> None:
    def verdicts(upper: str | None, lower: str | None) -> tuple[bool, str]:
        dropped = upper in RESTRICTIVE and upper != lower
        in_matrix = "conflict" if dropped else "compatible"
        return dropped, in_matrix if upper == lower or {upper, lower} <= SOFTWARE else "unknown"

    pairs = Counter(verdicts(file.license(base), file.license(model)) for model, base in file.first_steps)
    assert ask("""
        MATCH (m:Model)-[r:DERIVED_FROM {relation: 'finetune'}]->(base:Model {lineage_ancestors: 0})
        WHERE m.license_id IN $common AND base.license_id IN $common
        MATCH (:LicenseVerdict {id: r.license_verdict_id})-[j:JUDGED]->(:Profile {name: 'osadl'})
        RETURN r.license_verdict = 'conflict' AS dropped, j.verdict AS osadl, count(*) AS edges
    """, common=COMMON) == rows(pairs)  # fmt: skip


def test_publishers_by_the_downloads_of_what_was_made_from_their_models(ask: Ask, file: File) -> None:
    below: dict[str, set[str]] = defaultdict(set)
    for base in file.children:
        if publisher := file.publisher(base):
            below[publisher] |= file.below(base).keys()
    assert ask("""
        MATCH (p:Publisher)<-[:PUBLISHED_BY]-(m:Model)<-[:DERIVED_FROM]-{1,30}(made:Model)
        WITH DISTINCT p, made
        RETURN p.name AS publisher, sum(made.downloads) AS downloads
    """) == rows({publisher: file.downloads(made) for publisher, made in below.items()})  # fmt: skip


def test_who_builds_on_whom(ask: Ask, file: File) -> None:
    pairs = Counter((file.publisher(model), file.publisher(base)) for model, base in file.edges)
    assert ask("""
        MATCH (p:Publisher)<-[:PUBLISHED_BY]-(:Model)-[:DERIVED_FROM]->(:Model)-[:PUBLISHED_BY]->(q:Publisher)
        RETURN p.name AS builds, q.name AS on, count(*) AS models
    """) == rows({pair: count for pair, count in pairs.items() if None not in pair})  # fmt: skip


def test_names_that_claim_what_no_ancestor_is_named_after(ask: Ask, file: File) -> None:
    wanted = {
        model
        for model in file.bases
        if file.bases[model] and re.search("llama", model.split("/")[-1], re.I)
        and not any(re.search("llama", above.split("/")[-1], re.I) for above in file.above(model))
    }  # fmt: skip
    assert ask("""
        MATCH (m:Model)-[:DERIVED_FROM]->() WHERE m.name =~ '(?i).*llama.*'
          AND NOT EXISTS { (m)-[:DERIVED_FROM]->{1,30}(above:Model) WHERE above.name =~ '(?i).*llama.*' }
        RETURN DISTINCT m.id AS model
    """) == [(model,) for model in sorted(wanted)]


def test_days_between_a_base_and_what_was_made_from_it(ask: Ask, file: File) -> None:
    days = defaultdict(list)
    for (model, base), relation in file.relations.items():
        made, before = file.made(model), file.made(base)
        if made and before:
            days[relation].append((made - before).total_seconds() / 86400)
    found = ask("""
        MATCH (:Model)-[r:DERIVED_FROM]->(:Model) WHERE r.days_after_base IS NOT NULL
        RETURN r.relation AS relation, count(*) AS edges,
               count(CASE WHEN r.days_after_base < 0 THEN 1 END) AS before,
               percentileCont(r.days_after_base, 0.5) AS days
    """)
    assert [row[:3] for row in found] == rows(
        {(kind, len(some)): sum(one < 0 for one in some) for kind, some in days.items()}
    )
    assert [row[3] for row in found] == pytest.approx([median(days[row[0]]) for row in found], abs=1)


def test_merges_of_merges(ask: Ask, file: File) -> None:
    merged = defaultdict(set)
    for (model, base), relation in file.relations.items():
        if relation == "merge":
            merged[model].add(base)
    depths = plain.depths(merged)
    assert ask("""
        MATCH p = (m:Model)-[:DERIVED_FROM {relation: 'merge'}]->{1,20}(:Model)
        WITH m, max(length(p)) AS depth RETURN depth, count(*) AS models
    """) == rows(Counter(depth for depth in depths.values() if depth))  # fmt: skip


def test_bridges_of_the_lineage(ask: Ask, file: File) -> None:
    bridges = {
        model: len(file.above(model)) * len(file.below(model))
        for model in file.bases.keys() & file.children.keys()
        if file.bases[model]
    }
    assert ask("""
        MATCH (m:Model) WHERE m.lineage_ancestors > 0 AND m.lineage_descendants > 0
        RETURN m.id AS model, m.lineage_ancestors * m.lineage_descendants AS bridged
    """) == rows(bridges)  # fmt: skip


def test_who_quantizes(ask: Ask, file: File) -> None:
    models = defaultdict(set)
    for (model, _), relation in file.relations.items():
        if relation == "quantized":
            models[file.publisher(model)].add(model)
    assert ask("""
        MATCH (p:Publisher)<-[:PUBLISHED_BY]-(m:Model)-[:DERIVED_FROM {relation: 'quantized'}]->(:Model)
        WITH DISTINCT p, m RETURN p.name AS publisher, count(*) AS models, sum(m.downloads) AS downloads
    """) == rows({(name, len(some)): file.downloads(some) for name, some in models.items() if name})  # fmt: skip


def test_licenses_of_models_and_of_all_their_ancestors(ask: Ask, file: File) -> None:
    pairs = Counter(
        (upper, lower)
        for model in file.bases
        for above in file.above(model)
        for upper in file.licenses(above)
        for lower in file.licenses(model)
    )
    assert ask("""
        MATCH (lower:License)<-[l:DECLARES]-(m:Model)-[:DERIVED_FROM]->{1,30}(above:Model)
        WHERE lower.id IN $common AND l.raw = lower.id
        WITH DISTINCT lower, m, above MATCH (above)-[u:DECLARES]->(upper:License)
        WHERE upper.id IN $common AND u.raw = upper.id
        RETURN upper.id AS upper, lower.id AS lower, count(*) AS pairs
    """, common=COMMON) == rows(pairs)  # fmt: skip


def test_licenses_of_bases_and_of_what_was_made_from_them(ask: Ask, file: File) -> None:
    pairs = Counter(
        (upper, lower) for model, base in file.edges for upper in file.licenses(base) for lower in file.licenses(model)
    )
    assert ask("""
        MATCH (lower:License)<-[l:DECLARES]-(:Model)-[:DERIVED_FROM]->(:Model)-[u:DECLARES]->(upper:License)
        WHERE upper.id IN $common AND u.raw = upper.id AND lower.id IN $common AND l.raw = lower.id
        RETURN upper.id AS upper, lower.id AS lower, count(*) AS edges
    """, common=COMMON) == rows(pairs)  # fmt: skip


def test_what_is_missing_by_library(ask: Ask, file: File) -> None:
    found: dict[str | None, list[int]] = defaultdict(lambda: [0] * 4)
    for record in file.by_id.values():
        task = record.get("pipeline_tag")
        missing = (
            True,
            task in (None, "N/A", *plain.FOR_NOTHING),
            not record.get("createdAt"),
            not file.bases.get(record["id"]),
        )
        counts = found[record.get("library_name")]
        for place, one in enumerate(missing):
            counts[place] += one
    assert ask("""
        MATCH (m:Model) WHERE m.status <> 'stub'
        RETURN m.library AS library, count(*) AS models, count(*) - count(m.task) AS task,
               count(*) - count(m.created_at) AS date, count(CASE WHEN NOT (m)-[:DERIVED_FROM]->() THEN 1 END) AS base
    """) == sorted(((library, *counts) for library, counts in found.items()), key=str)  # fmt: skip


def test_what_was_made_each_month(ask: Ask, file: File) -> None:
    months = Counter(
        (made.strftime("%Y-%m"), relation)
        for (model, _), relation in file.relations.items()
        if (made := file.made(model))
    )
    assert ask("""
        MATCH (m:Model)-[r:DERIVED_FROM]->(:Model) WHERE m.created_at IS NOT NULL
        RETURN left(toString(m.created_at), 7) AS month, r.relation AS relation, count(*) AS edges
    """) == rows(months)  # fmt: skip


def test_open_models_made_from_gated_ones(ask: Ask, file: File) -> None:
    bases = Counter(base for model, base in file.edges if file.of(base, "gated") and not file.of(model, "gated"))
    assert ask("""
        MATCH (m:Model)-[:DERIVED_FROM]->(base:Model {gated: true}) WHERE NOT coalesce(m.gated, false)
        RETURN base.id AS base, count(*) AS models
    """) == rows(bases)  # fmt: skip


def test_downloads_by_model_type(ask: Ask, file: File) -> None:
    models = defaultdict(set)
    for record in file.by_id.values():
        if kind := (record.get("config") or {}).get("model_type"):
            models[kind].add(record["id"])
    assert ask("""
        MATCH (t:ModelType)<-[:OF_TYPE]-(m:Model)
        RETURN t.name AS type, count(*) AS models, sum(m.downloads) AS downloads
    """) == rows({(kind, len(some)): file.downloads(some) for kind, some in models.items()})  # fmt: skip


def test_a_ban_on_commercial_use_that_was_dropped_in_one_step(ask: Ask, file: File) -> None:
    dropped = {
        model
        for model, base in file.edges
        if "cc-by-nc-4.0" in file.licenses(base)
        and plain.stated(file.by_id[model], "license") in (["mit"], ["apache-2.0"])
    }
    assert ask("""
        MATCH (own:License)<-[:DECLARES]-(m:Model)-[d:DROPPED]->(:License {id: 'cc-by-nc-4.0'})
        WHERE 'NC' IN d.terms AND d.hops = 1 AND own.id IN ['mit', 'apache-2.0']
        RETURN DISTINCT m.id AS model
    """) == [(model,) for model in sorted(dropped)]


def test_fine_tunes_of_another_size(ask: Ask, file: File) -> None:
    def size(model: str) -> int | None:
        return (file.of(model, "safetensors") or {}).get("total") or (file.of(model, "gguf") or {}).get("total")

    sizes = Counter(
        size(model) == size(base)
        for (model, base), relation in file.relations.items()
        if relation == "finetune" and size(model) and size(base)
    )
    assert ask("""
        MATCH (m:Model)-[:DERIVED_FROM {relation: 'finetune'}]->(base:Model)
        WHERE m.parameters > 0 AND base.parameters > 0
        RETURN m.parameters = base.parameters AS same, count(*) AS edges
    """) == rows(sizes)  # fmt: skip


def test_merges_of_related_parents(ask: Ask, file: File) -> None:
    merged = defaultdict(set)
    for (model, base), relation in file.relations.items():
        if relation == "merge":
            merged[model].add(base)
    several = {model: bases for model, bases in merged.items() if len(bases) > 1}

    def related(one: str, other: str) -> bool:
        return bool(({one} | file.above(one).keys()) & ({other} | file.above(other).keys()))

    kin = sum(any(related(*pair) for pair in combinations(bases, 2)) for bases in several.values())
    assert ask("""
        MATCH (m:Model)-[:DERIVED_FROM {relation: 'merge'}]->(a:Model) WITH m, collect(a) AS parents
        WHERE size(parents) > 1
        WITH m, [a IN parents | COLLECT { MATCH (a)-[:DERIVED_FROM]->{0,30}(x:Model) RETURN DISTINCT x.id }] AS lines
        RETURN count(*) AS merges, count(CASE WHEN any(i IN range(0, size(lines) - 2) WHERE
          any(j IN range(i + 1, size(lines) - 1) WHERE any(x IN lines[i] WHERE x IN lines[j]))) THEN 1 END) AS kin
    """) == [(len(several), kin)]  # fmt: skip


def test_sources_that_disagree(ask: Ask, file: File) -> None:
    differ = 0
    for (model, base), relation in file.relations.items():
        stated = file.by_id[model]["cardData"].get("base_model_relation")
        differ += bool(stated and relation != stated) and base in file.bases[model]
    assert ask("""
        MATCH (:Model)-[r:DERIVED_FROM]->(:Model)
        WITH r, [one IN r.claim_relations WHERE one <> 'undeclared'] AS told
        WHERE any(one IN told WHERE one <> told[0]) RETURN count(*) AS edges
    """) == [(differ,)]


def test_the_nearest_license_above_models_that_declare_none(ask: Ask, file: File) -> None:
    nearest = {}
    for model in file.bases:
        if not plain.stated(file.by_id[model], "license"):
            above = file.above(model)
            licensed = [(hops, one) for one, hops in above.items() if plain.stated(file.by_id.get(one, {}), "license")]
            if licensed:
                nearest[model] = min(licensed)[1]
    assert ask("""
        MATCH (m:Model {license_missing: true}) WHERE m.license_inherited IS NOT NULL
        RETURN m.id AS model, m.license_inherited_from AS nearest
    """) == rows(nearest)  # fmt: skip


def test_naming_conventions_by_task(ask: Ask, file: File) -> None:
    conventions = Counter(
        (record.get("pipeline_tag"), read_name(record["id"]).convention)
        for record in file.by_id.values()
        if record.get("pipeline_tag") not in (None, "N/A", *plain.FOR_NOTHING)
    )
    assert ask("""
        MATCH (m:Model) WHERE m.task IS NOT NULL
        RETURN m.task AS task, m.name_convention AS convention, count(*) AS models
    """) == rows(conventions)  # fmt: skip


def test_fine_tunes_that_add_english(ask: Ask, file: File) -> None:
    def english(model: str) -> bool:
        record = file.by_id.get(model, {})
        return "en" in plain.stated(record, "language") or "en" in (record.get("tags") or ())

    added = sum(
        relation == "finetune" and english(model) and not english(base)
        for (model, base), relation in file.relations.items()
    )
    assert ask("""
        MATCH (english:Language {name: 'en'})<-[:HAS_LANGUAGE]-(m:Model)
        MATCH (m)-[:DERIVED_FROM {relation: 'finetune'}]->(base:Model) WHERE NOT (base)-[:HAS_LANGUAGE]->(english)
        RETURN count(*) AS edges
    """) == [(added,)]
