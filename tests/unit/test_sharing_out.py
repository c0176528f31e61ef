"""How the tests are shared out among processes: only one of two needs the server of the small graph."""

from collections import deque
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import CHECKOUT, ByGraph, pytest_collection_modifyitems, scope

READS_SAMPLE, LONG = "test_documents.py::a", "test_stored_queries.py::a"
SMALL = (
    READS_SAMPLE,
    LONG,
    "test_checks.py::a",
    "test_checks.py::b",
    "test_ids.py::a",
    "test_writer.py::a",
    "test_writer.py::b",
)
SAMPLE = "test_real_hub_file.py::a[models_sample]"
OPEN = "test_real_hub_file.py::a[models_open]"
OTHERS = ("test_license_oracle.py::a", "test_local_server.py::a")


def collected() -> list[str]:
    """Names of some tests in the order in which they are run."""
    items: list[Any] = [
        SimpleNamespace(
            nodeid=f"tests/integration/{name}",
            fixturenames=["connection"] * (name in SMALL) + ["sample_graph"] * (name == READS_SAMPLE),
        )
        for name in (OPEN, SAMPLE, *OTHERS, *sorted(SMALL))
    ]
    unit = sorted((CHECKOUT / "tests" / "unit").rglob("test_*.py"))[:30]
    items += [SimpleNamespace(nodeid=f"{path.relative_to(CHECKOUT).as_posix()}::a") for path in unit]
    pytest_collection_modifyitems(items)
    return [item.nodeid for item in items]


class Process:
    """A process of xdist that runs a test whenever it is told to."""

    shutting_down, gateway = False, SimpleNamespace(id="one")

    def __init__(self) -> None:
        self.waiting: deque[int] = deque()
        self.ran: list[str] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.waiting.extend(indices)

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_end_of_the_list_has_its_processes(count: int) -> None:
    names = collected()
    config: Any = SimpleNamespace(
        getvalue=lambda name: [f"{count}*popen"], option=SimpleNamespace(loadscopereorder=False)
    )
    processes: list[Any] = [Process() for _ in range(count)]
    scheduler = ByGraph(config)
    for process in processes:
        scheduler.add_node(process)
        scheduler.add_node_collection(process, names)
    scheduler.schedule()
    while any(process.waiting for process in processes):
        for process in processes:
            if process.waiting:
                index = process.waiting.popleft()
                process.ran.append(names[index])
                scheduler.mark_test_complete(process, index)
    assert sorted(name for process in processes for name in process.ran) == sorted(names)
    on_small = {f"tests/integration/{name}" for name in (*SMALL, SAMPLE)}
    assert on_small <= set(processes[0].ran)
    if count > 1:
        assert processes[1].ran[:2] == [f"tests/integration/{name}" for name in (OPEN, OTHERS[0])]
        assert f"tests/integration/{OTHERS[1]}" not in processes[0].ran


def test_the_sample_and_what_takes_long_come_first_and_what_makes_plans_forgotten_last_on_the_small_graph() -> None:
    parts = list(dict.fromkeys(map(scope, collected())))
    own = ["test_documents.py", "test_stored_queries.py", "test_real_hub_file.py", "test_checks.py"]
    own += ["test_ids.py", "test_writer.py"]
    assert parts[:6] == [f"tests/integration/{name}" for name in own]
    assert parts[-2:] == ["tests/integration/test_local_server.py", "real"]
