"""nbgrader's formgrader, made safe to open strangers' work in and pleasant for marking long writing.

Its pages, addresses, API and buttons stay; `guard` puts a strict policy round them, `files` serves nothing a learner sent
as a page, `marking_page` is the page a tutor spends the evening on, `names` keeps names out of its lists.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any

NAME = "systems_leadership.marking.formgrader"
STATIC = Path(__file__).parent / "static"


def server_options() -> list[str]:
    """What a Jupyter server is started with so that this stands in place of nbgrader's own formgrader."""
    return ["--ServerApp.jpserver_extensions=" + repr({"nbgrader.server_extensions.formgrader": False, NAME: True})]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": NAME}]


def _load_jupyter_server_extension(app: Any) -> None:
    from .extension import load
    load(app)
