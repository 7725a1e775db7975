"""The server extension: nbgrader's, with its handlers guarded and some of them replaced."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader import apihandlers, handlers
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from traitlets.config import Config

from ..course import Course
from . import STATIC, files, grades, guard, marking_page, names

REPLACED: dict[type, type] = {
    handlers.FormgraderHandler: marking_page.Start, handlers.SubmissionHandler: marking_page.MarkingPage, handlers.SubmissionNavigationHandler: marking_page.Neighbour,
    handlers.SubmissionFilesHandler: files.SubmissionFile, apihandlers.GradeHandler: grades.GradeHandler}


class Formgrader(FormgradeExtension):
    """nbgrader's formgrader on one tutor's folder."""

    kept: Config | None = None

    def load_config(self) -> Config:
        """The settings as they were when the server started, checked then. nbgrader reads them again at every page, and takes a broken file for no settings at all."""
        if self.kept is None:
            self.kept = super().load_config()
        return self.kept

    def load_config_file(self, *args: Any, **kw: Any) -> None:
        """As `load_config`."""
        if self.kept is None:
            super().load_config_file(*args, **kw)

    def init_tornado_settings(self, webapp: Any) -> None:
        super().init_tornado_settings(webapp)
        webapp.settings["nbgrader_jinja2_env"] = guard.environment()

    def init_handlers(self, webapp: Any) -> None:
        """nbgrader's addresses, in its order."""
        table = [*handlers.default_handlers, *apihandlers.default_handlers, (r"/formgrader/static/(.*)", files.Static, {"path": handlers.static_path}),
                 (r"/formgrader/.*", handlers.Template404)]
        ours: list[tuple[Any, ...]] = [(r"/formgrader/course/(.*)", files.Static, {"path": str(STATIC)}), (r"/formgrader/names", names.Names),
                                       (r"/formgrader/who/([^/]+)", marking_page.Who)]
        for address, handler, *more in table:
            found = REPLACED.get(handler) or (handler if handler is files.Static else guard.guarded(handler, names.Blind if handler in names.LISTS else guard.Guarded))
            ours.append((address, found, *more))
        webapp.add_handlers(".*$", [(url_path_join(webapp.settings["base_url"], address.lstrip("/")), *rest) for address, *rest in ours])


def load(app: Any) -> None:
    """Set formgrader up on the server's root folder. Raises CourseError, which stops the server, when the folder is none or its settings are broken."""
    course = Course(Path(app.root_dir))
    with course.gradebook():
        pass                                               # makes what a gradebook made by an earlier version lacks
    formgrader = Formgrader(parent=app)
    formgrader.root_dir, formgrader.log = app.root_dir, app.log
    formgrader.initialize([])
    formgrader.load_config()
    formgrader.init_tornado_settings(app.web_app)
    formgrader.init_handlers(app.web_app)
