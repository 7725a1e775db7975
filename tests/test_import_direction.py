"""Which way imports run: cli → marking, cohort → desk, view, registry → games → canvas, sheet, exercise → record → case."""
from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import systems_leadership

PACKAGE = Path(systems_leadership.__file__).parent
FLOORS = {"case": 0, "cells": 0, "course": 0, "settings": 0, "environ": 0, "__version__": 0, "findings": 0, "folder": 0, "hub": 0,
          "lines": 0, "moves": 0, "record": 1, "writing": 1, "exercise": 2, "canvas": 2, "page": 3, "sheet": 4, "games": 4,
          "registry": 5, "view": 6, "desk": 6, "__init__": 7, "build": 7, "marking": 8, "jupyter": 9, "nbgrader": 9, "singleuser": 9, "server": 9, "lab": 9, "cli": 9}
HEAVY = {"anywidget", "ipywidgets", "plotly", "networkx", "nbformat", "jsonschema", "numpy", "pandas", "nbgrader", "nbconvert", "jupytext", "socket", "urllib", "requests"}
FILES = sorted(p for p in PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Names imported by a file, ours as 'systems_leadership.x'."""
    out = set()
    package = ["systems_leadership", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            out |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            out |= {name} if node.module else {f"{name}.{a.name}" for a in node.names}
    return out


def ours(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("systems_leadership.")}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_from_its_floor_or_below(path: Path) -> None:
    mine = FLOORS[room(path)]
    assert {other for other in ours(path) if FLOORS[other] > mine} == set()


@pytest.mark.parametrize("path", [p for p in FILES if room(p) in ("case", "cells", "course", "settings", "lines", "moves", "record", "writing", "exercise", "findings", "page", "canvas", "sheet",
                                                                 "games", "registry", "desk")],
                         ids=lambda p: str(p.relative_to(PACKAGE)))
def test_rules_checks_and_pictures_import_nothing_heavy(path: Path) -> None:
    allowed = {"networkx"} if path.relative_to(PACKAGE).as_posix() == "games/parcels/search.py" else set()      # and there only when asked, see below
    assert {name.split(".")[0] for name in imports(path)} & HEAVY == allowed


def test_dividing_loads_networkx_only_when_a_comparison_is_asked_for() -> None:
    code = ("import sys, systems_leadership.games.parcels.game as g\nassert 'networkx' not in sys.modules\n"
            "from systems_leadership.games.parcels import search\nassert 'networkx' not in sys.modules\n"
            "search.best(g.load(), sorted(g.load().players), 2)\nassert 'networkx' in sys.modules")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr == ""


def test_one_game_does_not_know_another_except_for_its_words_and_its_counting() -> None:
    for path in FILES:
        parts = path.relative_to(PACKAGE).parts
        if parts[0] == "games" and len(parts) > 2:
            others = {n for n in imports(path) if n.startswith("systems_leadership.games.") and n.split(".")[2] != parts[1]}
            assert others <= {"systems_leadership.games.unfolding.rules", "systems_leadership.games.parcels", "systems_leadership.games.still", "systems_leadership.games.authored",
                              "systems_leadership.games.who_can_stop", "systems_leadership.games.who_can_stop.tasks"}


def test_every_module_says_what_it_is_for() -> None:
    assert [p.name for p in FILES if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))] == []
