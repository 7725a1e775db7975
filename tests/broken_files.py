"""Ways to break a hand-in in the learner's own folder. Each changes the files it is given; see `hand_ins.BROKEN`."""
from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

Files = dict[str, bytes]
RECORD, SHEET, PAGE = "unfolding.jsonl", "reflection_a.jsonl", "work.ipynb"
DEEP = 100_000
HOSTILE = "open('pwned', 'w').write('x')"


def _lines(files: Files, change: Callable[[list[bytes]], None], name: str = RECORD) -> None:
    lines = files[name].splitlines(True)
    change(lines)
    files[name] = b"".join(lines)


def _page(files: Files, change: Callable[[list[dict[str, Any]]], object]) -> None:
    page = json.loads(files[PAGE])
    change(page["cells"])
    files[PAGE] = json.dumps(page).encode()


def nested_100_000_deep(files: Files) -> None:
    _lines(files, lambda lines: lines.__setitem__(2, b'{"n":2,"op":{"do":' + b"[" * DEEP + b"]" * DEEP + b"}}\n"))


def nan(files: Files) -> None:
    _lines(files, lambda lines: lines.__setitem__(2, b'{"n":2,"op":{"do":"ask","seed":NaN}}\n'))


def huge_integer(files: Files) -> None:
    _lines(files, lambda lines: lines.__setitem__(2, b'{"n":' + b"9" * 10_000 + b',"op":{"do":"ask"}}\n'))


def duplicate_keys(files: Files) -> None:
    _lines(files, lambda lines: lines.__setitem__(2, b'{"n":2,"op":{"do":"finish"},"n":77,"op":{"do":"close"}}\n'))


def not_text(files: Files) -> None:
    _lines(files, lambda lines: lines.__setitem__(2, bytes(range(128, 256)) + b"\n"))


def half_a_record(files: Files) -> None:
    files[RECORD] = files[RECORD][: len(files[RECORD]) // 2] + b"\x00\xff broken"


def first_line_gone(files: Files) -> None:
    _lines(files, lambda lines: lines.__delitem__(0))


def another_exercise(files: Files) -> None:
    files[RECORD] = files["parcels.jsonl"]


def newer_software(files: Files) -> None:
    _lines(files, lambda lines: lines.__setitem__(0, lines[0].replace(b'"version":1', b'"version":99')))


def record_of_10_mb(files: Files) -> None:
    files[RECORD] += random.Random(0).randbytes(5_000_000).hex().encode()      # like writing, it packs to about half


def an_answer_missing(files: Files) -> None:
    del files[SHEET]


def an_empty_record(files: Files) -> None:
    files[SHEET] = b""


def notebook_of_10_000_cells(files: Files) -> None:
    _page(files, lambda cells: cells.extend({"cell_type": "code", "execution_count": None, "id": f"x{n}", "metadata": {}, "outputs": [], "source": f"{HOSTILE} # {n}"} for n in range(10_000)))


def notebook_nested_deep(files: Files) -> None:
    files[PAGE] = b'{"cells":' + b"[" * DEEP + b"]" * DEEP + b"}"


def notebook_cut_off(files: Files) -> None:
    files[PAGE] = files[PAGE][:1000]


def notebook_is_a_list(files: Files) -> None:
    files[PAGE] = b'["no", "notebook"]'


def cells_deleted(files: Files) -> None:
    _page(files, lambda cells: cells.__delitem__(slice(2, None)))


def cells_twice(files: Files) -> None:
    _page(files, lambda cells: cells.extend([dict(cell) for cell in cells]))


def cells_edited(files: Files) -> None:
    _page(files, lambda cells: [cell.update(source=HOSTILE) for cell in cells if "check" in str(cell["source"])])


def code_of_their_own(files: Files) -> None:
    _page(files, lambda cells: [cells.insert(0, {"cell_type": "code", "execution_count": None, "id": f"own{n}", "metadata": {}, "outputs": [], "source": HOSTILE + f" # {n}"}) for n in range(31)])


def record_of_200_mb(files: Files) -> None:
    files[RECORD] += b" " * 200_000_000


def no_record(files: Files) -> None:
    for name in [name for name in files if name != PAGE]:
        del files[name]


def records_all_empty(files: Files) -> None:
    for name in files:
        files[name] = files[name] if name == PAGE else b""


def nothing_at_all(files: Files) -> None:
    files.clear()


def no_notebook(files: Files) -> None:
    del files[PAGE]


def a_document_beside(files: Files) -> None:
    files["my notes.docx"] = b"PK\x03\x04 not really"


def a_page_beside(files: Files) -> None:
    files["peek.html"] = b"<script>alert(1)</script>"


def another_modules_record(files: Files) -> None:
    files["own_system.jsonl"] = files[SHEET]


def newline_in_a_name(files: Files) -> None:
    files["unfolding\nmarked 26 of 26.jsonl"] = b"x"


def bidi_in_a_name(files: Files) -> None:
    files["work\u202elsnosj.exe"] = b"x"


def six_hundred_files(files: Files) -> None:
    files |= {f"page-{n}.txt": b"x" for n in range(600)}


DAMAGED, MISSING = "unfolding.jsonl was damaged from move", "missing"
# (how, what the tutor reads, found by collecting or by marking, whether it is collected)
TABLE: list[tuple[Callable[[Files], None], str, Any, bool]] = [
    (nested_100_000_deep, "unfolding.jsonl", "mark", True),
    (nan, DAMAGED, "mark", True),
    (huge_integer, DAMAGED, "mark", True),
    (duplicate_keys, DAMAGED, "mark", True),
    (not_text, DAMAGED, "mark", True),
    (half_a_record, DAMAGED, "mark", True),
    (first_line_gone, "unfolding.jsonl is not a record of this course", "mark", True),
    (another_exercise, "unfolding.jsonl belongs to another exercise", "mark", True),
    (newer_software, "unfolding.jsonl was written by a newer version of the course", "mark", True),
    (record_of_10_mb, "unfolding.jsonl is 10 MB", "mark", True),
    (an_answer_missing, "no reflection_a.jsonl, so this answer is missing", "mark", True),
    (an_empty_record, "every part is empty", "mark", True),
    (notebook_of_10_000_cells, "10000 cells that are not the course's", "mark", True),
    (notebook_nested_deep, "work.ipynb is no notebook that can be read", "mark", True),
    (notebook_cut_off, "work.ipynb is no notebook that can be read", "mark", True),
    (notebook_is_a_list, "work.ipynb is no notebook that can be read", "mark", True),
    (cells_deleted, "were missing", "mark", True),
    (cells_twice, "there more than once", "mark", True),
    (cells_edited, "were changed", "mark", True),
    (code_of_their_own, "31 cells that are not the course's", "mark", True),
    (record_of_200_mb, "unfolding.jsonl has 200 MB", "collect", False),
    (no_record, "no record", "collect", False),
    (records_all_empty, "no record", "collect", False),
    (nothing_at_all, "no record", "collect", False),
    (no_notebook, "work.ipynb is not there", "collect", True),
    (a_document_beside, "my notes.docx", "collect", True),
    (a_page_beside, "peek.html", "collect", True),
    (another_modules_record, "own_system.jsonl", "collect", True),
    (newline_in_a_name, "unfolding<U+000A>marked 26 of 26.jsonl", "collect", True),
    (bidi_in_a_name, "work<U+202E>lsnosj.exe", "collect", True),
    (six_hundred_files, "606 files", "collect", False),
]
