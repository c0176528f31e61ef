"""Flows end where their pieces are, and are as thick as what they count."""

from supplygraph.explore.charts import HEIGHT, draw_flows, shares


def test_pieces_are_as_high_as_what_flows_and_fit() -> None:
    flows = draw_flows([("mit", "apache-2.0", 30), ("mit", "no licence", 10), ("llama2", "no licence", 20)])
    left = {piece.name: piece for piece in flows.pieces if piece.left}
    right = {piece.name: piece for piece in flows.pieces if not piece.left}
    assert (left["mit"].number, right["no licence"].number) == (40, 30)
    assert left["mit"].height == 2 * left["llama2"].height
    assert max(piece.y + piece.height for piece in flows.pieces) <= HEIGHT + 0.01
    assert [(one.source, one.target, one.number) for one in flows.ribbons] == [
        ("mit", "apache-2.0", 30),
        ("mit", "no licence", 10),
        ("llama2", "no licence", 20),
    ]
    assert flows.ribbons[0].path.startswith(f"M246 {left['mit'].y:.1f}")


def test_shares_fill_the_width() -> None:
    assert shares(("default", 1, 3, 0), 200) == [(0.0, 50.0), (50.0, 150.0), (200.0, 0.0)]
    assert shares(("none", 0, 0), 200) == [(0.0, 0.0), (0.0, 0.0)]
