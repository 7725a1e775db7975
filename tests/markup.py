"""What a page drawn for a tutor may consist of: the tags and attributes the course itself writes, closed in order, and text."""
from __future__ import annotations

import re
from html.parser import HTMLParser

STYLE = re.compile(r"[\w\s#%.,:;/-]*")       # no brackets: nothing that fetches or computes
TAGS = {"div": {"style", "dir"}, "p": {"style", "dir"}, "span": {"style", "dir", "aria-hidden"}, "b": {"style"}, "i": {"style"}, "br": set(), "bdi": set(), "ul": {"style"}, "li": {"style"},
        "figure": {"style"}, "figcaption": {"style"}, "table": {"style"}, "thead": set(), "tbody": set(), "tr": set(), "th": {"scope", "style"}, "td": {"style"},
        "svg": {"xmlns", "viewbox", "width", "height", "role", "aria-label", "aria-hidden", "font-family", "font-size", "style"}, "g": {"fill"},
        "path": {"d", "id", "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity"}, "circle": {"cx", "cy", "r", "fill", "stroke", "stroke-width", "stroke-dasharray"},
        "ellipse": {"cx", "cy", "rx", "ry", "fill", "stroke", "stroke-width", "stroke-dasharray"}, "textpath": {"href", "startoffset", "text-anchor"},
        "text": {"x", "y", "text-anchor", "fill", "stroke", "stroke-width", "stroke-linejoin", "paint-order", "font-family", "font-style", "font-size", "font-weight", "letter-spacing"},
        "tspan": {"x", "y"}}
REORDERS = re.compile("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Page(HTMLParser):
    """Reads a page and fails at anything it should not hold. `text` is what a person would read."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self._open = "", list[str]()
        self.feed(html)
        self.close()
        assert self._open == [], f"left open: {self._open}"
        assert not REORDERS.search(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag != "br":
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:80]}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl[:80]}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data[:80]}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data[:80]}")

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}>"
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"
        for name, value in attrs:
            assert name in TAGS[tag], f"<{tag} {name}=…>"
            assert name != "style" or STYLE.fullmatch(value or ""), f"style={value!r}"
            assert name != "href" or re.fullmatch(r"#slrim\d", value or ""), f"href={value!r}"
            assert name != "dir" or value == "auto"
