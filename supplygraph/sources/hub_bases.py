"""Remembers which bases a crawl named and did not describe, as far as memory allows."""

from collections.abc import Iterable

from supplygraph.schema.declaration import Element, Node
from supplygraph.schema.nodes import Dataset, Model
from supplygraph.schema.relationships import DerivedFrom

#: Nothing is looked up by itself where more bases than this are unknown at the end of a crawl.
FEW = 500
#: A crawl that describes or names more artifacts than this is not followed.
MAX_DESCRIBED, MAX_NAMED = 200_000, 20_000

Base = tuple[str, str]
NODES: dict[str, type[Node]] = {"model": Model, "dataset": Dataset}
_KINDS = {node: kind for kind, node in NODES.items()}


class Bases:
    """The bases of one crawl.

    Args:
        named: Kinds and ids that are known to be wanted.

    Attributes:
        named: Bases that nothing has described so far, in the order in which they were named.
        followed: False once the crawl is too large to be followed.
    """

    def __init__(self, named: Iterable[Base] = ()) -> None:
        self.named: dict[Base, None] = dict.fromkeys(named)
        self.followed = True
        self._described: set[Base] = set()

    def note(self, element: Element) -> None:
        """Takes notice of a described artifact or a named base."""
        if not self.followed:
            return
        if isinstance(element, Model | Dataset):
            self.settle((_KINDS[type(element)], element.id))
        elif isinstance(element, DerivedFrom):
            base = (_KINDS[element.end.node], element.end.key)
            if base not in self._described:
                self.named.setdefault(base)
        if len(self._described) > MAX_DESCRIBED or len(self.named) > MAX_NAMED:
            self.followed = False
            self.named.clear()
            self._described.clear()

    def settle(self, base: Base) -> None:
        """A base that needs no further look."""
        self._described.add(base)
        self.named.pop(base, None)
