"""Behind nbgrader's own `zip_collect`: an extractor that only puts checked hand-ins where the collector looks, and the collector.

nbgrader's extractor unpacks every archive to the disk, links, bombs and paths and all, and only then asks about names. This
one unpacks nothing: it decides as `downloads` does and writes each hand-in that counts into a folder of its learner's.
"""
from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.api import Gradebook
from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin

from ...games.hand_in import bundle
from ..report import Report
from . import decide, inbound, manifest, reading, roster
from .archive import Finder
from .checks import Loaded, Unsound
from .drivers import title
from .shelf import Shelf, swap

EXPECTED = re.compile(r"work\.ipynb|[a-z][a-z0-9_]{0,60}\.jsonl|submission_secret\.txt")


class Extracted(Shelf):
    """Puts what counts into nbgrader's folder `extracted`, with a manifest that is true of it; looks in `submitted` for what is there."""

    def __init__(self, directory: Any, assignment: str, to: Path) -> None:
        super().__init__(directory, assignment)
        self.to = to

    def put(self, learner: str, when: datetime.datetime, found: Loaded) -> None:
        files = self._files(found)
        says = bundle.manifest(self.assignment, learner, files, when.astimezone(datetime.UTC))
        swap(self.to / learner, files | {bundle.MANIFEST: msgspec.json.encode(says)}, self.directory.groupshared)


class CheckedExtractor(ExtractorPlugin):
    """Set as `c.ZipCollectApp.extractor_plugin`."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        directory = self.parent.coursedir
        assignment, report = directory.assignment_id, Report(title(directory.assignment_id))
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            learners = roster.load(gradebook, assignment)
        with Finder(assignment) as finder:
            decide.collect(finder.candidates(Path(archive_path)), Extracted(directory, assignment, Path(extracted_path)), learners, report)
        inbound.write(report, directory, f"collect-{assignment}", self.log)


class ManifestCollector(FileNameCollectorPlugin):
    """Reads the manifest beside each file. A file it does not name, or whose bytes it does not match, is left out and named in the log.

    Set as `c.ZipCollectApp.collector_plugin`. It checks for itself, whichever extractor put the files there."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Whose file it is and when it was handed in; None leaves it out."""
        path = Path(submitted_file)
        if path.name == bundle.MANIFEST:
            return None
        try:
            says, when = manifest.read(_beside(path))
            item = next((item for item in says.files if item.name == path.name), None)
            if item is None or not EXPECTED.fullmatch(path.name):
                raise Unsound("is not one of the files a hand-in holds.")
            if why := manifest.changed(item, reading.file(path, bundle.LARGEST)):
                raise Unsound(f"{why}.")
        except Unsound as trouble:
            self.log.warning("%s is left out: it %s", path, trouble)
            return None
        return {"student_id": says.learner, "file_id": path.name, "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ")}


def _beside(path: Path) -> bytes:
    try:
        return reading.file(path.with_name(bundle.MANIFEST), manifest.LARGEST)
    except Unsound as trouble:
        raise Unsound(f"has no manifest beside it that can be believed: {bundle.MANIFEST} {trouble}") from None
