"""Gives the key under which the graph has what a text names, for each kind of artifact."""

from supplygraph.ids.reading import Kind, read_id
from supplygraph.ids.repositories import repository_of_remote, repository_of_url

#: Kinds of artifact on the Hub by their label.
ON_THE_HUB: dict[str, Kind] = {"Model": "model", "Dataset": "dataset", "Space": "space"}


def key_of(label: str, text: str) -> str:
    """The id or name that an address leads to; any other text as it is.

    Args:
        label: What the text names: `Model`, `Dataset`, `Space` or `Repository`; others have no addresses.
        text: An id, a name, an address, a remote of Git.
    """
    if label == "Repository":
        return repository_of_url(text) or repository_of_remote(text) or text
    kind = ON_THE_HUB.get(label)
    return (read_id(text, kind) if kind else None) or text
