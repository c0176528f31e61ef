"""What can be the id of no artifact stays out of the graph, is counted, and takes nothing else with it."""

from supplygraph.schema.declaration import Described, Element
from supplygraph.schema.nodes import Dataset, License, Model
from supplygraph.schema.relationships import Declares, DerivedFrom, TrainedOn
from supplygraph.sources.admitted import admitted
from supplygraph.tally import Tally


def record(model: str, base: str = "b/base") -> list[Element]:
    owner = Model.ref(model)
    return [
        Model(id=model, status="present"),
        Declares(start=owner, end=License.ref("n/a")),
        DerivedFrom(start=owner, end=Model.ref(base)),
        TrainedOn(start=owner, end=Dataset.ref("squad")),
        Described(owner, (Declares, DerivedFrom)),
    ]


def test_what_is_an_id_goes_through() -> None:
    tally = Tally()
    assert list(admitted(record("a/m"), tally)) == record("a/m")
    assert not tally.counts


def test_a_refused_artifact_goes_with_all_that_is_said_of_it() -> None:
    tally = Tally()
    assert list(admitted([*record("../x"), *record("a/m")], tally)) == [
        Described(Model.ref("../x"), ()),
        *record("a/m"),
    ]
    assert tally.counts == {"ids_refused": 1}
    assert tally.examples["ids_refused"] == ["../x: an empty part, or one of dots only"]


def test_a_refused_end_takes_only_its_relationship_with_it() -> None:
    tally = Tally()
    kept = list(admitted(record("a/m", "b/m\u03bfdel\u202e"), tally))
    assert kept == [one for one in record("a/m") if not isinstance(one, DerivedFrom)]
    assert tally.counts == {"ids_refused": 1}
    assert "\u202e" not in tally.examples["ids_refused"][0]
