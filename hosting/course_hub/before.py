"""What is looked at before a hub starts and whenever its state is asked for: ports, disk, clock, and whether everything answers. One sentence for each trouble."""
from __future__ import annotations

import datetime
import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from . import courses, ports
from .places import Places
from .settings import HubError, Settings

LEAST, LITTLE = 200, 1_000                                 # MB free: below the first a hub is not started; below the second somebody is told
SLACK = 120                                                # seconds a clock may be behind what was written


def look(places: Places, settings: Settings) -> None:
    """Raises HubError with everything that keeps a hub from starting."""
    found = [*_ports(places, settings), *_disk(places, LEAST), *_clock(places), *_environment(places)]
    if found:
        raise HubError("\n".join(found))


def troubles(places: Places, settings: Settings, up: bool) -> Iterator[str]:
    """Everything somebody should look at, a sentence each."""
    yield from _disk(places, LITTLE)
    yield from _clock(places)
    if not up:
        yield from _ports(places, settings)


def _ports(places: Places, settings: Settings) -> Iterator[str]:
    if not ports.free(settings.port, settings.address):
        yield f"Port {settings.port} is in use by another program{_who(settings.port)}. Stop that program, or write another port into {places.settings}."
    for name, port in ports.inner(places, settings).items():
        if not ports.free(port):
            yield f"Port {port}, the hub's own ({name}), is in use by another program{_who(port)}. Stop that program; or run `make host-stop`, delete {places.hub / 'ports.json'}, and start again."


def _who(port: int) -> str:
    import psutil
    for c in psutil.net_connections("tcp"):
        if c.status == psutil.CONN_LISTEN and c.laddr and c.laddr.port == port and c.pid:
            try:
                return f" ({psutil.Process(c.pid).name()}, process {c.pid})"
            except psutil.Error:
                break
    return ""


def _disk(places: Places, least: int) -> Iterator[str]:
    left = shutil.disk_usage(places.data).free // 1_000_000
    if left < least:
        yield (f"The disk with {places.data} has {left} MB left. Learners' work cannot be saved on a full disk (their pages say so, and keep what they type in the browser). "
               f"Make room: old back-ups are in {places.backups}.")


def _clock(places: Places) -> Iterator[str]:
    newest = max((p.stat().st_mtime for p in (places.hub / "jupyterhub.sqlite", places.hub / "hub.log", places.hub / "keeper.pid") if p.exists()), default=0.0)
    if newest - time.time() > SLACK:
        yield (f"This machine's clock says {_said(time.time())}, and the hub wrote its files at {_said(newest)}: the clock has been set back. "
               "Times of hand-ins and log-in through another system would be wrong. Set the clock (timedatectl set-ntp true), and start again.")


def _said(at: float) -> str:
    return datetime.datetime.fromtimestamp(at).strftime("%d %B %Y, %H:%M")


def _environment(places: Places) -> Iterator[str]:
    for path in (places.python.resolve(), places.env, *places.data.resolve().parents):
        if not os.path.exists(path):
            yield f"{path} is missing. Run `make host` again: it makes the environment."
        elif path.is_dir() and not path.stat().st_mode & 0o001:
            yield f"{path} cannot be entered by others, and learners' servers run as users of their own. Put the data directory elsewhere, or: chmod o+x {path}"
    for parent in places.python.resolve().parents:
        if parent.exists() and not parent.stat().st_mode & 0o001:
            yield f"The Python in use lies in {parent}, which learners' servers cannot enter. Make the environment with the machine's own: make host PYTHON=/usr/bin/python3"
            break


def answers(places: Places, settings: Settings) -> bool:
    """Whether the hub answers, through its proxy, and every tutors' service too."""
    return _get(f"{_base(settings)}/hub/health", settings) == 200 and not silent(places, settings)


def silent(places: Places, settings: Settings) -> list[str]:
    """A sentence for each part that does not answer."""
    said = []
    if _get(f"{_base(settings)}/hub/health", settings) != 200:
        said.append(f"The hub does not answer at {_base(settings)}. Its log: {places.hub / 'hub.log'}")
    inner = ports.inner(places, settings)
    for cohort in settings.cohort:
        if _get(f"http://127.0.0.1:{inner[courses.name(cohort.id)]}/services/{courses.name(cohort.id)}/api", settings) not in (200, 302, 403):
            said.append(f"The tutors' service of {cohort.id} does not answer; the hub starts it again by itself. If it stays silent, look into {places.hub / 'hub.log'} for {courses.name(cohort.id)}.")
    return said


def _base(settings: Settings) -> str:
    return f"{'https' if settings.tls.certificate else 'http'}://{settings.address if settings.address not in ('0.0.0.0', '::', '') else '127.0.0.1'}:{settings.port}"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def _get(url: str, settings: Settings) -> int:
    import ssl
    context = ssl._create_unverified_context()             # this machine asks itself; the name on the certificate is not 127.0.0.1
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    request = urllib.request.Request(url, headers={"Host": settings.name} if settings.name else {})
    try:
        with opener.open(request, timeout=3) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


