"""Files of a hand-in, for a tutor to keep; never as a page. nbgrader serves any of them as what it says it is, and with `..` any file of the course."""
from __future__ import annotations

import os
import stat
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from tornado import web

from .guard import Guarded

LARGEST = 25_000_000


class Static(web.StaticFileHandler):
    """Scripts, styles and fonts of nbgrader's and the course's: the same for everybody, and pages of nobody's."""

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
        self.set_header("X-Content-Type-Options", "nosniff")


class SubmissionFile(Guarded, BaseHandler):
    """`submissions/<id>/<name>`: an ordinary file of the marked hand-in, to be saved. Anything else is not there."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, path: str) -> None:
        submission_id, _, name = path.partition("/")
        try:
            found = self.gradebook.find_submission_notebook_by_id(submission_id)
        except MissingEntry:
            raise web.HTTPError(404) from None
        folder = Path(self.coursedir.format_path(self.coursedir.autograded_directory, found.student.id, found.assignment.assignment.name))
        data = _read(folder, name)
        if data is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f'attachment; filename="{name.encode("ascii", "replace").decode()}"')
        self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
        self.finish(data)


def _read(folder: Path, name: str) -> bytes | None:
    """An ordinary file directly in a folder, or None. Never follows a link, never waits."""
    if not name or name in (".", "..") or any(c in name for c in '/\\\0"\r\n'):
        return None
    try:
        fd = os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return None
    with open(fd, "rb") as file:
        about = os.fstat(fd)
        return file.read(LARGEST) if stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST else None
