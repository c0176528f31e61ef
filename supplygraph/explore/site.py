"""What each page shows: the answers of reports and stored questions, by the name of the page."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from io import StringIO
from itertools import groupby
from typing import Any

from supplygraph.checks.run import never_run
from supplygraph.enrich.freshness import freshness
from supplygraph.errors import InputError, QueryError, SupplygraphError
from supplygraph.explore.charts import Flows, draw_flows, shares
from supplygraph.explore.drawing import Drawing, draw_lineage, draw_way
from supplygraph.explore.read_only import ReadOnlyConnection
from supplygraph.licenses.describe import describe
from supplygraph.licenses.table import licenses, lookup
from supplygraph.queries.browser import browser_link, browser_statement
from supplygraph.queries.catalogue import find_query, titles_by_topic, topic_heading
from supplygraph.queries.empty import why_empty
from supplygraph.queries.output import write_rows
from supplygraph.queries.parameters import from_text
from supplygraph.queries.run import Result, run, stored_question
from supplygraph.queries.stored import MAX_ROWS, StoredQuery
from supplygraph.queries.tokens import keywords
from supplygraph.report.change import Change, what_if
from supplygraph.report.license import LicenseReport, license_report
from supplygraph.report.license_lines import CONTESTED, HEADLINES
from supplygraph.report.lineage import Lineage, Shown, lineage
from supplygraph.report.overview import OWN_SOURCES, merged_flows
from supplygraph.report.repository import VERDICTS
from supplygraph.report.status import Status, rule_sets, statuses_by_rule_set
from supplygraph.schema.declaration import Node, declared_properties
from supplygraph.schema.nodes import Dataset, Model, Repository
from supplygraph.store.find import UnknownArtifactError, find_artifact

Row = dict[str, Any]
Values = dict[str, Any]
#: What an address may carry: parameters, each of which may stand in it several times.
Asked = Mapping[str, Sequence[str]]

DEFAULT = "default"
#: Rows of lists and tables on a page; a download has them all.
LISTED, TABLED = 100, 300
#: Loads that are named.
LOADS = 8
#: Artifacts below that are judged anew for a page.
JUDGED = 2_000
#: Seconds for which what a page says of the whole graph is kept.
KEPT_SECONDS = 60.0
#: Licences of which it is kept who declares them.
KEPT_LICENSES = 64
#: Questions that are asked at the same time.
AT_ONCE = 8
_LABELS: dict[str, type[Node]] = {"model": Model, "dataset": Dataset, "repository": Repository}
_ANY = """
CALL () {
  MATCH (n:Model) RETURN "model" AS kind, n.id AS id LIMIT 1
  UNION MATCH (n:Dataset) RETURN "dataset" AS kind, n.id AS id LIMIT 1
  UNION MATCH (n:Repository) RETURN "repository" AS kind, n.id AS id LIMIT 1
}
RETURN kind, id
ORDER BY kind
"""
#: Properties that stand elsewhere on a page, or serve the program alone.
_ELSEWHERE = keywords(
    """
    id name hub hub_id author status tags license_statement license_ids license_id license_class
    license_missing license_conditions lineage_component github_id name_components
    """
)
#: Files in which an answer can be taken away.
FORMS = {"csv": "CSV", "json": "JSON", "jsonl": "JSON Lines", "md": "Markdown"}
#: Columns that count changes: from what, to what, how many.
_CHANGES = (
    ("upstream_license", "downstream_license", "edges"),
    ("upstream_class", "downstream_class", "edges"),
    ("first", "second", "steps"),
)
#: Columns whose values have pages, with the kind where the name tells it.
_LINKED = {
    "license": "license",
    "origin_license": "license",
    "upstream_license": "license",
    "downstream_license": "license",
    "license_below": "license",
    "publisher": "publisher",
    **dict.fromkeys(
        keywords(
            "model base child root ancestor descendant artifact upstream downstream origin first_drop dataset "
            "repository twin"
        ),
        "go",
    ),
}


@dataclass
class _Kept:
    """An answer about the whole graph, kept for a while."""

    ask: Callable[[], Any]
    until: float = 0.0
    answer: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self) -> Any:
        """The answer; only the first time somebody waits for it, later an old one is given while it is asked anew."""
        if self.answer is None:
            with self.lock:
                if self.answer is None:
                    self._ask()
        elif time.monotonic() > self.until and self.lock.acquire(blocking=False):
            threading.Thread(target=self._renew, daemon=True).start()
        return self.answer

    def _ask(self) -> None:
        self.answer = self.ask()
        self.until = time.monotonic() + KEPT_SECONDS

    def _renew(self) -> None:
        try:
            with suppress(SupplygraphError):
                self._ask()
        finally:
            self.lock.release()


class Site:
    """The pages on one graph.

    Args:
        connection: The graph; it is only read.
        browser: Address of its Neo4j Browser, where that is known.
    """

    def __init__(self, connection: ReadOnlyConnection, browser: str | None = None) -> None:
        self.connection = connection
        self.browser = browser
        self._first = _Kept(self._ask_first)
        self._licenses: dict[str, _Kept] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="page")

    def first(self) -> Values:
        """The first page: what is loaded, how fresh it is, and where to start."""
        answer: Values = self._first.get()
        return answer

    def _ask_first(self) -> Values:
        (size,) = self._rows("graph-size")
        examples: dict[str, list[Row]] = {}
        for row in self._rows("artifact-examples"):
            examples.setdefault(row["reason"], []).append(row)
        return {
            "size": size,
            "loads": self.loads(),
            "examples": examples,
            "pending": list(freshness(self.connection).lines()),
        }

    def examples(self) -> list[tuple[str, str]]:
        """One artifact of each kind that the graph has, as kind and id; of models one for each reason to look at it."""
        found = [("model", rows[0]["model"]) for rows in self.first()["examples"].values()]
        for row in self.connection.read(_ANY):
            if row["kind"] != "model" or not found:
                found.append((row["kind"], row["id"]))
        return list(dict.fromkeys(found))

    def example_licenses(self) -> list[str]:
        """A licence of the examples, where one is in conflict."""
        return [row["about"] for row in self.first()["examples"].get("conflict", [])[:1]]

    def loads(self) -> list[Row]:
        """What was loaded last, by others than the program itself."""
        loads: dict[str, Row] = {}
        for row in self._rows("load-report"):
            loads.setdefault(row["load"], row)
        return [row for row in loads.values() if row["source"] not in OWN_SOURCES][:LOADS]

    def search(self, text: str, most: int) -> list[Row]:
        """What has a name like a text."""
        return self._rows("artifact-search", text=text, max_rows=most) if text.strip() else []

    def artifact(self, kind: str, text: str, asked: Asked) -> Values:
        """The page of a model, dataset or repository.

        Raises:
            UnknownArtifactError: the graph does not have it.
        """
        with self.connection.one_page():
            return self._artifact(kind, text, asked)

    def _artifact(self, kind: str, text: str, asked: Asked) -> Values:
        id_ = find_artifact(self.connection, text, (_LABELS[kind].label,)).id
        profile = _one(asked, "profile") or DEFAULT
        named = "repository" if kind == "repository" else "artifact"
        parts: dict[str, Callable[[], Any]] = {
            "verdict": lambda: self._verdict(id_, profile),
            "facts": lambda: self._facts(kind, id_),
            "statements": lambda: self._rows("artifact-statements", artifact=id_, max_rows=LISTED),
            "findings": lambda: self._rows("artifact-findings", artifact=id_, max_rows=LISTED),
            "uses": lambda: self._rows("artifact-uses", profile=profile, max_rows=LISTED, **{named: id_}),
        }
        if kind == "model":
            parts["lineage"] = lambda: self.lineage(id_, asked)
            parts["fingerprints"] = lambda: self._rows("fingerprint-facts", model_id=id_)
        if kind == "dataset":
            parts["made"] = lambda: self._rows("artifact-list", dataset=id_, max_rows=LISTED)
        if kind != "repository":
            parts["impact"] = lambda: self._rows("lineage-impact", artifact=id_)
        values = self._together(parts)
        properties = defaultdict(lambda: None, values["facts"]["properties"])
        drawn: Values = values.pop("lineage", {})
        values |= {
            "kind": kind,
            "id": id_,
            "properties": properties,
            "details": _details(_LABELS[kind], properties),
            "claims": _details(_LABELS[kind], properties, names=True),
            **values.pop("verdict"),
        }
        return values | drawn

    def _together(self, parts: Mapping[str, Callable[[], Any]]) -> Values:
        """What several functions give, asked at the same time."""
        asked = {name: self._pool.submit(copy_context().run, part) for name, part in parts.items()}
        return {name: one.result() for name, one in asked.items()}

    def lineage(self, id_: str, asked: Asked) -> Values:
        """The drawing of a model's lineage, with what is unfolded of it."""
        profile, unfold = _one(asked, "profile") or DEFAULT, list(asked.get("unfold", ()))
        found: Lineage = lineage(self.connection, id_, profile, unfold)
        return {"id": id_, "profile": profile, "unfold": unfold, "lineage": found, "drawing": draw_lineage(found)}

    def _verdict(self, id_: str, profile: str) -> Values:
        report: LicenseReport = license_report(self.connection, id_, profile)
        sets = rule_sets(self.connection)
        judging = [name for name, missing in sets.items() if not missing]
        under = statuses_by_rule_set(self.connection, id_, judging)
        others: list[tuple[str, Status | None]] = [(name, under.get(name)) for name in sets]
        return {
            "profile": profile,
            "report": report,
            "headline": HEADLINES[report.verdict],
            "contested": CONTESTED if report.certainty == "contested" else None,
            "rule_sets": others,
            "ways": self.ways(report.conflicts),
            "review": [row for row in report.edges if row["verdict"] in ("unknown", "warning")],
        }

    def ways(self, conflicts: Sequence[Row]) -> list[tuple[Row, Drawing]]:
        """The conflicts, each with the drawing of its way."""
        ids = list({hop.artifact for conflict in conflicts for hop in conflict["way"]})
        rows = self._rows("artifact-brief", artifacts=ids) if ids else []
        shown = {
            row["artifact"]: Shown(row["artifact"], row["license"], row["class"], row["downloads"], row["status"])
            for row in rows
        }
        return [(conflict, draw_way(conflict["way"], shown)) for conflict in conflicts]

    def license(self, text: str) -> Values:
        """The page of a licence: its terms in plain words, who declares it, where it flows.

        Raises:
            InputError: neither the table nor the graph has it.
        """
        entry = lookup(text)
        id_ = entry.id if entry else text
        found = self._declared(id_)
        if entry is None and not found["usage"]:
            describe(text)
        return {
            "kind": "license",
            "id": id_,
            "entry": entry,
            "lines": _sections(describe(id_)) if entry else [],
            "usage": found["usage"][0] if found["usage"] else None,
            "flows": found["flows"],
            "most": max((row["derivations"] for row in found["flows"]), default=1),
            "declared": found["declared"],
        }

    def _declared(self, license_id: str) -> Values:
        """Who declares a licence and where it flows; of a frequent one that takes long, so it is kept."""
        if license_id not in self._licenses and len(self._licenses) >= KEPT_LICENSES:
            self._licenses.pop(next(iter(self._licenses)), None)
        parts: dict[str, Callable[[], Any]] = {
            "usage": lambda: self._rows("license-usage", license=license_id),
            "flows": lambda: self._rows("license-flows", license=license_id),
            "declared": lambda: self._rows("artifact-list", license=license_id, max_rows=LISTED),
        }
        answer: Values = self._licenses.setdefault(license_id, _Kept(lambda: self._together(parts))).get()
        return answer

    def publisher(self, name: str) -> Values:
        """The page of a publisher.

        Raises:
            InputError: the graph does not have it.
        """
        made = self._rows("artifact-list", publisher=name, max_rows=LISTED)
        if not made:
            raise InputError(f"the graph has no publisher {name!r}", "search for it")
        return {"kind": "publisher", "id": name, "made": made, "full": len(made) == LISTED}

    def go(self, text: str) -> tuple[str, str] | None:
        """Kind and id of what a text names: an artifact, licence or publisher; None where that is not known."""
        try:
            found = find_artifact(self.connection, text)
        except UnknownArtifactError:
            return ("license", text) if lookup(text) else None
        return found.label.lower(), found.id

    def questions(self) -> Values:
        """All stored questions by topic."""
        return {"topics": [(topic_heading(topic), rows) for topic, rows in titles_by_topic().items()]}

    def question(self, name: str, asked: Asked) -> Values:
        """A stored question as a form, with its answer where it is asked.

        Raises:
            QueryError: there is no such question, or a value is of another type.
        """
        query, given, ready = self._given(name, asked)
        values: Values = {"query": query, "given": given, "asked": asked, "ready": ready, "problem": None}
        values["profiles"] = list(rule_sets(self.connection))
        values["result"] = values["browser"] = values["cypher"] = None
        if not ready:
            return values
        full = {parameter.name: given.get(parameter.name, parameter.default) for parameter in query.parameters}
        values["cypher"] = browser_statement(query, full)
        if self.browser:
            values["browser"] = browser_link(self.browser, values["cypher"])
        try:
            result = run(self.connection, name, given | {MAX_ROWS: min(full[MAX_ROWS], TABLED)})
        except (InputError, QueryError) as error:
            return values | {"problem": error}
        return values | {
            "result": result,
            "empty": self._why_empty(query, given) if not len(result) else [],
            "bars": _bars(result),
            "flows": _flows(result),
            "shares": _shares(result),
            "share_names": VERDICTS,
            "forms": FORMS,
            "linked": _LINKED,
            "full": len(result) == TABLED,
        }

    def _why_empty(self, query: StoredQuery, given: Values) -> list[str]:
        asked = stored_question(query, given)
        unchecked = never_run(self.connection, query.statement)
        pending = list(freshness(self.connection).lines())
        lines = why_empty(self.connection, query, asked, given, unchecked, pending)
        return [line.replace("hint: ", "What to do: ").replace("`", "") for line in lines]

    def rows(self, name: str, form: str, asked: Asked) -> str:
        """The whole answer to a stored question as a file.

        Raises:
            QueryError: there is no such question, or a value is of another type.
        """
        _, given, _ = self._given(name, asked)
        result = run(self.connection, name, given)
        text = StringIO()
        write_rows(form, [column.name for column in result.columns], result.rows, text)
        return text.getvalue()

    def _given(self, name: str, asked: Asked) -> tuple[StoredQuery, Values, bool]:
        """The question, the values that the address has for it, and whether it can be asked."""
        query = find_query(name)
        given = {
            parameter.name: from_text(parameter, text)
            for parameter in query.parameters
            if (text := _one(asked, parameter.name))
        }
        needed = {parameter.name for parameter in query.parameters if parameter.needed}
        return query, given, bool(asked) and needed <= given.keys()

    def what_if(self, text: str, asked: Asked) -> Values:
        """What would be judged otherwise if a model declared another licence or had another base.

        Raises:
            InputError: the graph does not have it or the rule set, or the change does not fit it.
            QueryError: the graph is too large for the time that a page has.
        """
        with self.connection.one_page():
            id_ = find_artifact(self.connection, text, (Model.label,)).id
            license_, bases = _one(asked, "license"), _one(asked, "base")
            profile = _one(asked, "profile") or DEFAULT
            change = Change(
                [license_] if license_ else [],
                bases=[part.strip() for part in bases.split(",") if part.strip()] if bases else None,
            )
            above = self._rows("artifact-above", model_ids=[id_])
            return {
                "id": id_,
                "declared": self._facts("model", id_)["properties"].get("license_statement"),
                "above": [f"{row['above']}:{row['relation']}" for row in above],
                "license": license_,
                "base": bases,
                "profile": profile,
                "profiles": [name for name, missing in rule_sets(self.connection).items() if not missing],
                "found": what_if(self.connection, id_, change, profile, JUDGED) if license_ or bases else None,
                "most": LISTED,
                "known": [entry.id for entry in licenses()],
            }

    def _facts(self, kind: str, id_: str) -> Row:
        """What the graph has of an artifact; a model and a dataset may share an id."""
        return next(row for row in self._rows("artifact-facts", artifact=id_) if row["kind"] == kind)

    def _rows(self, name: str, **parameters: Any) -> list[Row]:
        return run(self.connection, name, parameters).rows


def _one(asked: Asked, name: str) -> str | None:
    """The last value of a parameter; None where it is not given or empty."""
    values = [value for value in asked.get(name, ()) if value.strip()]
    return values[-1].strip() if values else None


def _details(node: type[Node], properties: Mapping[str, Any], *, names: bool = False) -> list[tuple[str, Any, str]]:
    """Name, value and meaning of the properties that an artifact has; either what its name claims, or the rest."""
    return [
        (one.name.removeprefix("name_").replace("_", " ") if names else one.name.replace("_", " "), value, one.meaning)
        for one in declared_properties(node)
        if (value := properties.get(one.name)) is not None
        and one.name not in _ELSEWHERE
        and one.name.startswith("name_") == names
    ]


def _sections(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The lines of a licence's description, by heading; what has none stands under an empty one."""
    found = []
    for blank, block in groupby(lines[1:], key=lambda line: not line):
        first, *items = block
        if not blank and items and items[0].startswith("  - "):
            found.append((first, [item.removeprefix("  - ") for item in items]))
        elif not blank:
            found.append(("", [first, *items]))
    return found


def _bars(result: Result) -> dict[str, int]:
    """A column of counts that a bar shows better, with its greatest value: what counts the things beside it.

    That is the first whose counts fall from row to row, or the last of two columns.
    """
    for place, column in enumerate(result.columns):
        values = [row[column.name] for row in result]
        counts = all(isinstance(value, int) and not isinstance(value, bool) and value >= 0 for value in values)
        if column.type != "INTEGER" or not counts or len(set(values)) < 2:
            continue
        if values == sorted(values, reverse=True) or (place == 1 and len(result.columns) == 2):
            return {column.name: max(values)}
    return {}


def _flows(result: Result) -> Flows | None:
    """What a table says of changes from one thing to another, where it does."""
    for source, target, number in _CHANGES:
        if {source, target, number} <= {column.name for column in result.columns}:
            rows = [(row[source], row[target], row[number]) for row in result]
            return draw_flows(merged_flows(rows, "the rest", "none")) if rows else None
    return None


def _shares(result: Result) -> list[list[tuple[float, float]]]:
    """Each row's verdicts as parts of a whole, where a table counts them."""
    if not set(VERDICTS) <= {column.name for column in result.columns}:
        return []
    return [shares(("", *(row[verdict] for verdict in VERDICTS)), 260) for row in result]
