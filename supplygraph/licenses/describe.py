"""A licence in plain words: what it allows and asks, through which activities, and what is not sure about it."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from supplygraph.errors import InputError
from supplygraph.licenses.compatibility import may_become
from supplygraph.licenses.imposed import MATERIAL, Imposed
from supplygraph.licenses.rules import Channel
from supplygraph.licenses.table import LicenseEntry, licenses, lookup
from supplygraph.licenses.terms import Term, conditions, terms

#: What one does with a work on each channel.
ACTIVITIES: dict[Channel, tuple[str, ...]] = {
    "copy": ("re-upload it", "quantise it"),
    "deriv": ("fine-tune it", "merge it"),
    "adapter": ("make an adapter for it",),
    "combine": ("ship it with your work",),
    "transfer": ("train another model on its outputs",),
    "output": ("publish data that it generated",),
    "data": ("train a model on data under it",),
    "use": ("load it from code",),
}
#: The same for data.
DATA_ACTIVITIES: dict[Channel, tuple[str, ...]] = {
    "copy": ("re-upload it", "convert it"),
    "deriv": ("make other data from it",),
    "combine": ("ship it with your work",),
    "data": ("train a model on it",),
    "use": ("load it from code",),
}
CLASSES = {
    "public_domain": "free of conditions",
    "permissive": "permissive: notices are all it asks",
    "attribution": "open, with credit",
    "weak_copyleft": "weak copyleft: the work itself stays under it",
    "strong_copyleft": "strong copyleft: what contains the work is under it too",
    "network_copyleft": "network copyleft: as strong copyleft, and for users over a network too",
    "share_alike": "share-alike: adaptations stay under it",
    "nc": "non-commercial",
    "nc_sa": "non-commercial and share-alike",
    "nd": "no derivatives",
    "nc_nd": "non-commercial and no derivatives",
    "data_permissive": "for data, permissive",
    "data_sharealike": "for data, share-alike",
    "data_restricted": "for data, with limits of use",
    "rail": "open with barred uses",
    "community": "a vendor's licence: commercial use with conditions",
    "research": "for research or other non-commercial use",
    "unknown": "not known",
}
CERTAINTIES = {
    "firm": "the text is clear.",
    "contested": "the text is clear, how far it reaches models is not.",
    "uncertain": "the name is vague or stands for several texts.",
    "secondary": "known from a third party's summary only.",
    "unread": "the text was not read.",
}
SOURCES = {
    "secondary": "a third party's summary",
    "unread": "none that was read",
    "none": "none; no text has this name",
}
#: What one does who ships a work or builds on it; the first that asks something decides how sure it is.
SHIPPING: tuple[Channel, ...] = ("copy", "combine", "deriv", "adapter", "use", "output", "transfer")
DISPLAY = ("NAME", "BR")
MANY = 3


def describe(license_id: str) -> list[str]:
    """The licence with this id, or another spelling of it, in lines of plain words.

    Raises:
        InputError: The table does not have it.
    """
    entry = lookup(license_id)
    if entry is None:
        near = get_close_matches(license_id.lower(), [one.id for one in licenses()], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "take a Hub id such as llama3.1, or an SPDX id"
        raise InputError(f"no licence {license_id!r} is known", hint)
    found = {term.code: term for term in terms()}
    imposed = [(found[one.code], one) for one in entry.terms]
    kinds = {term.kind for term, _ in imposed}
    return [
        f"{entry.name} ({entry.id})",
        *_identity(entry),
        *_section("What it allows", [_allowed(entry, kinds)]),
        *_asked_sections(entry, [pair for pair in imposed if pair[0].kind not in DISPLAY]),
        *_section("Names and words to display", _display(entry, imposed)),
        *_section("Other licences it may become", _becomes(entry)),
        *_section("Also", entry.notes),
        *_section("Not sure", entry.unsure),
        "",
        f"Certainty: {CERTAINTIES[entry.certainty]}",
        f"Source: {SOURCES.get(entry.source, entry.source)}",
        f"Text of: {entry.text_date or 'date not recorded'}. Reviewed: {entry.reviewed}.",
        "A reading for engineers, not legal advice.",
    ]


def in_short(license_id: str) -> list[str]:
    """What the licence with this id lets one do, and all that it asks of whoever passes the work on or uses it.

    Empty where the table does not have it.
    """
    entry = lookup(license_id)
    if entry is None:
        return []
    found = {term.code: term for term in terms()}
    imposed = [(found[one.code], one) for one in entry.terms]
    asked = [pair for pair in imposed if pair[0].kind not in DISPLAY]
    lines = [_allowed(entry, {term.kind for term, _ in imposed})]
    said: set[str] = set()
    for channel in SHIPPING:
        for line in _asked(asked, channel):
            bare = line.removeprefix("Unclear: ").removeprefix("Unclear, contested: ").removesuffix(" (contested)")
            if bare not in said:
                said.add(bare)
                lines.append(line)
    return [*lines, *_display(entry, imposed)]


def _identity(entry: LicenseEntry) -> Iterator[str]:
    yield f"SPDX: {entry.spdx}"
    yield f"Kind: {CLASSES[entry.cls]}"
    if entry.family_only:
        yield "It names a family of licences and not one of them."


def _allowed(entry: LicenseEntry, kinds: set[str]) -> str:
    if not entry.terms_known and not kinds:
        return "Its terms are not known, so nothing can be said."
    if kinds and not any(set(one.certain + one.unclear) & set(MATERIAL) for one in entry.terms):
        return "It licenses no work; it sets conditions for what is generated."
    text = "You may use it and pass it on unchanged" if "ND" in kinds else "You may use, change and pass it on"
    if kinds & {"NC", "RO"}:
        text += ", but not commercially" if "NC" in kinds else ", for research only"
    elif entry.terms_known:
        text += ", also commercially"
    text += ", under the conditions below." if kinds else ", without conditions."
    return text if entry.terms_known else f"{text} Only some of its terms are known."


def _asked_sections(entry: LicenseEntry, imposed: list[tuple[Term, Imposed]]) -> Iterator[str]:
    """One section for each group of channels on which the same is asked; those on which nothing is asked come last."""
    groups: dict[tuple[str, ...], list[Channel]] = {}
    for channel in _activities(entry):
        groups.setdefault(tuple(_asked(imposed, channel)), []).append(channel)
    nothing = groups.pop((), [])
    said: set[str] = set()
    for lines, channels in groups.items():
        yield from _section(f"When you {_phrase(entry, channels)}", [_once(line, said) for line in lines])
    if nothing and groups:
        words = "Nothing is asked." if entry.terms_known else "Nothing is known."
        yield from _section(f"When you {_phrase(entry, nothing)}", [words])


def _once(line: str, said: set[str]) -> str:
    """The line, with a long list of barred uses only the first time."""
    mark, barred, uses = line.partition("Not for: ")
    if uses and uses in said:
        return f"{mark}The barred uses above."
    said.add(uses)
    return mark + barred + uses


def _asked(imposed: list[tuple[Term, Imposed]], channel: Channel) -> Iterator[str]:
    def select(chosen: Callable[[Imposed], tuple[Channel, ...]], contested: bool) -> list[str]:
        return [
            _meaning(term, one)
            for term, one in imposed
            if channel in chosen(one) and (channel in one.contested) == contested
        ]

    for contested, mark in ((False, ""), (True, " (contested)")):
        yield from (line + mark for line in _meanings(select(lambda one: one.certain, contested)))
    for contested, mark in ((False, "Unclear: "), (True, "Unclear, contested: ")):
        yield from (mark + line for line in _meanings(select(lambda one: one.unclear, contested)))


def _meaning(term: Term, imposed: Imposed) -> str:
    if imposed.condition is None:
        return term.meaning
    condition = conditions()[imposed.condition].meaning.removesuffix(".")
    return f"{term.meaning.removesuffix('.')} ({condition[0].lower()}{condition[1:]})."


def _meanings(asked: list[str]) -> list[str]:
    """What the terms mean; many barred uses are one line."""
    barred = [meaning for meaning in asked if meaning.startswith("Not for ")]
    if len(barred) <= MANY:
        return asked
    uses = "; ".join(meaning.removeprefix("Not for ").removesuffix(".") for meaning in barred)
    return [f"Not for: {uses}.", *(meaning for meaning in asked if meaning not in barred)]


def _display(entry: LicenseEntry, imposed: list[tuple[Term, Imposed]]) -> Iterator[str]:
    for term, one in imposed:
        if term.kind in DISPLAY:
            parts = [f"when you {_phrase(entry, one.certain)}"] if one.certain else []
            parts += [f"unclear when you {_phrase(entry, one.unclear)}"] if one.unclear else []
            yield f"{term.meaning[:-1]}: {'; '.join(parts)}."


def _becomes(entry: LicenseEntry) -> Iterator[str]:
    groups: dict[tuple[str, str | None], list[str]] = {}
    for pair in may_become():
        if pair.upstream == entry.id:
            groups.setdefault((pair.kind, pair.note), []).append(pair.downstream)
    for (kind, note), ids in groups.items():
        yield f"{', '.join(ids)}{'' if kind == 'full' else ', with care'}" + (f": {note}" if note else "")


def _activities(entry: LicenseEntry) -> dict[Channel, tuple[str, ...]]:
    return DATA_ACTIVITIES if entry.cls.startswith("data_") else ACTIVITIES


def _phrase(entry: LicenseEntry, channels: Iterable[Channel]) -> str:
    activities = _activities(entry)
    words = [word for channel in channels for word in activities.get(channel, ())]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield title
        yield from (f"  - {line}" for line in found)
