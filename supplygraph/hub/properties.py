"""The properties of models and datasets that a record of the Hub states."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supplygraph.hub.tags import MAX_TAG, Tags, quantization_mark
from supplygraph.hub.values import MAX_ITEMS, Values, distinct, key_text
from supplygraph.missing import is_missing
from supplygraph.naming.vocabulary import vocabulary

#: A language, though it reads like a word for what is not known.
_NAURU = "na"
#: A code as tags write it, also with a country.
_CODE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
_LANGUAGE = re.compile(r"[a-z]{2,12}(?:[-_][a-z0-9]{0,8}){0,3}")


def artifact(values: Values) -> dict[str, Any]:
    """The properties that models and datasets share."""
    gated = values.record.get("gated")
    gating = gated if gated in ("auto", "manual") else None
    if gated is not None and gating is None and not isinstance(gated, bool):
        values.dropped("gated")
        gated = None
    removed_at = values.moment("removed_at")
    if removed_at is None and "_extra" in values:
        removed_at = values.part("_extra").moment("removed_at")
    if removed_at or values.flag("removed"):
        status = "removed"
    elif values.flag("disabled"):
        status = "disabled"
    else:
        status = "private" if values.flag("private") else "present"
    owner, slash, _ = values.owner.partition("/")
    return {
        "hub": values.word("hub") if "hub" in values else "huggingface",
        "hub_id": values.text("_id"),
        "author": values.text("author") or (owner if slash else None),
        "sha": values.text("sha"),
        "created_at": values.moment("createdAt"),
        "last_modified": values.moment("lastModified"),
        "downloads": values.count("downloads"),
        "downloads_all_time": values.count("downloadsAllTime"),
        "likes": values.count("likes"),
        "gated": None if gated is None else bool(gated),
        "gating": gating,
        "status": status,
        "removed_at": removed_at,
    }


def size(values: Values) -> tuple[int | None, str | None]:
    """Number of parameters, and the data type of most of them."""
    if "safetensors" not in values and "gguf" not in values:
        return None, None
    weights, gguf = values.part("safetensors"), values.part("gguf")
    total = weights.count("total")
    by_type = weights.part("parameters")
    counted = [(by_type.count(name) or 0, name) for name in list(by_type.record)[:MAX_ITEMS] if isinstance(name, str)]
    most = min(counted, key=lambda pair: (-pair[0], pair[1]), default=(0, ""))
    dtype = key_text(most[1]) if most[0] else ""
    return (gguf.count("total") if total is None else total), (None if is_missing(dtype) else dtype)


def marks(tags: Tags, values: Values, config: Values) -> tuple[list[str], list[str]]:
    """The quantisation marks, and the tags that are none."""
    marks, words = set(), []
    for word in tags.words:
        if mark := quantization_mark(word):
            marks.add(mark)
        else:
            words.append(word)
    if values.states("gguf"):
        marks.add("gguf")
    if "quantization_config" in config:
        marks.update(_settings(config.part("quantization_config").record))
    return sorted(marks), words


def _settings(settings: Mapping[str, Any]) -> Iterator[str]:
    """The marks of a quantisation config."""
    if isinstance(method := settings.get("quant_method"), str):
        method = key_text(method)[:MAX_TAG].lower()
        if not is_missing(method):
            yield quantization_mark(method) or method
    bits = 4 if settings.get("load_in_4bit") is True else settings.get("bits")
    if isinstance(bits, int) and not isinstance(bits, bool) and 0 < bits < 10:
        yield f"{bits}-bit"


def free_words(values: Values, words: Iterable[str], held: set[str | None]) -> list[str]:
    """The tags that no other property or relationship holds; counts those that are shortened."""
    free = [word for word in distinct(words) if word not in held]
    long = sum(len(word) > MAX_TAG for word in free)
    if long:
        values.cut("tags", f"longer than {MAX_TAG} characters", long)
    return distinct(word[:MAX_TAG] for word in free)


def is_language(text: str) -> bool:
    """Whether a text in small letters has the form of a language code or of one word for a language."""
    return _LANGUAGE.fullmatch(text) is not None and (text == _NAURU or not is_missing(text))


def languages(card: Values, tags: Tags) -> list[str]:
    """The languages, lower case; what has not the form of a language code is counted.

    Those that stand among the tags count where nothing else names any.
    """
    texts = (text.lower() for text in (*tags.languages, *card.texts("language")))
    stated = distinct(text for text in texts if text == _NAURU or not is_missing(text))
    kept = [language for language in stated if is_language(language)]
    for _ in range(len(stated) - len(kept)):
        card.dropped("language")
    return kept or _tagged(tags.words)


def _tagged(words: list[str]) -> list[str]:
    """The language codes of two letters among tags, also with a country (`zh-CN`).

    One that is also a word or an abbreviation counts only beside another.
    """
    known = vocabulary()
    codes = [word.lower() if word[:2] in known.codes and _CODE.fullmatch(word) else "" for word in words]
    everyday = known.lists["everyday_codes"]
    sure = [bool(code) and code not in everyday for code in codes]
    for places in (range(1, len(codes)), range(len(codes) - 2, -1, -1)):
        step = -1 if places.step > 0 else 1
        for i in places:
            sure[i] = sure[i] or (bool(codes[i]) and sure[i + step])
    return distinct(code for code, is_sure in zip(codes, sure, strict=True) if is_sure)
