"""Citations become numbers and a list; a wrong source is named with its remedy; code cells stay as they are."""
from __future__ import annotations

from pathlib import Path

import pytest

from systems_leadership import case as cases
from systems_leadership.build import make, notebooks, sources
from systems_leadership.build.notebooks import PageError
from systems_leadership.build.sources import IN_PLAIN_WORDS, Evidence, Source

GOOD = """
[lift-2020]
author = "Lift, A."
year = "2020"
title = "Who mends it?"
where = "Journal of Lifts 1(1), 1–2"
note = "It says that lifts stop."
evidence = "single study"
read = "abstract"
read_note = "and the first page."

[stair-2021]
author = "Stair, B."
year = "2021"
title = "Steps"
where = "Stairs Press"
evidence = "contested"
read = "whole"
"""
CODE = '```{code-cell} ipython3\nfrom systems_leadership import show\nshow("unfolding")\n```\n'


@pytest.fixture
def known(tmp_path: Path) -> dict[str, Source]:
    (tmp_path / "sources.toml").write_text(GOOD, encoding="utf-8")
    return sources.load(tmp_path / "sources.toml")


def built(folder: Path, text: str, known: dict[str, Source]) -> list[str]:
    path = folder / "m1" / "reading.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [c.source for c in sources.cite(notebooks.page(path, cases.load("marlshire"), {}), known, path).cells]


def test_numbers_follow_the_first_citation_on_the_page(tmp_path: Path, known: dict[str, Source]) -> None:
    first, last = built(tmp_path, "Steps are steps.[@stair-2021]\nLifts stop. [@lift-2020]\nBoth.[@lift-2020, @stair-2021]\nAgain.[@stair-2021][@lift-2020]\n", known)
    assert first.split("\n") == ["Steps are steps.<sup>[1](#source-1)</sup>", "Lifts stop.<sup>[2](#source-2)</sup>",
                                 "Both.<sup>[2](#source-2), [1](#source-1)</sup>", "Again.<sup>[1](#source-1), [2](#source-2)</sup>"]
    assert last.index("Steps") < last.index("Who mends it?")


def test_each_source_says_how_far_it_was_read_and_what_kind_it_is(tmp_path: Path, known: dict[str, Source]) -> None:
    last = built(tmp_path, "Lifts stop.[@lift-2020]\n", known)[-1]
    assert last.split("\n") == ["## Sources", "", "<details>", "<summary>One source: how far it was read and what kind of evidence it is</summary>", "",
                                '<a id="source-1"></a>1. Lift, A. (2020).', "*Who mends it?*", "Journal of Lifts 1(1), 1–2.", "It says that lifts stop.",
                                "How far read: abstract (and the first page).", "Kind of evidence: a single study.", "", "</details>"]
    assert set(IN_PLAIN_WORDS) == set(Evidence.__args__)        # type: ignore[attr-defined]


def test_a_page_that_cites_nothing_has_no_sources(tmp_path: Path, known: dict[str, Source]) -> None:
    assert built(tmp_path, "# A page\n\nA [@link](x.ipynb) is no citation.\n", known) == ["# A page\n\nA [@link](x.ipynb) is no citation."]


def test_reasons_for_not_citing_are_dropped(tmp_path: Path, known: dict[str, Source]) -> None:
    text = "One study. <!-- uncited: everybody knows -->\nAnother trial.\n<!-- uncited: the reader\nfound it -->\n\nNext.\n"
    assert built(tmp_path, text, known) == ["One study.\nAnother trial.\n\nNext."]


def test_code_cells_stay_as_they_are(tmp_path: Path, known: dict[str, Source]) -> None:
    path = tmp_path / "reading.md"
    path.write_text(f"Lifts stop.[@lift-2020]\n\n{CODE}\nMore.\n", encoding="utf-8")
    notebook = notebooks.page(path, cases.load("marlshire"), {})
    notebook.cells[1].source += "\n# [@lift-2020] <!-- uncited: x -->"
    before = dict(notebook.cells[1])
    assert dict(sources.cite(notebook, known, path).cells[1]) == before
    assert len({c["id"] for c in notebook.cells}) == len(notebook.cells) == 4


def test_everything_wrong_with_a_page_comes_at_once(tmp_path: Path, known: dict[str, Source]) -> None:
    with pytest.raises(PageError) as wrong:
        built(tmp_path, "A.[@ladder]\nB.[@lift-2020; @rope]\n\n## Sources\n\n1. By hand.\n", known)
    assert "m1/reading.md: there is no source “ladder” in sources.toml. Add [ladder] there or correct the key" in str(wrong.value)
    assert "there is no source “lift-2020; @rope”" in str(wrong.value)
    assert "the section Sources is written by the build. Delete it here" in str(wrong.value)


@pytest.mark.parametrize(("old", "new", "message"), [
    ('read = "abstract"\n', "", "sources.toml: [lift-2020] has no 'read'. Use one of: whole, chapter, abstract, secondary page."),
    ('read = "abstract"', 'read = "skimmed"', "[lift-2020] 'read' is “skimmed”. Use one of: whole"),
    ('evidence = "contested"', 'evidence = "truth"', "[stair-2021] 'evidence' is “truth”. Use one of: practice wisdom"),
    ('year = "2020"', "year = 2020", "[lift-2020] 'year' is 2020, which is not in quotes. Write it in quotes."),
    ('title = "Steps"', 'title = " "', "[stair-2021] 'title' is empty. Write it in quotes."),
    ('where = "Stairs Press"\n', "", "[stair-2021] has no 'where'. Add it, in quotes."),
    ('note = "It', 'notes = "It', "[lift-2020] has a field 'notes', which no source has. Use one of: author"),
    ("[lift-2020]", "[stair-2021]", "not readable as TOML"),
    ("\n[lift-2020]", "loose = 1\n[lift-2020]", "[loose] is not a table. Put it under a heading in [brackets].")])
def test_each_fault_of_the_file_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    (tmp_path / "sources.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PageError) as wrong:
        sources.load(tmp_path / "sources.toml")
    assert message in str(wrong.value)


def test_all_faults_come_at_once_and_the_right_sources_are_kept(tmp_path: Path) -> None:
    text = GOOD.replace('read = "abstract"', 'read = "skimmed"').replace('evidence = "single study"\n', "").replace('author = "Stair, B."', "author = 1")
    (tmp_path / "sources.toml").write_text(text + '\n[rope]\nauthor = "R"\nyear = "1"\ntitle = "T"\nwhere = "W"\nevidence = "argument"\nread = "whole"\n', encoding="utf-8")
    found, problems = sources.read(tmp_path / "sources.toml")
    assert list(found) == ["rope"]
    assert len(problems) == 3


def test_no_file_is_no_sources(tmp_path: Path) -> None:
    assert sources.load(tmp_path / "sources.toml") == {}


def test_the_built_reading_numbers_what_it_cites() -> None:
    base = make.root()
    page = base / "course" / "m1_defining_the_system" / "reading.md"
    cited = sources.keys(page.read_text(encoding="utf-8"))
    last = make.outputs(base)[base / "exercises" / "m1_defining_the_system" / "reading.ipynb"].decode()
    assert cited
    assert last.count('<a id=\\"source-') == len(set(cited))
