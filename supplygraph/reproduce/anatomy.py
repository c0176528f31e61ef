"""Figures that studies of the whole Hub publish on lineages and licences, computed on the models of a graph."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from supplygraph.queries.run import run
from supplygraph.reproduce.figure import Figure, Value, percent
from supplygraph.reproduce.rates import Step, changed, derivation_rates, steps
from supplygraph.store.connection import Connection

#: Tasks of language models and of models that see, by which depths are compared.
LANGUAGE_TASKS = (
    "text-generation", "text2text-generation", "text-classification", "token-classification", "question-answering",
    "fill-mask", "summarization", "translation", "sentence-similarity",
)  # fmt: skip
VISION_TASKS = (
    "image-classification", "object-detection", "image-segmentation", "depth-estimation", "video-classification",
    "zero-shot-image-classification", "unconditional-image-generation", "image-to-image",
)  # fmt: skip
#: What says too little to have a direction.
_NO_LICENSE = frozenset({"other", "unknown"})
_ORDERED = 20
_EVERYTHING = {"max_rows": 10_000_000}
_SAMPLE = "another set of models"

_MODELS = """
MATCH (model:Model)
WITH model, COUNT { (model)-[:DERIVED_FROM]->(:Model) } AS bases
RETURN
  count(CASE WHEN model.status <> "stub" THEN 1 END) AS described,
  count(CASE WHEN model.status <> "stub" AND bases > 0 THEN 1 END) AS with_base,
  count(CASE WHEN bases > 1 THEN 1 END) AS with_several,
  count(CASE WHEN model.status <> "stub" AND model.license_missing = false THEN 1 END) AS licensed,
  count(CASE WHEN model.names_itself THEN 1 END) AS naming_themselves,
  count(CASE WHEN size(coalesce(model.unusable_bases, [])) > 0 THEN 1 END) AS unusable
"""
_BASES = """
MATCH (base:Model)
WITH base, COUNT { (base)<-[:DERIVED_FROM]-(:Model) } AS children
WHERE children > 0
RETURN
  count(*) AS bases,
  count(CASE WHEN base.status IN ["removed", "missing", "disabled"] THEN 1 END) AS gone,
  max(CASE WHEN base.status IN ["removed", "missing", "disabled"] THEN children ELSE 0 END) AS most,
  count(CASE WHEN base.status <> "stub" THEN 1 END) AS described,
  sum(children) AS edges,
  sum(CASE WHEN base.status <> "stub" THEN children ELSE 0 END) AS edges_described
"""
_RELATIONS = """
MATCH (child:Model)-[step:DERIVED_FROM]->(:Model)
WITH step.relation AS relation, count(*) AS edges, collect(DISTINCT child) AS children
RETURN
  relation, edges, size(children) AS models,
  size([one IN children WHERE EXISTS { (one)<-[:DERIVED_FROM]-(:Model) }]) AS bases
"""
_TRAITS = """
MATCH (child:Model)-[step:DERIVED_FROM]->(base:Model)
WITH
  child, base, step,
  COLLECT { MATCH (child)-[:HAS_LANGUAGE]->(one) RETURN one.name AS name ORDER BY name } AS spoken,
  COLLECT { MATCH (base)-[:HAS_LANGUAGE]->(one) RETURN one.name AS name ORDER BY name } AS above
RETURN
  count(CASE WHEN child.task IS NOT NULL AND base.task IS NOT NULL THEN 1 END) AS tasks,
  count(CASE WHEN child.task <> base.task THEN 1 END) AS task_changes,
  count(CASE WHEN spoken <> [] AND above <> [] THEN 1 END) AS languages,
  count(CASE WHEN spoken <> [] AND above <> [] AND spoken <> above THEN 1 END) AS language_changes,
  count(CASE WHEN base.created_at <> child.created_at THEN 1 END) AS dated,
  count(CASE WHEN base.created_at < child.created_at THEN 1 END) AS older
"""
_DEPTHS = """
MATCH (model:Model)
WHERE model.lineage_depth > 0
RETURN
  CASE WHEN model.task IN $language THEN "language" WHEN model.task IN $vision THEN "vision" END AS domain,
  count(*) AS models,
  count(CASE model.lineage_depth WHEN 1 THEN 1 END) AS first,
  count(CASE WHEN model.lineage_depth >= 5 THEN 1 END) AS deep
"""
_DOWNLOADS = """
MATCH (base:Model)
WHERE base.downloads IS NOT NULL AND EXISTS { (base)<-[:DERIVED_FROM]-(:Model) }
WITH collect(base) AS bases
CALL (bases) {
  MATCH (model:Model)
  WHERE model.downloads > 0 AND EXISTS { (model)-[:DERIVED_FROM]->(:Model) }
  // Only min(length()) of the ways is asked for, so that Neo4j visits each model once.
  CALL (model) {
    MATCH way = (model)-[:DERIVED_FROM]->{1,50}(above:Model)
    WHERE above.downloads IS NOT NULL AND above <> model
    WITH above, min(length(way)) AS hops
    RETURN above
  }
  WITH above, sum(model.downloads) AS below
  WHERE below > above.downloads
  RETURN count(*) AS exceeded
}
RETURN size(bases) AS bases, exceeded
"""
_LICENSES = """
MATCH (model:Model)-[said:DECLARES]->(:License)
WHERE model.status <> "stub"
RETURN said.raw AS license, count(DISTINCT model) AS models
"""


def anatomy_figures(connection: Connection) -> Iterator[Figure]:
    """What studies of the whole Hub publish, on the models of a graph.

    Args:
        connection: A graph with all that follows from its loads worked out.

    Raises:
        ServerError: the server cannot be used.
    """
    some = steps(connection)
    yield from _coverage(connection)
    yield from _relations(connection)
    yield from _lineages(connection)
    yield from _traits(connection, some)
    yield from _licenses(connection, some)
    yield from derivation_rates(connection, some)


def has_uses(connection: Connection) -> bool:
    """Whether a graph knows of code that loads models.

    Raises:
        ServerError: the server cannot be used.
    """
    return bool(connection.read("RETURN EXISTS { (:Repository)-[:REUSES]->(:Model) } AS uses")[0]["uses"])


def _share(name: str, published: float | None, part: int, whole: int, place: str, of: str, decimals: int = 2) -> Figure:
    why = f"{part:,} of {whole:,} {of}; {_SAMPLE}"
    return Figure(name, published, percent(part, whole) if whole else None, False, why, place, "%", decimals)


def _count(name: str, published: Value | None, computed: Value, place: str, why: str = _SAMPLE) -> Figure:
    return Figure(name, published, computed, False, why, place)


def _coverage(connection: Connection) -> Iterator[Figure]:
    models, bases = connection.read(_MODELS)[0], connection.read(_BASES)[0]
    whole = models["described"]
    study = "whole Hub 2026"
    yield _count("models", 3_094_856, whole, study)
    yield _count("derivations", 903_939, bases["edges"], study)
    yield _share("models that name a base", 28.13, models["with_base"], whole, study, "described models")
    yield _share("models with a licence", 36.34, models["licensed"], whole, study, "described models")
    with_several = "derived models; published as 17,457 of 28.13 % of 3,094,856"
    yield _share("derived models with several bases", 2.01, models["with_several"], models["with_base"], study,
                 with_several)  # fmt: skip
    yield _share("derivations whose base is described", 98.11, bases["edges_described"], bases["edges"], study,
                 "derivations")  # fmt: skip
    yield _count("models that name themselves", 2_044, models["naming_themselves"], study)
    yield _count("models whose base is not an id", None, models["unusable"], study)
    gone = "bases; a removal is known only where a source saw it"
    yield _share("bases that are gone", 4.76, bases["gone"], bases["bases"], "Model Atlas", gone)
    yield _count("derivations from one base that is gone", 3_038, bases["most"], "Model Atlas")


def _relations(connection: Connection) -> Iterator[Figure]:
    rows = {row["relation"]: row for row in connection.read(_RELATIONS)}
    whole = sum(row["edges"] for row in rows.values())
    mix = (("finetune", 37.78), ("adapter", 36.74), ("quantized", 20.11), ("merge", 5.27), ("undeclared", 0.10))
    for relation, published in mix:
        edges = rows[relation]["edges"] if relation in rows else 0
        yield _share(f"derivations by {relation}", published, edges, whole, "whole Hub 2026", "derivations")
    for relation, published in (("finetune", 7.94), ("adapter", 0.19), ("quantized", 0.95)):
        models, bases = (rows[relation]["models"], rows[relation]["bases"]) if relation in rows else (0, 0)
        name = f"models made by {relation} that others build on"
        yield _share(name, published, bases, models, "Anatomy, section on time", "such models")
    if "quantized" in rows:
        models, bases = rows["quantized"]["models"], rows["quantized"]["bases"]
        yield _share("quantised models that nobody builds on", 99.41, models - bases, models, "Model Atlas", "of them")


def _lineages(connection: Connection) -> Iterator[Figure]:
    tasks = {"language": LANGUAGE_TASKS, "vision": VISION_TASKS}
    rows = {row["domain"]: row for row in connection.read(_DEPTHS, tasks)}
    for domain, key, published, what in (
        ("vision", "first", 96.0, "one step from a root"),
        ("language", "first", 55.0, "one step from a root"),
        ("language", "deep", 5.0, "five steps or more from a root"),
    ):
        part, whole = (rows[domain][key], rows[domain]["models"]) if domain in rows else (0, 0)
        of = f"derived {domain} models by their tasks; depth is that of the longest chain"
        yield _share(f"{domain} models {what}", published, part, whole, "Model Atlas", of, 0)
    downloads = connection.read(_DOWNLOADS)[0]
    of = "bases with known downloads, against all models below"
    yield _share("bases whose descendants have more downloads", 50.0, downloads["exceeded"], downloads["bases"],
                 "Model Atlas", of, 0)  # fmt: skip
    sizes = [(row["size"], row["components"]) for row in run(connection, "lineage-components", _EVERYTHING)]
    nodes = sum(size * count for size, count in sizes)
    of = "models with a lineage; published for models and datasets together"
    yield _share("models in the largest component", 61.4, max((size for size, _ in sizes), default=0), nodes,
                 "HuggingGraph v0", of, 1)  # fmt: skip
    top = [row["base"] for row in run(connection, "lineage-top-bases", {"max_rows": 5})]
    largest = "FLUX.1-dev, Qwen1.5-0.5B, Qwen1.5-1.8B, Meta-Llama-3-8B, gemma-2b"
    why = f"by direct children; the study counts fine-tuning families; {_SAMPLE}"
    yield _count("largest families", largest, ", ".join(top), "Anatomy", why)


def _traits(connection: Connection, some: list[Step]) -> Iterator[Figure]:
    row = connection.read(_TRAITS)[0]
    part, both = changed(some)
    yield _share("derivations that change the licence", 19.8, part, both, "Anatomy, mutations",
                 "with one licence on both sides, as written", 1)  # fmt: skip
    yield _share("derivations that change the task", 41.1, row["task_changes"], row["tasks"], "Anatomy, mutations",
                 "with a task on both sides", 1)  # fmt: skip
    of = "with languages on both sides, compared as sets; the paper says 12.80 %, its notebook 24.2 %"
    yield _share("derivations that change the languages", 24.2, row["language_changes"], row["languages"],
                 "Anatomy, mutations", of, 1)  # fmt: skip
    of = "with two different times of creation"
    yield _share("bases that are older than what was made from them", 99.73, row["older"], row["dated"], "Model Atlas",
                 of)  # fmt: skip


def _licenses(connection: Connection, some: list[Step]) -> Iterator[Figure]:
    counted = {row["license"]: row["models"] for row in connection.read(_LICENSES)}
    place = "Anatomy, licences"
    for name, published in (
        ("apache-2.0", 298_442), ("mit", 109_820), ("other", 81_887), ("openrail", 37_498),
        ("creativeml-openrail-m", 29_233),
    ):  # fmt: skip
        yield _count(f"models under {name}", published, counted.get(name, 0), place)
    yield _count("different licences as written", 162, len(counted), place)
    flows = license_flows(some)
    order = best_order(flows)
    directions, pairs, mutations = explained(flows, order)
    why = f"of the {len(order)} licences that change most"
    yield _share("directions of change that one ordering explains", 93.4, directions, pairs, place, why, 1)
    yield _share("changes that the ordering explains", 84.6, mutations, flows.total(), place, why, 1)
    ends = f"{order[0]} … {order[-1]}" if order else "none"
    yield _count("first and last licence of the ordering", None, ends, place, "changes go from the first to the last")
    listed: Counter[tuple[str, str]] = Counter()
    for one in some:
        if one.changed:
            listed[one.upper[0], one.lower[0]] += one.edges
    for upper, lower, published in (
        ("llama3", "apache-2.0", 3_943), ("mit", "apache-2.0", 2_302), ("gemma", "apache-2.0", 1_672),
    ):  # fmt: skip
        yield _count(f"derivations from {upper} to {lower}", published, listed[upper, lower], "LISCAN.AI, dashboard")


def license_flows(some: Sequence[Step]) -> Counter[tuple[str, str]]:
    """Changes between the licences that change most often, from the upper one to the lower one."""
    listed: Counter[tuple[str, str]] = Counter()
    touched: Counter[str] = Counter()
    for one in some:
        if one.changed and not {*one.upper, *one.lower} & _NO_LICENSE:
            listed[one.upper[0], one.lower[0]] += one.edges
            for license_ in (one.upper[0], one.lower[0]):
                touched[license_] += one.edges
    kept = {name for name, _ in sorted(touched.items(), key=lambda item: (-item[1], item[0]))[:_ORDERED]}
    return Counter({pair: count for pair, count in listed.items() if kept.issuperset(pair)})


def best_order(flows: Counter[tuple[str, str]]) -> list[str]:
    """An ordering of licences in which as many changes as can be found go forward; each is moved until none helps."""
    names = sorted({name for pair in flows for name in pair})
    order = sorted(names, key=lambda name: (sum(flows[one, name] - flows[name, one] for one in names), name))
    moved = True
    while moved:
        moved = False
        for name in names:
            rest = [one for one in order if one != name]
            # What is gained by each place: it starts as the first, and passes one licence after the other.
            gains = list(accumulate((flows[one, name] - flows[name, one] for one in rest), initial=0))
            place = gains.index(max(gains))
            if gains[place] > gains[order.index(name)]:
                order = [*rest[:place], name, *rest[place:]]
                moved = True
    return order


def explained(flows: Counter[tuple[str, str]], order: Sequence[str]) -> tuple[int, int, int]:
    """Directions that an ordering explains, pairs that have a direction, and changes that go forward in it."""
    place = {name: number for number, name in enumerate(order)}
    pairs = {tuple(sorted(pair)) for pair in flows if flows[pair] != flows[pair[1], pair[0]]}
    directions = sum((place[one] < place[other]) == (flows[one, other] > flows[other, one]) for one, other in pairs)
    return directions, len(pairs), sum(count for (one, other), count in flows.items() if place[one] < place[other])


def unavailable_anatomy() -> Iterator[Figure]:
    """Published figures of these studies that listings of the Hub do not allow."""
    cards = "needs the texts of the cards"
    release = "needs the release of that graph; its files load with load hub-file"
    files = "needs the files and licence texts of 124,278 chains"
    table: tuple[tuple[str, Value, str, str, str], ...] = (
        ("characters of a card below, median", 4_402, "Anatomy", "", cards),
        ("nodes of HuggingGraph v3", 3_137_207, "HuggingGraph v3", "", release),
        ("relationships of HuggingKG", 6_246_353, "HuggingKG", "", release),
        ("models without a licence text", 95.8, "Permissive-Washing", "%", files),
        ("applications that keep a model's notice", 5.75, "Permissive-Washing", "%", files),
        ("datasets whose rights survive their dependencies", 21.0, "NEXUS", "%", "its list of entities is not public"),
        ("naming practices of releases", 148, "EMSE, releases", "", "its list of 52,227 models is not public"),
    )
    for name, published, place, unit, why in table:
        yield Figure(name, published, None, why=why, place=place, unit=unit, decimals=2 if unit else 0)
