"""nbgrader's settings for this course, in one place. A tutor's folder and the clone have an nbgrader_config.py that calls `configure`."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import nbgrader
from traitlets.config import Config

from .. import hub

MUST = {"Autograde": ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors", "pre_convert_hook"), "ExchangeFactory": ("collect", "release_feedback"),
        "ZipCollectApp": ("extractor_plugin", "collector_plugin")}     # settings on which safety rests
TEMPLATES = Path(__file__).parent / "templates"


def configure(c: Any) -> None:
    """Set nbgrader up: mark without running, collect by manifest, feedback without mark schemes. `c` is what `get_config()` returns."""
    c.CourseDirectory.course_id = "systems_leadership"
    hub.settings(c)
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "reading.ipynb", "*.damaged*.jsonl", "*.set-aside*.jsonl", "*.part"]
    c.Autograde.exporter_class = "systems_leadership.marking.evaluate.ReleasedPage"
    c.Autograde.sanitize_preprocessors = ["systems_leadership.marking.evaluate.RebuildFrame", "nbgrader.preprocessors.CheckCellMetadata"]
    c.Autograde.autograde_preprocessors = ["systems_leadership.marking.evaluate.EvaluateReleased", "nbgrader.preprocessors.SaveAutoGrades",
                                           "nbgrader.preprocessors.AssignLatePenalties", "nbgrader.preprocessors.CheckCellMetadata"]
    c.Autograde.pre_convert_hook = "systems_leadership.marking.evaluate.disarm"
    c.Execute.store_widget_state = False                   # for whoever runs stock nbgrader on these notebooks
    c.ExchangeFactory.collect = "systems_leadership.marking.collect.inbound.CheckedCollect"
    c.ExchangeFactory.release_feedback = "systems_leadership.marking.feedback.CheckedRelease"
    c.ZipCollectApp.extractor_plugin = "systems_leadership.marking.collect.zip_collect.CheckedExtractor"
    c.ZipCollectApp.collector_plugin = "systems_leadership.marking.collect.zip_collect.ManifestCollector"
    c.ZipCollectApp.force = True                           # collecting again takes in everything again; the newest of each learner's counts
    c.AssignLatePenalties.plugin_class = "systems_leadership.marking.late.LateDays"
    c.ExchangeSubmit.strict = True
    c.TagRemovePreprocessor.enabled = True
    c.TagRemovePreprocessor.remove_input_tags = {"remove_input"}
    c.GenerateFeedback.preprocessors = ["systems_leadership.marking.feedback.DropMarkScheme", "nbgrader.preprocessors.GetGrades", "systems_leadership.marking.feedback.Lateness",
                                        "nbconvert.preprocessors.TagRemovePreprocessor"]
    c.HTMLExporter.filters = {"typed": "systems_leadership.marking.clean.markdown", "criterion": "systems_leadership.marking.feedback.criterion", "again": "systems_leadership.marking.clean.again"}
    # nbgrader looks for its templates "feedback" and "formgrade" here before it looks among its own
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates")]


def differs(c: Any) -> str:
    """What in a folder's settings would mark other than the course does, as a sentence; or nothing. `c` is the configuration nbgrader ended up with."""
    ours = Config()
    configure(ours)
    for section, names in MUST.items():
        for name in names:
            wanted, found = ours[section][name], c[section].get(name) if section in c else None
            if found != wanted:
                return f"{section}.{name} is {found!r}, and has to be {wanted!r}, or hand-ins would be taken and run unchecked."
    return ""
