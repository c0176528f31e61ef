"""Fills the templates of pages; all text from outside is escaped, and what a reader could not see is written out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from supplygraph.explore import addresses, words
from supplygraph.ids.addresses import web_address
from supplygraph.licenses.terms import terms
from supplygraph.queries.plain import cell
from supplygraph.report.reasons import reason
from supplygraph.text import safe

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@cache
def environment() -> jinja2.Environment:
    """The templates with what they may call."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        finalize=_shown,
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
    return environment().get_template(template).render(alone=False, **values)


def render_alone(template: str, **values: Any) -> str:
    """A page that is whole in itself: its style stands in it, and its links lead to the hubs."""
    style = Markup((STATIC / "explore.css").read_text(encoding="utf-8"))  # noqa: S704 (a file of ours)
    return environment().get_template(template).render(alone=True, style=style, **values)


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return safe(value)
    return value


def _term(code: str) -> str:
    """What a term asks for, in words."""
    return {term.code: term.meaning for term in terms()}.get(code, code).rstrip(".")


def _text(value: str) -> Markup:
    """Text of several lines."""
    return Markup("\n").join(escape(safe(line)) for line in value.splitlines())
