"""The figures of the study of how people reuse models (Jiang et al., ICSE 2023, arXiv 2303.02552), on a graph."""

from collections.abc import Iterator

from supplygraph.reproduce.figure import Figure, percent
from supplygraph.store.connection import Connection

#: Share of models in percent on each dataset, and of each architecture (Figure 6).
DATASETS = (
    ("universal_dependencies", 9.4), ("conll2003", 0.8), ("emotion", 0.7), ("glue", 0.5), ("common_voice_8_0", 0.5),
    ("common_voice", 0.5), ("common_voice_7_0", 0.3), ("xtreme", 0.3),
)  # fmt: skip
ARCHITECTURES = (
    ("bert", 16.4), ("gpt2", 10.5), ("wav2vec2", 5.5), ("roberta", 5.4), ("distilbert", 4.7), ("t5", 4.6),
    ("marian", 2.8), ("bart", 2.2), ("xlm-roberta", 2.0),
)  # fmt: skip
#: Models with claims in a form that machines read, and all models, of each task (Figure 7).
CLAIMS = (
    ("token-classification", 526, 3_130), ("automatic-speech-recognition", 618, 3_919),
    ("image-classification", 105, 731), ("summarization", 56, 501), ("text-classification", 872, 8_764),
    ("translation", 99, 1_637), ("text2text-generation", 256, 5_320), ("object-detection", 1, 44),
    ("multiple-choice", 1, 94), ("question-answering", 22, 2_102), ("audio-classification", 1, 141),
    ("fill-mask", 17, 3_802), ("sentence-similarity", 1, 609), ("text-generation", 7, 5_481),
)  # fmt: skip
#: Marks among the tags of a model that its card has results in a form that machines read.
_CLAIM_TAGS = ("model-index", "eval-results")

_DATASETS = """
MATCH (model:Model)
WHERE model.status <> "stub"
WITH
  count(*) AS models,
  count(model.tags) AS tagged,
  count(CASE WHEN model.tags IS NOT NULL AND NOT EXISTS { (model)-[:TRAINED_ON]->() } THEN 1 END) AS without
CALL () {
  MATCH (dataset:Dataset)<-[:TRAINED_ON]-(model:Model)
  WHERE model.status <> "stub" AND model.tags IS NOT NULL
  WITH split(dataset.id, "/")[-1] AS name, count(DISTINCT model) AS trained
  RETURN collect([name, trained]) AS named
}
RETURN models, tagged, without, named
"""
_TYPES = """
MATCH (model:Model)
WHERE model.status <> "stub"
OPTIONAL MATCH (model)-[:OF_TYPE]->(type:ModelType)
RETURN type.name AS type, count(DISTINCT model) AS models
"""
_CLAIMS = """
MATCH (model:Model)
WHERE model.status <> "stub" AND model.tags IS NOT NULL
RETURN
  model.task AS task,
  count(*) AS models,
  count(CASE WHEN any(tag IN $marks WHERE tag IN model.tags) THEN 1 END) AS claiming
"""
_PUBLISHERS = "MATCH (publisher:Publisher) RETURN count(*) AS publishers"
_BELOW = """
MATCH (model:Model)
WHERE model.status <> "stub"
RETURN
  count(CASE WHEN model.weight_formats = ["pickle"] THEN 1 END) AS pickled,
  count(CASE WHEN model.weight_formats IS NOT NULL THEN 1 END) AS known
"""


def reuse_figures(connection: Connection) -> Iterator[Figure]:
    """What the study measured on the Hub of August 2022, on the models of a graph.

    Args:
        connection: The graph.

    Raises:
        ServerError: the server cannot be used.
    """
    yield from _datasets(connection)
    yield from _architectures(connection)
    yield from _claims(connection)
    yield from _not_measured(connection)


def _datasets(connection: Connection) -> Iterator[Figure]:
    row = connection.read(_DATASETS)[0]
    models, tagged, named = row["models"], row["tagged"], dict(row["named"])
    yield Figure("models", 63_182, models, why="described in the graph; another time", place="section VIII")
    yield _share("models without a dataset", 82.1, row["without"], tagged, "models whose tags are known")
    for name, published in DATASETS:
        yield _share(f"models on {name}", published, named.get(name, 0), tagged, "the dataset under any owner")
    most = max(named.values(), default=0)
    why = "the text of the paper; the caption of its Figure 6 says 1,207, its Table IV 1,673"
    yield Figure("models on the most used dataset", 6_834, most, why=why, place="section VIII")


def _architectures(connection: Connection) -> Iterator[Figure]:
    counted = {row["type"]: row["models"] for row in connection.read(_TYPES)}
    models = sum(counted.values())
    yield _share("models without an architecture", 34.4, counted.get(None, 0), models, "no model type in a config")
    for name, published in ARCHITECTURES:
        yield _share(f"models of {name}", published, counted.get(name, 0), models, "by the model type of the config")
    why = "the text of the paper, for BERT; the caption of its Figure 6 says 1,673"
    most = max((count for name, count in counted.items() if name), default=0)
    yield Figure("models of the most used architecture", 10_247, most, why=why, place="section VIII")


def _claims(connection: Connection) -> Iterator[Figure]:
    rows = {row["task"]: row for row in connection.read(_CLAIMS, {"marks": _CLAIM_TAGS})}
    claiming, models = (sum(row[key] for row in rows.values()) for key in ("claiming", "models"))
    of = "models whose tags are known; a claim is a card with a model-index or results"
    yield _share("models with claims that machines read", 4.15, claiming, models, of, "Figure 7", 2)
    for task, some, whole in CLAIMS:
        found = rows.get(task, {"claiming": 0, "models": 0})
        yield _share(f"{task} models with such claims", round(percent(some, whole), 1), found["claiming"],
                     found["models"], of, "Figure 7")  # fmt: skip


def _not_measured(connection: Connection) -> Iterator[Figure]:
    place = "Table IV"
    publishers = connection.read(_PUBLISHERS)[0]["publishers"]
    yield Figure("publishers", 6_243, publishers, why="the study counts organisations only", place=place)
    below = connection.read(_BELOW)[0]
    yield _share("models with weights in pickle only", None, below["pickled"], below["known"],
                 "models whose files or tags tell the format; the study looked at a virus scan", place)  # fmt: skip
    badge, commits = "a badge on web pages, in no listing", "needs the commits of each repository"
    for name, published, unit, why in (
        ("organisations that are verified", 3.19, "%", badge),
        ("repositories with a signed commit", 0.21, "%", commits),
        ("models flagged by a virus scan", 0, "", "needs the scan result of each file"),
        ("interviewees who met missing attributes", 10, "", "interviews with 12 people"),
        ("interviewees who met discrepancies", 9, "", "interviews with 12 people; the study did not measure them"),
    ):
        yield Figure(name, published, None, why=why, place=place, unit=unit, decimals=2 if unit else 0)


def _share(
    name: str, published: float | None, part: int, whole: int, of: str, place: str = "Figure 6", decimals: int = 1
) -> Figure:
    computed = percent(part, whole) if whole else None
    return Figure(name, published, computed, False, f"{part:,} of {whole:,}; {of}", place, "%", decimals)
