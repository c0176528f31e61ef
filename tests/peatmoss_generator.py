"""Makes databases in the form of PeaTMOSS: the 56 published tables, the enhanced ones in either shape, at any scale."""

import csv
import itertools
import random
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

#: `table(columns) unique`: `:i` is INTEGER, `>` refers to the id of a table, without it VARCHAR. The key is `id`.
PUBLISHED = """
ptm_issues(repo_url) repo_url
ptm_pull_requests(repo_url) repo_url
hf_git_ref_info(name, ref, target_commit)
model_hub(name, url) name; url
architecture(name) name
author(name) name
dataset(name) name
framework(name) name
language(name, abbreviation) name; abbreviation
library(name) name
license(name) name
paper(name) name
tag(name) name
reuse_repository(owner, name, url) owner, name
github_user(login, email, name) login
github_repository(name, url)
github_milestone(number:i, title, description, due_on)
github_pull_request(additions:i, author_id>github_user, base_ref_name, body, changed_files:i, closed:i, closed_at,
  created_at, deletions:i, head_ref_name, head_repository_id>github_repository, head_repository_owner_id>github_user,
  is_cross_repository:i, is_draft:i, maintainer_can_modify:i, merge_commit_id>github_merge_commit, merge_state_status,
  mergeable, merged_at, merged_by_id>github_user, milestone_id>github_milestone, number:i,
  potential_merge_commit_id>github_merge_commit, project_cards, review_decision, state, title, updated_at, url) url
github_commit(authored_date, committed_date, message_body, message_headline, oid, pull_request_id>github_pull_request)
github_merge_commit(commit_id>github_commit)
model(context_id:i, model_hub_id>model_hub, sha, repo_url, downloads:i, likes:i, has_snapshot:i,
  ptm_issues_id>ptm_issues, ptm_pull_requests_id>ptm_pull_requests) context_id
github_issue(author_id>github_user, body, closed:i, closed_at, created_at, comment_id, milestone_id>github_milestone,
  number:i, project_cards, state, title, updated_at, url) url
github_pull_request_file(path, additions:i, deletions:i, pull_request_id>github_pull_request)
github_review(author_id>github_user, author_association, body, submitted_at, includes_created_edit:i, state,
  pull_request_id>github_pull_request)
github_status_check_rollup(name, status, conclusion, started_at, completed_at, details_url,
  pull_request_id>github_pull_request)
github_comment(author_id>github_user, author_association, body, created_at, includes_created_edit:i, is_minimized:i,
  minimized_reason, issue_id>github_issue, pull_request_id>github_pull_request)
github_label(name, description, color, issue_id>github_issue, pull_request_id>github_pull_request)
github_reaction_group(content, total_count:i, issue_id>github_issue, pull_request_id>github_pull_request,
  github_comment_id>github_comment, review_id>github_review)
hf_commit(commit_id, created_at, title, message, model_id>model)
hf_git_ref(model_id>model)
discussion(title, status, num:i, repo_id, repo_type, is_pull_request:i, created_at, endpoint, target_branch,
  merge_commit_oid, diff, model_id>model)
discussion_event(event_id, type, created_at, author, content, edited:i, hidden:i, new_status, summary, oid, old_title,
  new_title, discussion_id>discussion)
file_path(path, discussion_id>discussion)
reuse_file(path, model_id>model, reuse_repository_id>reuse_repository) path, model_id
"""
#: Join tables: two columns that are the key together.
JOINS = """
model_to_architecture(model_id>model, architecture_id>architecture)
model_to_author(model_id>model, author_id>author)
model_to_dataset(model_id>model, dataset_id>dataset)
model_to_framework(model_id>model, framework_id>framework)
model_to_language(model_id>model, language_id>language)
model_to_library(model_id>model, library_id>library)
model_to_license(model_id>model, license_id>license)
model_to_paper(model_id>model, paper_id>paper)
model_to_tag(model_id>model, tag_id>tag)
model_to_reuse_repository(model_id>model, reuse_repository_id>reuse_repository)
hf_commit_to_author(hf_commit_id>hf_commit, author_id>author)
hf_git_ref_to_branch(hf_git_ref_id>hf_git_ref, hf_git_ref_info_id>hf_git_ref_info)
hf_git_ref_to_tag(hf_git_ref_id>hf_git_ref, hf_git_ref_info_id>hf_git_ref_info)
discussion_to_author(discussion_id>discussion, author_id>author)
ptm_issue_to_issue(ptm_issue_id>ptm_issues, github_issue_id>github_issue)
ptm_pull_request_to_pull_request(ptm_pull_request_id>ptm_pull_requests, github_pull_request_id>github_pull_request)
reuse_repo_to_issue(reuse_repository_id>reuse_repository, github_issue_id>github_issue)
reuse_repo_to_pull_request(reuse_repository_id>reuse_repository, github_pull_request_id>github_pull_request)
issue_to_assignee(issue_id>github_issue, assignee_id>github_user)
pull_request_to_assignee(pull_request_id>github_pull_request, assignee_id>github_user)
pull_request_to_review_requests(pull_request_id>github_pull_request, review_request_id>github_user)
commit_to_author(commit_id>github_commit, author_id>github_user)
"""
#: The enhanced tables as the study's figure draws them, each join table with the columns of its entity.
DRAWN = """
model_to_base_model(model_id>model, base_model_id:i, base_model_name, base_model_url)
model_to_domain(model_id>model, domain_id:i, name)
model_to_model_task(model_id>model, model_task_id:i, name)
model_to_grant(model_id>model, grant_id:i, name)
model_to_hardware(model_id>model, hardware_id:i, name, hours_used, cloud_provider, compute_region)
"""
#: The same as tables of entities and join tables.
SPLIT = """
base_model(name, url)
domain(name)
model_task(name)
grant(name)
hardware(name, hours_used, cloud_provider, compute_region)
"""
SPLIT_JOINS = """
model_to_base_model(model_id>model, base_model_id>base_model)
model_to_domain(model_id>model, domain_id>domain)
model_to_model_task(model_id>model, model_task_id>model_task)
model_to_grant(model_id>model, grant_id>grant)
model_to_hardware(model_id>model, hardware_id>hardware)
"""
ENHANCED = """
model_github_repo(owner, name, url, model_id>model)
evaluation_link(url, model_id>model)
evaluation_metric(test, dataset_id>dataset, result, model_id>model)
demo(demo, model_id>model)
input_format(format, model_id>model)
output_format(format, model_id>model)
parameter_count(count, model_id>model)
carbon_emitted(value, model_id>model)
hyper_parameters(value, model_id>model)
limitation_and_bias(value, model_id>model)
"""
ENHANCED_JOINS = "reuse_repository_to_license(reuse_repository_id>reuse_repository, license_id>license)"


def ddl(spec: str, *, join: bool = False, keyless: bool = False) -> Iterator[str]:
    """CREATE statements of a specification."""
    for name, inside, unique in re.findall(r"^(\w+)\(([^)]*)\)(.*)$", spec, re.M):
        columns, foreign, names = [] if join or keyless else ["id INTEGER NOT NULL"], [], []
        for part in inside.split(","):
            column, sign, other = re.match(r"\s*(\w+)(:i|>)?(\w*)", part).groups()  # type: ignore[union-attr]
            names.append(column)
            columns.append(f'"{column}" {"INTEGER" if sign else "VARCHAR"}{" NOT NULL" if join else ""}')
            if sign == ">":
                foreign.append(f'FOREIGN KEY("{column}") REFERENCES "{other}" (id)')
        keys = [] if keyless else [f"PRIMARY KEY ({', '.join(names) if join else 'id'})"]
        keys += [f"UNIQUE ({group})" for group in unique.split(";") if group.strip()]
        yield f'CREATE TABLE "{name}" ({", ".join([*columns, *keys, *foreign])})'


def create(path: Path, enhanced: str | None = None) -> sqlite3.Connection:
    """An empty database.

    Args:
        path: Where.
        enhanced: `drawn` or `split` for the enhanced tables in that shape.
    """
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    statements = [*ddl(PUBLISHED), *ddl(JOINS, join=True)]
    if enhanced:
        statements += [*ddl(ENHANCED), *ddl(ENHANCED_JOINS, join=True)]
        statements += (
            [*ddl(DRAWN, keyless=True)] if enhanced == "drawn" else [*ddl(SPLIT), *ddl(SPLIT_JOINS, join=True)]
        )
        for table in ("dataset", "paper"):
            database_columns = {"dataset": ("url",), "paper": ("title", "url")}[table]
            statements += [f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR" for column in database_columns]
    for statement in statements:
        database.execute(statement)
    return database


def insert(database: sqlite3.Connection, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Inserts rows; `columns` are names with commas."""
    marks = ", ".join("?" * len(columns.split(",")))
    database.executemany(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", rows)


#: Sizes of the data set as published (MSR 2024, Tables 1 and 2; section 5).
FULL = {
    "models": 281_638,
    "pytorch": 362,
    "repositories": 28_575,
    "hf_links": 30_514,
    "pytorch_links": 13_823,
    "reused": 2_530,
    "bases": 8_829,
    "snapshots": 14_296,
    "discussions": 59_011,
    "issues": 52_161,
}
LIBRARIES = ("transformers", "diffusers", "stable-baselines3", "ml-agents", "sentence-transformers", "timm", "keras")
KINDS = (
    "bert",
    "gpt2",
    "wav2vec2",
    "roberta",
    "t5",
    "distilbert",
    "marian",
    "bart",
    "llama",
    "whisper",
    "pytorch",
    "jax",
)
TASKS = (
    ("text-classification", 30),
    ("text2text-generation", 20),
    ("text-generation", 18),
    ("reinforcement-learning", 17),
    ("automatic-speech-recognition", 9),
    ("feature-extraction", 5),
    ("image-classification", 4),
    ("text-to-image", 5),
)
LICENSES = ("apache-2.0", "mit", "openrail", "creativeml-openrail-m", "cc-by-nc-4.0", "other", "gpl-3.0", "unknown", "")
LANGUAGES = ("en", "de", "fr", "zh", "es", "multilingual")
CATEGORIES = ("vision", "audio", "nlp")


def fill(
    path: Path, sizes: dict[str, int], *, mapping: Path | None = None, enhanced: str | None = "drawn", seed: int = 7
) -> None:
    """Makes a database of a size, with real links where a mapping is at hand, and generated rows for the rest.

    Links fall on few models: as in the published files the ten most used have about a third of all.

    Args:
        path: Where.
        sizes: As `FULL`.
        mapping: The artifact's `mapping.csv`: its models, repositories, links and licences stand first.
        enhanced: Shape of the enhanced tables; None leaves them out.
        seed: Seed of the random numbers.
    """
    random_ = random.Random(seed)
    database = create(path, enhanced)
    real = _real(mapping) if mapping else []
    insert(database, "model_hub", "id, name, url", [(1, "HuggingFace", "https://huggingface.co"), (2, "PyTorch", "u")])
    for table, names in (
        ("library", (*LIBRARIES, "pytorch")),
        ("framework", KINDS),
        ("architecture", [f"{kind.title()}For{task}" for kind in KINDS for task in ("A", "B", "C", "D")]),
        ("license", LICENSES),
        ("tag", [*(task for task, _ in TASKS), *CATEGORIES, "cuda", *(f"tag-{i}" for i in range(2_000))]),
        ("dataset", [f"dataset-{i}" for i in range(2_500)]),
        ("paper", [f"https://arxiv.org/abs/{2_000 + i // 1_000}.{10_000 + i}" for i in range(1_500)]),
    ):
        insert(database, table, "name", ((name,) for name in names))
    insert(database, "license", "name", sorted({(license_id,) for _, _, license_id in real}))
    insert(database, "language", "name, abbreviation", ((f"language {code}", code) for code in LANGUAGES))
    ids = _models(database, sizes, [model for _, model, _ in real], random_)
    for table in ("author", "library", "framework", "architecture", "license", "tag", "dataset", "language", "paper"):
        _relate(database, table, sizes, random_)
    numbers = {model: number for number, model in ids.items()}
    licenses = dict(database.execute("SELECT name, id FROM license"))
    insert(
        database,
        "model_to_license",
        "model_id, license_id",
        ((numbers[model], licenses[license_id]) for _, model, license_id in real),
    )
    _links(database, sizes, [(repository, numbers[model]) for repository, model, _ in real], random_)
    _events(database, sizes, random_)
    if enhanced:
        _enhance(database, sizes, enhanced, ids, random_)
    database.commit()
    database.close()


def _real(mapping: Path) -> list[tuple[str, str, str]]:
    with mapping.open(encoding="utf-8", newline="") as stream:
        return [(row[0].removesuffix(".git"), row[1], row[3]) for row in csv.reader(stream)]


def _models(
    database: sqlite3.Connection, sizes: dict[str, int], real: list[str], random_: random.Random
) -> dict[int, str]:
    """PyTorch Hub's models stand first, as in the full database; then the real ones, then made-up ones."""
    pytorch = [f"pytorch_vision_{i % 24}/model_{i}" for i in range(sizes["pytorch"])]
    wanted = sizes["models"] - sizes["pytorch"]
    made = (f"owner{i % 60_000}/{KINDS[i % len(KINDS)]}-{i}" for i in itertools.count())
    names = list(itertools.islice(dict.fromkeys([*real, *itertools.islice(made, wanted)]), wanted))
    ids = dict(enumerate([*pytorch, *names], start=1))
    snapshots = sizes["snapshots"]
    insert(database, "ptm_issues", "id, repo_url", ((i + 1, f"pytorch/r{i}") for i in range(24)))
    insert(database, "ptm_pull_requests", "id, repo_url", ((i + 1, f"pytorch/r{i}") for i in range(24)))

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, name in ids.items():
            if number <= len(pytorch):
                part = (number - 1) % 24
                url = f"https://github.com/pytorch/r{part}"
                yield number, name, 2, None, url, None, None, 1, part + 1, part + 1
            else:
                rank = number - len(pytorch)
                downloads = int(20_000_000 / rank**1.1) + random_.randrange(10)
                has = 1 if rank <= snapshots else 0
                url = f"https://huggingface.co/{name}"
                yield number, name, 1, f"{rank:040x}", url, downloads, downloads // 10_000, has, None, None

    insert(
        database,
        "model",
        "id, context_id, model_hub_id, sha, repo_url, downloads, likes, has_snapshot, ptm_issues_id, "
        "ptm_pull_requests_id",
        rows(),
    )
    owners = sorted({name.partition("/")[0] for name in ids.values() if "/" in name})
    insert(database, "author", "name", ((owner,) for owner in owners))
    return ids


def _relate(database: sqlite3.Connection, table: str, sizes: dict[str, int], random_: random.Random) -> None:
    """Joins models to words as often as published: 58 % have a library, 45 % a model type, 33 % a licence …"""
    words = dict(database.execute(f"SELECT name, id FROM {table}"))
    numbers = list(words.values())
    shares = {"library": 0.58, "framework": 0.45, "architecture": 0.44, "license": 0.33, "dataset": 0.13}
    share = shares.get(table, 0.13)
    # The rows of the mapping bring their own licences.
    first = 2_000 if table == "license" else 1

    def rows() -> Iterator[tuple[int, int]]:
        for number, name in database.execute("SELECT id, context_id FROM model ORDER BY id").fetchall():
            if table == "author":
                if (owner := str(name).partition("/")[0]) in words and "/" in str(name):
                    yield number, words[owner]
            elif number <= sizes["pytorch"]:
                if table == "library":
                    yield number, words["pytorch"]
                elif table == "tag":
                    yield number, words[CATEGORIES[number % 3]]
                    yield number, words["cuda"]
            elif table == "tag":
                if random_.random() < 156_336 / 281_276:
                    yield number, words[random_.choices([t for t, _ in TASKS], [w for _, w in TASKS])[0]]
                for _ in range(random_.randrange(4)):
                    yield number, words[f"tag-{int(random_.paretovariate(0.7)) % 2_000}"]
            elif number >= first and random_.random() < share:
                yield number, numbers[min(int(random_.paretovariate(0.8)) - 1, len(numbers) - 1)]

    insert(database, f"model_to_{table}", f"model_id, {'author' if table == 'author' else table}_id", list(rows()))


def _links(
    database: sqlite3.Connection, sizes: dict[str, int], real: list[tuple[str, int]], random_: random.Random
) -> None:
    repositories: dict[str, int] = {}
    links: set[tuple[int, int]] = set()
    for name, model in real:
        links.add((model, repositories.setdefault(name, len(repositories) + 1)))
    made = (f"github.com/dev{i % 9_000}/app_{i}" for i in itertools.count())
    while len(repositories) < sizes["repositories"]:
        repositories.setdefault(next(made), len(repositories) + 1)
    mapped = min(15_129, sizes["repositories"])
    pytorch = sizes["pytorch"]
    _draw(links, range(1, pytorch + 1), range(1, mapped + 1), len(links) + sizes["pytorch_links"], random_)
    used = {model for model, _ in links if model > pytorch}
    extra = range(pytorch + 1, sizes["models"] + 1)
    wanted = max(sizes["reused"] - pytorch, len(used))
    candidates = [*used, *(model for model in extra if model not in used)][:wanted]
    _draw(links, candidates, range(1, mapped + 1), sizes["hf_links"] + sizes["pytorch_links"], random_)
    insert(
        database,
        "reuse_repository",
        "id, owner, name, url",
        ((number, *name.split("/")[1:3], name) for name, number in repositories.items()),
    )
    insert(database, "model_to_reuse_repository", "model_id, reuse_repository_id", sorted(links))
    insert(
        database,
        "reuse_file",
        "path, model_id, reuse_repository_id",
        ((f"src/load_{model}_{repository}.py", model, repository) for model, repository in sorted(links)),
    )


def _draw(links: set[tuple[int, int]], models: Any, repositories: Any, wanted: int, random_: random.Random) -> None:
    """Adds links until there are as many as wanted: every model once, then few models most."""
    models, repositories = list(models), list(repositories)
    for model in models:
        if len(links) < wanted and not any((model, repository) in links for repository in repositories[:1]):
            links.add((model, random_.choice(repositories)))
    weights = list(itertools.accumulate(1 / (rank + 3) ** 0.95 for rank in range(len(models))))
    assert wanted <= len(links) + len(models) * len(repositories) // 2, "too many links for so few models"
    while len(links) < wanted:
        model = random_.choices(models, cum_weights=weights)[0]
        place = min(int(random_.paretovariate(0.6)) * 7 + random_.randrange(len(repositories)), 10**9)
        links.add((model, repositories[place % len(repositories)]))


def _events(database: sqlite3.Connection, sizes: dict[str, int], random_: random.Random) -> None:
    first = sizes["pytorch"] + 1
    snapshots = range(first, min(first + sizes["snapshots"], sizes["models"] + 1))
    insert(
        database,
        "hf_commit",
        "commit_id, created_at, title, model_id",
        (
            (f"{model:032x}{i:08x}", f"2022-{i % 12 + 1:02}-0{i % 9 + 1} 10:00:00", "update", model)
            for model in snapshots
            for i in range(1 + model % 9)
        ),
    )
    insert(
        database,
        "discussion",
        "title, num, is_pull_request, model_id",
        ((f"d{i}", i, i % 2, random_.choice(snapshots)) for i in range(sizes["discussions"] if snapshots else 0)),
    )
    half = sizes["issues"] // 2
    insert(database, "github_issue", "id, url", ((i + 1, f"github.com/pytorch/r/issues/{i}") for i in range(half)))
    insert(database, "github_pull_request", "id, url", ((i + 1, f"github.com/p/r/pull/{i}") for i in range(half)))
    insert(database, "ptm_issue_to_issue", "ptm_issue_id, github_issue_id", ((i % 24 + 1, i + 1) for i in range(half)))
    insert(
        database,
        "ptm_pull_request_to_pull_request",
        "ptm_pull_request_id, github_pull_request_id",
        ((i % 24 + 1, i + 1) for i in range(half)),
    )


def _enhance(
    database: sqlite3.Connection, sizes: dict[str, int], shape: str, ids: dict[int, str], random_: random.Random
) -> None:
    first, last = sizes["pytorch"] + 1, sizes["models"]
    derived = random_.sample(range(first + (last - first) // 20, last + 1), min(sizes["bases"], (last - first) // 2))
    bases = [ids[first + int(random_.paretovariate(0.5)) % ((last - first) // 20)] for _ in derived]
    if shape == "drawn":
        rows = (
            (model, i, name, f"https://huggingface.co/{name}")
            for i, (model, name) in enumerate(zip(derived, bases, strict=True))
        )
        insert(database, "model_to_base_model", "model_id, base_model_id, base_model_name, base_model_url", rows)
    else:
        numbers = {name: number for number, name in enumerate(dict.fromkeys(bases), start=1)}
        insert(database, "base_model", "id, name", ((number, name) for name, number in numbers.items()))
        rows_ = ((model, numbers[name]) for model, name in zip(derived, bases, strict=True))
        insert(database, "model_to_base_model", "model_id, base_model_id", rows_)
    read = derived[: len(derived) // 2]
    insert(database, "parameter_count", "count, model_id", ((f"{random_.randrange(1, 70)}B", model) for model in read))
    insert(database, "limitation_and_bias", "value, model_id", (("biased towards English", model) for model in read))
    insert(
        database,
        "evaluation_metric",
        "test, dataset_id, result, model_id",
        (("accuracy", 1 + model % 2_000, f"{model % 100}.{model % 10}", model) for model in read),
    )


if __name__ == "__main__":
    fill(Path(sys.argv[1]), FULL, mapping=Path(sys.argv[2]) if len(sys.argv) > 2 else None)
