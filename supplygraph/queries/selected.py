"""Selects ids of the graph that are proposed to somebody, or asked about by a source."""

from collections.abc import Sequence

from supplygraph.store.connection import Connection

_BEGINNING = """
MATCH (n:Model|Dataset|Repository)
WHERE any(label IN labels(n) WHERE label IN $labels)
  AND (n.id STARTS WITH $text OR n._folded STARTS WITH toLower($text))
RETURN n.id AS id
ORDER BY coalesce(n.downloads, 0) DESC, id
LIMIT $most
"""
# Models that no source calls weightless, those never looked at first; refused ones are asked again last of all.
_WITH_WEIGHTS = """
MATCH (model:Model)
WHERE (model.hub = "huggingface" OR model.hub IS NULL AND model.id CONTAINS "/")
  AND (model.status IS NULL OR model.status = "present")
  AND (model.parameters IS NOT NULL OR "safetensors" IN model.tags OR model.library IN ["gguf", "mlx", "safetensors"]
    OR any(mark IN model.quantization WHERE mark IN ["gguf", "gptq", "awq", "exl2", "exl3"]))
  AND (model.weights_status IS NULL OR model.weights_status = "gated"
    OR (model.weights_status <> "missing" AND model.sha <> model.weights_revision))
RETURN model.id AS id
ORDER BY model.weights_status IS NOT NULL, coalesce(model.downloads, 0) DESC, id
LIMIT $limit
"""
_GONE = """
MATCH (model:Model)
WHERE model.status IN ["removed", "disabled", "private", "missing"]
RETURN model.id AS id
"""


def ids_beginning(connection: Connection, text: str, labels: Sequence[str], most: int, seconds: float) -> list[str]:
    """Ids that begin with a text in any letter case, the most downloaded first; for a shell, which waits for them.

    Raises:
        ServerError: the server cannot be used.
        QueryError: it takes longer than so many seconds.
    """
    values = {"labels": list(labels), "text": text, "most": most}
    return [row["id"] for row in connection.stream(_BEGINNING, values, seconds)]


def models_with_unread_weights(connection: Connection, limit: int | None = None) -> list[str]:
    """Ids of models of the Hub whose weight files nobody has looked at, or not since they changed.

    Raises:
        ServerError: the server cannot be used.
    """
    return [row["id"] for row in connection.read(_WITH_WEIGHTS, {"limit": limit or 10**9})]


def models_that_are_gone(connection: Connection) -> frozenset[str]:
    """Ids of models that can no longer be had.

    Raises:
        ServerError: the server cannot be used.
    """
    return frozenset(row["id"] for row in connection.read(_GONE))
