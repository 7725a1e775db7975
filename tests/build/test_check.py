"""`systems-leadership check`: each thing it looks at, on a small course with that one thing wrong; and all of them at once."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_course import M1, add, cells, change, show

from systems_leadership import cli
from systems_leadership.build import check, make
from systems_leadership.build.check import built, claims, echo, links, listed, staff, traps
from systems_leadership.build.check.clone import Clone
from systems_leadership.build.check.text import heading_id

READING, WORK, REGISTER = f"course/{M1}/reading.md", f"course/{M1}/work.md", "course/course.toml"
BUILT = f"exercises/{M1}/work.ipynb"
TEXT = "It is, they say, the slow lift that teaches us; never trust a fast one."


def said(module: Any, base: Path) -> list[str]:
    return list(module.problems(Clone(base)))


def test_nothing_is_wrong_with_the_course() -> None:
    assert check.run(make.root())[0] == []


def test_nothing_is_wrong_with_the_small_course(base: Path) -> None:
    assert check.run(base) == ([], Clone(base).summary())
    assert Clone(base).summary() == "Looked at 3 pages, 1 source, 3 exercises, 1 marked task."


def test_everything_wrong_is_said_at_once_each_once(base: Path) -> None:
    add(base / READING, "\n[x](#nowhere)\n\nA survey says so.\n")
    change(base / "nbgrader_config.py", "True", "False")
    cells(base / BUILT, lambda found: found[0].update(source="Ask every one of them which button they pressed before the doors closed."))
    change(base / "course" / "coverage.csv", "\n130,", "\n131,")
    found, _ = check.run(base)
    for part in ("#nowhere", "survey", "strict", "out of date", "which button", "point 130 stands 0 times"):
        assert any(part in line for line in found), part
    assert len(set(found)) == len(found)
    change(base / REGISTER, '"first_play"', '"last_play"')    # with this nothing can be built, so nothing can be out of date
    found, _ = check.run(base)
    for part in ("#nowhere", "survey", "last_play", "strict", "which button", "point 130 stands 0 times"):
        assert any(part in line for line in found), part
    assert len(set(found)) == len(found)


# built

def test_a_course_that_cannot_be_built_says_why(base: Path) -> None:
    add(base / READING, "\n{{ wishes }}\n")
    assert any("{{  wishes  }} is no number a page can ask for" in line for line in said(built, base))


def test_what_was_built_from_older_words_is_named(base: Path) -> None:
    add(base / READING, "\nMore.\n")
    assert said(built, base) == [f"exercises/{M1}/reading.ipynb: out of date. Run `systems-leadership build` and check again."]


def test_a_source_without_how_far_it_was_read_is_named(base: Path) -> None:
    change(base / "course" / "sources.toml", 'read = "abstract"\n', "")
    assert said(built, base) == ["course/sources.toml: [lift-2020] has no 'read'. Use one of: whole, chapter, abstract, secondary page."]


def test_a_file_that_is_no_toml_is_one_problem_and_not_the_end(base: Path) -> None:
    add(base / f"course/{M1}/guess.toml", "\nid = ")
    add(base / READING, "\nA survey says so.\n")
    found, _ = check.run(base)
    assert sum("guess.toml: not readable as TOML" in line for line in found) == 1
    assert any("survey" in line for line in found)


def test_a_built_page_that_is_no_notebook_is_named(base: Path) -> None:
    (base / BUILT).write_text("{}", encoding="utf-8")
    assert f"{BUILT}: not readable as a notebook. Delete it and run `systems-leadership build`." in check.run(base)[0]


# links and pictures

@pytest.mark.parametrize(("text", "message"), [
    ("[x](#The-Middle)", ":24: leads to #The-Middle, which is no heading of this page."),
    ("[x](#The-End)", "Write #The-end."),
    ("[x](work.ipynb#Play)", "leads to #Play, which is no heading of work.ipynb."),
    ("[x](play.ipynb)", "leads to play.ipynb, which is not there."),
    ('<a href="../begin.ipynb">x</a>', "leads to ../begin.ipynb, which is not there."),
    ("![A lift](lift.png)", "there is no picture lift.png. Put it beside the page or correct the address."),
    ("![](work.ipynb)", "the picture work.ipynb has no alternative text."),
    ('<img src="work.ipynb">', 'an <img> has no alternative text. Add alt="…"'),
    ('<img alt="A lift" src="lift.png">', "there is no picture lift.png.")])
def test_links_that_lead_nowhere_and_pictures_that_say_nothing(base: Path, text: str, message: str) -> None:
    add(base / READING, f"\n{text}\n")
    (found,) = said(links, base)
    assert found.startswith(f"{READING}:")
    assert message in found


@pytest.mark.parametrize("text", ["[x](https://example.org/a#b)", "[x](mailto:a@example.org)", "[x](#source-1)", "[x](../start.ipynb#Lifts)", '<img alt="" src="work.ipynb">',
                                  "[@lift-2020]", '```{code-cell} ipython3\n# [x](gone.ipynb)\n```'])
def test_links_that_are_right(base: Path, text: str) -> None:
    add(base / READING, f"\n{text}\n")
    assert said(links, base) == []


def test_a_page_that_was_never_built(base: Path) -> None:
    (base / BUILT).unlink()
    assert f"{WORK}: {BUILT} is not built. Run `systems-leadership build`." in said(links, base)


@pytest.mark.parametrize(("heading", "id_"), [("What to do *next*", "What-to-do-next"), ("The `lift` and [stairs](x.ipynb)", "The-lift-and-stairs"), ("If only…", "If-only…")])
def test_heading_ids_are_jupyterlabs(heading: str, id_: str) -> None:
    assert heading_id(heading) == id_


# claims and citations

@pytest.mark.parametrize(("text", "sign"), [
    ("It began in 1991.", "1991"), ("In 2018–19 it ended.", "2018"), ("About 38% came back.", "38%"), ("Some 7.5 per cent came back.", "7.5 per cent"), ("One study says so.", "study"),
    ("Trials say so.", "Trials"), ("The Care Act says so.", "Act"), ("It is the law.", "law"), ("Statistics say so.", "Statistics"), ("- Research says so.", "Research")])
def test_what_looks_like_a_claim_needs_a_source(base: Path, text: str, sign: str) -> None:
    add(base / READING, f"\n{text}\n")
    assert said(claims, base) == [f"{READING}:24: looks like a claim ({sign}) and names no source. Cite it with [@key], or end the paragraph with <!-- uncited: why -->."]


@pytest.mark.parametrize("text", [
    "At ten past 1 there are 19 beds and 21 names; ring 116 123.", "It costs £2010, or 2,000 a year.", "By sector it cuts {{ within(\"ward\", 1) }} per cent.", "Act on it, studying the lawn.",
    "## A study of 1991", "> In 1991 you wrote: a study.", "One study says so.[@lift-2020]", "One study says so. <!-- uncited: a scene -->", "One study says so.\n<!-- uncited: a scene -->",
    "See [here](x-2014.ipynb).", "```{code-cell} ipython3\n# study\n```"])
def test_what_is_no_claim_or_says_why(base: Path, text: str) -> None:
    add(base / READING, f"\n{text}\n")
    assert said(claims, base) == []


def test_a_paragraph_without_a_source_needs_a_reason(base: Path) -> None:
    add(base / READING, "\nOne study says so. <!-- uncited: -->\n")
    assert said(claims, base) == [f"{READING}:24: “uncited” gives no reason. Say why in the comment: <!-- uncited: why -->."]


def test_a_citation_without_a_source_and_a_source_without_a_citation(base: Path) -> None:
    change(base / READING, "[@lift-2020]", "[@lift-2021]")
    assert said(claims, base) == [f"{READING}:9: there is no source “lift-2021”. Add [lift-2021] to course/sources.toml or correct the key.",
                                  "course/sources.toml: [lift-2020] is cited by no page. Cite it with [@lift-2020], or delete it."]


def test_a_list_of_sources_by_hand_and_a_citation_where_none_is_read(base: Path) -> None:
    add(base / READING, "\n## Sources\n")
    change(base / f"course/{M1}/guess.toml", "Write.", "Write.[@lift-2020]")
    first, second = said(claims, base)
    assert first == f"{READING}:24: the section Sources is written by the build. Delete it here and cite with [@key]."
    assert second.startswith(f"course/{M1}/guess.toml:3: [@lift-2020] would be shown as it stands; only pages can cite.")


# course.toml

@pytest.mark.parametrize(("file", "old", "new", "messages"), [
    (REGISTER, '{ id = "guess"', '{ id = "guest"', [f"{REGISTER}: “guest” has no file with its words.", f"{REGISTER}: no page shows “guest”.",
                                                    f"{READING}: shows “guess”, which course.toml does not list."]),
    (REGISTER, 'kind = "unfolding"', 'kind = "folding"', ["“unfolding” has the kind “folding”, which there is no game for.", "there is no check “first_play”"]),
    (REGISTER, 'quotes = ["unfolding"]', 'quotes = ["folding"]', ["“guess” takes up “folding”, which is no exercise."]),
    (REGISTER, 'case = "marlshire"', 'case = "atlantis"', ["“unfolding” is played in “atlantis”, and course/cases has no such folder."]),
    (REGISTER, '"first_play"', '"third_play"', [f"{REGISTER}: there is no check “third_play” of “unfolding”.", f"{REGISTER}: no page runs the check “third_play”",
                                                f"{WORK}: runs the check “first_play” of “unfolding”, which course.toml does not list."]),
    (REGISTER, 'tasks = ["reflection_a"]', 'tasks = ["reflection_b"]', ["there is no task “reflection_b” in solutions/.", "no page has the criteria of “reflection_b”.",
                                                                        "the task “reflection_b” is no exercise", f"{WORK}: the task “reflection_a” is not listed in course.toml."]),
    (WORK, '"task": "reflection_a"', '"tags": []', [f"{REGISTER}: no page has the criteria of “reflection_a”."]),
    (REGISTER, f'id = "{M1}"', 'id = "m1_other"', [f"course/{M1}: course.toml has no module of that name."])])
def test_the_register_against_the_pages(base: Path, file: str, old: str, new: str, messages: list[str]) -> None:
    change(base / file, old, new)
    found = said(listed, base)
    assert len(found) == len(messages)
    assert all(message in line for message, line in zip(messages, found, strict=True))


# nbgrader

def edit(field: str, value: Any, of: str = "reflection_a-c1") -> Callable[[list[dict[str, Any]]], None]:
    def change_it(found: list[dict[str, Any]]) -> None:
        (cell,) = [c for c in found if c["metadata"].get("nbgrader", {}).get("grade_id") == of]
        cell["metadata"]["nbgrader"][field] = value
    return change_it


@pytest.mark.parametrize(("change_it", "message"), [
    (edit("locked", False), "is a task with locked = False (needs True); autograde would fail for every learner or count it twice."),
    (edit("grade", True), "is a task with grade = True (needs False)"),
    (edit("solution", True), "is a task with solution = True (needs False)"),
    (edit("cell_type", "code"), "is a task with cell_type = 'code' (needs 'markdown')"),
    (edit("points", None), "is marked and has no points."),
    (edit("checksum", None), "has no checksum; autograde would say “None is not of type 'string'” for every learner."),
    (edit("schema_version", 2), "has schema_version 2; nbgrader 0.9.6 reads 3."),
    (edit("grade_id", "a b"), "cell “a b” has no usable grade_id."),
    (edit("cell_type", "markdown", of="check-first_play"), "is code and says it is markdown."),
    (lambda found: found.append(found[-1]), "stands twice; autograde would call the notebook old and throw the hand-in out."),
    (lambda found: found[-1].update(source="=== BEGIN MARK SCHEME ==="), "still holds its mark scheme.")])
def test_metadata_nbgrader_chokes_on(base: Path, change_it: Callable[[list[dict[str, Any]]], object], message: str) -> None:
    cells(base / BUILT, change_it)
    found = said(traps, base)
    assert found
    assert all(line.startswith(f"{BUILT}: cell “") for line in found)
    assert any(message in line for line in found)


def test_the_tutors_notebook_is_looked_at_too(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = make.source_notebooks

    def unlocked(*args: Any) -> Any:
        out = real(*args)
        edit("locked", False)(out[M1].cells)
        return out
    monkeypatch.setattr(make, "source_notebooks", unlocked)
    assert [line.split(" is ")[0] for line in said(traps, base)] == [f"{WORK}: cell “reflection_a-c1”"]


def test_files_links_and_empty_folders_beside_the_pages(base: Path) -> None:
    folder = base / "exercises" / M1
    (folder / "work.jsonl").write_text("{}", encoding="utf-8")
    (folder / "linked.txt").symlink_to(base / "nowhere")
    (folder / "work.ipynb").unlink()
    found = said(traps, base)
    assert [line.split(": ")[0] for line in found] == [f"exercises/{M1}/linked.txt", f"exercises/{M1}/work.jsonl", f"exercises/{M1}"]
    assert "breaks off half way" in found[0]
    assert "autograde would put this over the learner's file" in found[1]
    assert "an empty folder handed in replaces a good one" in found[2]


def test_a_module_that_is_only_read_has_no_work_page_and_an_empty_folder_is_one(base: Path) -> None:
    (base / WORK).unlink()
    (base / BUILT).unlink()
    assert said(traps, base) == []
    (base / "exercises" / M1 / "reading.ipynb").unlink()
    assert [line.split(": ")[0] for line in said(traps, base)] == [f"exercises/{M1}"]


@pytest.mark.parametrize(("text", "message"), [("c = get_config()\n", "c.ExchangeSubmit.strict is not True"), ("import nowhere_to_be_found\n", "could not be read (ModuleNotFoundError")])
def test_settings_that_would_let_an_empty_folder_through(base: Path, text: str, message: str) -> None:
    (base / "nbgrader_config.py").write_text(text, encoding="utf-8")
    (found,) = said(traps, base)
    assert message in found


def test_the_settings_of_the_course_are_read_as_nbgrader_reads_them(base: Path) -> None:
    shutil.copyfile(make.root() / "nbgrader_config.py", base / "nbgrader_config.py")
    assert said(traps, base) == []


# staff text

@pytest.mark.parametrize(("sentence", "file"), [
    ("**look** for a lift that has been waited for in EARNEST and give two!", "reflection_a.toml"),
    ("nothing here goes past the third floor of the building so one", "reflection_a.toml"),
    ("I took it because my knees were bad, and the stairs were wet", "reflection_a.toml"),
    ("Ask every one of them which button they pressed before the doors closed.", "tutor_notes.md")])
@pytest.mark.parametrize("place", [BUILT, "widgets/systems_leadership/data/sheets.json"])
def test_a_staff_sentence_where_learners_look(base: Path, sentence: str, file: str, place: str) -> None:
    if place == BUILT:
        cells(base / place, lambda found: found[0].update(source=["# Work\n", sentence]))
    else:
        change(base / place, "Write.", f"Write. {sentence}")
    (found,) = said(staff, base)
    assert found.startswith(f"{place}: holds a sentence of solutions/{M1}/{file} (“")


def test_published_levels_and_short_phrases_are_not_staff_text(base: Path) -> None:
    cells(base / BUILT, lambda found: found[0].update(source="Short one. The writer says which floor the lift had reached and why that matters."))
    assert said(staff, base) == []


# somebody else's text

def shared(base: Path) -> list[str]:
    return list(echo.problems(Clone(base), TEXT))


def test_six_words_in_a_row_are_found_whatever_their_case_and_marks(base: Path) -> None:
    add(base / READING, "\nHe said: THE slow *lift* that\nteaches us, never to wait.\n")
    assert shared(base) == [f"{READING}:24: shares “the slow lift that teaches us never” with the source text. Say it in other words, or quote it and cite it."]


def test_five_words_are_not_a_run(base: Path) -> None:
    add(base / READING, "\nThe slow lift that teaches\n\nnothing.\n")
    assert shared(base) == []


def test_staff_files_and_data_are_looked_at_too(base: Path) -> None:
    add(base / f"solutions/{M1}/tutor_notes.md", "\nNever trust a fast one: they say the slow lift that\n")
    add(base / f"course/{M1}/guess.toml", '\nafter = "they say, the slow lift that"\n')
    assert [line.split(":")[0] for line in shared(base)] == [f"course/{M1}/guess.toml", f"solutions/{M1}/tutor_notes.md"]


def test_titles_and_cited_quotations_may_share_words_and_uncited_ones_may_not(base: Path) -> None:
    change(base / "course" / "sources.toml", "Why most of the lifts in most of the towers stop on a Monday", "The slow lift that teaches us")
    assert shared(base) == []
    add(base / READING, "\nIt says “they say the slow lift that teaches us”.[@lift-2020]\n")
    assert shared(base) == []
    add(base / READING, "\nIt says “they say the slow lift that teaches us”.\n")
    assert len(shared(base)) == 1


# the command

def test_the_command_says_all_and_fails(base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(make, "root", lambda: base)
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out.endswith("Nothing to put right.\n")
    add(base / READING, f"\nA survey says the slow lift that teaches us.\n\n{show('gone')}")
    (base / "text.txt").write_text(TEXT, encoding="utf-8")
    assert cli.main(["check", "--source-text", str(base / "text.txt")]) == 1
    out, err = capsys.readouterr()
    assert [part in out for part in ("survey", "“gone”", "shares “the slow")] == [True] * 3
    assert err.endswith(f"{len(out.splitlines())} to put right.\n")


def test_a_source_text_that_is_not_there(base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(make, "root", lambda: base)
    assert cli.main(["check", "--source-text", str(base / "gone.txt")]) == 1
    assert "the source text could not be read" in capsys.readouterr().err
