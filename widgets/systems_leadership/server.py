"""How a Jupyter server of the course's is started: by a person on their own machine, or by a hub for a learner or for tutors."""
from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from .environ import with_scripts

LEARNER_ENV = Path(__file__).resolve().parent / "lab"
NBGRADER = ("formgrader", "validate_assignment", "assignment_list", "course_list")     # nbgrader turns these on for everybody
# What no page of the course uses and every learner's server would pay for: on a hub of a hundred, it counts.
NEEDLESS = ("jupyter_lsp", "jupyter_server_terminals", "jupyterlab_jupytext", "notebook", "notebook_shim")
PAGE = "/lab/tree/start.ipynb"
NEWS = ["--LabApp.news_url=", "--LabApp.extension_manager=readonly", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]


def learner_options(folder: Path, off: tuple[str, ...] = ()) -> list[str]:
    """What a learner's server is started with: the course's pages, no grading tools, no news. `off` names further extensions it does without."""
    without = {**{f"nbgrader.server_extensions.{name}": False for name in NBGRADER}, **dict.fromkeys(off, False)}
    return [f"--ServerApp.root_dir={folder.resolve()}", f"--LabApp.default_url={PAGE}", *NEWS, f"--LabApp.extra_labextensions_path={LEARNER_ENV / 'labextensions'}",
            "--ServerApp.jpserver_extensions=" + repr(without)]


def learner_environment() -> dict[str, str]:
    """The environment of a learner's server: its settings are the course's first."""
    env = with_scripts()
    env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(LEARNER_ENV), env.get("JUPYTER_CONFIG_PATH", "")]))
    return env


def tutor_options(folder: Path) -> list[str]:
    """What a tutor's server is started with: formgrader as the course has it."""
    from .marking import formgrader
    return [f"--ServerApp.root_dir={folder.resolve()}", *NEWS, *formgrader.server_options()]


def become(program: str, options: list[str], folder: Path, env: dict[str, str]) -> NoReturn:
    """Become a program of this package in `folder`."""
    os.chdir(folder)
    os.execve(sys.executable, [sys.executable, "-m", f"systems_leadership.{program}", *options], env)
