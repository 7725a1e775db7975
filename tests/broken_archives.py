"""Ways to break a hand-in in the file that is sent. Each takes honest files and a learner's number and gives (name, bytes)."""
from __future__ import annotations

import datetime
import io
import json
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable

from packing import WHEN, Files, archive, manifest_of, name, zipped
from plays import MODULE_0

Sent = tuple[str, bytes]
RECORD = "unfolding.jsonl"


def _repacked(files: Files, learner: str, change: Callable[[dict[str, bytes]], object]) -> Sent:
    """The honest file, unpacked, changed and packed again: its manifest still says what was."""
    with zipfile.ZipFile(io.BytesIO(zipped(files, learner))) as opened:
        inside = {n: opened.read(n) for n in opened.namelist()}
    change(inside)
    return name(learner), archive(inside.items())


def _manifest(files: Files, number: str, **says: object) -> Sent:
    return _repacked(files, number, lambda inside: inside.update({"manifest.json": json.dumps(manifest_of(zipped(files, number)) | says).encode()}))


def _with_entry(files: Files, learner: str, entry: str | zipfile.ZipInfo, data: bytes, instead_of: str = "", how: int = zipfile.ZIP_DEFLATED) -> Sent:
    out = io.BytesIO(zipped({n: d for n, d in files.items() if n != instead_of}, learner))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as made:
        warnings.simplefilter("ignore")
        made.writestr(entry, data, how)
    return name(learner), out.getvalue()


def _typed(entry: str, kind: int) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(entry)
    made.create_system, made.external_attr = 3, (kind | 0o777) << 16
    return made


def no_zip(files: Files, learner: str) -> Sent:
    return name(learner), b"This is not a hand-in."


def no_bytes(files: Files, learner: str) -> Sent:
    return name(learner), b""


def zip_cut_off(files: Files, learner: str) -> Sent:
    data = zipped(files, learner)
    return name(learner), data[: len(data) // 2]


def bytes_changed(files: Files, learner: str) -> Sent:
    """One byte of a packed record is not what it was: the zip's own checksum says so."""
    data = bytearray(zipped(files, learner))
    data[data.index(RECORD.encode()) + 400] ^= 0xFF
    return name(learner), bytes(data)


def bomb_renamed_ipynb(files: Files, learner: str) -> Sent:
    return "work.ipynb", archive([("work.ipynb", b"\0" * 60_000_000)])


def bomb_as_record(files: Files, learner: str) -> Sent:
    return name(learner), zipped(files | {RECORD: b"\n" * 19_000_000}, learner)


def zip_in_zip_in_zip(files: Files, learner: str) -> Sent:
    data = zipped(files, learner)
    for n in range(12):
        data = archive([(f"{n}.zip", data)])
    return name(learner), data


def twenty_thousand_entries(files: Files, learner: str) -> Sent:
    return name(learner), archive((f"{n}.txt", b"x") for n in range(20_000))


def parent_in_a_name(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, "../../../gradebook.db", b"x")


def absolute_name(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, "/etc/cron.d/peek", b"x")


def drive_letter(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, "C:peek.html", b"x")


def backslash(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, "..\\..\\nbgrader_config.py", b"x")


def record_twice(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, RECORD, b"another")


def manifest_twice(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, "manifest.json", b"{}")


def encrypted(files: Files, learner: str) -> Sent:
    """The bit that says "locked with a password" set on the record, in both places a zip keeps it."""
    data = bytearray(zipped(files, learner))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.rindex(mark, 0, data.index(RECORD.encode()) if at == 6 else data.rindex(RECORD.encode()))
        struct.pack_into("<H", data, start + at, struct.unpack_from("<H", data, start + at)[0] | 1)
    return name(learner), bytes(data)


def packed_otherwise(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, RECORD, files[RECORD], RECORD, zipfile.ZIP_LZMA)


def link_as_record(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, _typed(RECORD, stat.S_IFLNK), b"/etc/passwd", RECORD)


def pipe_as_record(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, _typed(RECORD, stat.S_IFIFO), b"", RECORD)


def link_beside(files: Files, learner: str) -> Sent:
    return _with_entry(files, learner, _typed("peek.html", stat.S_IFLNK), b"/etc/passwd")


def bare_notebook(files: Files, learner: str) -> Sent:
    return "work.ipynb", files["work.ipynb"]


def bare_record(files: Files, learner: str) -> Sent:
    return RECORD, files[RECORD]


def no_manifest(files: Files, learner: str) -> Sent:
    return name(learner), archive(files.items())


def manifest_no_json(files: Files, learner: str) -> Sent:
    return _repacked(files, learner, lambda inside: inside.update({"manifest.json": b"hello"}))


def manifest_nested_deep(files: Files, learner: str) -> Sent:
    return _repacked(files, learner, lambda inside: inside.update({"manifest.json": b"[" * 50_000 + b"]" * 50_000}))


def manifest_of_5_mb(files: Files, learner: str) -> Sent:
    return _repacked(files, learner, lambda inside: inside.update({"manifest.json": inside["manifest.json"] + b" " * 5_000_000}))


def of_another_course(files: Files, learner: str) -> Sent:
    return _manifest(files, learner, hand_in="another course")


def of_newer_software(files: Files, learner: str) -> Sent:
    return _manifest(files, learner, version=99)


def of_another_module(files: Files, learner: str) -> Sent:
    return name(learner), zipped(files, learner, assignment=MODULE_0)


def learner_is_a_path(files: Files, learner: str) -> Sent:
    return _manifest(files, learner, learner="../../source")


def day_that_is_none(files: Files, learner: str) -> Sent:
    return _manifest(files, learner, handed_in="2026-99-99T99:99:99Z")


def from_the_future(files: Files, learner: str) -> Sent:
    return name(learner), zipped(files, learner, WHEN + datetime.timedelta(days=400))


def record_changed(files: Files, learner: str) -> Sent:
    return _repacked(files, learner, lambda inside: inside.update({RECORD: inside[RECORD] + b"\n"}))


def record_taken_out(files: Files, learner: str) -> Sent:
    return _repacked(files, learner, lambda inside: inside.pop(RECORD))


def record_put_in(files: Files, learner: str) -> Sent:
    return _repacked(files, learner, lambda inside: inside.update({"market_row.jsonl": b"x"}))


def notebook_changed(files: Files, learner: str) -> Sent:
    return _repacked(files, learner, lambda inside: inside.update({"work.ipynb": inside["work.ipynb"] + b"\n"}))


def a_document(files: Files, learner: str) -> Sent:
    return "My hand-in.docx", archive([("word/document.xml", b"<x/>")])


# (how, what the tutor reads, whether the hand-in is collected all the same)
TABLE: list[tuple[Callable[[Files, str], Sent], str, bool]] = [
    (no_zip, "is no zip file", False),
    (no_bytes, "is empty", False),
    (zip_cut_off, "is damaged or was cut off", False),
    (bytes_changed, "is damaged", False),
    (bomb_renamed_ipynb, "packed far more tightly", False),
    (bomb_as_record, "packed far more tightly", False),
    (zip_in_zip_in_zip, "zip files inside zip files", False),
    (twenty_thousand_entries, "holds no hand-in of this course", False),
    (parent_in_a_name, "../../../gradebook.db", True),
    (absolute_name, "/etc/cron.d/peek", True),
    (drive_letter, "C:peek.html", True),
    (backslash, "..\\..\\nbgrader_config.py", True),
    (record_twice, "unfolding.jsonl twice", False),
    (manifest_twice, "manifest.json twice", False),
    (encrypted, "locked with a password", False),
    (packed_otherwise, "packed in a way", False),
    (link_as_record, "unfolding.jsonl is a link", False),
    (pipe_as_record, "unfolding.jsonl is no ordinary file", False),
    (link_beside, "peek.html", True),
    (bare_notebook, "a page on its own", False),
    (bare_record, "a record on its own", False),
    (no_manifest, "no manifest", False),
    (manifest_no_json, "manifest cannot be read", False),
    (manifest_nested_deep, "manifest cannot be read", False),
    (manifest_of_5_mb, "manifest.json has 5 MB", False),
    (of_another_course, "other or newer software", False),
    (of_newer_software, "other or newer software", False),
    (of_another_module, f"of {MODULE_0}", False),
    (learner_is_a_path, "its learner number is not one", False),
    (day_that_is_none, "no proper time", False),
    (from_the_future, "clock", True),
    (record_changed, "unfolding.jsonl was changed after it was handed in", False),
    (record_taken_out, "unfolding.jsonl is named in its manifest and is not there", False),
    (record_put_in, "market_row.jsonl", True),
    (notebook_changed, "work.ipynb was changed after it was handed in", True),
    (a_document, "holds no hand-in of this course", False),
]
