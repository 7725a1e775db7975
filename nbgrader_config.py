# nbgrader's settings for this course. `systems-leadership teach FOLDER` puts a copy of this file into a tutor's folder, and puts it back when it is run again.
# Settings of your own go into nbgrader_local.py beside it, which is never overwritten: for example `c.LateDays.marks_a_day = 1`.
# nbgrader passes over an error in this file and goes on with settings that would run learners' code; so any error here stops it.
try:
    from systems_leadership.marking.local import load
except Exception as error:
    raise SystemExit(f"{__file__}: {type(error).__name__}: {error}. Nothing has been done. Use the Python the course is installed in.") from None

load(get_config(), __file__)  # noqa: F821 - nbgrader provides get_config
