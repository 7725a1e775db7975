"""Lateness. The course's learners are adults at work; unless a tutor says otherwise it is shown and costs nothing."""
from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

HOUR, DAY = 3600.0, 86400.0


class LateDays(LateSubmissionPlugin):
    """nbgrader's plug-in for late hand-ins: so many marks off for each day begun after a time of grace.

    Set in nbgrader_local.py, for example `c.LateDays.marks_a_day = 1`. Marking again works it out anew, so moving a date
    or giving an extension takes marks off, or gives them back."""

    marks_a_day = Float(0.0, min=0.0, help="Marks taken off for each day begun after the time of grace. 0: lateness is shown and costs nothing.").tag(config=True)
    grace_hours = Float(24.0, min=0.0, help="Hours after the date it was due in which nothing is taken off.").tag(config=True)
    at_most = Float(math.inf, min=0.0, help="The most that is ever taken off.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Marks off for one hand-in, never more than it earned; None where there are none."""
        over = total_seconds_late - self.grace_hours * HOUR
        if self.marks_a_day <= 0 or over <= 0:
            return None
        return min(score, self.at_most, self.marks_a_day * math.ceil(over / DAY))
