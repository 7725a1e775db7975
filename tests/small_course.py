"""A made-up course of one module, small and with nothing wrong in it, for the tests of `check`."""
from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from systems_leadership.build import make

M1 = "m1_defining_the_system"
HEAD = "---\njupytext:\n  text_representation: {extension: .md, format_name: myst}\n---\n\n"
CELL = '```{{code-cell}} ipython3\nfrom systems_leadership import {verb}\n{call}\n```\n'


def show(name: str) -> str:
    return CELL.format(verb="show", call=f'show("{name}")')


FILES = {
    "course/course.toml": f"""
title = "Lifts"
subtitle = "Up and down."
[[module]]
id = "{M1}"
number = 1
title = "The lift"
minutes = 10
asks = "Read."
marks = 5
exercises = [
  {{ id = "unfolding", kind = "unfolding", case = "marlshire" }},
  {{ id = "guess", kind = "sheet", quotes = ["unfolding"] }},
  {{ id = "reflection_a", kind = "sheet" }},
]
checks = [["unfolding", "first_play"]]
tasks = ["reflection_a"]
""",
    "course/sources.toml": """
[lift-2020]
author = "Lift, A."
year = "2020"
title = "Why most of the lifts in most of the towers stop on a Monday"
where = "Lift Press"
evidence = "single study"
read = "abstract"
""",
    "course/start.md": HEAD + f"# Lifts\n\n[Read]({M1}/reading.ipynb) or go to [the end]({M1}/reading.ipynb#The-end).\n",
    f"course/{M1}/reading.md": HEAD + f"""# The lift

The lift has 14 floors and stopped at ten past one.
One study in 2020 found that lifts stop.[@lift-2020]
There are {{{{ players }}}} players, who go up and down.

{show("guess")}

+++

## The end

See [your work](work.ipynb) and [the top](#The-lift).
""",
    f"course/{M1}/work.md": HEAD + f"""# Work

{show("unfolding")}
{show("reflection_a")}
{CELL.format(verb="check", call='check("unfolding", "first_play")')}
+++ {{"task": "reflection_a"}}

Here.
""",
    f"course/{M1}/guess.toml": 'id = "guess"\ntitle = "Guess"\nintro = "Write."\n[[question]]\nid = "why"\nlabel = "Why does it stop?"\n',
    f"solutions/{M1}/reflection_a.toml": '''
id = "reflection_a"
title = "Up"
words = [1, 200]
intro = "Write a little about the lift you know best of all."
[[question]]
id = "why"
label = "Why did you take the lift on that day and not the stairs?"
[[criterion]]
id = "c1"
name = "Lifts"
question = "Does it move?"
levels = ["No.", "Somewhat.", "The writer says which floor the lift had reached and why that matters.", "All the way."]
mark_scheme = """
**Look** for a lift that has been waited for in earnest, and give two. Short one.
The writer says which floor the lift had reached and why that matters.
"""
[[model_answer]]
level = 1
marks = { c1 = 1 }
commentary = "Nothing here goes past the third floor of the building, so one."
answers = { why = "I took it because my knees were bad and the stairs were wet." }
''',
    f"solutions/{M1}/tutor_notes.md": "# Notes\n\nAsk every one of them which button they pressed before the doors closed.\n",
    f"course/{M1}/cards.toml": 'id = "cards_m1"\ntitle = "Cards"\nintro = "Try."\n[[card]]\nid = "why"\nquestion = "Why?"\n'
    + "".join(f'[[card.option]]\ntext = "{text}"\nright = {right}\nwhy = "Because."\n' for text, right in (("Up", "true"), ("Down", "false"))),
    "course/coverage.csv": "point,module,idea,learner_can,misconception,taught,sentence,practised,assessed,reader\n"
    + f"1,{M1}; m2_sources_of_power,Lifts stop,say when,they do not,{M1}/reading#The-lift,\"There are {{{{ players }}}} players, who go up and down.\","
      "guess; cards_m1/why,reflection_a/c1,answered\n"
    + "".join(f"{n},m2_sources_of_power,Lifts,say,not,module to come,,,,\n" for n in range(2, 131)),
    "nbgrader_config.py": "c = get_config()\nc.ExchangeSubmit.strict = True\n",
}


def write(base: Path) -> None:
    """The small course, built."""
    for name, text in FILES.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    real = make.root()
    shutil.copytree(real / "course" / "cases", base / "course" / "cases")
    lab = Path("widgets") / "systems_leadership" / "lab"
    (base / lab).mkdir(parents=True)
    for name in ("run_on_open.js", "page_view.css"):
        shutil.copyfile(real / lab / name, base / lab / name)
    make.build(base)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def cells(path: Path, edit: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change the cells of a built notebook by hand."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    edit(notebook["cells"])
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
