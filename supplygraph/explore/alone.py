"""Pages as files that need nothing beside them: of one artifact, and of the whole graph."""

from __future__ import annotations

from datetime import UTC, datetime

from supplygraph.explore.charts import draw_flows, shares
from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.explore.render import render_alone, render_drawing, render_markdown
from supplygraph.explore.site import DEFAULT, Site
from supplygraph.report.overview import Overview
from supplygraph.schema.nodes import Model
from supplygraph.store.connection import Connection
from supplygraph.store.find import LABELS, find_artifact

#: Seconds for one statement; nobody waits at a web browser.
SECONDS = 300.0


def today() -> str:
    """The day on which a page is written."""
    return datetime.now(UTC).date().isoformat()


def model_page(connection: Connection, model: str) -> str:
    """The page of a model, with its style inside and links to the hubs.

    Raises:
        UnknownArtifactError: the graph does not have it.
        ServerError: the server cannot be used.
    """
    return _page(connection, "model", model)


def artifact_page(connection: Connection, text: str, profile: str = DEFAULT, *, as_markdown: bool = False) -> str:
    """The same of a model, dataset or repository under a rule set; or as Markdown.

    Raises:
        UnknownArtifactError: the graph does not have it.
        ServerError: the server cannot be used.
    """
    found = find_artifact(connection, text, LABELS)
    return _page(connection, found.label.lower(), found.id, profile, as_markdown=as_markdown)


def model_drawing(connection: Connection, model: str) -> str:
    """The lineage of a model as one SVG file.

    Raises:
        UnknownArtifactError: the graph does not have it.
        ServerError: the server cannot be used.
    """
    with ReadOnlyConnection(connection.address, SECONDS) as reading:
        id_ = find_artifact(reading, model, (Model.label,)).id
        values = Site(reading).lineage(id_, {})
    return render_drawing(id=id_, drawing=values["drawing"])


def _page(connection: Connection, kind: str, text: str, profile: str = DEFAULT, *, as_markdown: bool = False) -> str:
    with ReadOnlyConnection(connection.address, SECONDS) as reading:
        site = Site(reading)
        values = site.artifact(kind, text, {"profile": [profile]}) | {"written": today(), "loads": site.loads()}
    if as_markdown:
        return render_markdown("artifact.md", **values)
    return render_alone("model.html" if kind == Model.label.lower() else "artifact.html", **values)


def overview_page(connection: Connection, found: Overview) -> str:
    """The report on the whole graph as a page.

    Raises:
        ServerError: the server cannot be used.
    """
    with ReadOnlyConnection(connection.address, SECONDS) as reading:
        ways = Site(reading).ways(found.findings)
    return render_alone("report.html", written=today(), overview=found, ways=ways, draw_flows=draw_flows, shares=shares)
