# nbgrader's settings for this course. `systems-leadership teach FOLDER` puts a copy of this file into a tutor's folder.
from systems_leadership.marking.config import configure

configure(get_config())  # noqa: F821 - nbgrader provides get_config
