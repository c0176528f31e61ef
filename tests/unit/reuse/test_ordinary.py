"""Places of ordinary repositories: tables of addresses, lists of arguments, names of one word, data and folders."""

from pathlib import Path

import pytest

from supplygraph.reuse.identify import is_local, is_placeholder, looks_owned, reads_as_dataset
from supplygraph.reuse.keys import is_hosted
from supplygraph.reuse.served import asks_own_server, asks_own_server_in
from tests.unit.reuse.repositories import claimed, models

OWN = "stillwater/lantern"
OTHER = "stillwater/candle"
ROWS = "stillwater/talks"


def rows(folder: Path, name: str, text: str) -> set[tuple[int, str | None, str]]:
    """(line, id, kind) of what is claimed in a file."""
    return {(one.line, one.model_id, one.kind) for one in claimed(folder, {name: text})}


@pytest.mark.parametrize("key", ["hfRepoId", "repoId", "modelId", "hf_repo"])
def test_a_table_of_a_page_names_models_by_the_heads_of_its_keys(key: str, tmp_path: Path) -> None:
    library = 'import { Wllama } from "@wllama/wllama";\nawait wllama.loadModelFromHF({ repo: one });\n'
    table = f'export const choices: Record<string, Choice> = {{\n  small: {{ {key}: "{OWN}", size: 3 }},\n}};\n'
    assert rows(tmp_path, "models.ts", library + table) == {(4, OWN, "model")}


def test_a_typed_table_of_models_is_looked_at_though_its_file_names_no_library(tmp_path: Path) -> None:
    files = {
        "table.ts": f'export const pageModels: Readonly<Record<string, A>> = {{\n  a: {{ hfRepo: "{OWN}" }},\n}};\n',
        "load.ts": 'import { pipeline } from "@huggingface/transformers";\n',
    }
    assert models(tmp_path, files) == {("table.ts", 2, OWN, "huggingface")}


TABLE = """\
import os
from huggingface_hub import hf_hub_download

def entry(url="", {key}=""):
    return dict(url=url, {key}={key})

KNOWN = dict(
    one=entry({key}="stillwater/lantern/lantern_b16.pt"),
    two=entry({key}="stillwater/candle-large/"),
    three=entry("https://example.org/stillwater/lantern/x.pt"),
)

def load(tag):
    repository, file = os.path.split(KNOWN[tag]["{key}"])
    return hf_hub_download(repository, file)
"""


@pytest.mark.parametrize(("key", "expected"), [("hf_hub", True), ("hf_hub_id", True), ("folder", False)])
def test_an_address_of_a_file_that_code_takes_apart_is_one_of_the_hub_where_its_key_says_so(
    key: str, expected: bool, tmp_path: Path
) -> None:
    claims = rows(tmp_path, "pretrained.py", TABLE.format(key=key))
    assert claims == ({(8, OWN, "model"), (9, "stillwater/candle-large", "model")} if expected else set())


def test_an_address_of_a_file_is_found_in_a_table_that_loads_nothing_itself(tmp_path: Path) -> None:
    files = {
        "table.py": 'KNOWN = {"a": {"hf_hub": "stillwater/lantern/b16.pt"}}\n',
        "load.py": "from huggingface_hub import hf_hub_download\nfrom table import KNOWN\n"
        'hf_hub_download(KNOWN["a"]["hf_hub"].rsplit("/", 1)[0], "b16.pt")\n',
    }
    assert ("table.py", 1, OWN, "huggingface") in models(tmp_path, files)


RUNS = """\
from tools import {function}

def test_all(case):
    if case == "first":
        model = "stillwater/lantern"
    else:
        model = "stillwater/candle"
    words = ["measure", "--config-name", case, {word}]
    {function}(None, words)
"""


@pytest.mark.parametrize("word", ['"engine.model=" + model', 'f"engine.model={model}"', '"++engine.model=" + model'])
@pytest.mark.parametrize(("function", "expected"), [("run_and_log", True), ("launch_program", True), ("show", False)])
def test_a_setting_in_the_arguments_of_a_program_has_the_values_of_its_variable(
    word: str, function: str, expected: bool, tmp_path: Path
) -> None:
    claims = rows(tmp_path, "tests/test_measure.py", RUNS.format(function=function, word=word))
    assert claims == ({(5, OWN, "model"), (7, OTHER, "model")} if expected else set())


def test_a_setting_in_the_arguments_of_a_program_is_read_where_nothing_else_in_the_file_loads(tmp_path: Path) -> None:
    code = 'from tools import run_program\n\nwords = [\n    "measure",\n    "engine.model=stillwater/lantern",\n]\n'
    assert rows(tmp_path, "tests/test_a.py", f"{code}run_program(words)\n") == {(5, OWN, "model")}


def test_a_list_without_options_that_a_runner_is_given_is_no_list_of_arguments(tmp_path: Path) -> None:
    code = f'from tools import run_all\nrun_all(["{OWN}-7b", "{OTHER}-7b"])\nOPTION = "--model=x"\n'
    assert rows(tmp_path, "tests/test_a.py", code) == set()


SPLIT = '''\
import os
MODEL = os.getenv("UNDER_TEST", "stillwater/lantern")
FIXED = f"""
    train.py
    --pretrained_model_name_or_path=stillwater/candle
    --output_dir {folder()}
    --dataset_name=stillwater/talks
""".split()
GIVEN = f"""
    --model_name_or_path {MODEL}
    --steps {steps()}
""".split()
'''


def test_options_in_a_text_that_is_split_stand_on_their_lines_and_have_the_defaults_of_the_environment(
    tmp_path: Path,
) -> None:
    expected = {(2, OWN, "model"), (5, OTHER, "model"), (7, ROWS, "dataset")}
    assert rows(tmp_path, "tests/test_train.py", SPLIT) == expected


def test_a_text_that_is_split_but_gives_no_options_names_nothing(tmp_path: Path) -> None:
    code = f'import transformers\nWORDS = """\n    one of {OWN}\n    and {OTHER}\n""".split()\n'
    assert rows(tmp_path, "tests/test_words.py", code) == set()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.sh", "python train.py \\\n  --model_name_or_path gpt2 \\\n  --lr 1\n", 2),
        ("a.sh", "model=gpt2\nif x; then\n  model=$1\nfi\npython chat.py --model_name_or_path ${model}\n", 1),
        ("a.sh", "model_name_or_path=distilgpt2\n", 1),
        ("a.sh", 'extra="--dataset x --model_name_or_path gpt2"\n', 1),
        ("a.yaml", "train:\n  model_name_or_path: gpt2\n  folder: a/b\n", 2),
    ],
)
def test_a_name_of_one_word_is_a_model_where_the_option_is_one_of_the_hubs_libraries(
    name: str, text: str, line: int, tmp_path: Path
) -> None:
    (found,) = claimed(tmp_path, {name: text})
    assert (found.line, found.kind) == (line, "model")
    assert found.hub_id in ("openai-community/gpt2", "distilbert/distilgpt2") or "/" in str(found.model_id)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sh", "python train.py --model gpt2\nmodel=gpt2\npython train.py --model $model --out a/b\n"),
        ("a.sh", "python train.py --model_name_or_path gpt2.pt --model_type gpt2 --out gpt2/x\n"),
        ("a.yaml", "model: gpt2\ntokenizer:\n  type: gpt2\nout: a/b\n"),
    ],
)
def test_elsewhere_a_name_of_one_word_is_that_of_an_architecture(name: str, text: str, tmp_path: Path) -> None:
    assert rows(tmp_path, name, text) == set()


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.yaml", f"dataset:\n  train_dataset:\n    repo_id: {OWN}\n", "dataset"),
        ("a.yaml", f"train_data:\n  source:\n    repo_id: {OWN}\n", "dataset"),
        ("a.yaml", f"dataset:\n  tokenizer:\n    repo_id: {OWN}\n", "model"),
        ("a.yaml", f"kind: ConfigMap\ndata:\n  REPO_ID: {OWN}\n", "model"),
        ("a.yaml", f"repo_id: {OWN}\n", "model"),
        ("a.yaml", f"repo_id: {OWN}-150k\n", "dataset"),
        ("a.json", f'{{"eval_dataset": {{"repo_id": "{OWN}"}}}}', "dataset"),
        ("a.sh", f"python get.py --repo_id {OWN} --repo-type dataset\n", "dataset"),
        ("a.sh", f"python get.py --repo_id {OWN} --repo_type=dataset\n", "dataset"),
        ("a.sh", f"python get.py --repo_id {OWN} --filename part-0.jsonl\n", "dataset"),
        ("a.sh", f"python get.py --repo_id {OWN} --filename config.json\n", "model"),
        ("a.sh", f"python get.py --repo_id {OWN} && python run.py --rows a.jsonl\n", "model"),
        ("a.sh", f"python get.py \\\n  --repo_id {OWN}-150k \\\n  --filename chat.json\n", "dataset"),
        ("a.sh", f"hf download {OWN} train.parquet\n", "dataset"),
        ("a.sh", f"hf download {OWN} lantern.gguf\n", "model"),
    ],
)
def test_a_repository_is_one_of_data_where_keys_above_or_what_is_asked_for_say_so(
    name: str, text: str, kind: str, tmp_path: Path
) -> None:
    assert [one.kind for one in claimed(tmp_path, {name: text})] == [kind]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a/talks-150K", True), ("a/talks_80k", True), ("a/lantern-128k", False), ("a/lantern-7b-150k", False),
     ("a/lantern-7b", False)],
)  # fmt: skip
def test_a_number_of_rows_tells_data_and_one_of_tokens_does_not(name: str, expected: bool) -> None:
    assert reads_as_dataset(name) is expected


@pytest.mark.parametrize("quote", ["", '"'])
def test_each_id_of_a_value_over_several_lines_has_its_own_line(quote: str, tmp_path: Path) -> None:
    text = f"sweep:\n  engine.model:\n    {quote}{OWN}-x,\n    {OWN},\n    {OTHER}{quote}\n  other: 1\n"
    assert rows(tmp_path, "a.yaml", text) == {
        (3, f"{OWN}-x", "model"),
        (4, OWN, "model"),
        (5, OTHER, "model"),
    }


CONTAINER = """\
containers:
  - name: server
    image: registry.example.org/team/serving:3
    args:
      - "--model={own}"
      - "{option}"
      - "4"
"""


@pytest.mark.parametrize(
    ("option", "expected"), [("--max-model-len", True), ("--tensor_parallel_size", True), ("--threads", False)]
)
def test_a_launcher_is_told_by_its_own_options_where_the_image_is_not_known(
    option: str, expected: bool, tmp_path: Path
) -> None:
    claims = rows(tmp_path, "a.yaml", CONTAINER.format(own=OWN, option=option))
    assert claims == ({(5, OWN, "model")} if expected else set())


def test_other_options_of_such_a_container_are_read_as_well(tmp_path: Path) -> None:
    text = CONTAINER.format(own=OWN, option="--max-model-len") + f'      - "--draft_model_name_or_path={OTHER}"\n'
    assert rows(tmp_path, "a.yaml", text) == {(5, OWN, "model"), (8, OTHER, "model")}


@pytest.mark.parametrize(
    "text",
    ["output_models/lora", "saved_checkpoints/first", "trained_models/x9", "MedTalks/train", "lantern/validation"],
)
def test_folders_of_outputs_and_of_parts_of_data_are_no_ids(text: str) -> None:
    assert is_local(text, frozenset())
    assert not looks_owned(text, frozenset())


def test_an_owner_whose_name_holds_other_words_is_no_folder() -> None:
    assert not is_local("output_lab/lantern", frozenset())
    assert not is_local("stillwater/train-set", frozenset())


@pytest.mark.parametrize("text", ["hf_user/lora", "hf-user/lantern", "user/lantern"])
def test_users_that_stand_for_anyone_own_nothing(text: str) -> None:
    assert is_placeholder(text)
    assert not is_placeholder("hf-audio/lantern")


TIMM = """\
import timm

def adapter(name, pretrained=False):
    return timm.create_model(name, pretrained=pretrained)

adapter({given})
"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('"resnet50"', False),
        ('"resnet50", True', True),
        ('"resnet50", pretrained=True', True),
        ('name="resnet50"', False),
        ('"resnet50", **options', True),
    ],
)
def test_a_function_around_timm_loads_no_weights_where_it_is_not_told_to(
    given: str, expected: bool, tmp_path: Path
) -> None:
    assert bool(rows(tmp_path, "model.py", TIMM.format(given=given))) is expected


ASKS = "{made}\nclient.chat.completions.create(model='stillwater/lantern', messages=[])\n"
AT = "base_url='http://localhost:8000/v1'"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (f"client = OpenAI({AT})", True),
        (f"client = OpenAI({AT})\nother = OpenAI()", False),
        (f"client = OpenAI({AT})\nother = AsyncOpenAI(api_key='x')", False),
        (f"client = OpenAI({AT})\nother = OpenAI(**options)", True),
        (f"client = OpenAI({AT})\nclient.embeddings.create(model='gpt-4o-mini')", False),
        ("import os\nos.environ['OPENAI_BASE_URL'] = 'http://localhost:8000/v1'\nclient = OpenAI()", True),
    ],
)
def test_where_a_service_is_asked_as_well_a_name_is_not_taken_for_one_of_the_hub(
    made: str, expected: bool, tmp_path: Path
) -> None:
    text = "from openai import AsyncOpenAI, OpenAI\n" + ASKS.format(made=made)
    assert {one[1] for one in rows(tmp_path, "chat.py", text)} == ({OWN} if expected else set())


@pytest.mark.parametrize(
    "address",
    ["http://litellm:8000/v1", "http://llm-gateway/v1", "http://localhost:4000/v1", "http://proxy.local:80/v1"],
)
def test_what_passes_requests_on_is_no_server_of_ones_own_models(address: str) -> None:
    assert asks_own_server([(address, "base_url")]) is False
    assert asks_own_server([("http://localhost:40001/v1", "base_url")]) is True


def test_code_of_other_languages_that_asks_a_service_as_well_names_nothing_of_the_hub() -> None:
    own = 'let a = OpenAI(host: "localhost")\nlet u = "http://localhost:8000/v1"\n'
    assert asks_own_server_in(own) is True
    assert asks_own_server_in(own + 'let b = OpenAI(apiToken: "x")\n') is False


def test_a_server_that_is_asked_by_names_of_its_own_has_none_of_the_hub(tmp_path: Path) -> None:
    ask = 'curl http://localhost:8000/v1/completions -d \'{{"model": "{name}"}}\'\n'
    assert rows(tmp_path / "a", "ask.sh", ask.format(name=OWN)) == {(1, OWN, "model")}
    both = ask.format(name="stillwater") + ask.format(name=OWN)
    assert rows(tmp_path / "b", "ask.sh", both) == set()


@pytest.mark.parametrize("name", ["openai/gpt-9", "openai/gpt-6-mini", "openai/o7-mini"])
def test_names_that_only_a_service_can_have_are_not_of_the_hub(name: str) -> None:
    assert not looks_owned(name, frozenset())
    assert is_hosted(name)


@pytest.mark.parametrize("name", ["openai/gpt-oss-20b", "stillwater/gpt-2-xl_talks"])
def test_open_models_of_the_same_family_are_of_the_hub(name: str) -> None:
    assert looks_owned(name, frozenset())
    assert not is_hosted(name)
