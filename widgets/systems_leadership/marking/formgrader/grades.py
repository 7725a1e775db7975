"""Saving a mark: what formgrader's own pages keep to in the browser, kept to on the server too."""
from __future__ import annotations

import json
import math
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, check_notebook_dir, check_xsrf
from tornado import web

from .guard import Guarded


class GradeHandler(Guarded, BaseApiHandler):
    """`api/grade/<id>`, as nbgrader has it, but a mark has to be between nought and what there is."""

    def _grade(self, grade_id: str) -> Any:
        try:
            return self.gradebook.find_grade_by_id(grade_id)
        except MissingEntry:
            raise web.HTTPError(404) from None

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, grade_id: str) -> None:
        self.write(json.dumps(self._grade(grade_id).to_dict()))

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, grade_id: str) -> None:
        grade, data = self._grade(grade_id), self.get_json_body() or {}
        if not isinstance(data, dict):
            return self.fail(400, "That is no mark.")
        try:
            manual, extra = (_number(data.get(key)) for key in ("manual_score", "extra_credit"))
        except (ValueError, OverflowError):
            return self.fail(400, "That is no number.")
        if manual is not None and not 0 <= manual <= grade.max_score:
            return self.fail(400, f"A mark here is between 0 and {grade.max_score:g}.")
        if extra is not None and extra < 0:
            return self.fail(400, "Extra credit is not below 0.")
        grade.manual_score, grade.extra_credit = manual, extra
        grade.needs_manual_grade = manual is None and grade.auto_score is None
        self.gradebook.db.commit()
        self.write(json.dumps(grade.to_dict()))


def _number(value: Any) -> float | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number
