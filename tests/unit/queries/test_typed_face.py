"""Every stored question is a method with the same parameters, types and defaults, and passes them on."""

import inspect
from typing import Any

import pytest

from supplygraph.queries.catalogue import all_queries
from supplygraph.queries.run import Result
from supplygraph.queries.stored import Column, StoredQuery
from supplygraph.questions import Questions

QUERIES = list(all_queries())


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_a_question_is_a_method_that_passes_on_its_parameters(query: StoredQuery) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def ask(name: str, **parameters: Any) -> Result:
        asked.append((name, parameters))
        return Result((), [])

    method = getattr(Questions(ask), query.path.stem)
    signature = inspect.signature(method)
    assert set(signature.parameters) == {one.name for one in query.parameters}
    needed = {one.name: one.default for one in query.parameters if one.needed}
    for one in query.parameters:
        default = signature.parameters[one.name].default
        given = list(default) if isinstance(default, tuple) else default
        assert given == (inspect.Parameter.empty if one.needed else one.default)
        assert f"{one.name}: " in method.__doc__
    for column in query.columns:
        assert f"`{column.name}` ({column.type})" in method.__doc__
    method(**needed)
    ((name, passed),) = asked
    assert name == query.name
    assert set(passed) == set(signature.parameters)


def test_a_result_is_a_table_in_a_notebook_in_which_text_only_shows() -> None:
    hostile = "<script>alert(1)</script> $\\href{javascript:x}{y}$ \u202eevil\x1b[31m"
    rows = [{"<b>name": hostile, "n": 1_000_000}] * 60
    shown = Result((Column("<b>name", "STRING", ""), Column("n", "INTEGER", "")), rows)._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "\u202e" not in shown
    assert "\x1b" not in shown
    assert "&lt;script&gt;" in shown
    assert 'class="tex2jax_ignore mathjax_ignore"' in shown
    assert shown.count("<tr>") == 51
    assert "60 rows, of which 50 are shown" in shown
    assert Result((Column("a", "STRING", ""),), [])._repr_html_().endswith("<p>0 rows</p>")
