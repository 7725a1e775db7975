"""One machine and one hub on it for all tests of a day on a hub: two cohorts, real system users, real log-in."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import machine
import pytest
from settings_of_tests import SETTINGS

AT_ONCE = "test_settings.py"                           # starts nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name != AT_ONCE:
            item.add_marker(pytest.mark.hosting)


@pytest.fixture(scope="session")
def one() -> Iterator[machine.Machine]:
    """A machine with a data directory and an environment; no hub yet."""
    with machine.machine() as made:
        yield made


@pytest.fixture(scope="session")
def hub(one: machine.Machine) -> Iterator[machine.Machine]:
    """A hub that runs, with learners 2040 to 2059 in autumn and s-1 in spring."""
    one.settings(SETTINGS.format(port=one.port))
    one.numbers = [str(2040 + n) for n in range(20)]
    (one.data / "autumn.csv").write_text("number,first name,last name\n" + "".join(f"{n},First{n},Last{n}\n" for n in one.numbers))
    (one.data / "spring.csv").write_text("number\nS-1\n")
    started = one.manage("start")
    assert "a page was released, fetched and handed in through the exchange" in started.stdout
    yield one
    stopped = one.manage("stop")
    assert stopped.stdout.strip() == "The hub has stopped."
