"""Markdown that somebody typed, as HTML that can do nothing.

Two nets: mistune turns raw HTML into text, and nh3 (Mozilla's and the Rust community's ammonia) lets through only the tags
ordinary Markdown makes. No picture, no style, no script; links to the web and to mail only, without telling where from.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Callable

import mistune
import nh3

TAGS = {"a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
LONGEST = 50_000           # characters; what is beyond is cut, and said


@functools.cache
def _reader() -> Callable[[str], str]:
    return mistune.create_markdown(escape=True, hard_wrap=True, plugins=["strikethrough", "table"])  # type: ignore[return-value]


def markdown(text: str) -> str:
    """HTML of what somebody typed: emphasis, lists, links, quotes, code and tables show; anything that could act is text or gone."""
    cut = len(text) > LONGEST
    html = nh3.clean(_reader()(text[:LONGEST]), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow")
    return html + ("<p>(The rest is too long to show here.)</p>" if cut else "")


def again(html: str) -> str:
    """HTML that should be clean already, cleaned once more where it is shown."""
    return nh3.clean(html, tags=TAGS | {"div"}, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow")


def block(html: str) -> str:
    """HTML as one Markdown block that a second Markdown reader passes on as it is: on one line, with nothing it would take for maths or Markdown.

    nbconvert puts a Markdown cell's source through a Markdown reader of its own, and a blank line would end an HTML block there."""
    one_line = re.sub(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", "&#10;", html)
    return f"<div>{one_line.replace('$', '&#36;').replace(chr(92), '&#92;')}</div>"
