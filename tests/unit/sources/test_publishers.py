"""Publishers are asked of the Hub: organisations first, then users; what it does not say stays unknown."""

from typing import Any

import pytest

from supplygraph.errors import InputError
from supplygraph.pacing import OnWait
from supplygraph.schema.nodes import Publisher
from supplygraph.sources.hub_client import HubClient, HubError
from supplygraph.sources.publishers import Publishers
from supplygraph.tally import Tally
from tests.hub_server import HubServer
from tests.unit.hub.mapped import of


@pytest.fixture(autouse=True)
def no_login(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("HF_TOKEN", "HF_ENDPOINT", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path_factory.mktemp("hf") / "token"))


def client(endpoint: str | None, on_wait: OnWait) -> HubClient:
    return HubClient(endpoint, on_wait, sleep=lambda seconds: None)


def test_what_the_hub_says_of_publishers() -> None:
    told: dict[str, dict[str, Any]] = {
        "organizations/orchard": {"name": "orchard", "isVerified": True},
        "organizations/mill": {"name": "mill", "isVerified": False},
        "organizations/silent": {"name": "silent"},
        "users/jane": {"user": "jane", "isVerified": "yes"},
    }
    tally = Tally()
    with HubServer(publishers=told) as hub:
        source = Publishers(["orchard", "mill", "silent", "jane", "nobody"], endpoint=hub.endpoint, client=client)
        found = of(list(source.elements(tally)), Publisher)
    assert [(one.name, one.kind, one.verified) for one in found] == [
        ("orchard", "organisation", True),
        ("mill", "organisation", False),
        ("silent", "organisation", None),
        ("jane", "user", None),
    ]
    assert tally.counts["publishers_missing"] == 1
    assert source.complete()
    assert source.arguments == "orchard, mill, silent and 2 more"


def test_a_run_that_is_cut_off_says_so() -> None:
    faults = dict.fromkeys(range(2, 40), "500")
    with HubServer(publishers={"organizations/a": {"isVerified": True}}, faults=faults) as hub:
        source = Publishers(["a", "b"], endpoint=hub.endpoint, client=client)
        assert len(of(list(source.elements(Tally())), Publisher)) == 1
        assert source.problem is not None
        assert not source.complete()
        hub.faults = dict.fromkeys(range(1, 90), "500")
        with pytest.raises(HubError):
            list(Publishers(["a"], endpoint=hub.endpoint, client=client).elements(Tally()))


@pytest.mark.parametrize(("names", "message"), [([], "no publisher was named"), (["a/b"], "is not a publisher")])
def test_names_that_are_none_are_refused(names: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Publishers(names)
