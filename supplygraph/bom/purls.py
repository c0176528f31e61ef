"""Package URLs of artifacts: written in one way, read in the several ways that tools write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packageurl import PackageURL

from supplygraph.bom.bill import PartKey, PartKind
from supplygraph.ids.reading import is_id

_TYPE = "huggingface"
#: What stands before the owner of anything but a model; the addresses of the Hub have it, too.
_SECTIONS: dict[str, PartKind | None] = {"datasets": "dataset", "models": "model", "spaces": None}
_HASH = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True)
class Named:
    """What a package URL names.

    Attributes:
        key: The artifact.
        revision: The commit that it names, if it does.
        oddity: The count under which a form is reported that the specification does not have; None for its own.
    """

    key: PartKey
    revision: str | None = None
    oddity: str | None = None


def purl_of(key: PartKey, revision: str | None = None) -> str | None:
    """The package URL of an artifact; None where there is no valid one.

    There is none for artifacts of other hubs, for internal names, and for models whose id has no owner, which the
    specification asks for. It says nothing of datasets: theirs stand under `datasets`, as in their addresses.
    """
    host, _, path = key.id.partition("/")
    if key.kind == "repository":
        owner, _, name = path.partition("/")
        if host != "github.com" or not name or "/" in name:
            return None
        return PackageURL("github", owner, name, revision).to_string()
    if not is_id(key.id) or (key.kind == "model" and not path):
        return None
    owner, _, name = key.id.rpartition("/")
    space = [*(["datasets"] if key.kind == "dataset" else []), *([owner] if owner else [])]
    return PackageURL(_TYPE, "/".join(space), name, revision).to_string()


def artifact_of_purl(text: str) -> Named | None:
    """The artifact that a package URL names; None where it names none that the graph keeps."""
    try:
        purl = PackageURL.from_string(text.strip())
    except ValueError:
        return None
    space, name = purl.namespace or "", purl.name
    if purl.type == "github" and space and "/" not in space:
        return Named(PartKey("repository", f"github.com/{space}/{name}"), _revision(purl.version))
    kind: PartKind | None = "model"
    if purl.type == _TYPE:
        section, _, rest = space.partition("/")
        oddity = None if space else "purls_without_owner"
        if section in _SECTIONS:
            kind, space, oddity = _SECTIONS[section], rest, None
        elif isinstance(purl.qualifiers, dict) and purl.qualifiers.get("type") in ("dataset", "datasets"):
            kind, oddity = "dataset", None
        id_ = f"{space}/{name}" if space else name
    elif purl.type in ("generic", "hf", "ai", "mlmodel") and is_id(id_ := f"{space}/{name}" if space else name):
        # An owner that is written as a part of the name is what makes a generic one a name of the Hub.
        if "/" not in id_:
            return None
        oddity = f"{purl.type}_purls"
    else:
        return None
    if kind is None or not is_id(id_):
        return None
    return Named(PartKey(kind, id_), _revision(purl.version), oddity)


def _revision(version: str | None) -> str | None:
    """The commit that a version names; other words say nothing about the content."""
    text = (version or "").lower()
    return text if _HASH.fullmatch(text) else None
