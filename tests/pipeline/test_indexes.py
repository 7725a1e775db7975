"""The gradebook's indexes: made once, used, and no write when they are there."""
from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import tutor

from systems_leadership.marking import indexes
from systems_leadership.marking.course import Course

pytestmark = pytest.mark.pipeline
WANTED = {f"ix_systems_leadership_{table}_{column}" for table, columns in indexes.INDEXES.items() for column in columns}


def test_a_gradebook_without_them_gets_them_and_uses_them(tmp_path: Path) -> None:
    folder = tutor.teaching(tmp_path)
    with sqlite3.connect(folder / "gradebook.db") as db:
        for name in WANTED:
            db.execute(f"DROP INDEX IF EXISTS {name}")
        assert "SCAN grade" in str(db.execute("EXPLAIN QUERY PLAN SELECT * FROM grade WHERE notebook_id = 'x'").fetchall())
    with Course(folder).gradebook():
        pass
    with sqlite3.connect(folder / "gradebook.db") as db:
        assert {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")} >= WANTED
        assert "ix_systems_leadership_grade_notebook_id" in str(db.execute("EXPLAIN QUERY PLAN SELECT * FROM grade WHERE notebook_id = 'x'").fetchall())


def test_a_gradebook_in_use_can_still_be_opened(tmp_path: Path) -> None:
    folder = tutor.teaching(tmp_path)
    with Course(folder).gradebook():
        pass
    with sqlite3.connect(folder / "gradebook.db", isolation_level=None) as db:
        db.execute("BEGIN IMMEDIATE")
        with Course(folder).gradebook() as gradebook:
            assert gradebook.students == []
        db.execute("ROLLBACK")
