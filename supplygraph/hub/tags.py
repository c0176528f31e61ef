"""Reads the Hub's tag list, which mixes structured facts with free words."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from supplygraph.ids.reading import is_id

#: Relations that the Hub itself writes into tags.
TAG_RELATIONS = frozenset({"finetune", "adapter", "quantized", "merge"})
#: Longest free tag in characters.
MAX_TAG = 200

_RELATION_WORD = re.compile(r"[a-z][a-z_-]{1,39}")
_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S{1,200}")
#: DOIs under it are the Hub's own, given to repositories.
_HUB_DOI = "10.57967/hf/"
_MARK = re.compile(
    r"(?:[1-9]|1\.58)-?bit|gguf|ggml|gptq|awq|aqlm|hqq|eetq|exl[23]|bitsandbytes|bnb|quanto|torchao"
    r"|compressed-tensors|bitnet|fp[48]|u?int[48]|nvfp4|mxfp[48]",
    re.IGNORECASE,
)
_BITS = re.compile(r"([\d.]+)bit")


@dataclass(slots=True)
class Tags:
    """The facts of one tag list.

    Attributes:
        bases: Each base model that a tag names, with the relation words of its tags.
        datasets: Datasets trained on.
        licenses: Licences.
        languages: Languages of a dataset.
        tasks: Tasks of a dataset.
        origins: Sources of a dataset.
        papers: Keys of the papers cited.
        doi: DOI of the repository itself.
        words: All other tags.
    """

    bases: dict[str, list[str]] = field(default_factory=dict)
    datasets: list[str] = field(default_factory=list)
    licenses: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    doi: str | None = None
    words: list[str] = field(default_factory=list)


def read_tags(tags: Iterable[str], *, of_dataset: bool = False) -> Tags:
    """Sorts a tag list into facts and words; some prefixes have their meaning only in tags of datasets."""
    facts = Tags()
    lists = {"dataset": facts.datasets, "license": facts.licenses}
    if of_dataset:
        lists |= {"language": facts.languages, "task_categories": facts.tasks, "source_datasets": facts.origins}
    for tag in tags:
        if ":" not in tag:
            facts.words.append(tag)
            continue
        prefix, _, value = tag.partition(":")
        value = value.strip()
        if not value or prefix == "region":
            continue
        if prefix == "base_model":
            base, word = _base(value)
            words = facts.bases.setdefault(base, [])
            if word and word not in words:
                words.append(word)
        elif prefix in lists:
            lists[prefix].append(value)
        elif prefix in ("arxiv", "doi"):
            _cite(facts, prefix, value)
        else:
            facts.words.append(tag)
    return facts


def _base(value: str) -> tuple[str, str]:
    """The base model of a tag and its relation word; a path with a colon is not a relation."""
    head, colon, tail = value.partition(":")
    if colon and (head in TAG_RELATIONS or (_RELATION_WORD.fullmatch(head) and is_id(tail))):
        return tail.strip(), head
    return value, ""


def _cite(facts: Tags, prefix: str, value: str) -> None:
    if prefix == "arxiv":
        if found := _ARXIV.fullmatch(value):
            facts.papers.append(f"arxiv:{found[1].lower()}")
    elif value.startswith(_HUB_DOI):
        facts.doi = facts.doi or value
    elif _DOI.fullmatch(value):
        facts.papers.append(f"doi:{value.lower()}")


@functools.lru_cache(maxsize=16_384)
def quantization_mark(word: str) -> str | None:
    """The mark that a tag or a config's method stands for (`4bit` is `4-bit`), or None."""
    if _MARK.fullmatch(word) is None:
        return None
    return _BITS.sub(r"\1-bit", word.lower())
