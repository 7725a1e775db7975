"""What is built: the same bytes each time, in step with what is authored, and no staff text where learners look."""
from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from systems_leadership import case as cases
from systems_leadership import cells, registry
from systems_leadership.build import make, notebooks
from systems_leadership.build.notebooks import PageError

BASE = make.root()
CASE = cases.load("marlshire")
WORK = json.loads((BASE / "exercises" / "m1_defining_the_system" / "work.ipynb").read_text(encoding="utf-8"))


def test_committed_files_are_what_would_be_built() -> None:
    assert [str(p) for p in make.stale(BASE)] == []


def test_building_twice_gives_the_same_bytes() -> None:
    assert make.outputs(BASE) == make.outputs(BASE)


def staff_sentences() -> list[str]:
    """Distinctive lines of everything only tutors may read."""
    out = []
    for path in (BASE / "solutions").glob("*/*.toml"):
        task = tomllib.loads(path.read_text(encoding="utf-8"))
        out += [c["mark_scheme"] for c in task["criterion"]] + [a["commentary"] for a in task["model_answer"]]
        out += [text for a in task["model_answer"] for text in a["answers"].values()]
    out += [p.read_text(encoding="utf-8") for p in (BASE / "solutions").glob("*/*.md")]
    return sorted({line.strip()[:80] for text in out for line in text.splitlines() if len(line.strip()) > 60})


def test_no_staff_text_where_learners_look() -> None:
    places = [*(BASE / "exercises").rglob("*.ipynb"), *(BASE / "widgets" / "systems_leadership").rglob("*.*"), *(BASE / "course").rglob("*.*")]
    text = "\n".join(p.read_text(encoding="utf-8") for p in places if p.suffix in (".ipynb", ".json", ".js", ".py", ".toml", ".md"))
    plain = text.replace('\\"', '"')
    sentences = staff_sentences()
    assert len(sentences) > 30
    assert [s for s in sentences if s in plain] == []


def test_cells_carry_the_metadata_nbgrader_needs() -> None:
    """A task cell that is graded or not locked double-counts or breaks every autograde of nbgrader 0.9.6."""
    meta = [c["metadata"].get("nbgrader", {}) for c in WORK["cells"]]
    tasks = [m for m in meta if m.get("task")]
    checks = [m for m in meta if m.get("grade")]
    module, _ = registry.find("hand_in")
    assert sum(m["points"] for m in tasks + checks) == module.marks
    assert {(m["grade"], m["locked"], m["points"], m["solution"]) for m in tasks} == {(False, True, 3, False)}
    assert [(m["locked"], m["points"], m["solution"]) for m in checks] == [(True, 2, False)] * len(module.checks)
    assert all(m["locked"] and m["checksum"] for m in meta if m)


def test_ids_are_unique_and_derived() -> None:
    ids = [c["id"] for c in WORK["cells"]]
    assert len(set(ids)) == len(ids)
    assert {"show-unfolding", "check-first_play", "reflection_a-c1"} <= set(ids)


def test_learners_see_no_code() -> None:
    for cell in WORK["cells"]:
        if cell["cell_type"] == "code":
            assert cell["metadata"]["jupyter"]["source_hidden"] is True
            assert cells.parse("".join(cell["source"])) is not None


def test_numbers_in_a_reading_are_worked_out() -> None:
    text = notebooks.fill('{{ players }} {{ within("ward", 1) }} {{ in_phase("crisis") }}', CASE, "x.md")
    assert text == f"{len(CASE.players)} {len(CASE.within('ward', 1))} {sum('crisis' in p.phase for p in CASE.players.values())}"
    reading = (BASE / "course" / "m1_defining_the_system" / "reading.md").read_text(encoding="utf-8")
    assert str(len(CASE.players)) not in reading, "typed into the prose, not computed"


@pytest.mark.parametrize(("text", "message"), [("{{ wishes }}", "is no number a page can ask for"), ('{{ within("wrad", 1) }}', "could not be worked out"), ("{{ within(", None)])
def test_a_number_nobody_can_work_out(text: str, message: str | None) -> None:
    if message is None:
        assert notebooks.fill(text, CASE, "x.md") == text
        return
    with pytest.raises(PageError, match=f"x.md.*{message}"):
        notebooks.fill(text, CASE, "x.md")


@pytest.mark.parametrize("source", ["import os", 'from systems_leadership import show\nshow("unfolding"); import os', 'from systems_leadership import show\nshow(open("x"))',
                                    'from systems_leadership import check\ncheck("unfolding")', 'from systems_leadership import show\nshow("a", "b")'])
def test_a_cell_that_is_not_one_of_the_two_calls_is_refused(tmp_path: Path, source: str) -> None:
    assert cells.parse(source) is None
    page = tmp_path / "work.md"
    page.write_text(f"```{{code-cell}} ipython3\n{source}\n```\n", encoding="utf-8")
    with pytest.raises(PageError, match="may only import and call show or check"):
        notebooks.page(page, CASE, {}, "m1")


def test_a_task_without_a_file_is_named(tmp_path: Path) -> None:
    page = tmp_path / "work.md"
    page.write_text('Hello.\n\n+++ {"task": "reflection_z"}\n\nx\n', encoding="utf-8")
    with pytest.raises(PageError, match="there is no task “reflection_z” in solutions/"):
        notebooks.page(page, CASE, {}, "m1")


def test_model_answers_quote_only_ties_that_exist_and_carry_marks() -> None:
    for task in make.tasks(BASE).values():
        assert {a["level"] for a in task["model_answer"]} == {1, 2, 3}
        for answer in task["model_answer"]:
            count = sum(len(text.split()) for text in answer["answers"].values())
            assert task["words"][0] <= count <= task["words"][1], f"model answer {answer['level']} has {count} words"
            assert set(answer["answers"]) == {q["id"] for q in task["question"]}


@pytest.mark.parametrize(("listed", "there", "said"), [([["unfolding", "first_play"]], ["first_play"], None),
                                                       ([["unfolding", "first_play"], ["unfolding", "second_play"]], ["first_play"], "course.toml lists the check [\"unfolding\", \"second_play\"]"),
                                                       ([["unfolding", "first_play"]], ["first_play", "second_play"], "course.toml does not list the check [\"unfolding\", \"second_play\"]")])
def test_checks_listed_and_checks_on_the_page_are_the_same(tmp_path: Path, listed: list[list[str]], there: list[str], said: str | None) -> None:
    """Either way round the build stops and names the check and the place."""
    page = tmp_path / "work.md"
    page.write_text("# Work\n\n" + "\n".join(f'```{{code-cell}} ipython3\nfrom systems_leadership import check\ncheck("unfolding", "{name}")\n```\n' for name in there), encoding="utf-8")
    made = notebooks.page(page, CASE, {}, "m1")
    module = {"id": "m1", "checks": listed, "marks": 2 * len(there)}
    if said is None:
        make._marks_agree(module, made)
        return
    with pytest.raises(make.BuildError) as error:
        make._marks_agree(module, made)
    assert said in str(error.value)


def test_the_readme_says_what_there_is() -> None:
    """Modules that are written, their marks and the hours they take, as course.toml has them."""
    written = [m for m in make.course(make.root()).module if m.written]
    text = (make.root() / "README.md").read_text(encoding="utf-8")
    for module in written:
        assert f"{module.number}, *{module.title}*" in text
    assert {m.marks for m in written if m.marks} == {26} and "26 marks each" in text
    assert f"about {round(sum(m.minutes for m in written) / 60)} hours" in text
