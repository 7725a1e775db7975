"""Indexes nbgrader's gradebook lacks: without them a page on a thousand learners takes a minute, and the time grows with their square."""
from __future__ import annotations

from sqlalchemy import Engine, inspect, text

INDEXES = {"grade": ("notebook_id", "cell_id"), "comment": ("notebook_id",), "submitted_notebook": ("assignment_id", "notebook_id"),
           "submitted_assignment": ("student_id",), "base_cell": ("notebook_id",), "source_cell": ("notebook_id",)}


def add(engine: Engine) -> None:
    """Make the indexes that are not there, and tell the planner of them. Words that SQLite and PostgreSQL share (tried on SQLite only); nothing else of the gradebook is touched.

    When all are there nothing is written, so a gradebook that somebody else is writing to can be read."""
    look = inspect(engine)
    there = {index["name"] for table in INDEXES for index in look.get_indexes(table)}
    missing = [(table, column) for table, columns in INDEXES.items() for column in columns if _name(table, column) not in there]
    if not missing:
        return
    with engine.begin() as connection:
        for table, column in missing:
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {_name(table, column)} ON {table} ({column})"))
        for table in INDEXES:
            connection.execute(text(f"ANALYZE {table}"))


def _name(table: str, column: str) -> str:
    return f"ix_systems_leadership_{table}_{column}"
