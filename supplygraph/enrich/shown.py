"""Works out what models show of what checklists ask, for those that a small load touched."""

from collections.abc import Callable, Mapping, Set
from functools import cache

from supplygraph.attributes.checklists import attributes
from supplygraph.checks.check import mentions
from supplygraph.cypher_files import cypher_folder
from supplygraph.schema.nodes import Dataset, Model
from supplygraph.store.connection import Connection
from supplygraph.store.derivation import read_steps, run_steps

#: The file of the steps.
STEP = "shown"
#: The part of it that a first load does, but for what is said of other ids than it names.
FACTS = "facts"
#: How the first step finds all models, and those that something was said of; a quantised model answers for its base,
#: and datasets for the models that were trained on them.
_EVERY = "MATCH (node:Model)\n"
_SOME = """CALL () {
  UNWIND $models AS id
  MATCH (:Model {id: id})-[:DERIVED_FROM]->{0,1}(node:Model)
  RETURN node
  UNION
  UNWIND $datasets AS id
  MATCH (:Dataset {id: id})<-[:TRAINED_ON]-(node:Model)
  RETURN node
}
"""


@cache
def facts() -> frozenset[str]:
    """What answers an attribute of any checklist: properties, relationships, and words behind what they stand in."""
    return frozenset(fact.rpartition(":")[2] for one in attributes() for fact in one.answered_by or ())


def derive_shown(
    connection: Connection,
    on_step: Callable[[str], None] | None = None,
    touched: Mapping[str, Set[str]] | None = None,
    differs: Set[str] | None = None,
) -> None:
    """Brings up to date what models show; running it again changes nothing.

    Args:
        connection: The graph.
        on_step: Told the title of each step as it begins.
        touched: Ids of artifacts by label, where nothing was said of others; None for all.
        differs: The properties and relationships in which these differ from before; None where that may be all.

    Raises:
        ServerError: the server cannot be used.
        QueryError: a step fails.
    """
    first, *rest = read_steps(cypher_folder() / "derive" / f"{STEP}.cypher")
    if touched is None:
        run_steps(connection, [first, *rest], on_step)
        return
    if differs is not None and not mentions(first.text, differs) and facts().isdisjoint(differs):
        return
    models, datasets = (sorted(touched.get(node.label, ())) for node in (Model, Dataset))
    if models or datasets:
        some = first.text.replace(_EVERY, _SOME, 1)
        connection.execute_in_batches(some, {"models": models, "datasets": datasets})
        run_steps(connection, rest, on_step)
