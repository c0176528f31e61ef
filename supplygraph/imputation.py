"""Guesses what nobody states of a model from siblings, bases and names, and keeps the guesses apart from facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from supplygraph.cypher_files import cypher_folder
from supplygraph.queries.run import run
from supplygraph.store.connection import Connection

#: Folder of the statements that guess, `FACT_METHOD.cypher` each.
FOLDER = "derive/imputation"
_REMOVE = """
MATCH (:Model)-[guess:IMPUTED]->()
CALL (guess) { DELETE guess } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS removed
"""
_KEPT = """
CALL (one, other, relation, support, agreement) {
  MERGE (one)-[guess:IMPUTED {fact: $fact}]->(other)
  ON CREATE SET guess.first_seen = $now
  SET guess.relation = relation, guess.method = $method, guess.support = support, guess.agreement = agreement,
      guess.accuracy = $accuracy, guess.source = "imputation", guess.sources = ["imputation"], guess.last_seen = $now
} IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS made
"""


@dataclass(frozen=True)
class Imputation:
    """What one method guessed.

    Attributes:
        fact: `license`, `task` or `relation`.
        method: `siblings`, `base` or `name`.
        made: Guesses.
        accuracy: How right the method was where the fact is known, each held out.
    """

    fact: str
    method: str
    made: int
    accuracy: float


def impute(connection: Connection) -> list[Imputation]:
    """Makes all guesses anew: of each fact by the method that is most often right, then by the next one.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
    """
    measured = {(row["fact"], row["method"]): row["accuracy"] for row in run(connection, "quality-imputation", {})}
    forget(connection)
    now = datetime.now(UTC)
    texts: dict[tuple[str, str], str] = {}
    for path in (cypher_folder() / FOLDER).glob("*.cypher"):
        fact, _, method = path.stem.partition("_")
        if measured.get((fact, method)) is not None:
            texts[fact, method] = path.read_text(encoding="utf-8")
    done = []
    for fact, method in sorted(texts, key=lambda one: (one[0], -measured[one], one[1])):
        given = {"fact": fact, "method": method, "accuracy": measured[fact, method], "now": now}
        guesses = f"CALL () {{\n{texts[fact, method]}}}\nWITH one, other, relation, support, agreement"
        rows = connection.execute_in_batches(guesses + _KEPT, given)
        done.append(Imputation(fact, method, rows[0]["made"], measured[fact, method]))
    return done


def forget(connection: Connection) -> int:
    """Takes all guesses back, and says how many there were.

    Raises:
        ServerError: the server cannot be used, or the login may not write.
    """
    return int(connection.execute_in_batches(_REMOVE)[0]["removed"])
