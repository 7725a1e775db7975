"""A tutor's folder, opened: nbgrader's own settings as they stand there, checked before anything is done with them."""
from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from ..environ import with_scripts
from . import config, database, indexes

NOTEBOOK = "work"          # every module has one notebook that is handed in


class CourseError(Exception):
    """A tutor's folder cannot be used as it stands; the text says why and what to do."""


class Course:
    """Where things are in a tutor's folder, as nbgrader is set up in it."""

    def __init__(self, folder: Path) -> None:
        """Raises CourseError when the folder is not one, or its nbgrader_config.py is broken or does not mark as the course does."""
        self.folder = folder.resolve()
        file = self.folder / "nbgrader_config.py"
        if not file.is_file():
            raise CourseError(f"{folder} has no nbgrader_config.py, so it is no tutor's folder. Run `systems-leadership teach {folder} --prepare-only` first.")
        app = _app()
        try:
            app.initialize([], root=str(self.folder))
        except SystemExit as error:
            raise CourseError(str(error) or f"{file}: nbgrader could not be set up. Correct the file, and run this again.") from None     # local.py says it whole
        except Exception as error:
            raise CourseError(f"{file}: {type(error).__name__}: {error}. Nothing has been done. Correct the file, and run this again.") from None
        self.config: Config = app.config
        self.directory: CourseDirectory = app.coursedir
        if wrong := config.differs(self.config):
            raise CourseError(f"{file}: {wrong} Nothing has been done. `systems-leadership teach {folder} --prepare-only` puts the course's file back.")

    @contextlib.contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """The gradebook, opened. Its tables and the indexes it lacks are made when they are not there. A database that fails in here comes out as CourseError."""
        os.environ["PATH"] = with_scripts()["PATH"]        # nbgrader calls `alembic` by name when it makes a new one
        try:
            with database.opened(self.directory.db_url, self.directory.course_id) as opened:
                indexes.add(opened.engine)
                yield opened
        except database.DatabaseError as error:
            raise CourseError(str(error)) from None
        except SQLAlchemyError as error:
            raise CourseError(database.failed(self.directory.db_url, error)) from None

    def path(self, step: str, learner: str, assignment: str) -> Path:
        """A folder of nbgrader's: `step` is source, release, submitted, autograded or feedback; `learner` is "." for the first two."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), learner, assignment))

    def base(self, step: str) -> Path:
        """The folder of a step in which each learner has one: submitted, autograded or feedback."""
        return self.path(step, "learner", "assignment").parents[1]

    def learners(self, step: str, assignment: str) -> list[str]:
        """Names of the learners who have something in a step's folder, sorted. Links and names that begin with a dot are passed over."""
        base = self.base(step)
        if not base.is_dir():
            return []
        with os.scandir(base) as found:
            names = [e.name for e in found if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)]
        return sorted(name for name in names if (base / name / assignment).is_dir() and not (base / name / assignment).is_symlink())


def _app() -> Any:
    """nbgrader's application, quiet, and strict about its settings: by default an error in them is logged and passed over."""
    app = NbGrader(log_level=logging.ERROR, raise_config_file_errors=True)
    app.load_cwd_config = False
    return app
