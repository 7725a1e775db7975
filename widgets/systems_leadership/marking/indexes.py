"""Indexes nbgrader's gradebook lacks: without them a page on a thousand learners takes a minute, and the time grows with their square."""
from __future__ import annotations

from sqlalchemy import Engine, text

INDEXES = {"grade": ("notebook_id", "cell_id"), "comment": ("notebook_id",), "submitted_notebook": ("assignment_id", "notebook_id"),
           "submitted_assignment": ("student_id",), "base_cell": ("notebook_id",), "source_cell": ("notebook_id",)}


def add(engine: Engine) -> None:
    """Make the indexes that are not there. SQLite and PostgreSQL say it the same way; nothing else of the gradebook is touched."""
    with engine.begin() as connection:
        for table, columns in INDEXES.items():
            for column in columns:
                connection.execute(text(f"CREATE INDEX IF NOT EXISTS ix_systems_leadership_{table}_{column} ON {table} ({column})"))
