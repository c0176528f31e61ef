"""Reads the PeaTMOSS database (MSR 2024): models of two hubs, what it knows of them, and who loads them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplygraph.hub.base_names import find_base
from supplygraph.hub.papers import paper_key
from supplygraph.hub.properties import is_language
from supplygraph.hub.tasks import PIPELINE_TAGS
from supplygraph.hub.values import distinct, key_text
from supplygraph.ids.first_models import todays_id
from supplygraph.ids.repositories import repository_of_name, repository_of_url
from supplygraph.schema.declaration import Described, Element, Ref, Relationship, clean_text
from supplygraph.schema.nodes import (
    Alias,
    Architecture,
    Dataset,
    Domain,
    Language,
    Library,
    Model,
    ModelType,
    Paper,
    Publisher,
    Repository,
    Task,
)
from supplygraph.schema.relationships import (
    AliasOf,
    Cites,
    Declares,
    DerivedFrom,
    HasArchitecture,
    HasCode,
    HasLanguage,
    HasLibrary,
    HasTask,
    InDomain,
    OfType,
    PublishedBy,
    Reuses,
    TrainedOn,
)
from supplygraph.sources.command import Argument, Command
from supplygraph.sources.peatmoss_database import HUGGING_FACE, PYTORCH, Database, Grouped, ModelRow
from supplygraph.sources.peatmoss_values import (
    FRAMEWORKS,
    MAX_ITEMS,
    base_element,
    count_of,
    dataset_of,
    license_elements,
    line_of,
    lines_of,
    moment_of,
    named_values,
    parameters_of,
    text_of,
    texts_of,
)
from supplygraph.tally import Tally

#: Evidence of what the hubs themselves say, and of what a language model read from cards.
HUB, LLM = "hub", "paper-llm"
#: Characters of a long text that are kept.
_LONG = 5_000

#: Join table, entity and columns of what is read of models. The later ones are in the enhanced database only.
_RELATED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "architecture": ("model_to_architecture", "architecture", ("name",)),
    "author": ("model_to_author", "author", ("name",)),
    "dataset": ("model_to_dataset", "dataset", ("name", "url")),
    "framework": ("model_to_framework", "framework", ("name",)),
    "language": ("model_to_language", "language", ("abbreviation", "name")),
    "library": ("model_to_library", "library", ("name",)),
    "license": ("model_to_license", "license", ("name",)),
    "paper": ("model_to_paper", "paper", ("name", "url", "title")),
    "tag": ("model_to_tag", "tag", ("name",)),
    "base": ("model_to_base_model", "base_model", ("name", "url")),
    "domain": ("model_to_domain", "domain", ("name",)),
    "task": ("model_to_model_task", "model_task", ("name",)),
    "grant": ("model_to_grant", "grant", ("name",)),
    "hardware": ("model_to_hardware", "hardware", ("name", "hours_used", "cloud_provider", "compute_region")),
    "github": ("model_github_repo", "model_github_repo", ("url", "owner", "name")),
    "metric": ("evaluation_metric", "dataset", ("test", "name", "result")),
    "evaluation": ("evaluation_link", "evaluation_link", ("url",)),
    "demo": ("demo", "demo", ("demo",)),
    "input": ("input_format", "input_format", ("format",)),
    "output": ("output_format", "output_format", ("format",)),
    "parameters": ("parameter_count", "parameter_count", ("count",)),
    "carbon": ("carbon_emitted", "carbon_emitted", ("value",)),
    "hyperparameter": ("hyper_parameters", "hyper_parameters", ("value",)),
    "limitation": ("limitation_and_bias", "limitation_and_bias", ("value",)),
}
#: Which of them are properties that a language model read from cards.
_CARD = (
    "grant", "hardware", "metric", "evaluation", "demo", "input", "output", "parameters", "carbon", "hyperparameter",
    "limitation",
)  # fmt: skip
#: Which of them state a type of relationship in full.
_STATES: dict[str, type[Relationship]] = {
    "architecture": HasArchitecture,
    "dataset": TrainedOn,
    "framework": OfType,
    "language": HasLanguage,
    "library": HasLibrary,
    "license": Declares,
    "paper": Cites,
    "tag": HasTask,
    "base": DerivedFrom,
    "domain": InDomain,
    "task": HasTask,
    "github": HasCode,
}


class Peatmoss:
    """One PeaTMOSS database, whatever tables of it are there; ids of the first models become those of today.

    Counts of commits, discussions, issues and pull requests are loaded, not their texts.

    Args:
        path: The SQLite file.

    Raises:
        InputError: it cannot be read, or is no such database.
    """

    name = "peatmoss"
    read_ahead = True
    command = Command(
        """Load the PeaTMOSS database: models of two hubs, what is known of them, and the repositories that load them.

        Both published versions are read, with and without the metadata that a language model extracted.
        """,
        (Argument("path", "DB.sqlite"),),
        many=True,
    )

    def __init__(self, path: Path) -> None:
        self.arguments = clean_text(path.name)
        self._database = Database(path)
        self._database.refuse_views(table for join, entity, _ in _RELATED.values() for table in (join, entity))
        self._complete = False
        self._known_licenses: set[str] = set()
        self._tagged = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields models, then repositories, each with what belongs to it.

        Raises:
            InputError: the file is damaged.
        """
        self._complete = False
        self._known_licenses = set()
        tally.total = (tally.total or 0) + self._database.count("model") + self._database.count("reuse_repository")
        yield from self._models(tally)
        yield from self._repositories(tally)
        self._complete = True

    def complete(self) -> bool:
        """Whether it was read to its end."""
        return self._complete

    def written(self) -> None:
        """Nothing to remember: the file is simply read again."""

    def _models(self, tally: Tally) -> Iterator[Element]:
        database = self._database
        streams = {name: database.related(join, entity, *columns) for name, (join, entity, columns) in _RELATED.items()}
        streams |= {"commits": database.commits(), "discussions": database.discussions()}
        present = {name: stream for name, stream in streams.items() if stream is not None}
        stated: list[type[Relationship]] = [PublishedBy, *(_STATES[name] for name in present if name in _STATES)]
        states = tuple(dict.fromkeys(stated))
        self._tagged = "tag" in present
        for row in database.models():
            tally.records += 1
            tally.position += 1
            rows = {name: found for name, stream in present.items() if (found := stream.of(row.id))}
            key = model_key(row.context_id, row.hub)
            if key is None:
                tally.count("models_without_id", f"model.id {row.id}")
                continue
            yield from self._model(Model.ref(key), row, rows, tally)
            yield Described(Model.ref(key), states)
        _count_orphans(tally, present)

    def _model(
        self, owner: Ref, row: ModelRow, rows: dict[str, list[tuple[Any, ...]]], tally: Tally
    ) -> Iterator[Element]:
        words = lines_of(_first(rows, "tag"))
        tags = [word for word in words if word in PIPELINE_TAGS]
        tasks = distinct([*tags, *map(_slug, texts_of(_first(rows, "task")))])
        kinds = texts_of(_first(rows, "framework"))
        own_kinds = [kind for kind in kinds if kind.lower() in FRAMEWORKS]
        libraries = distinct([*texts_of(_first(rows, "library")), *own_kinds])
        namespace = (row.context_id or "").rpartition("/")[0].partition("/")[0] or None
        authors = [key_text(name) for name in lines_of(_first(rows, "author"))] or ([namespace] if namespace else [])
        bases, unresolved = self._bases(owner, rows.get("base", []), tally)
        yield Model(
            id=owner.key,
            hub=row.hub,
            author=authors[0] if len(authors) == 1 else namespace,
            sha=line_of(row.sha),
            downloads=_counted(row.downloads, "downloads", owner, tally),
            likes=_counted(row.likes, "likes", owner, tally),
            task=tasks[0] if len(tasks) == 1 else None,
            library=libraries[0] if len(libraries) == 1 else None,
            tags=_kept_tags(owner, [word for word in words if word not in tasks], tally) if self._tagged else None,
            snapshot=None if row.has_snapshot is None else bool(row.has_snapshot),
            unresolved_bases=unresolved or None,
            status="present",
            **_activity(row, rows),
            **_card(rows),
        )
        if row.hub == HUGGING_FACE and row.context_id and owner.key != row.context_id:
            yield AliasOf(start=Ref(Alias, row.context_id), end=owner, evidence=["table"])
        for author in authors:
            yield PublishedBy(start=owner, end=Ref(Publisher, author))
        yield from license_elements(owner, _first(rows, "license"), HUB, self._known_licenses)
        if "license" in rows and len(lines_of(_first(rows, "license"))) < len(rows["license"]):
            tally.count("licences_without_name", owner.key)
        for library in libraries:
            yield HasLibrary(start=owner, end=Ref(Library, key_text(library)))
        for task in tasks:
            yield HasTask(start=owner, end=Ref(Task, task))
        for kind in (kind for kind in kinds if kind not in own_kinds):
            yield OfType(start=owner, end=Ref(ModelType, key_text(kind)))
        yield from _described(owner, rows)
        yield from _named(owner, rows, tally)
        yield from bases
        yield from _lives_in(owner, row, rows)

    def _bases(self, owner: Ref, rows: list[tuple[Any, ...]], tally: Tally) -> tuple[list[Element], list[str]]:
        """The derivations that the extracted base names state, and the texts that name no known model."""
        found: dict[str, Element] = {}
        unresolved: list[str] = []
        for name, url in rows:
            text, address = text_of(name), text_of(url)
            raw = text or address
            if raw is None:
                continue
            base = find_base(raw, address, self._database)
            element = base_element(owner, base, raw, self.name, LLM)
            if element is not None and base.model_id is not None:
                found.setdefault(base.model_id, element)
                tally.count(f"bases_{base.resolution}")
            elif base.model_id is not None:
                tally.count("self_references", f"{owner.key}: {raw}")
            else:
                unresolved.append(raw)
                tally.count("bases_ambiguous" if base.ambiguous else "bases_unresolved", f"{owner.key}: {raw}")
        return list(found.values()), distinct(unresolved)[:MAX_ITEMS]

    def _repositories(self, tally: Tally) -> Iterator[Element]:
        database = self._database
        licenses = database.related("reuse_repository_to_license", "license", "name", owner="reuse_repository_id")
        streams = {"repository licences": licenses, "links": database.links(), "files": database.files()}
        present = {name: stream for name, stream in streams.items() if stream is not None}
        states = (Reuses, Declares) if licenses is not None else (Reuses,)
        for row_id, owner_name, name, url, issues, pulls, longer in database.repositories():
            tally.records += 1
            tally.position += 1
            rows = {stream: present[stream].of(row_id) for stream in present}
            key = _repository_key(owner_name, name, url, longer)
            if key is None:
                tally.count("repositories_without_name", f"reuse_repository.id {row_id}")
                continue
            if key != repository_of_name(f"{owner_name}/{name}"):
                tally.count("repository_names_cut_short", f"{owner_name}/{name} is {key}")
            repository = Repository.ref(key)
            yield Repository(id=key, issues=issues or None, pull_requests=pulls or None, status="present")
            stated = [values[0] for values in rows.get("repository licences", ())]
            yield from license_elements(repository, stated, "scancode", self._known_licenses)
            yield from _reuses(repository, rows.get("links", []), rows.get("files", []), tally)
            # A row that was cut short only counts issues; the row of the full name states the rest.
            yield Described(repository, states if longer is None else ())
        _count_orphans(tally, present)


def _first(rows: dict[str, list[tuple[Any, ...]]], name: str) -> list[Any]:
    """The first column of what is related to a model."""
    return [values[0] for values in rows.get(name, ())]


def _activity(row: ModelRow, rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    """What was done in its repository; issues of a model of another hub are those of its GitHub repository."""
    commits = rows["commits"][0] if rows.get("commits") else (None, None, None)
    talks, pulls = rows["discussions"][0] if rows.get("discussions") else (None, None)
    on_the_hub = row.hub == HUGGING_FACE
    return {
        "commits": commits[0],
        "first_commit_at": moment_of(commits[1]),
        "last_commit_at": moment_of(commits[2]),
        "discussions": talks,
        "issues": None if on_the_hub else row.issues,
        "pull_requests": pulls if on_the_hub else row.pull_requests,
    }


def _described(owner: Ref, rows: dict[str, list[tuple[Any, ...]]]) -> Iterator[Element]:
    """Its classes and domains."""
    for name in texts_of(_first(rows, "architecture")):
        yield HasArchitecture(start=owner, end=Ref(Architecture, key_text(name)))
    for domain in texts_of(_first(rows, "domain")):
        yield InDomain(start=owner, end=Ref(Domain, _slug(domain)), evidence=[LLM])


def _lives_in(owner: Ref, row: ModelRow, rows: dict[str, list[tuple[Any, ...]]]) -> Iterator[Element]:
    """The repositories of its code."""
    for repository, raw in _code(row, rows.get("github", [])).items():
        evidence = [HUB if raw == row.repo_url else LLM]
        yield HasCode(
            start=owner, end=Ref(Repository, repository), evidence=evidence, raw=raw if raw != repository else None
        )


def model_key(context_id: str | None, hub: str) -> str | None:
    """The key of a model: today's id on Hugging Face; ids of other hubs with the hub's name before them."""
    name = key_text(context_id) if context_id else ""
    if not name:
        return None
    return todays_id(name) if hub == HUGGING_FACE else f"{hub}:{name}"


def _card(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    """The properties that a language model read from the card."""
    if not any(name in rows for name in _CARD):
        return {}

    def listed(name: str) -> list[str] | None:
        return texts_of(values[0] for values in rows.get(name, ())) or None

    def joined(values: tuple[Any, ...]) -> str:
        return ", ".join(text for value in values if (text := text_of(value)) is not None)

    metrics = [_metric(*values) for values in rows.get("metric", ())] + (listed("evaluation") or [])
    claimed = [number for values in rows.get("parameters", ()) if (number := parameters_of(values[0])) is not None]
    limitations = [text for values in rows.get("limitation", ()) if (text := text_of(values[0], _LONG)) is not None]
    return {
        "parameters_claimed": claimed[0] if len(set(claimed)) == 1 else None,
        "hardware": texts_of(joined(values) for values in rows.get("hardware", ())) or None,
        "emissions": next(iter(listed("carbon") or ()), None),
        "metrics": texts_of(metrics) or None,
        "hyperparameters": named_values([_parsed(values[0]) for values in rows.get("hyperparameter", ())]) or None,
        "input_formats": listed("input"),
        "output_formats": listed("output"),
        "demos": listed("demo"),
        "grants": listed("grant"),
        "limitations": clean_text(" ".join(limitations), _LONG) or None,
    }


def _metric(test: Any, dataset: Any, result: Any) -> str:
    name, on, value = text_of(test), text_of(dataset), text_of(result)
    shown = " on ".join(text for text in (name, on) if text)
    return ": ".join(text for text in (shown, value) if text)


def _parsed(value: Any) -> Any:
    """A value that may be JSON text."""
    import json

    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _kept_tags(owner: Ref, words: list[str], tally: Tally) -> list[str]:
    """The tags that are kept; counts the others."""
    if len(words) > MAX_ITEMS:
        where = f"{owner.key}: tags: {len(words):,}, of which the first {MAX_ITEMS} are kept"
        tally.count("items_cut", where, by=len(words) - MAX_ITEMS)
    return words[:MAX_ITEMS]


def _named(owner: Ref, rows: dict[str, list[tuple[Any, ...]]], tally: Tally) -> Iterator[Element]:
    """Datasets, languages and papers."""
    for name, url in rows.get("dataset", ()):
        if (key := dataset_of(name, url)) is not None:
            written = line_of(name)
            yield TrainedOn(
                start=owner, end=Ref(Dataset, key), evidence=[HUB], raw=written if written and written != key else None
            )
    spoken = distinct((line_of(short) or line_of(long) or "").lower() for short, long in rows.get("language", ()))
    for language in spoken:
        if is_language(language):
            yield HasLanguage(start=owner, end=Ref(Language, language))
        else:
            tally.count("values_dropped", f"{owner.key}: language {language}")
    for name, url, title in rows.get("paper", ()):
        key = paper_key(text_of(name)) or paper_key(text_of(url))
        if key is None:
            tally.count("papers_without_number", f"{owner.key}: {text_of(name) or text_of(url) or text_of(title)}")
            continue
        if heading := text_of(title):
            yield Paper(id=key, title=heading)
        yield Cites(start=owner, end=Ref(Paper, key))


def _code(row: ModelRow, rows: list[tuple[Any, ...]]) -> dict[str, str]:
    """The repositories of a model's own code, each with the text that names it."""
    stated = [row.repo_url] if row.hub == PYTORCH and row.repo_url else []
    found: dict[str, str] = {}
    for text in stated:
        if key := repository_of_name(text):
            found.setdefault(key, text)
    for url, owner, name in rows:
        raw = text_of(url) or f"{text_of(owner)}/{text_of(name)}"
        if key := repository_of_url(raw) or (repository_of_name(f"{owner}/{name}") if owner and name else None):
            found.setdefault(key, raw)
    return found


def _repository_key(owner: str | None, name: str | None, url: str | None, longer: str | None) -> str | None:
    """The repository of a row, its name restored where it ends at the first `_`."""
    by_url = repository_of_url(url)
    by_columns = repository_of_name(f"{owner}/{name}") if owner and name else None
    if by_columns is None:
        return by_url
    if by_url is not None and by_url.startswith(f"{by_columns}_"):
        return by_url
    return repository_of_name(f"{owner}/{longer}") if longer else by_columns


def _reuses(
    repository: Ref, links: list[tuple[Any, ...]], files: list[tuple[Any, ...]], tally: Tally
) -> Iterator[Element]:
    """One relationship for each model that the repository loads, with the files where that was seen."""
    places: dict[str, list[str]] = {}
    for context_id, hub, _ in links:
        key = model_key(context_id, hub)
        if key is None:
            tally.count("links_to_no_model", repository.key)
        else:
            places.setdefault(key, [])
    for context_id, hub, path in files:
        key, place = model_key(context_id, hub), line_of(path)
        if key is None or key not in places:
            tally.count("files_without_link", f"{repository.key}: {place}")
        elif place:
            places[key].append(place)
    for key, found in places.items():
        if len(found) > MAX_ITEMS:
            tally.count("files_left_out", f"{repository.key} {key}: {len(found) - MAX_ITEMS}")
        yield Reuses(
            start=repository,
            end=Ref(Model, key),
            places=distinct(found)[:MAX_ITEMS] or None,
            evidence=["source-code"],
        )


def _counted(value: Any, name: str, owner: Ref, tally: Tally) -> int | None:
    number = count_of(value)
    if number is None and value is not None:
        tally.count("values_dropped", f"{owner.key}: {name}")
    return number


def _slug(name: str) -> str:
    return "-".join(name.lower().replace("_", "-").split())


def _count_orphans(tally: Tally, streams: dict[str, Grouped]) -> None:
    for name, stream in streams.items():
        if orphans := stream.rest():
            tally.counts["rows_without_owner"] += orphans
            tally.examples.setdefault("rows_without_owner", []).append(f"{orphans:,} of {name}")
