"""Where everything of a hub lies: one data directory, and who may read each part of it."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .settings import NAME


@dataclass(frozen=True)
class Places:
    """The parts of a data directory. Nothing is made here; see `accounts.lay_out`."""

    data: Path

    @property
    def settings(self) -> Path:
        """What the organisation wrote down; readable by root only, since it may name secrets."""
        return self.data / NAME

    @property
    def hub(self) -> Path:
        """The hub's own database, keys, pids and log. 0700, root's."""
        return self.data / "hub"

    @property
    def env(self) -> Path:
        """The Python environment everything runs in; readable by all, writable by root."""
        return self.data / "env"

    @property
    def python(self) -> Path:
        return self.env / "bin" / "python"

    @property
    def staff(self) -> Path:
        """The course as its authors have it, model answers and mark schemes among it. 0750, for tutors' services."""
        return self.data / "staff"

    @property
    def exchange(self) -> Path:
        """nbgrader's exchange."""
        return self.data / "exchange"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    def learner(self, number: str) -> Path:
        """A learner's home. 0700, theirs."""
        return self.data / "learners" / number

    def course(self, cohort: str) -> Path:
        """The tutors' folder of a cohort. 0700, its service's."""
        return self.data / "courses" / cohort

    def shown(self, cohort: str) -> Path:
        """What every learner of a cohort may read: its help lines."""
        return self.data / "shown" / f"{cohort}.toml"
