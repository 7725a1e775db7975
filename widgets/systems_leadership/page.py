"""Static pages: what stands where a live view cannot (a tutor's formgrader, feedback, print). Inline styles, light ground, no script."""
from __future__ import annotations

from html import escape

import msgspec

from .canvas.theme import LIGHT
from .canvas.theme import SANS as _SANS
from .canvas.theme import SERIF as _SERIF
from .writing import visible

SANS, SERIF = _SANS.replace("'", "").replace('"', ""), _SERIF.replace("'", "").replace('"', "")
SOFT = LIGHT["soft"]


def sheet(inner: str) -> str:
    """A page around HTML that is already escaped."""
    return (f'<div style="background:#ffffff;color:{LIGHT["ink"]};font:14px/1.45 {SANS};max-width:960px;padding:16px;overflow-wrap:break-word;'
            f'border-top:2px solid {LIGHT["ink"]};border-bottom:1px solid {LIGHT["rule"]}">{inner}</div>')


def typed(text: str) -> str:
    """Words somebody typed, escaped, and kept from reordering or breaking what stands round them. For a block with `dir="auto"`."""
    return escape(visible(text))


def within(text: str) -> str:
    """The same inside a sentence of ours."""
    return f"<bdi>{typed(text)}</bdi>"


def small(text: str) -> str:
    """A caption. `text` is escaped here."""
    return f'<p style="margin:4px 0 10px;color:{SOFT};font-size:13px">{typed(text)}</p>'


def heading(text: str) -> str:
    """A heading inside a page. `text` is escaped here."""
    return f'<p style="margin:14px 0 6px;font-weight:600">{typed(text)}</p>'


def table(head: list[str], rows: list[list[str]]) -> str:
    """A plain table; the first cell of a row names it. Everything is escaped here."""
    top = "".join(f'<th scope="col" style="text-align:left;padding:2px 14px 2px 0;color:{SOFT};font-weight:400">{typed(h)}</th>' for h in head)
    body = "".join("<tr>" + f'<th scope="row" style="text-align:left;padding:2px 14px 2px 0">{typed(r[0])}</th>'
                   + "".join(f'<td style="text-align:left;padding:2px 14px 2px 0">{typed(c)}</td>' for c in r[1:]) + "</tr>" for r in rows)
    return f'<table style="border-collapse:collapse;font-size:13px;margin:0"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


class Page(msgspec.Struct, frozen=True):
    """A static result: shows `html` where it can, `text` elsewhere."""

    html: str
    text: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


def trouble(title: str, message: str) -> Page:
    """A page that says why a picture or check could not be drawn."""
    return Page(sheet(f'<p style="margin:0"><b>{typed(title)}</b></p><p style="margin:4px 0 0">{typed(message)}</p>'), f"{title}: {message}")
