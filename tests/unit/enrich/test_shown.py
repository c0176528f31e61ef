"""What models show is worked out for those alone that a load touched."""

from supplygraph.cypher_files import cypher_folder
from supplygraph.enrich import shown
from supplygraph.store.derivation import read_steps


def test_the_step_has_one_place_where_models_are_found() -> None:
    first, *rest = read_steps(cypher_folder() / "derive" / f"{shown.STEP}.cypher")
    assert first.text.count(shown._EVERY) == 1
    assert not any(shown._EVERY in step.text for step in rest)
