"""A learner's server on one machine: a process of a system user of their own, with limits."""
from __future__ import annotations

import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner, set_user_setuid
from systemdspawner import SystemdSpawner
from traitlets import Dict, Integer, Unicode

from systems_leadership.hub import COHORT, EXCHANGE, system_user

from . import accounts
from .places import Places
from .settings import HubError

SYSTEMD = Path("/run/systemd/system")                      # there when systemd is what runs the machine (sd_booted(3))
FILES, PROCESSES = 2_000_000_000, 400                      # bytes of one file; processes and threads of one learner


class _Learner:
    """What both kinds of spawner do before a server starts."""

    data: str
    cohorts: dict[str, str]
    user: Any
    log: Any
    cmd: Any
    environment: Any

    def make_way(self) -> str:
        """See to it that the learner has a system user, and set what their server is told. Returns the system user. Raises HubError."""
        places, number = Places(Path(self.data)), self.user.name
        cohort = self.cohorts.get(number, "")
        if not cohort:
            raise HubError(f"{number} is on no cohort's roster, so there is no course to open. Put the number into the roster and run `make host` again.")
        accounts.learner(places, number)
        self.environment = {**self.environment, EXCHANGE: str(places.exchange), COHORT: cohort}
        self.cmd = [str(places.python), "-m", "systems_leadership.cli", "serve", "course", "--cohort", str(places.shown(cohort))]
        return system_user(number)


class LearnerProcess(_Learner, LocalProcessSpawner):
    """Without systemd: a process with rlimits. They hold a learner to `memory` bytes a process, not in all; a machine for real cohorts has systemd."""

    data = Unicode(config=True, help="The hub's data directory.")
    cohorts = Dict(config=True, help="The cohort of each learner, by number.")
    memory = Integer(512 * 1024 * 1024, config=True, help="Bytes of data one process of a learner's may have.")

    async def start(self) -> Any:
        self.make_way()
        return await super().start()

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        become, memory = set_user_setuid(system_user(name)), self.memory

        def before() -> None:
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILES, FILES))
            resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os.nice(5)                                     # a learner's busy loop gives way to the hub
            os.umask(0o077)
            become()
        return before

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        home = str(Places(Path(self.data)).learner(self.user.name))
        return {**env, "USER": system_user(self.user.name), "HOME": home, "SHELL": accounts.NOLOGIN}


class LearnerUnit(_Learner, SystemdSpawner):
    """With systemd: a unit of its own, whose memory and processor the kernel limits in all."""

    data = Unicode(config=True, help="The hub's data directory.")
    cohorts = Dict(config=True, help="The cohort of each learner, by number.")

    async def start(self) -> Any:
        self.username_template = self.make_way()              # no braces in it: a number has none
        return await super().start()


def kind() -> type[LearnerProcess] | type[LearnerUnit]:
    """The spawner this machine can have."""
    return LearnerUnit if SYSTEMD.is_dir() else LearnerProcess
