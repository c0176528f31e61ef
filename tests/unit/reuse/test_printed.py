"""What scripts print is said, not run."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import claimed

_ID = "river/delta-7b"


@pytest.mark.parametrize(
    "text",
    [
        'echo "    HF_REPO=river/delta-7b"\n',
        'echo "Alt: ollama run hf.co/river/delta-7b"\n',
        "printf 'hf download river/delta-7b\\n' >&2\n",
        'if true; then echo "hf download river/delta-7b"; fi\n',
        "cat <<EOF\nUsage:\n  hf download river/delta-7b\nEOF\n",
        'echo "\nUsage:\n  hf download river/delta-7b\n"\n',
        'log_info "run: hf download river/delta-7b"\n',
        "help:\n\t@echo 'vllm serve river/delta-7b'\n",
        'Write-Host "hf download river/delta-7b"\n',
    ],
)
def test_what_is_printed_is_only_said(text: str, tmp_path: Path) -> None:
    assert claimed(tmp_path, {"run.sh": text}) == []


@pytest.mark.parametrize(
    "text",
    [
        'echo "MODEL_ID=river/delta-7b" >> .env\n',
        'echo "hf download river/delta-7b" | bash\n',
        'echo "MODEL_ID=river/delta-7b" | tee -a .env\n',
        '{\n  echo "MODEL_ID=river/delta-7b"\n} > .env\n',
        "cat > run.sh <<EOF\nhf download river/delta-7b\nEOF\n",
        "cat <<EOF | bash\nhf download river/delta-7b\nEOF\n",
        'echo "now" && hf download river/delta-7b\n',
        'echo "it is"\nhf download river/delta-7b\necho "done"\n',
        "log_level=info hf download river/delta-7b\n",
    ],
)
def test_what_is_written_or_run_counts(text: str, tmp_path: Path) -> None:
    assert {one.model_id for one in claimed(tmp_path, {"run.sh": text})} == {_ID}
