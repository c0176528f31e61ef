"""Fills the templates of pages; all text from outside is escaped, and what a reader could not see is written out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from supplygraph.explore import addresses, words
from supplygraph.ids.addresses import web_address
from supplygraph.licenses.reasons import reason
from supplygraph.licenses.terms import terms
from supplygraph.queries.output import markdown
from supplygraph.queries.plain import cell
from supplygraph.text import safe

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
_COLOUR = re.compile(r"--([\w-]+): ([^;]+);")
_EMPTY_LINES = re.compile(r"\n{3,}")
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")


@cache
def environment(finalize: Callable[[Any], Any]) -> jinja2.Environment:
    """The templates with what they may call; `finalize` makes text from outside safe."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters |= {
        "ago": words.ago,
        "cell": cell,
        "cut": words.cut_middle,
        "day": words.day,
        "plain": words.plain_value,
        "raw": _raw,
        "reason": reason,
        "term": _term,
        "short": words.short_number,
        "text": _text,
    }
    made.globals |= {
        "elsewhere": web_address,
        "fills": words.FILLS,
        "fill_of": words.fill_of,
        "page": addresses.page,
        "place": addresses.place,
        "units": words.UNITS,
        "verdicts": words.VERDICTS,
    }
    return made


def render(template: str, **values: Any) -> str:
    """A page that is served, with its style and script beside it."""
    return environment(_shown).get_template(template).render(alone=False, **values)


def render_alone(template: str, **values: Any) -> str:
    """A page that is whole in itself: its style stands in it, and its links lead to the hubs."""
    style = Markup(_static("drawing.css") + _static("explore.css"))  # noqa: S704 (files of ours)
    return environment(_shown).get_template(template).render(alone=True, style=style, **values)


def render_markdown(template: str, **values: Any) -> str:
    """A page as Markdown, with at most one empty line in a row."""
    text = environment(_marked).get_template(template).render(**values)
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip() + "\n"


def render_drawing(**values: Any) -> str:
    """A drawing as one SVG file, in the light colours and without variables, which few programs but browsers know."""
    light, _, rest = _static("drawing.css").partition("@media")
    colours = dict(_COLOUR.findall(light))
    rules = "svg { font-family: system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }\n" + rest[rest.index(".") :]
    style = Markup(_VARIABLE.sub(lambda found: colours[found[1]], rules))  # noqa: S704 (a file of ours)
    return environment(_shown).get_template("lineage.svg").render(style=style, **values).lstrip()


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return safe(value)
    return value


def _marked(value: Any) -> Any:
    """Text that Markdown shows as it is."""
    if value is None:
        return ""
    return value if isinstance(value, Markup) else Markup(markdown(str(value)))  # noqa: S704 (it escapes)


def _raw(address: str) -> Markup:
    """An address between angle brackets, in which Markdown reads no marks."""
    return escape(safe(address))


def _term(code: str) -> str:
    """What a term asks for, in words."""
    return {term.code: term.meaning for term in terms()}.get(code, code).rstrip(".")


def _text(value: str) -> Markup:
    """Text of several lines."""
    return Markup("\n").join(escape(safe(line)) for line in value.splitlines())
