"""Opens a PeaTMOSS SQLite database, finds out what is in it, and reads it as streams that are sorted by their owner."""

import functools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from supplygraph.errors import InputError
from supplygraph.ids.reading import id_of_url

HUGGING_FACE, PYTORCH = "huggingface", "pytorch"
#: Rows that are fetched at once.
_FETCHED = 2_000
_HUBS = {"huggingface": HUGGING_FACE, "hugging face": HUGGING_FACE, "pytorch": PYTORCH, "pytorch hub": PYTORCH}
#: Tables that are read beside those of the fields of a model.
_TABLES = frozenset(
    {
        *(
            "model",
            "model_hub",
            "hf_commit",
            "discussion",
            "license",
            "reuse_repository",
            "reuse_repository_to_license",
        ),
        *("reuse_file", "model_to_reuse_repository", "reuse_repo_to_issue", "reuse_repo_to_pull_request"),
        *("ptm_issue_to_issue", "ptm_pull_request_to_pull_request"),
    }
)
#: Bytes of one value; an expression in the file may stand for very many.
_LONGEST = 64 * 2**20
_HINT = "it is the SQLite file of the PeaTMOSS data set, such as PeaTMOSS.db"


_ODD_IDS = "SELECT 1 FROM {} WHERE typeof(id) <> 'integer' LIMIT 1"


class ModelRow(NamedTuple):
    """One row of `model`, with the id as its hub writes it."""

    id: int
    context_id: str | None
    hub: str
    repo_url: str | None
    sha: str | None
    downloads: Any
    likes: Any
    has_snapshot: Any
    issues: int
    pull_requests: int


class Grouped:
    """Rows that begin with their owner and are sorted by it, handed out owner by owner.

    Args:
        rows: The rows; owners ascending.

    Attributes:
        orphans: Rows so far whose owner was not asked for, because there is none.
    """

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)
        self.orphans = 0

    def of(self, owner: int) -> list[tuple[Any, ...]]:
        """The rows of an owner without it; owners are asked for in ascending order."""
        found: list[tuple[Any, ...]] = []
        row = self._next
        # Owners that are not numbers come last, and belong to nothing.
        while row is not None and (row[0] is None or (isinstance(row[0], int) and row[0] <= owner)):
            if row[0] == owner:
                found.append(row[1:])
            else:
                self.orphans += 1
            row = next(self._rows, None)
        self._next = row
        return found

    def rest(self) -> int:
        """The orphans, once all owners were asked for."""
        return self.orphans + (0 if self._next is None else 1 + sum(1 for _ in self._rows))


class Database:
    """One database; it is only read, and never held in memory.

    Args:
        path: The SQLite file.

    Raises:
        InputError: it cannot be read, is not a SQLite file, or has no models.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folded = False
        self._views: set[str] = set()
        # A leftover journal holds data; without one, the folder may be read-only, where SQLite needs `immutable`.
        options = "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"
        try:
            with path.open("rb") as stream:
                magic = stream.read(16)
            if not magic.startswith(b"SQLite format 3"):
                raise InputError(f"{path} is not a SQLite database", _HINT)
            self._connection = sqlite3.connect(
                f"file:{quote(str(path.absolute()))}?{options}", uri=True, check_same_thread=False
            )
            self._connection.text_factory = functools.partial(str, encoding="utf-8", errors="replace")
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            self.tables = self._introspect()
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise InputError(f"{path} cannot be read: {reason}", "check its name and its rights") from None
        self.refuse_views(_TABLES)
        if not {"id", "context_id"} <= self.columns("model"):
            raise InputError(f"{path} is not a PeaTMOSS database: it has no table model with id and context_id", _HINT)
        for table in ("model", "reuse_repository"):
            if "id" in self.columns(table) and self._one(_ODD_IDS.format(table)):
                raise InputError(f"{path}: {table}.id holds values that are not whole numbers", _HINT)

    def _introspect(self) -> dict[str, dict[str, str | None]]:
        """The columns of each table, with the table that a column refers to."""
        found: dict[str, dict[str, str | None]] = {}
        names = self._connection.execute(
            "SELECT name, type, rootpage FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        )
        for table, kind, root in names.fetchall():
            if kind == "view" or not root:
                self._views.add(table)
                continue
            columns = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
            refers = dict(self._connection.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,)))
            found[table] = {name: refers.get(name) for (name,) in columns}
        return found

    def refuse_views(self, tables: Iterable[str]) -> None:
        """Makes sure that what is read are tables.

        Raises:
            InputError: one is a view or a virtual table, whose rows may never end.
        """
        for table in sorted(self._views.intersection(tables)):
            raise InputError(f"{self.path}: {table} is a view or a virtual table and no table of its own", _HINT)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def columns(self, table: str) -> set[str]:
        """The columns of a table; none where there is no such table."""
        return set(self.tables.get(table, ()))

    def count(self, table: str) -> int:
        """Rows of a table; 0 where there is no such table."""
        if table not in self.tables:
            return 0
        return int(self._connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0])  # noqa: S608

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Streams the rows of a query.

        Raises:
            InputError: the file is damaged.
        """
        cursor = self._connection.cursor()
        cursor.arraysize = _FETCHED
        try:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany():
                yield from rows
        except sqlite3.DatabaseError as error:
            raise InputError(f"{self.path} is damaged: {error}", "fetch it again") from None

    def models(self) -> Iterator[ModelRow]:
        """All models by ascending row id."""
        hub, join = self._hub()
        plain = ", ".join(
            f"m.{name}" if self._has("model", name) else "NULL"
            for name in ("repo_url", "sha", "downloads", "likes", "has_snapshot")
        )
        issues = self._counted("ptm_issue_to_issue", "ptm_issue_id", "ptm_issues_id")
        pulls = self._counted("ptm_pull_request_to_pull_request", "ptm_pull_request_id", "ptm_pull_requests_id")
        rows = self.rows(
            f"SELECT m.id, m.context_id, {hub}, {plain}, {issues}, {pulls} FROM model m{join} ORDER BY m.id"  # noqa: S608
        )
        for row_id, context_id, named, repo_url, *others in rows:
            yield ModelRow(row_id, written_id(context_id, repo_url), hub_name(named), repo_url, *others)

    def _counted(self, table: str, column: str, own: str) -> str:
        if not (self._has(table, column) and self._has("model", own)):
            return "0"
        return f"(SELECT count(*) FROM {table} WHERE {column} = m.{own})"  # noqa: S608

    def _has(self, table: str, column: str) -> bool:
        return column in self.tables.get(table, ())

    def related(self, join: str, entity: str, *columns: str, owner: str = "model_id") -> Grouped | None:
        """What models or repositories are joined to, sorted by owner.

        Both published shapes are read: a join table that refers to a table of entities, and one that holds the
        entity's columns itself, as they are (`name`) or behind the entity's name (`base_model_name`).

        Args:
            join: The join table, or a table of its own with a column of its owner.
            entity: The table of entities; None of its columns need to be there.
            columns: What to read of the entity; null where neither table has it.
            owner: Column of the owner.

        Returns:
            Rows of the owner and the columns, or None where nothing of it is there.
        """
        own = self.columns(join)
        if owner not in own:
            return None
        reference = f"{entity}_id"
        other = (self.tables[join].get(reference) or entity) if reference in own else None
        if other not in self.tables or "id" not in self.columns(other):
            other = None
        # A base that is itself a row of `model` is named by its id.
        renamed = {"name": "context_id"} if other == "model" else {}
        selected, found = [], False
        for column in columns:
            held = next((name for name in (column, f"{entity}_{column}") if name in own), None)
            inner = renamed.get(column, column)
            there = next((name for name in (inner, f"{entity}_{inner}") if other and name in self.columns(other)), None)
            if held is not None:
                selected.append(f"j.{_quoted(held)}")
            elif there is not None:
                selected.append(f"e.{_quoted(there)}")
            else:
                selected.append("NULL")
            found = found or selected[-1] != "NULL"
        if not found:
            return None
        # CROSS keeps the order of the join table's key, so that nothing has to be sorted.
        entities = f" LEFT JOIN {_quoted(other)} e ON e.id = j.{_quoted(reference)}" if other else ""
        order = f", j.{_quoted(reference)}" if reference in own else ", j.rowid" if "id" in own else ""
        return Grouped(
            self.rows(
                f"SELECT j.{_quoted(owner)}, {', '.join(selected)} FROM {_quoted(join)} j{entities} "  # noqa: S608
                f"ORDER BY j.{_quoted(owner)}{order}"
            )
        )

    def commits(self) -> Grouped | None:
        """Number, first and last date of the commits of each model."""
        if not {"model_id", "created_at"} <= self.columns("hf_commit"):
            return None
        return Grouped(
            self.rows(
                "SELECT model_id, count(*), min(created_at), max(created_at) FROM hf_commit "
                "WHERE model_id IS NOT NULL GROUP BY model_id ORDER BY model_id"
            )
        )

    def discussions(self) -> Grouped | None:
        """Number of discussions and of pull requests of each model."""
        if not {"model_id", "is_pull_request"} <= self.columns("discussion"):
            return None
        return Grouped(
            self.rows(
                "SELECT model_id, sum(coalesce(is_pull_request, 0) = 0), sum(coalesce(is_pull_request, 0) <> 0) "
                "FROM discussion WHERE model_id IS NOT NULL GROUP BY model_id ORDER BY model_id"
            )
        )

    def repositories(self) -> Iterator[tuple[int, str | None, str | None, str | None, int, int, str | None]]:
        """Repositories by ascending row id: id, owner, name, url, issues, pull requests, and a longer name.

        Rows that were made from the file names of issues end at the first `_` of the repository's name. The longer name
        is given where one row only of the same owner goes on behind it, and no model is linked to the short one.
        """
        if not {"id", "owner", "name"} <= self.columns("reuse_repository"):
            return
        url = "r.url" if self._has("reuse_repository", "url") else "NULL"
        issues, pulls = (
            f"(SELECT count(*) FROM {table} WHERE reuse_repository_id = r.id)"  # noqa: S608
            if self._has(table, "reuse_repository_id")
            else "0"
            for table in ("reuse_repo_to_issue", "reuse_repo_to_pull_request")
        )
        self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS linked (id INTEGER PRIMARY KEY)")
        for table in ("model_to_reuse_repository", "reuse_file"):
            if self._has(table, "reuse_repository_id"):
                self._connection.execute(
                    f"INSERT OR IGNORE INTO temp.linked SELECT reuse_repository_id FROM {table} "  # noqa: S608
                    "WHERE reuse_repository_id IS NOT NULL"
                )
        longer = (
            "(SELECT CASE count(*) WHEN 1 THEN max(l.name) END FROM reuse_repository l WHERE l.owner = r.owner "
            "AND l.name > r.name || '_' AND l.name < r.name || '`')"
        )
        yield from self.rows(
            f"SELECT r.id, r.owner, r.name, {url}, {issues}, {pulls}, "  # noqa: S608
            f"CASE WHEN r.id IN (SELECT id FROM temp.linked) THEN NULL ELSE {longer} END "
            "FROM reuse_repository r ORDER BY r.id"
        )

    def links(self) -> Grouped | None:
        """The models that each repository loads: id and hub."""
        if not {"model_id", "reuse_repository_id"} <= self.columns("model_to_reuse_repository"):
            return None
        return Grouped(self._of_repository("model_to_reuse_repository", "NULL"))

    def files(self) -> Grouped | None:
        """The files in which repositories load models: id and hub of the model, and the path."""
        if not {"model_id", "reuse_repository_id", "path"} <= self.columns("reuse_file"):
            return None
        return Grouped(self._of_repository("reuse_file", "j.path"))

    def _of_repository(self, table: str, path: str) -> Iterator[tuple[Any, ...]]:
        hub, join = self._hub()
        url = "m.repo_url" if self._has("model", "repo_url") else "NULL"
        rows = self.rows(
            f"SELECT j.reuse_repository_id, m.context_id, {hub}, {url}, {path} FROM {table} j "  # noqa: S608
            f"LEFT JOIN model m ON m.id = j.model_id{join} "
            "WHERE j.reuse_repository_id IS NOT NULL ORDER BY j.reuse_repository_id, j.model_id"
        )
        for owner, context_id, named, repo_url, where in rows:
            yield owner, written_id(context_id, repo_url), hub_name(named), where

    def _hub(self) -> tuple[str, str]:
        """The hub's name in SQL, and the join that gives it."""
        if self._has("model_hub", "name") and self._has("model", "model_hub_id"):
            return "h.name", " LEFT JOIN model_hub h ON h.id = m.model_hub_id"
        return "NULL", ""

    def exact(self, model_id: str) -> bool:
        """Whether the database has a model of this id on Hugging Face."""
        return self._one("SELECT 1 FROM model WHERE context_id = ? LIMIT 1", model_id) != []

    def folded(self, model_id: str) -> list[str]:
        """The ids that are this one but for letter case, two at most."""
        self._fold()
        return self._one("SELECT id FROM temp.folded WHERE id_folded = ? ORDER BY id LIMIT 2", model_id.lower())

    def named(self, name: str) -> list[str]:
        """The ids whose part behind the owner is this one but for letter case, two at most."""
        self._fold()
        return self._one("SELECT id FROM temp.folded WHERE name_folded = ? ORDER BY id LIMIT 2", name.lower())

    def _one(self, sql: str, *values: str) -> list[str]:
        return [str(row[0]) for row in self._connection.execute(sql, values)]

    def _fold(self) -> None:
        """Makes an index of names without letter case, in a temporary file of SQLite's own."""
        if self._folded:
            return
        self._folded = True
        hub, join = self._hub()
        only = f"WHERE {hub} IS NULL OR lower({hub}) NOT LIKE 'pytorch%'" if join else ""
        self._connection.execute("CREATE TEMP TABLE folded (id TEXT, id_folded TEXT, name_folded TEXT)")
        self._connection.execute(
            "INSERT INTO temp.folded SELECT m.context_id, lower(m.context_id), "  # noqa: S608
            f"lower(substr(m.context_id, instr(m.context_id, '/') + 1)) FROM model m{join} {only}"
        )
        self._connection.execute("CREATE INDEX temp.folded_id ON folded (id_folded)")
        self._connection.execute("CREATE INDEX temp.folded_name ON folded (name_folded)")


def hub_name(name: str | None) -> str:
    """The name of a hub as the graph writes it; Hugging Face where none is given."""
    folded = (name or HUGGING_FACE).strip().casefold()
    return _HUBS.get(folded) or "-".join(folded.split()) or HUGGING_FACE


def written_id(context_id: Any, repo_url: str | None) -> str | None:
    """The id as its hub writes it: SQLite turned ids like `007` into numbers, and the URL still has them."""
    if isinstance(context_id, str):
        return context_id.strip() or None
    if context_id is None:
        return None
    from_url = id_of_url(repo_url) if repo_url else ""
    return from_url if from_url and from_url != repo_url else str(context_id)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
