"""Reads what tells the contents of files apart: hashes of weights, tokenizers and chat templates, licence texts."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from supplygraph.hub.values import MAX_ITEMS, Values, key_text
from supplygraph.hub.weights import MAX_FILES, format_of

_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT = re.compile(r"[0-9a-f]{40}")
#: An empty file is the same everywhere.
_EMPTY = hashlib.sha256(b"").hexdigest()
_TOKENIZERS = ("tokenizer.json", "tokenizer.model")
_LICENSE = re.compile(r"(?:un)?licen[cs]e|copying|notice|copyright", re.IGNORECASE)
#: What a name of a licence text may have behind it, so that `license_checker.py` is not one.
_ENDINGS = frozenset({"", "md", "txt", "rst", "html", "pdf", "apache", "mit"})
#: Characters of the templates of one model that are hashed.
_MAX_TEMPLATE = 4_000_000


class ListedFile(NamedTuple):
    """A file of a list: its path, and its hash as `sha256:…` or `git:…`, where that is known."""

    path: str
    hash: str | None = None


def file_facts(siblings: object, *, partial: bool = False) -> dict[str, Any]:
    """Properties of a model by its list of files, as the Hub gives it; empty where there is no list.

    Args:
        siblings: The list.
        partial: Whether others of its files may be missing in it.
    """
    listed = list(_listed(siblings))
    return _facts(listed, partial=partial) if listed else {}


def cached_facts(folder: Path, paths: Iterable[str]) -> dict[str, Any]:
    """The same by a folder on disk, which may hold only some of the files.

    Hashes are known in the cache of a Hub, where files are links to their hash.
    """
    listed = []
    for path in paths:
        file = folder / path
        target = file.readlink().name if file.is_symlink() else ""
        listed.append(ListedFile(path, _hash(target, target)))
    return _facts(listed, partial=True) if listed else {}


def template_hash(values: Values, config: Values) -> str | None:
    """The hash of the chat templates of a model, alone or by name."""
    stated = (
        values.part("gguf").record.get("chat_template"),
        config.record.get("chat_template_jinja"),
        config.part("tokenizer_config").record.get("chat_template"),
    )
    for value in stated:
        texts = sorted(_templates(value))
        if texts and sum(map(len, texts)) <= _MAX_TEMPLATE:
            return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
    return None


def children(values: Values) -> dict[str, Any]:
    """How many models the Hub counts that are made from this one, by relation."""
    counted = values.part("childrenModelCount")
    names = [name for name in counted.record if isinstance(name, str) and key_text(name)][:MAX_ITEMS]
    pairs = sorted((key_text(name), count) for name in names if (count := counted.count(name)) is not None)
    if not pairs:
        return {}
    return {"children_relations": [name for name, _ in pairs], "children_counts": [count for _, count in pairs]}


def scan_issues(values: Values) -> list[str] | None:
    """What the Hub's scans found in files, as `level: path`; None where no result is known."""
    status = values.part("securityRepoStatus")
    found = [
        f"{key_text(item.get('level') or 'unsafe')[:40]}: {key_text(item['path'])[:300]}"
        for item in status.items("filesWithIssues")
        if isinstance(item, Mapping) and isinstance(item.get("path"), str)
    ]
    return sorted(found)[:MAX_ITEMS] if found or status.record.get("scansDone") is True else None


def _facts(listed: list[ListedFile], *, partial: bool) -> dict[str, Any]:
    weights = sorted(
        one.hash.removeprefix("sha256:")
        for one in listed
        if one.hash is not None and one.hash.startswith("sha256:") and format_of(one.path)
    )
    weights = [one for one in weights if one != _EMPTY]
    # A digest of some of the files would be equal for models that differ in the others.
    whole = weights and not partial and len(weights) == sum(format_of(one.path) is not None for one in listed)
    by_path = {one.path: one.hash for one in listed}
    return {
        "weight_hashes": list(dict.fromkeys(weights)) or None,
        "weights_digest": hashlib.sha256("\n".join(weights).encode()).hexdigest() if whole else None,
        "tokenizer_hash": next((by_path[name] for name in _TOKENIZERS if by_path.get(name)), None),
        "license_text": any(is_license(one.path) for one in listed) or (None if partial else False),
        "signed": any(_is_signature(one.path) for one in listed) or (None if partial else False),
    }


def _listed(siblings: object) -> Iterator[ListedFile]:
    for item in siblings[:MAX_FILES] if isinstance(siblings, list) else ():
        if isinstance(item, str):
            yield ListedFile(item)
        elif isinstance(item, Mapping) and isinstance(path := item.get("rfilename") or item.get("path"), str):
            lfs = item.get("lfs")
            large = (lfs.get("sha256") or lfs.get("oid")) if isinstance(lfs, Mapping) else None
            yield ListedFile(path, _hash(large, None if lfs else item.get("blobId") or item.get("blob_id")))


def _hash(large: object, small: object) -> str | None:
    if isinstance(large, str) and _SHA256.fullmatch(large):
        return f"sha256:{large}"
    return f"git:{small}" if isinstance(small, str) and _GIT.fullmatch(small) else None


def is_license(path: str) -> bool:
    """Whether a file is a licence text or notice by its name."""
    name, _, ending = path.rpartition("/")[2].partition(".")
    return _LICENSE.match(name) is not None and ending.lower() in _ENDINGS


def _is_signature(path: str) -> bool:
    return path.lower().endswith((".sig", ".sigstore", ".sigstore.json"))


def _templates(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value[:MAX_ITEMS]:
            if isinstance(item, Mapping) and isinstance(text := item.get("template"), str):
                yield f"{item.get('name')}\0{text}"
