"""Reads the headers of weight files, on the Hub or on disk, and says which architecture they show."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from supplygraph.errors import InputError
from supplygraph.fingerprint.components import components
from supplygraph.fingerprint.compute import Fingerprint as Computed
from supplygraph.fingerprint.header import Bytes, HeaderError, LocalBytes
from supplygraph.fingerprint.read import Each, Open, read_component
from supplygraph.hub.contents import cached_facts, file_facts, scan_issues
from supplygraph.hub.values import MAX_ITEMS, Values, key_text
from supplygraph.ids.reading import fold, is_id, read_id
from supplygraph.pacing import OnWait
from supplygraph.schema.declaration import Described, Element, Ref, clean_text
from supplygraph.schema.nodes import Alias, Fingerprint, Model, ModelType
from supplygraph.schema.relationships import AliasOf, HasFingerprint, OfType
from supplygraph.sources.hub_client import GATED, HubClient, HubError, status_of
from supplygraph.sources.hub_files import HubFiles
from supplygraph.sources.weight_folders import WeightFolder, find_models
from supplygraph.tally import Tally

#: Models that are read side by side, and shards of one model.
WORKERS, SHARDS = 8, 4
#: Longest config in bytes that is read.
MAX_CONFIG = 4 * 2**20
#: Models in a row without a usable answer after which the run stops.
MAX_SILENT = 8

Sleep = Callable[[float], None]
WeightsStatus = Literal["read", "none", "unreadable", "gated", "missing"]


@dataclass
class Outcome:
    """What came of reading one model.

    Attributes:
        id: Its id, as the Hub writes it now.
        status: What came of it; None where nobody answered, so that nothing can be said.
        revision: Commit that was read.
        fingerprints: What was found, each with the components that have it and the number of their files.
        asked: The id that was asked for, where it is an old one.
        model: Status of the model itself; None says nothing of it.
        problems: Names of counts and places of what could not be read.
        aside: Weight files that were left out.
        files: What its list of files says of their contents.
        stated: Model type that the config beside the weights states.
        claimed: Whether that is a claim that no other source brings.
    """

    id: str
    status: WeightsStatus | None = None
    revision: str | None = None
    fingerprints: dict[Computed, tuple[list[str], int]] = field(default_factory=dict)
    asked: str | None = None
    model: str | None = "present"
    problems: list[tuple[str, str]] = field(default_factory=list)
    aside: int = 0
    files: dict[str, Any] = field(default_factory=dict)
    stated: str | None = None
    claimed: bool = False


class Fingerprints:
    """Fingerprints of models on the Hub, or of those in a folder.

    Args:
        models: Ids of models on the Hub.
        folder: A folder or file to read instead; `models` then names the one model in it, or none.
        endpoint: Address of the Hub; None for the one that HF_ENDPOINT names.
        on_wait: Told how many seconds it waits, and why.
        client: Makes the client of the Hub; replaced in tests.
        files: Makes the reader of its files; replaced in tests.

    Raises:
        InputError: an id is not valid, or the folder holds no models.

    Attributes:
        problem: Why reading was cut off; None where it was not.
        gone: Ids whose status is left as it is: a copy on disk does not say that a removed model is published again.
    """

    name = "fingerprints"
    read_ahead = True

    def __init__(
        self,
        models: Sequence[str] = (),
        *,
        folder: Path | None = None,
        endpoint: str | None = None,
        on_wait: OnWait = lambda seconds, why: None,
        client: Callable[[str | None, OnWait, Sleep], HubClient] = HubClient,
        files: Callable[[HubClient, OnWait, Sleep], HubFiles] = HubFiles,
    ) -> None:
        self._models = list(dict.fromkeys(read_id(one) or one for one in models))
        for id_ in self._models:
            if not is_id(id_):
                raise InputError(f"{clean_text(id_, 200)!r} is not an id of a model", "write it as OWNER/NAME")
        if folder is not None and len(self._models) > 1:
            raise InputError("several models were named for one folder", "name the one model in it, or none")
        if folder is None and not self._models:
            raise InputError("no model was named", "name OWNER/NAME, or give --from-graph or --file")
        self._folders = find_models(folder, next(iter(self._models), None)) if folder is not None else []
        shown = ", ".join(self._models[:3])
        if len(self._models) > 3:
            shown += f" and {len(self._models) - 3:,} more"
        self.arguments = clean_text(str(folder) if folder is not None else shown)
        self.problem: str | None = None
        self.gone: frozenset[str] = frozenset()
        self._endpoint, self._on_wait = endpoint, on_wait
        self._make_client, self._make_files = client, files
        self._complete = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the headers show, model by model.

        Raises:
            InputError: the Hub cannot be asked at all, or gives no usable answer on any model.
        """
        self._complete, self.problem = False, None
        silent, anything, problem = 0, False, ""
        tally.total = len(self._folders or self._models)
        for outcome in self._local() if self._folders else self._remote(tally):
            tally.records += 1
            tally.position += 1
            if outcome.status is None:
                silent, problem = silent + 1, clean_text(outcome.problems[-1][1], 300)
            else:
                silent, anything = 0, True
            yield from _elements(outcome, tally)
            if silent == MAX_SILENT and tally.position < tally.total and anything:
                self.problem = problem
                tally.count("cut_off", problem)
                return
            if silent == MAX_SILENT and not anything:
                break
        if not anything:
            raise InputError(problem, "check the network, HF_ENDPOINT and HF_TOKEN, or try again later")
        self._complete = not tally.counts["models_not_read"]

    def complete(self) -> bool:
        """Whether every model got an answer, if only that it has no weights or shows none."""
        return self._complete

    def written(self) -> None:
        """Nothing to remember: the graph itself knows what was read."""

    def _local(self) -> Iterator[Outcome]:
        for one in self._folders:
            outcome = Outcome(one.id, revision=one.revision, model=None if one.id in self.gone else "present")
            outcome.files = cached_facts(one.folder, one.paths)
            outcome.stated = _stated_on_disk(one)
            outcome.claimed = outcome.stated is not None
            _read(outcome, one.paths, lambda path, one=one: _open_local(one, path))  # type: ignore[misc]
            yield outcome

    def _remote(self, tally: Tally) -> Iterator[Outcome]:
        stopped = threading.Event()

        def sleep(seconds: float) -> None:
            # Whoever stops the run need not wait for a rate limit to end.
            stopped.wait(seconds)

        on_wait = _once(self._on_wait)
        client = self._make_client(self._endpoint, on_wait, sleep)
        files = self._make_files(client, on_wait, sleep)
        left = iter(self._models)
        with (
            ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="models") as pool,
            ThreadPoolExecutor(max_workers=SHARDS, thread_name_prefix="shards") as shards,
        ):
            under_way: deque[Future[Outcome]] = deque()
            try:
                while True:
                    while len(under_way) < 2 * WORKERS and (id_ := next(left, None)) is not None:
                        under_way.append(pool.submit(_read_remote, client, files, id_, shards.map))
                    if not under_way:
                        break
                    yield under_way.popleft().result()
            finally:
                stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                tally.counts["bytes_fetched"] += files.fetched
                tally.counts["range_requests"] += files.requests


def _once(on_wait: OnWait) -> OnWait:
    """Tells of a wait once, when several threads wait for the same reason at the same time."""
    until: dict[str, float] = {}
    lock = threading.Lock()

    def tell(seconds: float, why: str) -> None:
        end = time.monotonic() + seconds
        with lock:
            told = end <= until.get(why, 0.0) + seconds / 3
            until[why] = max(until.get(why, 0.0), end)
        if not told:
            on_wait(seconds, why)

    return tell


def _open_local(model: WeightFolder, path: str) -> LocalBytes:
    return LocalBytes(model.folder / path)


def _read_remote(client: HubClient, files: HubFiles, id_: str, each: Each) -> Outcome:
    outcome = Outcome(id_)
    try:
        record = client.record(f"/api/models/{quote(id_, safe='/')}?blobs=true&securityStatus=true").value
    except HubError as error:
        status = status_of(error)
        if status is None:
            outcome.problems.append(("models_not_read", f"{id_}: {error.message}"))
        else:
            outcome.status, outcome.model = "missing", status
            outcome.problems.append((f"models_{status}", id_))
        return outcome
    found, revision = record.get("id"), record.get("sha")
    if isinstance(found, str) and found != id_ and is_id(found):
        outcome.id, outcome.asked = found, id_ if fold(found) != fold(id_) else None
    outcome.revision = revision if isinstance(revision, str) and revision.isalnum() and len(revision) <= 64 else None
    outcome.stated = _stated(record.get("config"))
    siblings = record.get("siblings")
    outcome.files = {**file_facts(siblings), "scan_issues": scan_issues(Values(record, outcome.id, Tally()))}
    names = [one.get("rfilename") for one in siblings if isinstance(one, dict)] if isinstance(siblings, list) else []
    paths = [name for name in names[: 100 * MAX_ITEMS] if isinstance(name, str) and _is_path(name)]

    def open_(path: str) -> AbstractContextManager[Bytes]:
        return nullcontext(files.open(outcome.id, outcome.revision, path))

    try:
        _read(outcome, paths, open_, each)
    except HubError as error:
        outcome.fingerprints.clear()
        if error.code == GATED or error.status in (401, 403):
            outcome.status = "gated"
            outcome.problems.append(("models_gated", outcome.id))
        else:
            outcome.status = None
            outcome.problems.append(("models_not_read", f"{outcome.id}: {error.message}"))
    return outcome


def _stated(config: object) -> str | None:
    """The model type that a config states."""
    word = config.get("model_type") if isinstance(config, dict) else None
    return key_text(word) or None if isinstance(word, str) else None


def _stated_on_disk(model: WeightFolder) -> str | None:
    """The model type that the config beside the weights states; none where there is no config, or none to be read."""
    if "config.json" not in model.paths:
        return None
    try:
        with _open_local(model, "config.json") as file:
            return _stated(json.loads(file.read(0, MAX_CONFIG)))
    except (HeaderError, ValueError, RecursionError):
        return None


def _is_path(name: str) -> bool:
    return len(name) <= 1_000 and name.isprintable() and not {"..", ".", ""} & set(name.split("/"))


def _read(outcome: Outcome, paths: Iterable[str], open_: Open, each: Each = map) -> None:
    """Reads all components of a model into its outcome; those that cannot be read become problems.

    Raises:
        HubError: the Hub refuses a file, or does not answer.
    """
    found = components(paths)
    outcome.aside = found.aside
    for component in found.components:
        try:
            read, files = read_component(component, open_, each)
        except HeaderError as error:
            outcome.problems.append(("headers_not_read", f"{outcome.id}: {error}"))
            continue
        names, count = outcome.fingerprints.get(read, ([], 0))
        outcome.fingerprints[read] = ([*names, component.name], count + files)
    outcome.status = "read" if outcome.fingerprints else "unreadable" if found.components else "none"
    if outcome.status == "none":
        outcome.problems.append(("models_without_weights", outcome.id))


def _elements(outcome: Outcome, tally: Tally) -> Iterator[Element]:
    for name, where in outcome.problems:
        tally.count(name, clean_text(where, 300))
    if outcome.aside:
        tally.counts["weight_files_left_out"] += outcome.aside
    if outcome.status is None:
        return
    owner = Model.ref(outcome.id)
    yield Model.model_validate(
        {
            "id": outcome.id,
            "status": outcome.model,
            "weights_status": outcome.status,
            "weights_revision": outcome.revision,
            **outcome.files,
        }
    )
    if outcome.asked:
        tally.count("redirects", f"{outcome.asked} -> {outcome.id}")
        yield AliasOf(start=Ref(Alias, outcome.asked), end=owner, evidence=["redirect"])
    for computed, (names, files) in outcome.fingerprints.items():
        tally.counts["fingerprints"] += 1
        yield Fingerprint.model_validate(_properties(computed))
        yield HasFingerprint(
            start=owner,
            end=Fingerprint.ref(computed.exact),
            components=[clean_text(name, 300) for name in names],
            files=files,
            revision=outcome.revision,
            stated_type=outcome.stated,
        )
    if outcome.claimed and outcome.stated is not None:
        yield OfType(start=owner, end=Ref(ModelType, outcome.stated))
    # What was read before stays true of a model that shows its files no more.
    described = (HasFingerprint, OfType) if outcome.claimed else (HasFingerprint,)
    yield Described(owner, () if outcome.status in ("gated", "missing") else described)


def _properties(computed: Computed) -> dict[str, Any]:
    """The properties of a fingerprint under their graph names; texts come from files of strangers."""
    stated = asdict(computed)
    stated["id"] = stated.pop("exact")
    for name, second in (
        ("stacks", "stack_layers"), ("layer_tensors", "layer_shapes"), ("outer_tensors", "outer_shapes"),
    ):  # fmt: skip
        pairs = stated[name] or ()
        stated[name], stated[second] = tuple(zip(*pairs, strict=True)) or (None, None)
    return {
        name: clean_text(value, 300)
        if isinstance(value, str)
        else ([clean_text(one, 300) if isinstance(one, str) else one for one in value] or None)
        if isinstance(value, tuple)
        else value
        for name, value in stated.items()
    }
