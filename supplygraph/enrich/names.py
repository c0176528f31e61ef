"""Stores what the names of models claim in the graph, and what types, classes and tasks let a name claim."""

from collections.abc import Callable, Collection, Iterator, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

import neo4j

from supplygraph.checks.check import mentions
from supplygraph.checks.keep import Change
from supplygraph.checks.names import MANY, judge
from supplygraph.cypher_files import cypher_folder
from supplygraph.enrich.known import MARK, is_known, known_load
from supplygraph.naming.claims import Claims, claims, class_kin, class_task, kin, name_key, name_look, task_kin
from supplygraph.naming.vocabulary import Family, vocabulary
from supplygraph.store.connection import Connection, Row, statement
from supplygraph.store.derivation import Step, read_steps

#: Whose statements they are in the graph.
SOURCE = "naming"
#: Models of one transaction.
BATCH = 10_000

#: Name of the step for families.
FAMILIES = "families"
#: How the step for families finds all models, and some.
_EVERY = "MATCH (model:Model)\n"
_SOME = "UNWIND $ids AS id\nMATCH (model:Model {id: id})\n"

T = TypeVar("T")

_UNREAD = """
MATCH (m:Model) WHERE m._name_key IS NULL
RETURN m.id AS id, m.name_convention IS NOT NULL AS again
"""
#: Marks all names as not read; what was read stays until it is read again.
_READ_AGAIN = """
MATCH (m:Model) WHERE m._name_key IS NOT NULL
CALL (m) { REMOVE m._name_key } IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed
"""
_WRITE_CLAIMS = """
UNWIND $rows AS row
MATCH (m:Model {id: row.id})
SET m += row.claims
"""
_FORGET_FAMILIES = """
UNWIND $ids AS id
MATCH (:Model {id: id})-[r:NAMES]->()
DELETE r
"""
_NAME_FAMILIES = """
UNWIND $rows AS row
MATCH (m:Model {id: row.id})
MATCH (f:Family {name: row.family})
MERGE (m)-[r:NAMES]->(f)
SET r.sure = row.sure, r.source = $source, r.sources = [$source],
    r.first_seen = coalesce(r.first_seen, $now), r.last_seen = $now
"""
#: Models that open loads described.
_DESCRIBED = """
MATCH (l:Load {derived: false})
WITH min(l.started) AS since
MATCH (m:Model)
WHERE m.last_seen >= since
RETURN m.id AS id
LIMIT $limit
"""
_UNREAD_DATASETS = "MATCH (d:Dataset) WHERE d._name_key IS NULL RETURN d.id AS id"
_WRITE_DATASETS = "UNWIND $rows AS row MATCH (d:Dataset {id: row.id}) SET d._name_key = row.key"
_NAME_DATASETS = """
MATCH (m:Model)
WHERE m.name_datasets IS NOT NULL
UNWIND m.name_datasets AS name
MATCH (d:Dataset {_name_key: name})
WHERE NOT EXISTS { (m)-[:NAMES]->(d) }
CREATE (m)-[:NAMES {sure: true, source: $source, sources: [$source], first_seen: $now, last_seen: $now}]->(d)
"""
_UNREAD_PUBLISHERS = "MATCH (p:Publisher) WHERE p._name_key IS NULL RETURN p.name AS id"
_WRITE_PUBLISHERS = """
UNWIND $rows AS row MATCH (p:Publisher {name: row.id}) SET p._name_key = row.key, p._name_look = row.look
"""
_UNREAD_WORDS = """
MATCH (w:ModelType|Architecture|Task)
WHERE w._name_agrees IS NULL
RETURN w.name AS name, w:ModelType AS type, w:Architecture AS class
"""
_WRITE_TYPES = """
UNWIND $rows AS row
MATCH (t:ModelType {name: row.name})
SET t.family = row.family, t._name_agrees = row.agrees, t._name_related = row.related
"""
_WRITE_CLASSES = """
UNWIND $rows AS row
MATCH (t:Architecture {name: row.name})
SET t.family = row.family, t._name_agrees = row.agrees, t._name_related = row.related, t.task = row.task
"""
_WRITE_TASKS = """
UNWIND $rows AS row
MATCH (t:Task {name: row.name})
SET t._name_agrees = row.agrees, t._name_related = row.related
"""
_JOIN_FAMILIES = """
MATCH (t:ModelType|Architecture)
OPTIONAL MATCH (t)-[old:IN_FAMILY]->(other:Family)
WHERE t.family IS NULL OR other.name <> t.family
DELETE old
WITH DISTINCT t
MATCH (f:Family {name: t.family})
MERGE (t)-[r:IN_FAMILY]->(f)
SET r.source = $source, r.sources = [$source], r.first_seen = coalesce(r.first_seen, $now), r.last_seen = $now
"""
_WRITE_FAMILIES = """
UNWIND $rows AS row
MERGE (f:Family {name: row.name})
ON CREATE SET f.first_seen = $now
SET f.modality = row.modality, f.line = row.line, f.last_seen = $now
"""
_DROP_FAMILIES = "MATCH (f:Family) DETACH DELETE f"
_DROP_WORDS = "MATCH (w:ModelType|Architecture|Task) REMOVE w._name_agrees"
_WRITE_BUILT_ON = """
UNWIND $rows AS row
MATCH (f:Family {name: row.name})
MATCH (g:Family {name: row.on})
MERGE (f)-[r:BUILT_ON]->(g)
SET r.source = $source, r.sources = [$source], r.first_seen = $now, r.last_seen = $now
"""


@dataclass
class NamesRead:
    """What was read.

    Attributes:
        models: Models whose name was read.
        words: Model types, classes, tasks, datasets and publishers that names are held against.
        findings: What judging the names changed among their findings; None where none was judged.
    """

    models: int = 0
    words: int = 0
    findings: Change | None = None


def read_names(
    connection: Connection,
    on_step: Callable[[str], None] | None = None,
    *,
    everything: bool = False,
    done: Collection[str] = (),
    differs: Set[str] | None = None,
) -> NamesRead:
    """Reads the names of models that were not read yet, or with another vocabulary, and judges what a load touched.

    Args:
        connection: The graph.
        on_step: Told the title of each step as it begins.
        everything: Whether all names are judged again, also those that no load touched.
        done: Names of steps whose results are in the graph already.
        differs: The properties and relationships in which what loads touched differs from before; None where that may
            be all.

    Raises:
        ServerError: the server cannot be used.
    """
    say = on_step or (lambda step: None)
    now = datetime.now(UTC)
    about = {"now": now, "source": SOURCE}
    read = NamesRead()
    new = _put_vocabulary(connection, now)
    written: set[str] = set()
    read.words = _read_words(connection, about, written)
    say("names")
    read.models, ids = _read_models(connection, about, written)
    if read.models or read.words or everything:
        say("datasets in names")
        _write(connection, (_NAME_DATASETS, about))
        _write(connection, (_JOIN_FAMILIES, about))
    loaded = connection.read("RETURN EXISTS { (:Load {derived: false}) } AS loaded")[0]["loaded"]
    if loaded or read.models or read.words or new or everything:
        # Where no load says what it touched, all names are judged.
        everything = everything or new or not loaded
        if not everything and (differs is None or mentions(_families_step().text, differs)):
            ids.update(row["id"] for row in connection.read(_DESCRIBED, {"limit": MANY}))
        unjoined = everything and FAMILIES not in done
        if ids or unjoined:
            _join_families(connection, now, say, None if unjoined or len(ids) >= MANY else ids)
        say("names against metadata and lineage")
        read.findings = judge(connection, now, everything=everything, differs=differs)
    return read


def _read_models(connection: Connection, about: Row, written: set[str]) -> tuple[int, set[str]]:
    """Reads the names that were not read yet, and returns how many they are, and the ids of at most about `MANY`."""
    count, ids = 0, set[str]()
    with ThreadPoolExecutor(1) as pool:
        writing: Future[None] | None = None
        # The database writes one batch while the next one is read.
        for batch in _batches(connection.stream(_UNREAD), BATCH):
            steps = _steps(batch, about, written)
            if writing is not None:
                writing.result()
            writing = pool.submit(_write, connection, *steps)
            count += len(batch)
            ids.update(row["id"] for row in batch if len(ids) < MANY)
        if writing is not None:
            writing.result()
    return count, ids


def _join_families(connection: Connection, now: datetime, say: Callable[[str], None], ids: set[str] | None) -> None:
    """Brings the families of models up to date, of all where `ids` is None."""
    step = _families_step()
    say(step.title)
    text = step.text if ids is None else step.text.replace(_EVERY, _SOME, 1)
    connection.execute_in_batches(text, {"now": now, "ids": sorted(ids or ())})


def _families_step() -> Step:
    return read_steps(cypher_folder() / "derive" / "naming" / f"10_{FAMILIES}.cypher")[0]


def _steps(batch: list[Row], about: Row, written: set[str]) -> list[tuple[str, Row] | None]:
    """The statements that store the claims of a batch of models, and the families that were not written yet."""
    again = {row["id"] for row in batch if row["again"]}
    rows, named = [], []
    for row in batch:
        model = row["id"]
        one = claims(model)
        rows.append({"id": model, "claims": stored(one, again=model in again)})
        named += [{"id": model, "family": name, "sure": sure} for name, sure in named_families(one)]
    return [
        *_family_steps({row["family"] for row in named}, about, written),
        (_FORGET_FAMILIES, {"ids": sorted(again)}) if again else None,
        (_WRITE_CLAIMS, {"rows": rows}),
        (_NAME_FAMILIES, {"rows": named, **about}),
    ]


def with_bases(names: set[str]) -> dict[str, Family]:
    """Families and all that they are built on, by name."""
    families = vocabulary().families
    found: dict[str, Family] = {}
    open_ = sorted(names)
    while open_:
        name = open_.pop()
        if name not in found:
            found[name] = families[name]
            open_ += families[name].on
    return found


def _family_steps(names: set[str], about: Row, written: set[str]) -> list[tuple[str, Row] | None]:
    """The statements that write families and what they are built on, where that was not done before."""
    new = {name: family for name, family in with_bases(names - written).items() if name not in written}
    written |= new.keys()
    if not new:
        return []
    rows = [{"name": f.name, "modality": f.modality, "line": f.line} for f in new.values()]
    return [
        (_WRITE_FAMILIES, {"rows": rows, **about}),
        (_WRITE_BUILT_ON, {"rows": [{"name": f.name, "on": on} for f in new.values() for on in f.on], **about}),
    ]


def named_families(one: Claims) -> list[tuple[str, bool]]:
    """The families that a name names, and whether surely."""
    families = vocabulary().families
    both = ((True, one.families), (False, one.families_unsure))
    return [(name, sure) for sure, names in both for name in names if name in families]


def stored(one: Claims, *, again: bool) -> Row:
    """The claims as the graph keeps them; with `again` also what they are not, as null."""
    # A name of separators alone has an empty key, and is read like any other.
    properties = {**one.properties(), "_name_key": one.key}
    # Null removes what an older vocabulary saw; a model read for the first time has nothing to remove.
    return properties if again else {name: value for name, value in properties.items() if value is not None}


def _put_vocabulary(connection: Connection, now: datetime) -> bool:
    """Forgets the families where the vocabulary has changed, and says whether it has."""
    load = vocabulary_load(now)
    if is_known(connection, load):
        return False
    # What names claim is read again, too, so that families and claims are made anew.
    connection.execute_in_batches(_READ_AGAIN, {})
    _write(
        connection,
        (_DROP_FAMILIES, {}),
        (_DROP_WORDS, {}),
        (MARK, {"load": load}),
    )
    return True


def vocabulary_load(now: datetime) -> Row:
    """The `Load` node that says with which vocabulary names were read."""
    version = vocabulary().version
    return known_load(f"{SOURCE}-{now:%Y%m%dT%H%M%S}-{version[:8]}", SOURCE, version, now)


def _read_words(connection: Connection, about: Row, written: set[str]) -> int:
    """What model types, classes and tasks let a name claim, and the keys of datasets and publishers."""
    types: list[Row] = []
    classes: list[Row] = []
    tasks: list[Row] = []
    for row in connection.read(_UNREAD_WORDS):
        name = row["name"]
        if row["type"] or row["class"]:
            near = kin(name) if row["type"] else class_kin(name)
            (types if row["type"] else classes).append(
                {
                    "name": name,
                    "family": near.family if near else None,
                    "agrees": sorted(near.agrees) if near else [],
                    "related": sorted(near.related) if near else [],
                    "task": class_task(name) if row["class"] else None,
                }
            )
        else:
            agrees, related = task_kin(name) or ([], [])
            tasks.append({"name": name, "agrees": agrees, "related": related})
    datasets = [
        {"id": row["id"], "key": name_key(row["id"].rpartition("/")[2])} for row in connection.read(_UNREAD_DATASETS)
    ]
    publishers = [
        {"id": row["id"], "key": name_key(row["id"]), "look": name_look(row["id"])}
        for row in connection.read(_UNREAD_PUBLISHERS)
    ]
    _write(connection, *_family_steps({row["family"] for row in types + classes if row["family"]}, about, written))
    count = 0
    for text, rows in (
        (_WRITE_TYPES, types),
        (_WRITE_CLASSES, classes),
        (_WRITE_TASKS, tasks),
        (_WRITE_DATASETS, datasets),
        (_WRITE_PUBLISHERS, publishers),
    ):
        for batch in _batches(iter(rows), BATCH):
            _write(connection, (text, {"rows": batch}))
        count += len(rows)
    return count


def _write(connection: Connection, *steps: tuple[str, Row] | None) -> None:
    """Runs statements in one managed transaction."""

    def work(transaction: neo4j.ManagedTransaction) -> None:
        for step in steps:
            if step is not None:
                transaction.run(statement(step[0]), step[1]).consume()

    connection.write(work)


def _batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(rows, size)):
        yield batch
