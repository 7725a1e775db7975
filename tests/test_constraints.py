"""The versions the course is tested with can be installed by the oldest Python it says it runs on: Debian's 3.11.2 is older than the newest of some packages ask for."""
from __future__ import annotations

import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

CLONE = Path(__file__).resolve().parents[1]
PINS = [line.split("==") for line in (CLONE / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line]


@pytest.mark.parametrize(("name", "version"), PINS, ids=lambda word: word)
def test_a_pin_is_what_is_installed_and_runs_on_the_oldest_python(name: str, version: str) -> None:
    oldest = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"].removeprefix(">=") + ".0"
    found = distribution(name)
    assert found.version == version
    assert oldest in SpecifierSet(found.metadata["Requires-Python"] or ""), f"{name} {version} needs Python {found.metadata['Requires-Python']}"
