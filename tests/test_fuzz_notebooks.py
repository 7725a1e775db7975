"""Notebooks made to do harm, by the thousand: whatever a stranger puts in one, the released page comes back whole and nothing on it can act."""
from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from systems_leadership.marking import clean, frame
from systems_leadership.marking.frame import Frame

PROFILE = settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PAYLOADS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe srcdoc='<script>1</script>'>", "[x](javascript:alert(1))",
            "[x](data:text/html,<script>1</script>)", "![x](http://example.org/x.png)", "</div><script>1</script>", "<math><mi//xlink:href='data:x,<script>1</script>'>",
            "```\n\n</pre><script>1</script>", "$$<script>1</script>$$", "\\(<script>\\)", "<style>*{display:none}</style>", "<a href='&#106;avascript:1'>x</a>", "&lt;script&gt;",
            "\u202e<b onclick=1>"]
RELEASED = {"cell_type": "code", "id": "check-a", "metadata": {"nbgrader": {"grade_id": "check-a"}}, "source": "released", "outputs": [], "execution_count": None}
FORM = Frame("m1", "work", [RELEASED], {"check-a": 2.0}, set(), {}, {"check-a": "released"}, {"released"})
KEYS = ["source", "metadata", "nbgrader", "grade_id", "cell_type", "id"]
words = st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=40), st.builds("\n\n".join, st.lists(st.sampled_from(PAYLOADS), max_size=4)))
anything = st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), words),
                        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.sampled_from(KEYS), words), inner, max_size=5)), max_leaves=12)
cells = st.lists(st.one_of(anything, st.fixed_dictionaries({"cell_type": st.sampled_from(["markdown", "code", "raw"]), "source": st.one_of(words, st.lists(st.one_of(words, anything), max_size=4))},
                                                           optional={"metadata": anything, "outputs": anything, "id": anything})), max_size=6)


class Acting(HTMLParser):
    """Everything on a page that could act, fetch, send or hide."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        bad = tag not in {*clean.TAGS, "div", "b"}
        for name, value in attrs:
            bad |= name.startswith("on") or (name == "style" and value != "color:#5c5c63;font-size:13px") or (name == "href" and not (value or "").startswith(("http:", "https:", "mailto:", "#")))
        if bad:
            self.found.append((tag, attrs))


def acting(html: str) -> list[Any]:
    page = Acting()
    page.feed(html)
    page.close()
    return page.found


@PROFILE
@given(cells)
def test_the_released_page_comes_back_whole(theirs: list[Any]) -> None:
    page, notes = frame.rebuild(FORM, theirs)
    assert page[0] == RELEASED
    assert all(cell["cell_type"] == "markdown" and "\n" not in cell["source"] for cell in page[1:]), "one block each, for a second Markdown reader"
    assert [found for cell in page[1:] for found in acting(cell["source"])] == []
    assert acting(frame.notes_cell(notes)["source"]) == []
    json.dumps(page)


@PROFILE
@given(words)
def test_what_is_cleaned_stays_clean_through_a_second_reader(text: str) -> None:
    """nbconvert puts a cell's Markdown through a reader of its own that lets HTML and any address pass."""
    from nbconvert.filters.markdown import markdown2html
    block = clean.block(clean.markdown(text))
    assert acting(block) == []
    assert acting(markdown2html(block)) == []
    assert acting(clean.again(text)) == []


def test_ordinary_markdown_still_shows_after_a_second_reader() -> None:
    from nbconvert.filters.markdown import markdown2html
    text = "# T\n\n- one\n  - two\n\n1. three\n\n**b** *e* `c`\n\n```\nline\n\nafter <b>\n```\n\n|h|\n|-|\n|d|\n\n> q\n\n[l](https://example.org)"
    shown = markdown2html(clean.block(clean.markdown(text)))
    for part in ("<h1>T</h1>", "<li>one<ul>", "<li>two</li>", "<ol>", "<strong>b</strong>", "<em>e</em>", "<code>c</code>", "<pre><code>line&#10;&#10;after &lt;b&gt;", "<th>h</th>", "<td>d</td>",
                 "<blockquote>", '<a href="https://example.org"'):
        assert part in shown, part


@PROFILE
@given(st.one_of(st.binary(max_size=300), st.builds(lambda value: json.dumps(value).encode(), st.fixed_dictionaries({"cells": anything}))))
def test_a_file_is_read_or_said_to_be_none(tmp_path_factory: Any, data: bytes) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "work.ipynb"
    path.write_bytes(data)
    found, why = frame.read(path)
    assert isinstance(found, list)
    assert bool(why) <= (found == [])
    frame.rebuild(FORM, found, why)
