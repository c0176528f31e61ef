"""Knows where an artifact is seen on the web, and where one writes to whoever publishes it."""

from urllib.parse import quote

from supplygraph.ids.reading import is_id
from supplygraph.ids.repositories import NAME

_SECTIONS = {"model": "", "dataset": "datasets/", "space": "spaces/"}


def web_address(kind: str, id_: str) -> str | None:
    """The page of a model, dataset, space or repository; None where its id is not one of the Hub or of a host."""
    if kind == "repository":
        return f"https://{quote(id_)}" if NAME.match(id_) and ".invalid/" not in id_ else None
    return f"https://huggingface.co/{_SECTIONS[kind]}{id_}" if is_id(id_) else None


def letter_box(kind: str, id_: str) -> str | None:
    """The page where one opens an issue or a discussion; None where there is none."""
    page = web_address(kind, id_)
    if page is None:
        return None
    return f"{page}/issues/new" if kind == "repository" else f"{page}/discussions/new"
