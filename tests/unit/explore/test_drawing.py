"""A drawing says in words what it shows in colours, and labels a merge once."""

from supplygraph.explore.drawing import HIGH, WIDE, draw_lineage, draw_way
from supplygraph.licenses.way import Hop
from supplygraph.report.lineage import Fold, Lineage, Shown, Step


def family(bases: int = 1, verdict: str | None = None) -> Lineage:
    found = Lineage("lab/m")
    found.models["lab/m"] = Shown("lab/m", "mit", "permissive", 12_000)
    for number in range(bases):
        name = f"lab/base-{number}"
        found.models[name] = Shown(name)
        found.above["lab/m"].append(Step(name, "lab/m", "merge" if bases > 1 else "finetune", verdict))
    return found


def test_a_base_stands_left_of_what_was_made_from_it() -> None:
    drawing = draw_lineage(family())
    base, model = drawing.boxes
    assert (base.id, model.id, model.focus) == ("lab/base-0", "lab/m", True)
    assert base.x + WIDE < model.x
    assert model.lines == ("m", "lab · 12k downloads", "mit · open")
    assert base.title == "lab/base-0, no licence"


def test_a_line_ends_at_its_box_and_is_labelled_there() -> None:
    drawing = draw_lineage(family())
    (line,) = drawing.lines
    model = drawing.boxes[1]
    assert line.path.startswith(f"M{drawing.boxes[0].x + WIDE:g} ")
    assert line.path.endswith(f"H{model.x - 3:g}")
    assert (line.label, line.x < model.x) == ("finetune", True)


def test_a_conflict_is_marked_by_a_sign_too() -> None:
    (line,) = draw_lineage(family(verdict="conflict")).lines
    assert line.label == "≠ finetune"
    assert line.title == "lab/m: finetune of lab/base-0, licences: conflict"


def test_a_merge_is_labelled_once() -> None:
    drawing = draw_lineage(family(15, "conflict"))
    assert {line.label for line in drawing.lines} == {""}
    assert drawing.focus is not None
    assert drawing.focus.remark == "merge of 15, ≠ 15 in conflict"
    # The lines meet the side of the box at places of their own.
    ends = {line.path.rsplit(" ", 1)[-1].split("H")[0] for line in drawing.lines}
    assert len(ends) == 15
    assert all(drawing.focus.y < float(end) < drawing.focus.y + HIGH for end in ends)


def test_what_is_folded_stands_last_with_its_mix() -> None:
    found = family(0)
    found.models["lab/c"] = Shown("lab/c")
    found.below["lab/m"].append(Step("lab/m", "lab/c", "finetune"))
    found.folds["lab/m"] = Fold("lab/m", 77, (("quantized", 61), ("adapter", 12), ("merge", 4)))
    last = max(draw_lineage(found).boxes, key=lambda box: box.y)
    assert last.fold is not None
    assert last.lines == ("77 more ▸", "quantized 61, adapter 12", "and 1 other kind")
    assert last.title == "77 more made from lab/m: quantized 61, adapter 12, merge 4"


def test_a_stub_is_not_loaded_and_not_without_a_license() -> None:
    found = family(0)
    found.models["lab/m"].status = "stub"
    found.models["lab/m"].license = None
    assert draw_lineage(found).boxes[0].lines[2] == "not loaded"


def test_a_way_leads_from_who_asks_to_who_drops() -> None:
    way = [
        Hop("lab/child", "mit", "quantized"),
        Hop("lab/tune", "mit", "finetune", dropped_here=True),
        Hop("meta/base", "llama2"),
    ]
    drawing = draw_way(way, {"meta/base": Shown("meta/base", "llama2", "community")})
    assert [(box.id, box.remark) for box in drawing.boxes] == [
        ("meta/base", "asks for it"),
        ("lab/tune", "dropped here"),
        ("lab/child", None),
    ]
    assert drawing.boxes[0].fill == "limits"
    assert [line.label for line in drawing.lines] == ["≠ finetune", "≠ quantized"]
