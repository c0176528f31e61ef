"""Knows where an artifact is seen on the web, and where one writes to whoever publishes it."""

from urllib.parse import quote

from supplygraph.ids.reading import is_own_id
from supplygraph.ids.repositories import NAME

_SECTIONS = {"model": "", "dataset": "datasets/", "space": "spaces/", "publisher": ""}


def web_address(kind: str, id_: str) -> str | None:
    """The page of a model, dataset, space, publisher or repository; None where no hub or host has such an id."""
    if kind == "repository":
        return f"https://{quote(id_)}" if NAME.match(id_) and ".invalid/" not in id_ else None
    if kind not in _SECTIONS or not is_own_id(id_) or (kind == "publisher" and "/" in id_):
        return None
    return f"https://huggingface.co/{_SECTIONS[kind]}{id_}"


def letter_box(kind: str, id_: str) -> str | None:
    """The page where one opens an issue or a discussion; None where there is none."""
    page = web_address(kind, id_)
    if page is None:
        return None
    return f"{page}/issues/new" if kind == "repository" else f"{page}/discussions/new"
