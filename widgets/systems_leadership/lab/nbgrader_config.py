"""nbgrader's settings for a learner's server on a hub: where hand-ins go. Without a hub, nothing is set."""
from systems_leadership.hub import settings

settings(get_config())  # type: ignore[name-defined]  # noqa: F821 - nbgrader provides get_config
