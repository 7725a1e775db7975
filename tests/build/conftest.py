"""The small course, built once; each test has a copy to spoil."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_course import write

from systems_leadership.build import make
from systems_leadership.build.check.clone import Clone
from systems_leadership.case import Case


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("small") / "clone"
    write(base)
    return base


@pytest.fixture(scope="session")
def marlshire() -> Case:
    return make.cases(make.root())["marlshire"]


@pytest.fixture
def base(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marlshire: Case) -> Path:
    monkeypatch.setattr(Clone, "case", marlshire)          # the same in every copy, and what pages ask of it is worked out once
    return Path(shutil.copytree(template, tmp_path / "clone"))
