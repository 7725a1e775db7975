"""The environment nbgrader's and Jupyter's own commands need: nbgrader calls `alembic` by name, so this Python's scripts come first on the PATH."""
from __future__ import annotations

import os
import sys
from pathlib import Path


def with_scripts() -> dict[str, str]:
    """A copy of the environment in which programs installed beside this Python are found by name."""
    here = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join([here, os.environ.get("PATH", "")])}


def without_needless_grammar() -> None:
    """Keep `rfc3987_syntax` out of this process: jsonschema would load it to check a kind of address no Jupyter schema uses.

    It costs some 1.5 seconds and 16 MB wherever nbformat is imported. With None in its place jsonschema goes on without it. To be called before nbformat is imported."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
