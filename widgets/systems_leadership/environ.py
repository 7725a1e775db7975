"""The environment nbgrader's and Jupyter's own commands need: nbgrader calls `alembic` by name, so this Python's scripts come first on the PATH."""
from __future__ import annotations

import os
import sys
from pathlib import Path


def with_scripts() -> dict[str, str]:
    """A copy of the environment in which programs installed beside this Python are found by name."""
    here = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join([here, os.environ.get("PATH", "")])}
