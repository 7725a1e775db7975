"""Outcome of a process check: marks with reasons in plain words."""
from __future__ import annotations

from html import escape

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at: marks given, marks possible, and why."""

    got: float
    of: float
    why: str


class Check(msgspec.Struct, frozen=True):
    """A process check. In nbgrader it is the result of a locked cell: its plain text is the number of marks."""

    points: float
    findings: list[Finding]

    @property
    def score(self) -> float:
        return min(self.points, sum(f.got for f in self.findings))

    def html(self, note: str = "") -> str:
        """A short list: met (a disc) or not yet (a ring), with the reason. No red or green."""
        rows = "".join(f'<li style="margin:0 0 4px;list-style:none"><span aria-hidden="true">{"●" if f.got >= f.of else "○"}</span> '
                       f'{escape(f.why)} <span style="color:#5c5c63">({f.got:g} of {f.of:g})</span></li>' for f in self.findings)
        after = f'<p style="margin:6px 0 0;color:#5c5c63;font-size:13px">{escape(note)}</p>' if note else ""
        return (f'<div style="font:14px/1.5 -apple-system,Segoe UI,Helvetica,Arial,sans-serif;max-width:720px;background:#fff;color:#1b1b1f;padding:8px 12px">'
                f'<p style="margin:0 0 4px"><b>Process: {self.score:g} of {self.points:g}</b></p><ul style="margin:0;padding:0">{rows}</ul>{after}</div>')

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        # nbgrader reads the plain text of a result as the marks (nbgrader.utils.get_partial_grade)
        return {"text/plain": f"{self.score:g}", "text/html": self.html()}
