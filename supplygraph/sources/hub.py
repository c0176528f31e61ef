"""Crawls the live Hub: its listings page by page, then single reads of the bases that no listing described."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from supplygraph.errors import InputError
from supplygraph.ids.reading import is_id, read_id
from supplygraph.pacing import OnWait
from supplygraph.schema.declaration import Described, Element, clean_text
from supplygraph.sources.hub_bases import FEW, NODES, Base, Bases
from supplygraph.sources.hub_checkpoint import Checkpoint
from supplygraph.sources.hub_client import GATED, Answer, HubClient, HubError, status_of
from supplygraph.sources.hub_listing import DATASETS, LISTINGS, MODELS, Listing, refused_fields
from supplygraph.tally import Tally

Sort = Literal["created_at", "downloads", "last_modified", "likes", "trending_score"]
PAGE = 1_000
#: Records that are known again when they come twice: rows move between pages while their sort key changes.
REMEMBERED = 50_000
#: Pages in a row that may bring nothing new.
MAX_STALE_PAGES = 3

_SORTS = {"created_at": "createdAt", "last_modified": "lastModified", "trending_score": "trendingScore"}


#: The last stage of a crawl: single reads.
BASES = "bases"


class Hub:
    """The live Hub, as the account of HF_TOKEN sees it.

    Args:
        limit: At most so many models, and as many datasets.
        author: Only what this user or organisation publishes.
        search: Only ids that contain this text.
        filter: Only what bears all these tags.
        sort: Order of the listing; None is `created_at` for everything and `downloads` with a limit.
        datasets: Whether datasets are read too.
        models: Read these models and their bases instead of the listings.
        resolve: Whether bases that no listing described are read one by one; None does it for up to 500.
        resume: Go on where the crawl with the same arguments was cut off.
        checkpoint: Where it is remembered how far the crawl is; each crawl has a file of its own beside this path,
            marked by its arguments. None remembers nothing.
        endpoint: Address of the Hub; None for the one that HF_ENDPOINT names.
        on_wait: Told how many seconds the crawl waits, and why.
        client: Makes the client; replaced in tests.

    Attributes:
        problem: Why the crawl stopped early, in one line.

    Raises:
        InputError: one of `models` is not an id.
    """

    name = "hub"
    #: The checkpoint must not run ahead of the database.
    read_ahead = False

    def __init__(
        self,
        *,
        limit: int | None = None,
        author: str | None = None,
        search: str | None = None,
        filter: Iterable[str] = (),
        sort: Sort | None = None,
        datasets: bool = True,
        models: Iterable[str] = (),
        resolve: bool | None = None,
        resume: bool = False,
        checkpoint: Path | None = None,
        endpoint: str | None = None,
        on_wait: OnWait = lambda seconds, why: None,
        client: Callable[[str | None, OnWait], HubClient] = HubClient,
    ) -> None:
        self.limit = limit
        self.author = author
        self.search = search
        self.filter = tuple(filter)
        self.sort: str = sort or ("created_at" if limit is None else "downloads")
        self.models = tuple(read_id(one) or one for one in models)
        for id_ in self.models:
            if not is_id(id_):
                raise InputError(f"{clean_text(id_, 200)!r} is not an id of a model", "write it as OWNER/NAME")
        self.resolve = resolve
        self.resume = resume
        self.checkpoint = checkpoint
        self.problem: str | None = None
        self._listings = () if self.models else (MODELS, DATASETS) if datasets else (MODELS,)
        self._make_client = client
        self._endpoint = endpoint
        self._on_wait = on_wait
        self.arguments = self._argument_line(datasets)
        self._bases = Bases()
        self._place = Checkpoint(arguments={}, listing=BASES)
        self._refused: dict[tuple[str, bool], set[str]] = {}
        self._licenses: set[str] = set()
        self._complete = False
        self._unwritten = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the Hub says, record by record.

        A crawl that cannot go on ends early: `complete` is then False, `problem` says why, and the tally counts it
        as `interrupted`.

        Raises:
            InputError: the Hub cannot be asked at all, or there is nothing to resume.
        """
        client = self._make_client(self._endpoint, self._on_wait)
        self._place = self._begin(client)
        if tally.total is None and self.limit is not None:
            tally.total = self.limit * len(self._listings)
        anything = False
        try:
            for element in self._crawl(client, self._place, tally):
                self._bases.note(element)
                anything = self._unwritten = True
                yield element
            self._complete = True
        except HubError as error:
            if not anything:
                raise
            self.problem = error.message
            tally.count("interrupted", error.message)
        if not self._unwritten:
            self.written()

    def complete(self) -> bool:
        """Whether everything that was asked for has been read."""
        return self._complete

    def written(self) -> None:
        """Saves where the crawl is, or forgets it once everything is in the database.

        Raises:
            InputError: the checkpoint cannot be written.
        """
        self._unwritten = False
        if self.checkpoint is None:
            return
        if self._complete:
            self._place.forget(self.checkpoint)
        else:
            self._place.model_copy(update={"named": list(self._bases.named)}).save(self.checkpoint)

    def _argument_line(self, datasets: bool) -> str:
        options = [("limit", self.limit), ("author", self.author), ("search", self.search)]
        options += [("filter", tag) for tag in self.filter]
        options += [("sort", self.sort)] if self._listings else []
        options += [("model", id_) for id_ in self.models]
        line = "".join(f" --{name} {value}" for name, value in options if value is not None)
        line += "" if datasets or self.models else " --no-datasets"
        return " ".join(clean_text(f"hub{line}").split())

    def _begin(self, client: HubClient) -> Checkpoint:
        self._complete = False
        self.problem = None
        arguments = {
            "endpoint": client.shown,
            "limit": self.limit,
            "author": self.author,
            "search": self.search,
            "filter": list(self.filter),
            "sort": self.sort,
            "datasets": DATASETS in self._listings,
            "models": list(self.models),
        }
        if self.resume and self.checkpoint is not None:
            place = Checkpoint.load(self.checkpoint, arguments)
        else:
            first = self._listings[0].name if self._listings else BASES
            place = Checkpoint(arguments=arguments, listing=first, named=[("model", id_) for id_ in self.models])
        self._bases = Bases(place.named)
        self._licenses = set()
        return place

    def _crawl(self, client: HubClient, place: Checkpoint, tally: Tally) -> Iterator[Element]:
        tally.position = sum(place.read.values())
        names = [listing.name for listing in self._listings]
        left = self._listings[names.index(place.listing) :] if place.listing in names else ()
        for listing in left:
            yield from self._read_listing(client, listing, tally)
        yield from self._read_bases(client, tally)

    def _move(self, listing: str, following: str | None, read: Mapping[str, int]) -> None:
        """From here on the crawl would go on at this page."""
        self._place = self._place.model_copy(update={"listing": listing, "next": following, "read": dict(read)})

    def _read_listing(self, client: HubClient, listing: Listing, tally: Tally) -> Iterator[Element]:
        place = self._place
        read = dict(place.read)
        target = place.next if place.listing == listing.name else None
        if target is None:
            self._move(listing.name, None, read)
        seen: dict[str, None] = {}
        stale = 0
        while self.limit is None or read.get(listing.name, 0) < self.limit:
            answer = self._ask(client, listing, tally, target)
            self._expect(listing, answer, tally)
            fresh = 0
            for record in answer.value:
                if self.limit is not None and read.get(listing.name, 0) >= self.limit:
                    break
                key = _identity(record)
                if key is not None:
                    if key in seen:
                        tally.count("repeated_records", key)
                        continue
                    seen[key] = None
                    if len(seen) > REMEMBERED:
                        del seen[next(iter(seen))]
                fresh += 1
                read[listing.name] = read.get(listing.name, 0) + 1
                yield from self._record(listing, record, tally)
            stale = 0 if fresh else stale + 1
            if answer.astray:
                raise HubError(
                    f"{client.shown} returned an invalid link to the next page of {listing.name}", "check HF_ENDPOINT"
                )
            if answer.next is None:
                break
            if answer.next == target or stale == MAX_STALE_PAGES:
                raise HubError(f"{client.shown} gives the same page of {listing.name} again and again")
            target = answer.next
            self._move(listing.name, target, read)
        after = [one.name for one in self._listings]
        following = [*after, BASES][after.index(listing.name) + 1]
        self._move(following, None, read)

    def _expect(self, listing: Listing, answer: Answer, tally: Tally) -> None:
        """How much there will be, for a progress bar."""
        if self.limit is not None:
            return
        everything = not (self.author or self.search or self.filter)
        earlier = sum(count for name, count in self._place.read.items() if name != listing.name)
        total = answer.total or (listing.usual if everything else None)
        later = DATASETS.usual if everything and listing is MODELS and DATASETS in self._listings else 0
        tally.total = earlier + total + later if total is not None else None

    def _record(self, listing: Listing, record: object, tally: Tally) -> Iterator[Element]:
        tally.records += 1
        tally.position += 1
        if isinstance(record, dict):
            yield from listing.elements(record, tally, self.name, self._licenses)
        else:
            tally.count("bad_records", clean_text(f"{listing.name}: {record!r}", 100))

    def _ask(
        self, client: HubClient, listing: Listing, tally: Tally, target: str | None = None, id_: str | None = None
    ) -> Answer:
        """One answer; fields that the server refuses are asked for no more."""
        if target is not None:
            return client.page(target)
        refused = self._refused.setdefault((listing.name, id_ is None), set())
        while True:
            try:
                if id_ is not None:
                    return client.record(listing.target(refused, id_=id_))
                return client.page(listing.target(refused, self._query()))
            except HubError as error:
                more = refused_fields(error.reason, [field for field in listing.fields if field not in refused])
                if error.status != 400 or not more:
                    raise
            for field in more:
                refused.add(field)
                tally.count("fields_refused", f"{listing.name}: {field}")

    def _query(self) -> list[tuple[str, Any]]:
        query: list[tuple[str, Any]] = [
            ("limit", min(PAGE, self.limit or PAGE)),
            ("sort", _SORTS.get(self.sort, self.sort)),
        ]
        query += [(name, value) for name, value in (("author", self.author), ("search", self.search)) if value]
        return query + [("filter", tag) for tag in self.filter]

    def _read_bases(self, client: HubClient, tally: Tally) -> Iterator[Element]:
        """Reads bases one by one, and the bases of those, up the lineage."""
        named = self._bases.named
        left = len(self.models) if self.resolve is False else None if self.resolve else max(FEW, len(self.models))
        if left is not None and len(named) > left:
            left = 0
        while named and left != 0:
            base = next(iter(named))
            left = left - 1 if left is not None else None
            yield from self._look_up(client, base, tally)
            self._bases.settle(base)
        for kind, id_ in named:
            tally.count("bases_not_looked_up", f"{kind} {id_}")

    def _look_up(self, client: HubClient, base: Base, tally: Tally) -> Iterator[Element]:
        kind, id_ = base
        node, listing = NODES[kind], LISTINGS[kind]
        try:
            record = self._ask(client, listing, tally, id_=id_).value
        except HubError as error:
            status = status_of(error)
            if status is None:
                raise
            tally.count(f"bases_{status}", f"{kind} {id_}")
            gated = True if error.code == GATED else None
            yield node.model_validate({"id": id_, "hub": "huggingface", "status": status, "gated": gated})
            yield Described(node.ref(id_), ())
            return
        tally.count("bases_looked_up")
        if record.get("id") != id_:
            tally.count("redirects", clean_text(f"{id_} -> {record.get('id')}", 300))
        yield from self._record(listing, {**record, "_extra": {"requested_id": id_}}, tally)


def _identity(record: object) -> str | None:
    """The number of a repository, which it keeps when it is renamed; its id where the server gives none."""
    if isinstance(record, dict):
        for name in ("_id", "id"):
            if isinstance(value := record.get(name), str) and value:
                return clean_text(value, 300)
    return None
