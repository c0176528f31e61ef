"""Asks the Hub what publishers are: users or organisations, and whether the Hub has verified them."""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from supplygraph.errors import InputError
from supplygraph.ids.reading import is_id
from supplygraph.pacing import OnWait
from supplygraph.schema.declaration import Element, clean_text
from supplygraph.schema.nodes import Publisher
from supplygraph.sources.hub_client import HubClient, HubError, status_of
from supplygraph.tally import Tally


class Publishers:
    """Publishers on the Hub, one request each, or two for users.

    Args:
        names: Their names.
        endpoint: Address of the Hub; None for the one that HF_ENDPOINT names.
        on_wait: Told how many seconds it waits, and why.
        client: Makes the client of the Hub; replaced in tests.

    Raises:
        InputError: none was named, or a name is not valid.

    Attributes:
        problem: Why reading was cut off; None where it was not.
    """

    name = "publishers"
    read_ahead = True

    def __init__(
        self,
        names: Sequence[str],
        *,
        endpoint: str | None = None,
        on_wait: OnWait = lambda seconds, why: None,
        client: Callable[[str | None, OnWait], HubClient] = HubClient,
    ) -> None:
        self._names = list(dict.fromkeys(names))
        if not self._names:
            raise InputError("no publisher was named", "name one, or give --from-graph")
        for name in self._names:
            if "/" in name or not is_id(name):
                raise InputError(f"{clean_text(name, 200)!r} is not a publisher", "write the part of an id before /")
        shown = ", ".join(self._names[:3])
        more = len(self._names) - 3
        self.arguments = f"{shown} and {more:,} more" if more > 0 else shown
        self.problem: str | None = None
        self._endpoint, self._on_wait, self._make_client = endpoint, on_wait, client
        self._complete = False

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields what the Hub says of each publisher.

        Raises:
            InputError: the Hub cannot be asked at all.
        """
        self._complete, self.problem = False, None
        client = self._make_client(self._endpoint, self._on_wait)
        tally.total = len(self._names)
        anything = False
        for name in self._names:
            tally.position += 1
            try:
                found = _ask(client, name)
            except HubError as error:
                if not anything:
                    raise
                self.problem = error.message
                tally.count("cut_off", error.message)
                return
            if found is None:
                tally.count("publishers_missing", name)
                continue
            anything = True
            tally.records += 1
            yield found
        self._complete = True

    def complete(self) -> bool:
        """Whether every publisher got an answer."""
        return self._complete

    def written(self) -> None:
        """Nothing to remember: publishers are simply asked for again."""


def _ask(client: HubClient, name: str) -> Publisher | None:
    """What the Hub says of a namespace; None where there is none of that name.

    Raises:
        HubError: the Hub refuses for another reason, or does not answer.
    """
    for kind, path in (("organisation", "organizations"), ("user", "users")):
        try:
            record = client.record(f"/api/{path}/{quote(name, safe='')}/overview").value
        except HubError as error:
            if status_of(error) != "missing":
                raise
            continue
        verified = record.get("isVerified")
        return Publisher.model_validate(
            {"name": name, "kind": kind, "verified": verified if isinstance(verified, bool) else None}
        )
    return None
