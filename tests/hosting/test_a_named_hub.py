"""A hub with a name: TLS, and a subdomain for each learner, from nothing but hub.toml; in a real browser. Names under “localhost” lead to this machine without a DNS."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from directory import certificate
from machine import Machine, beside
from people import at_course, log_in

pytestmark = [pytest.mark.browser, pytest.mark.pipeline]

SETTINGS = """
admins = ["keeper"]
name = "course.localhost"
address = "127.0.0.1"
port = {port}
exchange_check = false
[tls]
certificate = "{made}"
key = "{made}"
[[cohort]]
id = "winter"
help_lines = ["Staff support: 01632 960 125"]
learners = "winter.csv"
tutors = ["walt"]
"""


@pytest.fixture(scope="module")
def named(one: Machine) -> Iterator[Machine]:
    with beside(one) as two:
        two.name = "course.localhost"
        made = certificate(two.data, "course.localhost", "*.course.localhost")
        (two.data / "winter.csv").write_text("number\nw-1\nw-2\n")
        two.settings(SETTINGS.format(port=two.port, made=made))
        assert f"The hub is at https://course.localhost:{two.port}." in two.manage("start").stdout
        yield two


def test_a_learner_has_a_subdomain_and_tls(named: Machine, chromium: Any) -> None:
    person = log_in(named, chromium, "w-1")
    page = at_course(person)
    assert (urlsplit(page.url).scheme, urlsplit(page.url).hostname) == ("https", "w-1.course.localhost")
    page.goto(f"https://w-1.course.localhost:{named.port}/user/w-1/lab/tree/m1_defining_the_system/work.ipynb?reset")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden)[data-course-ran] .sl", timeout=60_000)
    theirs = [cookie["name"] for cookie in person.context.cookies(f"https://w-2.course.localhost:{named.port}/user/w-2/")]
    assert [name for name in theirs if "w-1" in name or "login" in name] == [], "nothing is sent to another's address"
    person.context.close()


def test_a_tutor_comes_to_the_cohorts_own_address(named: Machine, chromium: Any) -> None:
    person = log_in(named, chromium, "walt")
    person.page.wait_for_url("**/services/course-winter/formgrader**", timeout=60_000)
    assert urlsplit(person.page.url).hostname == "course-winter--service.course.localhost"
    person.page.get_by_role("link", name="m1_defining_the_system", exact=True).first.wait_for()
    person.context.close()


def test_a_hub_that_ends_as_soon_as_it_has_begun_is_not_waited_for(named: Machine) -> None:
    """As with settings of one's own that are wrong: the end of the log is shown, and nothing is left running."""
    named.manage("stop")
    (named.data / "jupyterhub_local.py").write_text("raise RuntimeError('a slip of my own')\n")
    done = named.manage("start", ok=False)
    assert done.returncode == 1 and "The hub ends as soon as it has begun." in done.stderr and "a slip of my own" in done.stderr
    assert named.manage("stop").stdout.strip() == "No hub was running."
