"""A cell of a compatibility matrix as an element of the graph."""

from supplygraph.schema.declaration import Element
from supplygraph.schema.nodes import CompatibilityMatrix, License
from supplygraph.schema.relationships import ListedIn, Matrix


def matrix_element(
    upstream: str, downstream: str, matrix: str, verdict: str, date: str | None, written: tuple[str, str] | None = None
) -> Element:
    """What a matrix says of two licences, or of a licence with itself, which is not a relationship between two.

    Args:
        upstream: Id of the licence of what goes into the work.
        downstream: Id of the licence of the work.
        matrix: Name of the matrix.
        verdict: What it says, in its own words.
        date: Its date.
        written: The names that a sheet has for the two.
    """
    names = {} if written is None else {"written_upstream": written[0], "written_downstream": written[1]}
    if upstream == downstream:
        return ListedIn(start=License.ref(upstream), end=CompatibilityMatrix.ref(matrix), verdict=verdict, **names)
    return Matrix(
        start=License.ref(upstream), end=License.ref(downstream), profile=matrix, verdict=verdict, date=date, **names
    )
