"""The checklists ask for what the graph can hold, and say where they come from."""

import re
from collections import Counter

from supplygraph.attributes.checklists import attributes
from supplygraph.attributes.topics import topics
from supplygraph.hub.documentation import FIELDS
from supplygraph.queries.catalogue import find_query
from supplygraph.schema.declaration import declared_properties
from supplygraph.schema.nodes import Dataset, Model
from supplygraph.schema.relationships import RELATIONSHIPS

_MODEL = {one.name for one in declared_properties(Model)} | {one.type_name for one in RELATIONSHIPS}
_DATASET = {one.name for one in declared_properties(Dataset)} | {one.type_name for one in RELATIONSHIPS}


def test_every_fact_is_one_that_the_graph_can_hold() -> None:
    known = {topic.name: topic for topic in topics()}
    for asked in attributes():
        for fact in asked.answered_by or ():
            kind, colon, name = fact.partition(":")
            if not colon:
                assert fact in _MODEL | {"bill", "generated_data", "quantized_child"}, (asked.id, fact)
            elif kind == "card":
                assert name == "text" or known[name].words, (asked.id, fact)
            elif kind == "file":
                assert known[name].files, (asked.id, fact)
            elif kind == "field":
                assert name.split(".")[0] in FIELDS, (asked.id, fact)
            elif kind == "data":
                assert name in _DATASET, (asked.id, fact)
            else:
                assert fact == "tag:tensorboard", (asked.id, fact)


def test_what_can_be_missing_is_told_by_a_place_that_can_answer_it() -> None:
    place_of = {"card": "card", "file": "files", "data": "data"}
    for asked in attributes():
        answering = {place_of.get(fact.partition(":")[0], "metadata") for fact in asked.answered_by or ()}
        assert set(asked.told_by or ()) <= answering | {"card"}, asked.id


def test_each_checklist_has_its_source_and_its_date() -> None:
    assert Counter(one.checklist for one in attributes()) == {"reuse": 19, "ai-bom": 50, "training-content": 19}
    assert all(one.origin and one.date and one.checklist_title and one.meaning for one in attributes())
    clusters = {group for one in attributes() if one.checklist == "ai-bom" for group in one.groups or ()}
    assert len(clusters) == 7


def test_the_questions_read_the_facts_of_a_model_where_they_are_derived() -> None:
    """What is read of a model stands in one file, `derive/shown.cypher`; it must not be read otherwise elsewhere."""
    for name in ("quality-model", "quality-missing", "quality-completeness"):
        text = find_query(name).statement
        assert "-[:SHOWS]-" in text
        assert not re.search(r"type\(|\.(has_card|file_count|card_fields)\b|\bnode\[", text), name
