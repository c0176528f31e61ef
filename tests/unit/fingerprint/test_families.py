"""The table of model types names what is nearest, and nothing where nothing is near."""

from gguf.constants import MODEL_ARCH_NAMES

from supplygraph.fingerprint.families import Shown, Table, models, of_gguf, packed, shown, stacks, unpacked
from supplygraph.fingerprint.names import Place
from tests.benchmarks.fingerprint_table import part_type


def a(inner: str, outer: str = "", sizes: str = "") -> Shown:
    return Shown(*(frozenset(part.split()) for part in (inner, outer, sizes)))


TABLE = Table(
    [
        ("common", a("q k v up down", "norm embed", "q8 up16")),
        ("rare", a("q k v up down", "norm embed wrap", "q8 up32")),
        ("other", a("qkv fc1 fc2", "embed", "qkv24")),
    ]
)


def test_the_layers_then_what_is_around_them_and_the_sizes_decide() -> None:
    found = TABLE.nearest(a("q k v up down", "norm embed wrap", "q8 up32"))
    assert found is not None
    assert (found.type, found.alike) == ("rare", ("common",))
    sized = TABLE.nearest(a("q k v up down", "norm embed", "q8 up32 x9"))
    assert sized is not None
    assert sized.type == "common"


def test_names_around_the_layers_say_more_than_how_common_a_type_is() -> None:
    table = Table([("bert", a("q k", "bert embed", "q8")), ("electra", a("q k", "electra embed", "q9"))])
    found = table.nearest(a("q k", "electra embed", "q77"))
    assert found is not None
    assert found.type == "electra"


def test_layers_of_the_very_names_are_nearer_than_others_in_known_sizes() -> None:
    table = Table([("common", a("q k v up", "dec", "q8")), ("rare", a("q k v up bias", "dec", "q9"))])
    found = table.nearest(a("q k v up bias", "dec", "q8"))
    assert found is not None
    assert found.type == "rare"


def test_at_a_width_that_nobody_published_the_vocabulary_decides() -> None:
    def sized(vocabulary: int, width: int) -> Shown:
        return Shown(
            frozenset({"q", "k"}),
            frozenset({"embed"}),
            frozenset({f"embed.weight {vocabulary}x{width}", f"q.weight {width}x{width}"}),
        )

    table = Table([("roberta", sized(50265, 768)), ("xlm-roberta", sized(250002, 768))])
    for vocabulary, kind in ((250002, "xlm-roberta"), (50265, "roberta"), (31000, "roberta")):
        found = table.nearest(sized(vocabulary, 384))
        assert found is not None
        assert found.type == kind


def test_sizes_but_for_a_new_vocabulary_are_those_of_the_known_model() -> None:
    def sized(vocabulary: int, width: int) -> Shown:
        parts = ["q", "k", "v", "o", "up", "down"]
        sizes = {f"embed.weight {vocabulary}x{width}", *(f"{part}.weight {width}x{width}" for part in parts)}
        return Shown(frozenset(parts), frozenset({"embed"}), frozenset(sizes))

    table = Table([("llama", sized(32000, 4096)), ("gemma", sized(256000, 2048))])
    for width, kind in ((2048, "gemma"), (4096, "llama"), (1024, "llama")):
        found = table.nearest(sized(99999, width))
        assert found is not None
        assert found.type == kind


def test_what_cannot_be_told_apart_is_the_more_common_and_the_other_stands_beside() -> None:
    same = Table([("common", a("q k", "e")), ("rare", a("q k", "e"))])
    assert same.nearest(a("q k", "e")) == ("common", ("rare",), 1.0)


def test_what_is_like_nothing_has_no_type() -> None:
    assert TABLE.nearest(a("conv bn")) is None
    assert TABLE.nearest(a("q conv bn pool")) is None
    assert Table([]).nearest(a("q")) is None


def test_an_adapter_fits_where_all_its_weights_are_in_their_sizes() -> None:
    assert TABLE.fits(a("q up", "", "up32")) == ("rare", (), 1.0)
    assert TABLE.fits(a("q up", "", "up99")) is None
    assert TABLE.fits(a("q up")) is None
    assert TABLE.fits(a("q gate", "", "q8")) is None


def test_what_a_header_shows_has_no_indices() -> None:
    layers = [(Place("model.layers", at, "experts.*.up.weight"), (4, 2)) for at in range(2)]
    found = shown(layers, [("model.0.norm.weight", (2,)), ("lm_head.weight", (9, 2)), ("x.embed.weight", (9, 2))])
    assert found.inner == {"experts.*.up.weight"}
    assert found.outer == {"model.layers.*", "model.*.norm.weight", "lm_head.weight", "x.embed.weight"}
    assert found.sizes == {"experts.*.up.weight 4x2", "embed.weight 9x2"}


def test_rows_come_back_from_what_is_stored() -> None:
    rows = [("one", a("q k", "e", "q8")), ("two", a("q", "e f"))]
    assert unpacked(packed(rows)) == rows


def test_the_stored_tables_know_their_own_rows() -> None:
    bert = {"attention.self.query.weight", "attention.self.key.weight", "attention.self.value.weight"}
    for table in (models(), stacks()):
        assert table.nearest(Shown(frozenset(bert), frozenset(), frozenset())) is None


def test_the_words_of_gguf_are_those_that_its_package_knows() -> None:
    assert of_gguf("qwen2vl") == "qwen2"
    assert of_gguf("a word of tomorrow") == "a word of tomorrow"
    assert [of_gguf(word) for word in ("gemma", "granite", "starcoder", "phimoe")] == [
        "gemma", "granite", "gpt_bigcode", "phimoe",
    ]  # fmt: skip
    words = {word for word in MODEL_ARCH_NAMES.values() if of_gguf(word) != word}
    assert {"gptneox", "deepseek2", "command-r"} <= words


def test_a_stack_has_the_type_of_the_part_that_its_name_says() -> None:
    truth = {"type": "llava", "parts": {"text_config": "llama", "vision_config": "clip_vision_model"}}
    assert part_type("model.language_model.layers", truth) == "llama"
    assert part_type("vision_tower.vision_model.encoder.layers", truth) == "clip_vision_model"
    assert part_type("model.projector.layers", truth) == "llava"
