"""The tutors' pod on a real hub: what its Deployment says in its environment is what a service needs, the tutor gets in, and nobody else does."""
from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bcrypt
import httpx
import pytest
from hosting import chart
from lab import free_port, private_env
from tutor import teaching

pytestmark = pytest.mark.pipeline
TOKEN, PASSWORD = "a" * 40, "kettle harbour lantern"
PATHS = ["", "formgrader", "formgrader/api/assignments", "api/contents", "files/cohort.toml", "lab", "terminals/1"]
CONFIG = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
import json
from course_hub import pods
from hosting import chart
from jupyterhub.proxy import Proxy

class Nothing(Proxy):
    # another pod's program; here Routed does its work

    routes, should_start = {{}}, False

    async def add_route(self, routespec, target, data):
        self.routes[routespec] = {{"routespec": routespec, "target": target, "data": data}}

    async def delete_route(self, routespec):
        self.routes.pop(routespec, None)

    async def get_all_routes(self):
        return self.routes

given = json.loads(Path({values!r}).read_text())
c = get_config()
c.merge(chart.config(given))
for service in c.JupyterHub.services:
    service.update(api_token={token!r}, url="http://127.0.0.1:{course}")
pods.configure(c, given["custom"], Path({root!r}), Path({root!r}))
c.JupyterHub.spawner_class = "simple"                      # no server is started here
c.JupyterHub.bind_url, c.JupyterHub.hub_bind_url = "http://127.0.0.1:{port}", "http://127.0.0.1:{hub}"        # the first is the proxy's
c.JupyterHub.proxy_class = Nothing
c.JupyterHub.db_url, c.JupyterHub.cookie_secret_file = {database!r}, {root!r} + "/cookie"
"""


class Routed(httpx.HTTPTransport):
    """One address for a browser, as the proxy gives it: the service's paths, and the hub's."""

    def __init__(self, hub: int, course: int) -> None:
        super().__init__()
        self.hub, self.course = hub, course

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(port=self.course if request.url.path.startswith("/services/course-autumn/") else self.hub)
        return super().handle_request(request)

    def close(self) -> None:
        """It outlives each browser."""


@contextlib.contextmanager
def running(words: list[str], env: dict[str, str], log: Path, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, which is ended with it."""
    with log.open("wb") as out:
        process = subprocess.Popen(words, env=env, cwd=cwd, stdout=out, stderr=out, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=5).status_code == 200:
                return
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


def accounts(database: str, names: list[str]) -> None:
    """People who have chosen their passwords."""
    from jupyterhub.orm import new_session_factory
    from nativeauthenticator.orm import UserInfo
    with new_session_factory(database)() as session:
        UserInfo.__table__.create(session.get_bind(), checkfirst=True)
        for name in names:
            session.add(UserInfo(username=name, password=bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)), is_authorized=True))
        session.commit()


def said(deployment: dict[str, Any], hub: int, course: int, place: Path) -> dict[str, str]:
    """The environment the Deployment gives its container, with addresses of this machine's."""
    text = json.dumps(deployment["spec"]["template"]["spec"]["containers"][0]["env"])
    for theirs, ours in (("//hub:8081", f"//127.0.0.1:{hub}"), ("0.0.0.0:8888", f"127.0.0.1:{course}"), ("/srv/exchange", str(place)), ("/srv/course", str(place))):
        assert theirs in text
        text = text.replace(theirs, ours)
    return {one["name"]: one.get("value", TOKEN) for one in json.loads(text) if "optional" not in str(one)}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Routed]:
    place = tmp_path_factory.mktemp("service")
    course_folder = teaching(place)
    port, inner, course = (free_port() for _ in range(3))
    given = chart.values()
    given["custom"]["cohorts"]["autumn"]["learners"] = ["1042"]
    given["custom"]["admins"] = ["cleo"]
    (place / "values.json").write_text(json.dumps(given))
    database = f"sqlite:///{place / 'hub.sqlite'}"
    accounts(database, ["ben", "1042", "cleo"])
    tests = Path(__file__).parents[1]
    (place / "config.py").write_text(CONFIG.format(
        path=[str(tests), str(tests.parent / "hosting")], values=str(place / "values.json"), token=TOKEN, course=course, root=str(place), port=port, hub=inner,
        database=database))
    deployment = next(one for one in chart.manifests("cohort.yaml") if one["kind"] == "Deployment")
    env = private_env(place / "jupyter")
    config = Path(env["JUPYTER_CONFIG_DIR"])
    config.mkdir(parents=True, exist_ok=True)
    (config / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": {"allow_root": True}}))        # the pod's user is not root; a test may be
    words = [word.replace("/srv/course", str(course_folder)) for word in deployment["spec"]["template"]["spec"]["containers"][0]["command"]]
    assert words[0] == "systems-leadership"
    words = [sys.executable, "-m", "systems_leadership.cli", *words[1:]]
    with running([sys.executable, "-m", "jupyterhub", "-f", str(place / "config.py")], env, place / "hub.log", place) as process, \
            running(words, env | said(deployment, inner, course, place), place / "course.log", course_folder) as service:
        wait(f"http://127.0.0.1:{course}/services/course-autumn/api", service, place / "course.log")
        wait(f"http://127.0.0.1:{inner}/hub/health", process, place / "hub.log")
        yield Routed(inner, course)


def browser_of(hub: Routed, follow: bool = True) -> httpx.Client:
    return httpx.Client(base_url="http://127.0.0.1", transport=hub, follow_redirects=follow, timeout=30)


@contextlib.contextmanager
def signed_in(hub: Routed, name: str) -> Iterator[tuple[httpx.Client, httpx.Response]]:
    """A browser, and the page somebody came to after log-in."""
    with contextlib.closing(browser_of(hub)) as browser:
        page = browser.get("/hub/login")
        xsrf = re.search(r'name="_xsrf"[^>]*value="([^"]+)"', page.text)
        assert xsrf, page.text
        yield browser, browser.post("/hub/login", data={"_xsrf": xsrf[1], "username": name, "password": PASSWORD})


def test_a_tutor_opens_formgrader_and_a_learner_nothing_of_it(hub: Routed) -> None:
    with signed_in(hub, "ben") as (tutor, page):
        assert page.status_code == 200 and page.url.path.startswith("/services/course-autumn/formgrader"), "a tutor comes straight to the hand-ins"
        assert "formgrader" in page.text
        assert tutor.get("/services/course-autumn/formgrader/api/assignments").status_code == 200
    with signed_in(hub, "1042") as (learner, _), contextlib.closing(browser_of(hub, follow=False)) as stranger:
        for path in PATHS:
            refused = learner.get(f"/services/course-autumn/{path}")
            assert refused.status_code == 403 and "m1_defining" not in refused.text, path
            assert stranger.get(f"/services/course-autumn/{path}").status_code in (302, 403), path


def test_who_looks_after_the_hub_opens_nobodys_work(hub: Routed) -> None:
    """JupyterHub's own role for admins would open everything, so they have another."""
    with signed_in(hub, "cleo") as (admin, page):
        assert page.url.path == "/hub/admin"
        assert admin.get("/services/course-autumn/formgrader").status_code == 403
        assert admin.get("/hub/admin").status_code == 200
