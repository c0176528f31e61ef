"""The lock of a repository: which models and datasets its code loads, at which commit, with which verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplygraph.errors import InputError
from supplygraph.queries.run import run
from supplygraph.report.repository import RepositoryReport, Use
from supplygraph.report.status import ALL
from supplygraph.store.connection import Connection

Row = dict[str, Any]

VERSION = 1
#: What is compared, in words.
_COMPARED = {"revision": "revision in the code", "sha": "newest commit", "license": "licence", "verdict": "verdict"}


def made_lock(connection: Connection, report: RepositoryReport) -> Row:
    """The lock of a scanned repository.

    Raises:
        ServerError: the server cannot be used.
    """
    ids = sorted({use.artifact for use in report.uses})
    rows = run(connection, "artifact-brief", {"artifacts": ids, "max_rows": ALL})
    shas = {(row["kind"], row["artifact"]): row["sha"] for row in rows}
    return {
        "version": VERSION,
        "profile": report.profile,
        "license": report.license,
        "artifacts": [
            _entry(use, shas.get((use.kind, use.artifact)))
            for use in sorted(report.uses, key=lambda use: (use.kind, use.artifact))
        ],
        "only_known_at_run_time": sorted({f"{one.file}: {one.call}({one.literal})" for one in report.open_calls}),
    }


def _entry(use: Use, sha: str | None) -> Row:
    revisions = sorted({finding.revision for finding in use.findings if finding.revision})
    return {
        "id": use.artifact,
        "kind": use.kind,
        "revision": ", ".join(revisions) or None,
        "pinned": bool(use.findings) and all(finding.pinned for finding in use.findings),
        "sha": sha,
        "license": use.license,
        "verdict": use.verdict,
        "files": sorted({finding.file for finding in use.findings}),
    }


def lock_text(lock: Row) -> str:
    """The text of a lock file."""
    return json.dumps(lock, indent=1, ensure_ascii=False) + "\n"


def read_lock(path: Path) -> Row:
    """A lock file.

    Raises:
        InputError: it cannot be read, or is not a lock of this form.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["version"] != VERSION or not all(isinstance(one["id"], str) for one in found["artifacts"]):
            raise ValueError("another form")
    except OSError as error:
        raise InputError(f"the lock {path} cannot be read: {error.strerror}", "write it: supplygraph lock") from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a lock: {error}", "write it anew: supplygraph lock") from None
    return dict(found)


def differences(before: Row, now: Row) -> Iterator[str]:
    """What changed since a lock was written; where a file names an artifact is left aside.

    An artifact that code pins to a commit does not change with the newest commit of the Hub.
    """
    old, new = _by_id(before), _by_id(now)
    for key in sorted(old.keys() | new.keys()):
        name = f"{key[1]} ({key[0]})"
        if key not in old:
            yield f"new: {name}, {new[key]['license'] or 'no licence'}, {new[key]['verdict']}"
        elif key not in new:
            yield f"gone: {name}"
        else:
            for field, what in _COMPARED.items():
                if field == "sha" and (new[key]["pinned"] or old[key].get("sha") is None):
                    continue
                if old[key].get(field) != new[key][field]:
                    yield f"changed: {name}: {what} {old[key].get(field)} -> {new[key][field]}"
    if before.get("license") != now["license"]:
        yield f"changed: the repository's licence {before.get('license')} -> {now['license']}"
    calls = set(now["only_known_at_run_time"]) - set(before.get("only_known_at_run_time", []))
    yield from (f"new: only known at run time: {call}" for call in sorted(calls))


def _by_id(lock: Row) -> dict[tuple[str, str], Row]:
    return {(one.get("kind", "model"), one["id"]): one for one in lock["artifacts"]}
