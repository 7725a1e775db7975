"""Indexes nbgrader's gradebook lacks: without them a page on a thousand learners takes a minute, and the time grows with their square."""
from __future__ import annotations

import time

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

INDEXES = {"grade": ("notebook_id", "cell_id"), "comment": ("notebook_id",), "submitted_notebook": ("assignment_id", "notebook_id"),
           "submitted_assignment": ("student_id",), "base_cell": ("notebook_id",), "source_cell": ("notebook_id",)}


def add(engine: Engine) -> None:
    """Make the indexes that are not there, and tell the planner of them. Words that SQLite and PostgreSQL share; nothing else of the gradebook is touched.

    When all are there nothing is written, so a gradebook that somebody else is writing to can be read."""
    for attempt in range(3):
        if not (missing := _missing(engine)):
            return
        try:
            return _make(engine, missing)
        except DBAPIError:                                 # on PostgreSQL somebody else may be making them at the same moment
            if attempt == 2 or engine.dialect.name == "sqlite":
                raise
            time.sleep(0.3)


def _missing(engine: Engine) -> list[tuple[str, str]]:
    look = inspect(engine)
    there = {index["name"] for table in INDEXES for index in look.get_indexes(table)}
    return [(table, column) for table, columns in INDEXES.items() for column in columns if _name(table, column) not in there]


def _make(engine: Engine, missing: list[tuple[str, str]]) -> None:
    with engine.begin() as connection:
        for table, column in missing:
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {_name(table, column)} ON {table} ({column})"))
        for table in INDEXES:
            connection.execute(text(f"ANALYZE {table}"))


def _name(table: str, column: str) -> str:
    return f"ix_systems_leadership_{table}_{column}"
