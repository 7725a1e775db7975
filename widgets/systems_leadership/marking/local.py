"""A tutor's own settings, nbgrader_local.py beside nbgrader_config.py: read after the course's, and held to what nbgrader knows."""
from __future__ import annotations

import copy
import difflib
import traceback
from pathlib import Path
from typing import Any

from traitlets import TraitError

from .config import configure, differs

NAME = "nbgrader_local.py"
END = "Nothing has been done. Correct it, and run this again."


def load(c: Any, config_file: str) -> None:
    """Set nbgrader up as the course needs it, then as the tutor wants it. `c` is what `get_config()` returns.

    Raises SystemExit with one sentence for anything wrong: nbgrader logs any other error in its settings and goes on without them."""
    try:
        configure(c)
    except Exception as error:
        raise SystemExit(f"{config_file}: {type(error).__name__}: {error}. {END}") from None
    path = Path(config_file).with_name(NAME)
    if not path.is_file():
        return
    before = copy.deepcopy(c)
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {"c": c, "get_config": lambda: c, "__file__": str(path)})
    except SyntaxError as error:
        raise SystemExit(f"{path}, line {error.lineno}: {error.msg}. {END}") from None
    except Exception as error:
        line = next((f.lineno for f in reversed(traceback.extract_tb(error.__traceback__)) if f.filename == str(path)), "?")
        raise SystemExit(f"{path}, line {line}: {type(error).__name__}: {error}. {END}") from None
    if wrong := _unknown(before, c) or differs(c) or _value(c):
        raise SystemExit(f"{path}: {wrong} {END}")


def _value(c: Any) -> str:
    """What is wrong with the value of one of the course's own settings, as a sentence; or nothing."""
    from .late import LateDays
    try:
        LateDays(config=c)
    except TraitError as error:
        return f"LateDays: {error}"
    return ""


def _unknown(before: Any, after: Any) -> str:
    """The first setting that nothing of nbgrader's or the course's has, as a sentence; or nothing."""
    changed = [(section, name) for section in after if section[:1].isupper() for name in after[section] if section not in before or before[section].get(name) != after[section][name]]
    if not changed:
        return ""
    known = _classes()
    for section, name in changed:
        if section not in known:
            return f"there is no {section} to set anything of.{_near(section, list(known))}"
        if name not in known[section]:
            return f"{section} has no setting {name}.{_near(name, known[section])}"
    return ""


def _classes() -> dict[str, list[str]]:
    """Settings by class: nbgrader's, those of the pages it draws and the server it runs in, and the course's own."""
    from jupyter_server.serverapp import ServerApp
    from nbconvert.exporters import HTMLExporter
    from nbgrader.apps import NbGraderApp
    from nbgrader.exchange import default as exchange

    from .collect.inbound import CheckedCollect
    from .feedback import CheckedRelease
    from .late import LateDays
    found = {cls for made in NbGraderApp().all_configurable_classes() for cls in made.__mro__}
    known: dict[str, list[str]] = {}
    for cls in {*found, *(getattr(exchange, name) for name in exchange.__all__), *HTMLExporter.__mro__, *ServerApp.__mro__, LateDays, CheckedCollect, CheckedRelease}:
        if hasattr(cls, "class_traits"):                   # nbgrader has several classes of one name, Exchange above all: what any of them has is known
            known.setdefault(cls.__name__, []).extend(cls.class_traits(config=True))
    return known


def _near(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, 1)
    return f" Did you mean {near[0]}?" if near else ""
