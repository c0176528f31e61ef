"""Names of Ollama in code of other languages, by what stands around them, and in files beside a server's."""

from pathlib import Path

import pytest

from supplygraph.reuse.ollama import is_tagged
from tests.unit.reuse.repositories import models

OLLAMA = "// asks Ollama\nconst url = 'http://localhost:11434'\n"


def claimed(folder: Path, name: str, text: str) -> set[tuple[int, str | None]]:
    """(line, id) of the names of Ollama in one file."""
    return {(line, model) for _, line, model, registry in models(folder, {name: text}) if registry == "ollama"}


@pytest.mark.parametrize(
    ("name", "code", "model"),
    [
        ("a.ts", "const tiers = { instant: 'qwen3:8b' }", "qwen3:8b"),
        ("a.ts", "const tiers = { embed: 'nomic-embed-text' }", "nomic-embed-text"),
        ("a.ts", "const tiers = { embed: env.EMBED || 'nomic-embed-text' }", "nomic-embed-text"),
        ("a.ts", "const rows = [{ name: 'river-delta:3b', label: 'Delta' }]", "river-delta:3b"),
        ("a.tsx", "const [model, setModel] = useState('llama3')", "llama3"),
        ("a.vue", "const model = ref<string>('llama3.2')", "llama3.2"),
        ("a.ts", "const pick = ready ? 'qwen3:8b' : 'gemma3:4b'", "gemma3:4b"),
        ("a.go", 'm := getEnv("OLLAMA_MODEL", "llama3")', "llama3"),
        ("a.go", 'var m = flag.String("model", "llama3", "usage")', "llama3"),
        ("a.rs", 'const DEFAULT_MODEL: &str = "llama3";', "llama3"),
        ("a.rs", 'env::var("CHAT_MODEL").unwrap_or_else(|_| "llama3".to_string())', "llama3"),
        ("a.java", 'String m = System.getProperty("judge.model", "llama3");', "llama3"),
        ("a.java", '@Value("${ollama.chat.model:llama3}") String chosen;', "llama3"),
        ("a.kt", 'val m = System.getenv("CHAT_MODEL") ?: "llama3"', "llama3"),
        ("a.kt", 'val models = listOf("llama3", "phi3")', "phi3"),
        ("a.cs", 'public string Model { get; set; } = "llama3";', "llama3"),
        ("a.php", "$m = env('OLLAMA_MODEL', 'llama3');", "llama3"),
        ("a.rb", "m = ENV.fetch('CHAT_MODEL', 'llama3')", "llama3"),
        ("a.ex", 'm = System.get_env("CHAT_MODEL", "llama3")', "llama3"),
        ("a.ts", "set(rows[0]?.name || 'llama3')", "llama3"),
        ("a.swift", 'Option(tag: "gemma4:26b", title: "Gemma")', "gemma4:26b"),
        ("a.swift", 'static let uncensored = "river/delta-abliterated:8b"', "river/delta-abliterated:8b"),
    ],
)
def test_code_that_speaks_to_ollama_names_its_models(name: str, code: str, model: str, tmp_path: Path) -> None:
    start = "<script>\n" if name.endswith(".vue") else ""
    assert (3 + bool(start), model) in claimed(tmp_path, name, start + OLLAMA + code + "\n")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.ts", "if (model === 'qwen3:8b') go()"),
        ("a.ts", "if (model.startsWith('qwen3:8b')) go()"),
        ("a.ts", "const SIZES = { 'qwen3:8b': 5.2 }"),
        ("a.ts", "const seen = new Set<string>(['qwen3:8b'])"),
        ("a.ts", "type Model = 'qwen3:8b' | 'gemma3:4b'"),
        ("a.tsx", '<input placeholder="qwen3:8b" />'),
        ("a.ts", "console.log('qwen3:8b')"),
        ("a.ts", "const row = { family: 'command-r' }"),
        ("a.ts", "const row = { name: 'deepseek-r1', provider: 'openrouter' }"),
        ("a.ts", "const name = 'nginx:latest'"),
        ("a.ts", "const size = SIZES['qwen3:8b']"),
        ("a.ts", "const row = { verify: \"asks detect('qwen3:8b')\" }"),
        ("a.rs", 'assert!(found.contains(&"qwen3:8b".to_string()));'),
        ("a.rs", '#[cfg(test)]\nmod tests {\n  fn f() { ask("qwen3:8b"); }\n}'),
        ("src/a.test.extended.ts", "pick('qwen3:8b')"),
        ("__tests__/a.ts", "pick('qwen3:8b')"),
        ("a.go", 'case "qwen3:8b":'),
        ("a.go", 'if strings.HasPrefix(m, "qwen3:8b") {'),
        ("a.ts", "const file = 'river/delta-8b-GGUF:Q4_K_M'"),
        ("a.ex", '@moduledoc """\nuse "qwen3:8b"\n"""'),
    ],
)
def test_a_name_that_is_compared_shown_or_a_key_is_asked_of_no_server(name: str, code: str, tmp_path: Path) -> None:
    assert claimed(tmp_path, name, OLLAMA + code + "\n") == set()


def test_a_name_with_a_tag_counts_where_another_file_names_one(tmp_path: Path) -> None:
    files = {
        "rows.go": 'var rows = []Row{{Name: "qwen3:8b"}}\n',
        "app.json": '{"chat.model": {"default": "gemma3:4b"}}',
    }
    assert models(tmp_path / "alone", files) == set()
    beside = files | {"client.go": 'const url = "http://localhost:11434"\nconst Model = "llama3"\n'}
    assert {row[:3] for row in models(tmp_path / "beside", beside)} == {
        ("rows.go", 1, "qwen3:8b"), ("app.json", 1, "gemma3:4b"), ("client.go", 2, "llama3"),
    }  # fmt: skip


def test_a_file_called_after_ollama_gives_its_names_to_models(tmp_path: Path) -> None:
    code = "export const defaults = { model: 'llama3.2' }\n"
    assert claimed(tmp_path / "a", "lib/ollama.ts", code) == {(1, "llama3.2")}
    assert claimed(tmp_path / "b", "lib/client.ts", code) == set()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.go", 'import "hugot"\nvar id = getEnv("MODEL_ID", "river/delta")'),
        ("a.swift", 'import MLX\nlet repo = modelRepo ?? "river/delta"'),
        ("a.rs", 'use hf_hub;\nlet id = env::var("MODEL_ID").unwrap_or_else(|_| "river/delta".into());'),
        ("a.ts", "import { pipeline } from '@huggingface/transformers'\nload(options.model ?? 'river/delta')"),
    ],
)
def test_what_is_taken_where_a_model_is_missing_is_one(name: str, code: str, tmp_path: Path) -> None:
    assert models(tmp_path, {name: code + "\n"}) == {(name, 2, "river/delta", "huggingface")}


def test_a_test_names_what_it_asks_a_server_for_but_none_that_stands_for_one(tmp_path: Path) -> None:
    asks = (
        'String M = System.getProperty("judge.model", "qwen3:8b");\n'
        "var m = OllamaChatModel.builder().modelName(M).build();\n"
    )
    assert claimed(tmp_path / "a", "src/test/java/JudgeTest.java", asks) == {(1, "qwen3:8b")}
    assert claimed(tmp_path / "b", "src/test/java/JudgeTest.java", "WireMock mock;\n" + asks) == set()
    assert (
        claimed(tmp_path / "c", "client/client_test.go", 'c := NewClient("http://x:11434")\nmodel := "qwen3:8b"\n')
        == set()
    )


def test_what_a_loader_is_given_in_a_test_of_another_language_is_loaded(tmp_path: Path) -> None:
    code = (
        "<?php\n$t = AutoTokenizer::fromPretrained('Xenova/bert-base-uncased');\nexpect($t->id)->toBe('Xenova/gpt2');\n"
    )
    assert models(tmp_path, {"tests/TokenizerTest.php": code}) == {
        ("tests/TokenizerTest.php", 2, "Xenova/bert-base-uncased", "huggingface")
    }


def test_a_field_that_says_ollama_decides_the_registry(tmp_path: Path) -> None:
    code = "ROWS = [Spec(ollama_name='x/river-turbo'), Spec(ollama_name='river-3:mini'), Spec(ollama_url='a/b-7b')]\n"
    settings = '{"ollama_model": "x/river-turbo", "ollama_base_url": "http://localhost:11434"}'
    found = models(tmp_path, {"rows.py": "import ollama\n" + code, "app.json": settings})
    assert {row for row in found if row[3] == "ollama"} == {
        ("rows.py", 2, "x/river-turbo", "ollama"), ("rows.py", 2, "river-3:mini", "ollama"),
        ("app.json", 1, "x/river-turbo", "ollama"),
    }  # fmt: skip
    assert not any(row[2] == "x/river-turbo" and row[3] == "huggingface" for row in found)


def test_a_list_of_models_beside_the_address_of_a_server_has_its_names(tmp_path: Path) -> None:
    text = '{"warm_up_models": ["qwen3:8b"],\n"ollama_base_url": "http://localhost:11434",\n"image": "qwen3:8b"}\n'
    assert models(tmp_path, {"app.json": text}) == {("app.json", 1, "qwen3:8b", "ollama")}


@pytest.mark.parametrize(
    ("name", "tagged"),
    [
        ("qwen3:8b", True), ("phi3:mini", True), ("river-delta:8b", True), ("north/River-8B:Q5_K_M", True),
        ("north/river:8b", True), ("north/river:latest", False), ("north/River-GGUF:Q5_K_M", False),
        ("river:latest", False),
        ("my-model:7b", False), ("model:7b", False), ("memory:512m", False), ("qwen3", False), ("http:8b/x", False),
    ],
)  # fmt: skip
def test_a_tag_tells_a_name_of_ollamas(name: str, tagged: bool) -> None:
    assert is_tagged(name) is tagged


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.cs", "// huggingface\npublic string EmbeddingModel { get; set; } = \"river/delta\";"),
        ("a.java", "// huggingface\n@Value(\"${app.embedding.model:river/delta}\") String chosen;"),
        ("a.go", "// huggingface\nModel string `default:\"river/delta\"`"),
        ("a.go", "// huggingface\nname := flag.String(\"model\", \"river/delta\", \"which\")"),
        ("a.ex", "# bumblebee\n@model \"river/delta\""),
        ("a.swift", "import Hub // huggingface\nlet c = ModelConfiguration(id: \"river/delta\")"),
        ("a.rs", "use hf_hub;\n#[arg(long, default_value = \"river/delta\")]\nmodel: String,"),
        ("a.ts", "import '@huggingface/transformers'\nfunction load(modelId?: string = 'river/delta') {}"),
        ("a.ts", "import '@huggingface/transformers'\nawait pipeline<'summarization'>('summarization', 'river/delta')"),
        ("a.ps1", "# loads\n[string]$Model = \"river/delta\""),
        ("justfile", "# loads\nmodel := \"river/delta\""),
        ("a.sh", "# loads\ncase $x in small) MODEL=river/delta;; esac"),
    ],
)  # fmt: skip
def test_each_language_has_its_way_of_giving_a_name_to_a_model(name: str, code: str, tmp_path: Path) -> None:
    assert models(tmp_path, {name: code + "\n"}) == {(name, 2, "river/delta", "huggingface")}
