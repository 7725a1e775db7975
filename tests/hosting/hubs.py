"""A real JupyterHub with its proxy on loopback, for tests of signing in: free ports, a private folder, nothing left running."""
from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from lab import free_port, private_env

HOSTING = Path(__file__).parents[2] / "hosting"
API_TOKEN = "0" * 40

CONFIG = """
import sys
from pathlib import Path
sys.path.insert(0, {hosting!r})
from course_hub.login import configure
c = get_config()
data = Path({data!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.pid_file = str(data / "proxy.pid")
c.JupyterHub.db_url = {database!r}
c.JupyterHub.cookie_secret_file = str(data / "cookie_secret")
c.JupyterHub.default_url = "/hub/home"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.services = [{{"name": "test", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [{{"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:groups", "list:users", "read:users"]}},
                           {{"name": "tutors", "groups": ["tutors-autumn", "tutors-spring"], "scopes": ["self"]}}]
configure(c, {login!r}, data, {people!r}, admins={admins!r}, cohorts=("autumn", "spring"))
"""


@dataclass
class Hub:
    """A hub that runs: where, and what it wrote."""

    url: str
    data: Path
    database: str
    log: Path
    process: subprocess.Popen[bytes]

    def browser(self) -> httpx.Client:
        """Keeps cookies and follows redirects, as a browser does."""
        return httpx.Client(base_url=self.url, follow_redirects=True, timeout=20, verify=False)         # loading certificates takes longer than the test

    def user(self, name: str) -> dict[str, Any] | None:
        """Somebody as the hub's own API has them, or None when the hub has never let them in."""
        answer = httpx.get(f"{self.url}/hub/api/users/{name}", headers={"Authorization": f"token {API_TOKEN}"}, timeout=20, verify=False)
        return answer.json() if answer.status_code == 200 else None


def database(data: Path) -> str:
    return f"sqlite:///{data / 'jupyterhub.sqlite'}"


@contextlib.contextmanager
def running(data: Path, login: dict[str, Any], people: dict[str, set[str]], admins: tuple[str, ...] = ("anna",)) -> Iterator[Hub]:
    """A hub with this `[login]` table and these people."""
    port = free_port()
    values = {"hosting": str(HOSTING), "data": str(data), "port": port, "hub_port": free_port(), "proxy_port": free_port(), "proxy": str(Path(sys.executable).with_name("configurable-http-proxy")),
              "database": database(data), "token": API_TOKEN, "login": login, "people": people, "admins": admins}
    config, log = data / "jupyterhub_config.py", data / "hub.log"
    config.write_text(CONFIG.format(**values))
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "jupyterhub", "-f", str(config)], cwd=data, env=private_env(data / "jupyter"), stdout=out, stderr=out, start_new_session=True)
    hub = Hub(f"http://127.0.0.1:{port}", data, database(data), log, process)
    try:
        _wait(hub)
        yield hub
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)              # to the hub alone: it ends its proxy itself
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _wait(hub: Hub) -> None:
    deadline = time.monotonic() + 60
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{hub.url}/hub/api/", timeout=5, verify=False).status_code == 200:
                return
        assert hub.process.poll() is None, hub.log.read_text()
        assert time.monotonic() < deadline, "The hub did not start in 60 s:\n" + hub.log.read_text()
        time.sleep(0.1)


def form(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    return dict(re.findall(r'<input type="hidden"\s+name="([^"]+)"(?:\s+autocomplete="[^"]*")?\s+value="([^"]*)"', page.text))


def sign_in(browser: httpx.Client, name: str, password: str) -> httpx.Response:
    """What a person sees after filling in the sign-in page."""
    page = browser.get("/hub/login")
    return browser.post("/hub/login", data={**form(page), "username": name, "password": password})


def signed_in(browser: httpx.Client) -> bool:
    return browser.get("/hub/home").url.path == "/hub/home"
