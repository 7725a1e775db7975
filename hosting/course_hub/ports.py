"""Ports on this machine: which are free, and which a hub keeps for itself."""
from __future__ import annotations

import json
import socket
from pathlib import Path

from .places import Places
from .settings import Settings


def free(port: int, address: str = "127.0.0.1") -> bool:
    """Whether nothing listens at `port`."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind((address if address != "localhost" else "127.0.0.1", port))
        except OSError:
            return False
        return True


def inner(places: Places, settings: Settings) -> dict[str, int]:
    """Ports of a hub's inside, on loopback, by what they are for: the hub, the proxy's own, each tutors' service.

    They are kept: a learner's server that outlives a hub looks for the next one where the last one was."""
    return kept(places.hub / "ports.json", ("hub", "proxy", *(f"course-{cohort.id}" for cohort in settings.cohort)))


def kept(file: Path, names: tuple[str, ...]) -> dict[str, int]:
    """A port for each name, chosen among the free ones the first time and kept in `file`."""
    try:
        found = {str(k): int(v) for k, v in json.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        found = {}
    for name in names:
        if name not in found:
            with socket.socket() as s:
                s.bind(("127.0.0.1", 0))
                found[name] = s.getsockname()[1]
    file.write_text(json.dumps(found), encoding="utf-8")
    return {name: found[name] for name in names}
