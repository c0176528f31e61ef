"""Names that are put together from the fields of one row, and names that are taken apart."""

from pathlib import Path

import pytest

from tests.unit.reuse.repositories import claimed, loaded

_TABLE = """
    ROWS = [
        {"name": "delta-7b", "owner": "river", "form": "int8"},
        {"name": "delta-9b", "owner": "lake", "form": "int4"},
    ]
"""


@pytest.mark.parametrize(
    "made",
    [
        "f\"{row['owner']}/{row['name']}-{row['form']}\"",
        "row['owner'] + '/' + row['name'] + '-' + row.get('form')",
        "'{}/{}-{}'.format(row['owner'], row['name'], row['form'])",
        "'{owner}/{name}-{form}'.format(**row)",
        "'%s/%s-%s' % (row['owner'], row['name'], row['form'])",
        "(stem := row['name'] + '-' + row['form'], f\"{row['owner']}/{stem}\")[1]",
        "'/'.join([row['owner'], row['name'] + '-' + row['form']])",
    ],
)
def test_fields_of_one_row_stay_together(made: str, tmp_path: Path) -> None:
    code = f"from transformers import AutoModel\n{_TABLE}\nfor row in ROWS:\n    AutoModel.from_pretrained({made})\n"
    assert loaded(tmp_path, code.replace("\n    ", "\n").replace("\nAuto", "\n    Auto")) == {
        (4, "river/delta-7b-int8"), (5, "lake/delta-9b-int4"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "ids"),
    [
        ("for owner, name in [('sea', 'alpha-1b'), ('bay', 'beta-2b')]:\n    load(f'{owner}/{name}')\n",
         {"sea/alpha-1b", "bay/beta-2b"}),
        ("for owner, name in zip(['sea', 'bay'], ['alpha-1b', 'beta-2b']):\n    load(f'{owner}/{name}')\n",
         {"sea/alpha-1b", "bay/beta-2b"}),
        ("for name, one in {'eta-1b': {'owner': 'sea'}, 'eta-2b': {'owner': 'bay'}}.items():\n"
         "    load(f\"{one['owner']}/{name}\")\n", {"sea/eta-1b", "bay/eta-2b"}),
        ("def get(owner, size='1b'):\n    return load(f'{owner}/zeta-{size}')\nget('sea')\nget('bay', size='2b')\n",
         {"sea/zeta-1b", "bay/zeta-2b"}),
        ("@dataclass\nclass Row:\n    owner: str\n    name: str\n"
         "for row in [Row('sea', 'eps-1b'), Row(owner='bay', name='eps-2b')]:\n    load(f'{row.owner}/{row.name}')\n",
         {"sea/eps-1b", "bay/eps-2b"}),
        ("class Row:\n    def __init__(self, owner, name):\n        self.owner, self.name = owner, name\n"
         "    def get(self):\n        return load(f'{self.owner}/{self.name}')\n"
         "Row('sea', 'nu-1b')\nRow('bay', 'nu-2b')\n",
         {"sea/nu-1b", "bay/nu-2b"}),
    ],
)  # fmt: skip
def test_rows_of_all_kinds_are_kept_apart(code: str, ids: set[str], tmp_path: Path) -> None:
    head = "from dataclasses import dataclass\nfrom transformers import AutoModel\nload = AutoModel.from_pretrained\n"
    assert {name for _, name in loaded(tmp_path, head + code)} == ids


def test_each_row_of_a_long_table_is_found_on_its_line(tmp_path: Path) -> None:
    rows = "".join(f"    {{'name': 'delta-{n}b', 'form': 'int{n % 2}', 'kind': 'k{n}'}},\n" for n in range(1, 61))
    code = (
        f"from transformers import AutoModel\nROWS = [\n{rows}]\ndef info(wanted):\n"
        "    row = [row for row in ROWS if row['name'] == wanted][0]\n"
        "    row['path'] = f\"river/{row['name']}-{row['form']}-{row['kind']}\"\n    return row\n"
        "AutoModel.from_pretrained(info('x')['path'])\n"
    )
    assert loaded(tmp_path, code) == {(n + 2, f"river/delta-{n}b-int{n % 2}-k{n}") for n in range(1, 61)}


@pytest.mark.parametrize(
    "body",
    [
        "if ':' in ref:\n        repository, file = ref.split(':', 1)\n        hf_hub_download(repo_id=repository)",
        "hf_hub_download(ref.partition(':')[0], ref.rsplit(':', maxsplit=1)[-1])",
        "parts = ref.split(':')\n    hf_hub_download(parts[0], parts[1])",
    ],
)
def test_a_repository_is_told_from_the_file_behind_it(body: str, tmp_path: Path) -> None:
    code = (
        "from huggingface_hub import hf_hub_download\n"
        f"def fetch(ref='river/delta:model.bin'):\n    {body}\nfetch('lake/delta:model.bin')\n"
    )
    ids = {name for _, name in loaded(tmp_path, code)}
    assert ids == {"river/delta", "lake/delta"}


def test_the_second_of_a_pair_that_is_unpacked_is_no_dataset(tmp_path: Path) -> None:
    code = (
        "from datasets import load_dataset\nload_dataset(*('gsm8k', 'main'))\n"
        "for one in [('river/data', 'part-a'), ('lake/data', 'part-b')]:\n    load_dataset(*one, split='train')\n"
    )
    ids = {one.model_id for one in claimed(tmp_path, {"app.py": code})}
    assert ids == {"gsm8k", "river/data", "lake/data"}


_PATHS = "PATHS = ['sea/alpha-1b', 'bay/beta-2b/x.bin', 'none']\n"
_PAIRS = "PAIRS = [('sea', 'alpha-1b'), ('bay', 'beta-2b')]\n"
_TAKEN = "    def __init__(self, p):\n        self.o = p.split('/')[0]\n        self.n = p.split('/')[1]\n"


@pytest.mark.parametrize(
    "code",
    [
        _PATHS + "for p in PATHS:\n    load(p.split('/')[0] + '/' + p.split('/')[1])\n",
        _PATHS + "for p in PATHS:\n    load(f\"{p.partition('/')[0]}/{p.split('/')[1]}\")\n",
        _PATHS + "for p in PATHS:\n    o = p.split('/')[0]\n    n = p.split('/')[1]\n    load('{}/{}'.format(o, n))\n",
        _PATHS + "load(['/'.join([p.split('/')[0], p.split('/')[1]]) for p in PATHS][0])\n",
        _PATHS + "for p in PATHS:\n    load('%s/%s' % (p.split('/')[0], p.split('/')[1]))\n",
        _PATHS + "def get(p):\n    return load(p.split('/')[0] + '/' + p.split('/')[1])\nfor p in PATHS:\n    get(p)\n",
        _PATHS + "def own(q):\n    return q.split('/')[0]\ndef of(q):\n    return q.split('/')[1]\n"
        "for p in PATHS:\n    load(own(p) + '/' + of(p))\n",
        _PATHS + "def pair(q):\n    return q.split('/')[0], q.split('/')[1]\n"
        "for p in PATHS:\n    o, n = pair(p)\n    load(o + '/' + n)\n",
        _PATHS + "def get(o, n):\n    load(f'{o}/{n}')\nfor p in PATHS:\n    get(p.split('/')[0], p.split('/')[1])\n",
        _PATHS + f"class M:\n{_TAKEN}    def go(self):\n        load(f'{{self.o}}/{{self.n}}')\n"
        "for p in PATHS:\n    M(p).go()\n",
        _PAIRS + "def get(o, n):\n    load(f'{o}/{n}')\nfor o, n in PAIRS:\n    get(o, n)\n",
        _PAIRS + "class M:\n    def __init__(self, o, n):\n        self.o = o\n        self.n = n\n"
        "    def go(self):\n        load(f'{self.o}/{self.n}')\nfor o, n in PAIRS:\n    M(o, n).go()\n",
        _PAIRS + "def get(o, n):\n    load(f'{o}/{n}')\ndef both(o, n):\n    get(n=n, o=o)\n"
        "for pair in PAIRS:\n    both(pair[0], pair[1].lower())\n",
        "for row in [{'o': 'sea', 'n': 'ALPHA-1b'}, {'o': 'bay', 'n': 'BETA-2b'}]:\n"
        "    load(row['o'] + '/' + row['n'].lower())\n",
        "OWNERS = {'alpha-1b': 'sea', 'beta-2b': 'bay'}\nfor n in OWNERS:\n    load(OWNERS[n] + '/' + n)\n",
        "OWNERS = {'alpha-1b': 'sea', 'beta-2b': 'bay'}\nfor n in OWNERS:\n    load(f'{OWNERS.get(n)}/{n}')\n",
    ],
)
def test_what_is_read_twice_of_one_value_stays_together(code: str, tmp_path: Path) -> None:
    head = "from transformers import AutoModel\nload = AutoModel.from_pretrained\n"
    assert {name for _, name in loaded(tmp_path, head + code)} == {"sea/alpha-1b", "bay/beta-2b"}


def test_a_name_that_stands_twice_in_a_text_is_the_same_one(tmp_path: Path) -> None:
    code = (
        "from transformers import AutoModel\nfor x in ['sea', 'bay']:\n    AutoModel.from_pretrained(f'{x}-o/{x}-1b')\n"
    )
    assert {name for _, name in loaded(tmp_path, code)} == {"sea-o/sea-1b", "bay-o/bay-1b"}


def test_a_repository_before_a_file_is_taken_of_each_row_of_settings(tmp_path: Path) -> None:
    code = (
        "import yaml\nfrom huggingface_hub import hf_hub_download\n"
        "for row in yaml.safe_load(open('m.yaml'))['files']:\n"
        "    path = row['at']\n    hf_hub_download(path.split('/')[0] + '/' + path.split('/')[1], 'x.bin')\n"
    )
    rows = "files:\n  - at: sea/alpha-1b/a/x.bin\n  - at: bay/beta-2b/x.bin\n  - at: sea/gamma-3b\n"
    found = claimed(tmp_path, {"app.py": code, "m.yaml": rows})
    assert {(one.line, one.model_id) for one in found if one.file == "m.yaml"} == {
        (2, "sea/alpha-1b"), (3, "bay/beta-2b"), (4, "sea/gamma-3b"),
    }  # fmt: skip
