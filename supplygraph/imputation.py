"""Guesses what nobody states of a model from siblings, bases, names and fingerprints, apart from what is stated."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from supplygraph.checks.names import NAMESAKE
from supplygraph.cypher_files import cypher_folder
from supplygraph.store.connection import Connection

#: Whose statements guesses are in the graph.
SOURCE = "imputation"
#: Folder of the rules, `FACT_METHOD.cypher` each. With `$held_out` a rule guesses what is stated as if it were not.
FOLDER = "derive/imputation"

#: The rule for a base that is not in a file, for it is that of the check of names that looks for undeclared bases.
_BASE_BY_NAME = (
    """
MATCH (model:Model)
WHERE model._name_stem IS NOT NULL AND CASE
  WHEN $held_out THEN EXISTS { (model)-[:DERIVED_FROM]->(:Model) }
  ELSE model.status = "present" AND NOT EXISTS { (model)-[:DERIVED_FROM]->(:Model) }
    AND NOT EXISTS { (model)-[:IMPUTED {fact: $fact}]->() }
END
"""
    + NAMESAKE
    + """
WITH model AS one, base AS other
WHERE NOT EXISTS { MATCH ANY SHORTEST (other)-[:DERIVED_FROM]->{1,50}(above) WHERE above = one }
RETURN
  one, other, null AS relation, 1 AS support, 1.0 AS agreement,
  EXISTS { MATCH ANY SHORTEST (one)-[:DERIVED_FROM]->{1,50}(above) WHERE above = other } AS correct
"""
)
#: What is known of each fact: its values, one for each model, or for each derivation.
_KNOWN = {
    "license": "MATCH (one:Model) WHERE one.license_id IS NOT NULL AND EXISTS { (one)-[:DERIVED_FROM]->(:Model) } "
    "WITH one.license_id AS value",
    "task": "MATCH (one:Model) WHERE one.task IS NOT NULL AND EXISTS { (one)-[:DERIVED_FROM]->(:Model) } "
    "WITH one.task AS value",
    "relation": 'MATCH (:Model)-[step:DERIVED_FROM]->(:Model) WHERE step.relation <> "undeclared" '
    "WITH step.relation AS value",
    "base": "MATCH (one:Model) WHERE EXISTS { (one)-[:DERIVED_FROM]->(:Model) } WITH null AS value",
}
_COUNT_KNOWN = (
    " WITH value, count(*) AS number "
    "RETURN sum(number) AS known, max(CASE WHEN value IS NOT NULL THEN number END) AS right"
)
_REMOVE = """
MATCH (:Model)-[guess:IMPUTED]->()
CALL (guess) { DELETE guess } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS removed
"""
_FORGET_FIGURES = "MATCH (load:Load {source: $source}) DETACH DELETE load"
_KEEP_FIGURES = """
CREATE (load:Load {
  id: $id, name: $source, source: $source, started: $now, finished: $finished, complete: true, derived: true,
  count_names: $names, count_values: $values
})
"""
_KEPT = """
CALL (one, other, relation, support, agreement) {
  MERGE (one)-[guess:IMPUTED {fact: $fact}]->(other)
  ON CREATE SET guess.first_seen = $now
  SET guess.relation = relation, guess.method = $method, guess.support = support, guess.agreement = agreement,
      guess.accuracy = $accuracy, guess.source = $source, guess.sources = [$source], guess.last_seen = $now
} IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS made
"""


@dataclass(frozen=True)
class Measured:
    """How right one method is where the fact is known, each time held out.

    Attributes:
        fact: `license`, `task`, `relation` or `base`.
        method: `siblings`, `base`, `name`, `fingerprint`, or `most_frequent`, which is only held against the others.
        known: Models, or derivations for the relation, of which the fact is known.
        guessed: Those of them for which the method has a guess.
        right: Those of these for which it is right; a base is where the declared lineage leads to it.
    """

    fact: str
    method: str
    known: int
    guessed: int
    right: int

    @property
    def accuracy(self) -> float:
        """Right guesses of all guesses."""
        return self.right / self.guessed


@dataclass(frozen=True)
class Imputation:
    """What one method guessed.

    Attributes:
        fact: `license`, `task`, `relation` or `base`.
        method: `siblings`, `base`, `name` or `fingerprint`.
        made: Guesses.
        accuracy: How right the method was where the fact is known, each held out.
    """

    fact: str
    method: str
    made: int
    accuracy: float


def measure(connection: Connection) -> list[Measured]:
    """How right each method is on what the graph knows; methods without any guess to measure are left out.

    Raises:
        ServerError: the server cannot be used.
    """
    found = []
    for fact, known in _KNOWN.items():
        whole = connection.read(known + _COUNT_KNOWN)[0]
        if whole["right"] is not None:
            found.append(Measured(fact, "most_frequent", whole["known"], whole["known"], whole["right"]))
        for (its, method), rule in _rules().items():
            if its == fact and whole["known"]:
                text = f"CALL () {{\n{rule}}}\nRETURN count(*) AS guessed, count(CASE WHEN correct THEN 1 END) AS right"
                row = connection.read(text, {"fact": fact, "held_out": True})[0]
                found.append(Measured(fact, method, whole["known"], row["guessed"], row["right"]))
    return found


def impute(connection: Connection) -> list[Imputation]:
    """Makes all guesses anew: of each fact by the method that is most often right, then by the next one.

    The figures of all methods are kept, too, for `quality-imputation`.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
    """
    forget(connection)
    now = datetime.now(UTC)
    figures = measure(connection)
    rules = _rules()
    usable = [one for one in figures if one.guessed and (one.fact, one.method) in rules]
    done = []
    for one in sorted(usable, key=lambda one: (one.fact, -one.accuracy, one.method)):
        given: dict[str, Any] = {"fact": one.fact, "method": one.method, "accuracy": one.accuracy}
        given |= {"now": now, "source": SOURCE, "held_out": False}
        guesses = f"CALL () {{\n{rules[one.fact, one.method]}}}\nWITH one, other, relation, support, agreement"
        rows = connection.execute_in_batches(guesses + _KEPT, given)
        done.append(Imputation(one.fact, one.method, rows[0]["made"], one.accuracy))
    _keep(connection, figures, now)
    return done


def forget(connection: Connection) -> int:
    """Takes all guesses back, and says how many there were.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
    """
    connection.execute(_FORGET_FIGURES, {"source": SOURCE})
    return int(connection.execute_in_batches(_REMOVE)[0]["removed"])


def _keep(connection: Connection, figures: list[Measured], now: datetime) -> None:
    counts = {
        f"{one.fact} {one.method} {name}": getattr(one, name)
        for one in figures
        for name in ("known", "guessed", "right")
    }
    given = {"id": f"{SOURCE}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}", "source": SOURCE, "now": now}
    given |= {"finished": datetime.now(UTC), "names": list(counts), "values": list(counts.values())}
    connection.execute(_KEEP_FIGURES, given)


def _rules() -> dict[tuple[str, str], str]:
    """The rules by fact and method."""
    rules = {("base", "name"): _BASE_BY_NAME}
    for path in sorted((cypher_folder() / FOLDER).glob("*.cypher")):
        fact, _, method = path.stem.partition("_")
        rules[fact, method] = path.read_text(encoding="utf-8")
    return rules
