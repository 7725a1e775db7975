"""What an organisation writes down about its hub, in one file, hub.toml: read as data, with one clear message for whatever is wrong."""
from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

import msgspec

NAME = "hub.toml"
ID = re.compile(r"[a-z][a-z0-9_]{0,19}")                   # of a cohort: part of addresses, groups, system users and nbgrader's course
SIZE = re.compile(r"(\d+(?:\.\d+)?)([MG])")
PERSON = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")          # a learner's number or a tutor's name, in small letters


class HubError(Exception):
    """The hub cannot be set up or run as it stands; the text names the thing and the next step."""

    @property
    def jupyterhub_message(self) -> str:
        """What JupyterHub shows to somebody whose server could not be started."""
        return str(self)


class Limits(msgspec.Struct, forbid_unknown_fields=True):
    """What one learner may use, and when a server that nobody uses is stopped."""

    memory: str = "512M"                                   # of a learner's server and kernels together
    cpu: Annotated[float, msgspec.Meta(ge=0.1, le=64)] = 1.0
    idle_minutes: Annotated[int, msgspec.Meta(ge=5, le=10_000)] = 60
    at_once: Annotated[int, msgspec.Meta(ge=1, le=200)] = 4            # servers starting at the same time; the others wait their turn
    start_seconds: Annotated[int, msgspec.Meta(ge=30, le=1_800)] = 180

    @property
    def memory_bytes(self) -> int:
        found = SIZE.fullmatch(self.memory)
        if not found:
            raise HubError(f"{NAME}: limits.memory is “{self.memory}”. Write it as “512M” or “1G”.")
        return int(float(found[1]) * 1024 ** (2 if found[2] == "M" else 3))


class Cohort(msgspec.Struct, forbid_unknown_fields=True):
    """One cohort: one course service, one folder, one gradebook."""

    id: str
    help_lines: list[str]                                  # "Name: number", for the start page: a cohort is not opened without one
    title: str = ""
    learners: str = ""                                     # a CSV file, as `systems-leadership teach --learners` reads it; from the folder hub.toml is in
    tutors: list[str] = []
    gradebook: str = ""                                    # a PostgreSQL address, or a file that holds one; empty for SQLite in the cohort's folder


class Tls(msgspec.Struct, forbid_unknown_fields=True):
    """Where the certificate is; empty where something before the hub ends TLS."""

    certificate: str = ""
    key: str = ""


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """A hub.toml."""

    cohort: list[Cohort]
    admins: list[str]
    name: str = ""                                         # the hub's public name, such as course.example.org; with one, TLS and a subdomain a person are on
    address: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 8000
    behind_tls: bool = False                               # something before the hub (nginx, Caddy, a load balancer) ends TLS
    subdomains: bool = True                                # with a name only; needs a wildcard in DNS and in the certificate
    exchange_check: bool = True                            # prove at every start that what is released can be fetched
    tls: Tls = msgspec.field(default_factory=Tls)
    limits: Limits = msgspec.field(default_factory=Limits)
    login: dict[str, Any] = msgspec.field(default_factory=lambda: {"kind": "native"})             # read by course_hub.login

    @property
    def public(self) -> str:
        """The hub's public address, without a slash at the end; empty without a name. Where the hub itself ends TLS its port is in it, unless it is the usual one."""
        if not self.name:
            return ""
        return f"https://{self.name}" + (f":{self.port}" if self.tls.certificate and self.port != 443 else "")


def read(path: Path) -> Settings:
    """The settings in a file. Raises HubError, which names what is wrong."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), type=Settings)
    except FileNotFoundError:
        raise HubError(f"{path}: there is no such file. Copy hosting/one-machine/hub.toml there and fill it in.") from None
    except OSError as error:
        raise HubError(f"{path}: it could not be read ({error.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HubError(f"{path}: it is not TOML ({error}). Correct the line it names.") from None
    except msgspec.ValidationError as error:
        raise HubError(f"{path}: {error}. hosting/one-machine/hub.toml shows every setting.") from None
    if wrong := _problem(found):
        raise HubError(f"{path}: {wrong}")
    return found


def _problem(s: Settings) -> str:
    if not s.cohort:
        return "there is no [[cohort]]. Write at least one, with an id and a help line."
    if not s.admins:
        return "admins is empty. Name at least one person who may look after the hub."
    for n, cohort in enumerate(s.cohort):
        if not ID.fullmatch(cohort.id):
            return f"the cohort id “{cohort.id[:30]}” cannot be used: a small letter first, then small letters, digits and underscores, at most 20."
        if cohort.id in [other.id for other in s.cohort[:n]]:
            return f"two cohorts are called “{cohort.id}”. Give each an id of its own."
        if not cohort.help_lines:
            return f"the cohort “{cohort.id}” has no help line. Write at least one into help_lines, as “Name: number”."
    for person in [*s.admins, *(t for c in s.cohort for t in c.tutors)]:
        if not PERSON.fullmatch(person):
            return f"“{person[:50]}” cannot be a person's name on the hub: small letters, digits, dots, dashes, at most 40."
    s.limits.memory_bytes                                  # noqa: B018 - raises when it cannot be read
    if bool(s.tls.certificate) != bool(s.tls.key):
        return "tls has a certificate without a key, or a key without a certificate. Name both."
    if s.name and not s.tls.certificate and not s.behind_tls:
        return f"the hub has a name ({s.name}), so it needs TLS: name the certificate and its key in [tls], or say behind_tls = true if something before the hub ends TLS."
    if not s.name and s.address not in ("127.0.0.1", "::1", "localhost"):
        return f"the hub would be open at {s.address} without TLS. Give it a name and a certificate, or keep address = \"127.0.0.1\" and put a web server with TLS before it."
    return ""
