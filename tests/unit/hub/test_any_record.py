"""Whatever a record holds, the mapping raises nothing and yields nothing that the graph cannot take."""

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplygraph.hub.dump_formats import DUMP_FORMATS
from supplygraph.hub.mapping import dataset_elements, model_elements, space_elements
from supplygraph.schema.declaration import Described, Element, Node
from supplygraph.tally import Tally

KEY = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,1000}")
RELATIONS = ["finetune", "adapter", "quantized", "merge", "undeclared", "distill", "distilled", ""]

anything = st.text(st.characters(exclude_categories=()), max_size=30)
words = st.one_of(
    anything,
    st.sampled_from(
        ["acme/a", "acme/b", "gpt2", "C:\\x", "https://hf.co/a/b/tree/main", "mit", "other", "en", "4-bit"]
    ),
    st.builds(
        "{}:{}".format,
        st.sampled_from(["base_model", "base_model:merge", "license", "dataset", "arxiv", "doi", "source_datasets"]),
        st.one_of(anything, st.sampled_from(["acme/a", "acme/b", "2307.09288", "10.57967/hf/1"])),
    ),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
junk = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4))
)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A dictionary in which every field may be missing, of its type, or anything at all."""
    return st.fixed_dictionaries({}, optional={name: st.one_of(kind, junk) for name, kind in fields.items()})


many = st.one_of(words, st.lists(words, max_size=6))
cards = some(
    license=many,
    license_name=words,
    license_link=words,
    base_model=many,
    base_model_relation=st.sampled_from(RELATIONS),
    finetuned_from=words,
    datasets=many,
    language=many,
    new_version=words,
    task_categories=many,
    source_datasets=many,
    models=many,
)
base_models = some(
    relation=st.sampled_from(RELATIONS), models=st.lists(st.fixed_dictionaries({"id": words}), max_size=3)
)
configs = some(
    architectures=many,
    model_type=words,
    peft=some(base_model_name_or_path=words),
    adapter_transformers=some(model_name=words),
    quantization_config=some(quant_method=words, bits=st.integers()),
    diffusers=some(_class_name=words),
)
records = some(
    id=st.sampled_from(["acme/child", "gpt2"]),
    _id=words,
    author=words,
    sha=words,
    createdAt=words,
    lastModified=st.datetimes(),
    downloads=st.integers(),
    likes=st.floats(),
    gated=st.sampled_from(["auto", "manual", False]),
    private=st.booleans(),
    library_name=words,
    pipeline_tag=words,
    sdk=words,
    tags=st.lists(words, max_size=8),
    cardData=cards,
    config=configs,
    safetensors=some(total=st.integers(), parameters=st.dictionaries(words, st.integers(), max_size=3)),
    gguf=some(total=st.integers()),
    baseModels=base_models,
    siblings=st.lists(st.one_of(words, st.fixed_dictionaries({"rfilename": words})), max_size=3),
    models=many,
    datasets=many,
    _extra=some(removed_at=words, requested_id=words),
)
rows = some(
    **{name: many for dump in DUMP_FORMATS.values() for name in sorted(dump.columns)},
)
thorough = settings(suppress_health_check=[HealthCheck.too_slow])


def assert_sound(elements: list[Element]) -> None:
    """What the graph can take: keys that are keys, allowed ends, and one end of the record."""
    for element in elements:
        if isinstance(element, Described):
            assert KEY.fullmatch(element.owner.key)
        elif isinstance(element, Node):
            assert KEY.fullmatch(element.key_value)
            element.model_dump_json()
        else:
            assert (element.start.node, element.end.node) in element.ends
            assert KEY.fullmatch(element.start.key), element
            assert KEY.fullmatch(element.end.key), element
            assert element.start != element.end
            element.model_dump(exclude={"start", "end"})
            for value in element.__dict__.values():
                for text in value if isinstance(value, list) else [value]:
                    assert not isinstance(text, str) or text.encode()
    pairs = [(type(e), e.start, e.end) for e in elements if not isinstance(e, Described | Node)]
    assert len(pairs) == len(set(pairs))
    assert not elements or isinstance(elements[-1], Described)


@thorough
@given(records)
def test_models(record: dict[str, Any]) -> None:
    assert_sound(list(model_elements(record, Tally(), "hub", set())))


@thorough
@given(records)
def test_datasets(record: dict[str, Any]) -> None:
    assert_sound(list(dataset_elements(record, Tally(), "hub", set())))


@thorough
@given(records)
def test_spaces(record: dict[str, Any]) -> None:
    assert_sound(list(space_elements(record, Tally(), "hub", set())))


@thorough
@given(st.sampled_from(sorted(DUMP_FORMATS)), rows)
def test_rows_of_every_dump(name: str, row: dict[str, Any]) -> None:
    dump = DUMP_FORMATS[name]
    assert_sound(list(dump.read(row, Tally(), "file:1", dump.source, set())))


@thorough
@given(st.dictionaries(anything, junk, max_size=6))
def test_arbitrary_objects(record: dict[str, Any]) -> None:
    for dump in DUMP_FORMATS.values():
        assert_sound(list(dump.read({"id": "a/b", **record}, Tally(), "file:1", "hub", set())))
