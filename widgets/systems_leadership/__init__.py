"""Systems leadership: exercises that a notebook shows, records that keep a learner's work, and their marking.

    from systems_leadership import show
    show("unfolding")
"""
from __future__ import annotations

from typing import Any

__all__ = ["check", "show"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in __all__:
        from . import desk
        return getattr(desk, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
