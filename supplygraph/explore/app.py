"""The addresses of the pages, and what a web browser gets where something cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from supplygraph.errors import InputError, QueryError, ServerError, SupplygraphError
from supplygraph.explore.addresses import page
from supplygraph.explore.guard import Guard
from supplygraph.explore.render import STATIC, render
from supplygraph.explore.site import Asked, Site
from supplygraph.store.find import UnknownArtifactError

#: Results of a search on its own page, and below the search box.
RESULTS, SUGGESTED = 50, 8
_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "md": "text/markdown",
}
Answer = Callable[[Request], Response]


def application(site: Site) -> Starlette:
    """The pages on a graph."""
    return Starlette(
        routes=[
            Route("/", lambda request: _html("first.html", **site.first())),
            Route("/search", lambda request: _search(site, request)),
            Route("/suggest", lambda request: _suggest(site, request)),
            Route("/go", lambda request: _go(site, request)),
            *_artifacts(site),
            *_both("lineage", lambda request, id_: _html("lineage.html", **site.lineage(id_, _asked(request)))),
            *_both("what-if", lambda request, id_: _html("what_if.html", **site.what_if(id_, _asked(request)))),
            Route("/questions", lambda request: _html("questions.html", **site.questions())),
            Route("/question/{name}", lambda request: _question(site, request)),
            Route("/question/{name}/rows.{form}", lambda request: _rows(site, request)),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={SupplygraphError: _failed, 404: _missing},
    )


def _artifacts(site: Site) -> list[Route]:
    def of(kind: str) -> Callable[[Request, str], Response]:
        return lambda request, id_: _html(
            "model.html" if kind == "model" else "artifact.html", **site.artifact(kind, id_, _asked(request))
        )

    return [
        *_both("model", of("model")),
        *_both("dataset", of("dataset")),
        *_both("repository", of("repository")),
        *_both("license", lambda request, id_: _html("license.html", **site.license(id_))),
        *_both("publisher", lambda request, id_: _html("publisher.html", **site.publisher(id_))),
    ]


def _both(kind: str, answer: Callable[[Request, str], Response]) -> list[Route]:
    """A page by an id in the path, or in a parameter where a path cannot hold it."""

    def shown(request: Request) -> Response:
        return answer(request, request.path_params.get("id") or request.query_params.get("id", ""))

    return [Route(f"/{kind}", shown), Route(f"/{kind}/{{id:path}}", shown)]


def _asked(request: Request) -> Asked:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _html(template: str, status: int = 200, **values: Any) -> Response:
    return HTMLResponse(render(template, **values), status)


def _search(site: Site, request: Request) -> Response:
    text = request.query_params.get("q", "")
    return _html("search.html", q=text, found=site.search(text, RESULTS))


def _suggest(site: Site, request: Request) -> Response:
    text = request.query_params.get("q", "")
    return _html("suggest.html", q=text, found=site.search(text, SUGGESTED))


def _go(site: Site, request: Request) -> Response:
    text = request.query_params.get("id", "")
    found = site.go(text)
    return RedirectResponse(page(*found) if found else f"/search?q={page('', text)[2:]}", 303)


def _question(site: Site, request: Request) -> Response:
    values = site.question(request.path_params["name"], _asked(request))
    return _html("question.html", 400 if values["problem"] else 200, **values)


def _rows(site: Site, request: Request) -> Response:
    name, form = request.path_params["name"], request.path_params["form"]
    if form not in _TYPES:
        return _missing(request, None)
    text = site.rows(name, form, _asked(request))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(text, media_type=_TYPES[form], headers=headers)


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, SupplygraphError)  # noqa: S101 (it is handled for these alone)
    match error:
        case UnknownArtifactError():
            status = 404
        case InputError():
            status = 404 if "no licence" in error.message or "no publisher" in error.message else 400
        case QueryError():
            status = 504 if "ended the statement" in error.message else 400
        case ServerError():
            status = 503
        case _:
            status = 500
    near = error.near if isinstance(error, UnknownArtifactError) else []
    return _html("error.html", status, message=error.message, hint=error.hint, near=near)


def _missing(request: Request, error: Exception | None) -> Response:
    return _html("error.html", 404, message="there is no such page", hint=None, near=[])
