"""The `systems-leadership` command: one verb a job. Each verb imports what it needs and no more."""
from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import server
from .environ import with_scripts, without_needless_grammar

STEPS = {"release": "release modules to nbgrader's exchange, for learners on a hub (tutors)",
         "collect": "take in what learners sent, with checks (tutors)",
         "mark": "work out the process marks and draw what tutors read; nothing of a learner's is run (tutors)",
         "feedback": "write the feedback of everybody whose criteria are marked (tutors)",
         "export": "write marks for Moodle, Canvas, Blackboard or a spreadsheet (tutors)",
         "status": "say where everybody stands (tutors)"}


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0 when it went well, 1 with one clear message when it did not."""
    args = _parser().parse_args(argv)
    without_needless_grammar()
    try:
        return args.run(args)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from .build.make import BuildError
        from .case import CaseError
        from .folder import FolderError
        from .marking.course_folder import TeachError
        from .settings import SettingsError
        expected: tuple[type[Exception], ...] = (BuildError, CaseError, FolderError, SettingsError, TeachError)
        if args.verb in ("build", "check", "teach"):
            from .build.notebooks import PageError
            expected = (*expected, PageError)
        if args.verb in (*STEPS, "teach"):
            from .marking.day import DayError
            expected = (*expected, *DayError)
        if isinstance(error, expected):
            print(error, file=sys.stderr)
            return 1
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="systems-leadership", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)

    learn = verbs.add_parser("learn", help="fill a folder with the course and open it in JupyterLab")
    learn.add_argument("folder", nargs="?", default="my-course", type=Path)
    learn.add_argument("--no-browser", action="store_true", help="start, and print the address instead of opening it")
    learn.add_argument("--prepare-only", action="store_true", help="fill the folder and stop")
    learn.add_argument("--port", type=int, default=8888)
    learn.add_argument("--cohort", type=Path, metavar="FILE", help="put this cohort's settings (cohort.toml, with its help lines) into the folder")
    learn.set_defaults(run=_learn)

    teach = verbs.add_parser("teach", help="make a tutor's folder and open nbgrader's formgrader on it (from a clone)")
    teach.add_argument("folder", nargs="?", default="my-teaching", type=Path)
    teach.add_argument("--no-browser", action="store_true")
    teach.add_argument("--prepare-only", action="store_true", help="make the folder, in which nbgrader's own commands work, and stop")
    teach.add_argument("--port", type=int, default=8899)
    teach.add_argument("--help-line", action="append", default=[], metavar="NAME: NUMBER", help="a help line for this cohort, kept in cohort.toml; may be given several times")
    teach.add_argument("--learners", type=Path, metavar="FILE", help="put the learners of a CSV file into the gradebook: plain, or as Moodle, Canvas or Blackboard give it")
    teach.set_defaults(run=_teach)

    serve = verbs.add_parser("serve", help="be a learner's server, or the tutors', on a JupyterHub (see hosting/)")
    serve.add_argument("folder", nargs="?", default="course", type=Path)
    serve.add_argument("--tutor", action="store_true", help="the tutors' server: formgrader on a tutor's folder that is there already")
    serve.add_argument("--cohort", type=Path, metavar="FILE", help="put this cohort's settings (cohort.toml, with its help lines) into the learner's folder")
    serve.set_defaults(run=_serve)

    for verb, words in STEPS.items():
        step = verbs.add_parser(verb, help=words)
        step.add_argument("folder", nargs="?", default="my-teaching", type=Path)
        step.add_argument("module", nargs="?", default="", help="one module; without it, every module with something to do")
        if verb in ("mark", "feedback"):
            step.add_argument("--learner", action="append", metavar="NUMBER", help="only this learner; may be given several times")
            step.add_argument("--force", action="store_true", help="mark again what has not changed" if verb == "mark" else "also where criteria are not marked yet")
        if verb == "release":
            step.add_argument("--force", action="store_true", help="replace what was released before")
        if verb == "collect":
            step.add_argument("--exchange", action="store_true", help="collect from nbgrader's exchange instead of files")
        if verb == "feedback":
            step.add_argument("--exchange", action="store_true", help="also send the pages to nbgrader's exchange, where each learner can fetch their own")
        if verb == "export":
            step.add_argument("--for", dest="format", choices=["plain", "moodle", "canvas", "blackboard", "nbgrader"], default="plain", help="whose columns (default: plain, every criterion)")
            step.add_argument("--to", type=Path, metavar="FILE", help="where to (default: marks-<for>.csv in the folder)")
            step.add_argument("--all", action="store_true", help="also marks with criteria nobody has marked yet")
        step.set_defaults(run=_step)

    build = verbs.add_parser("build", help="build notebooks and data from the authored text (from a clone)")
    build.add_argument("--check", action="store_true", help="write nothing; fail if a built file is out of date")
    build.set_defaults(run=_build)

    check = verbs.add_parser("check", help="say everything that is wrong with the course as it is written (from a clone)")
    check.add_argument("--source-text", type=Path, metavar="PATH", help="also report every run of six words shared with this text")
    check.set_defaults(run=_check)

    bundle = verbs.add_parser("bundle", help="make what a learner without a clone receives: a wheel and the notebooks (from a clone)")
    bundle.add_argument("to", nargs="?", default="dist", type=Path)
    bundle.add_argument("--cohort", type=Path, default=Path("cohort.toml"), metavar="FILE", help="the cohort's settings, with its help lines (default: cohort.toml)")
    bundle.set_defaults(run=_bundle)
    return parser


def _learn(args: argparse.Namespace) -> int:
    from . import folder, settings
    put = folder.fill(args.folder)
    print(f"{args.folder}: {len(put)} pages put there." if put else f"{args.folder}: already filled; your work has not been touched.", flush=True)
    if args.cohort:
        settings.copy(args.cohort, args.folder)
        print(f"{args.folder}: your organisation's help lines are on the start page.", flush=True)
    if args.prepare_only:
        return 0
    return _jupyter(args.folder, server.PAGE, args, learner=True)


def _jupyter(folder: Path, url: str, args: argparse.Namespace, *, learner: bool) -> int:
    """Become a JupyterLab on this machine only."""
    options = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={args.port}"]
    if args.no_browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    more = server.learner_options(folder) if learner else [*server.tutor_options(folder), f"--LabApp.default_url={url}"]
    print("Opening JupyterLab. To stop it, press Ctrl+C here.", flush=True)
    server.become("jupyter", [*options, *more], folder, server.learner_environment() if learner else with_scripts())


def _serve(args: argparse.Namespace) -> int:
    """Become a server that a hub has asked for; its address, its person and its keys are in the environment."""
    if "JUPYTERHUB_SERVICE_URL" not in os.environ:
        print("`serve` is what a JupyterHub starts. On your own machine: systems-leadership learn, or systems-leadership teach.", file=sys.stderr)
        return 1
    if args.tutor:
        server.become("singleuser", server.tutor_options(args.folder), args.folder, with_scripts())
    from . import folder, settings
    folder.fill(args.folder)
    if args.cohort:
        settings.copy(args.cohort, args.folder)
    server.become("singleuser", ["--lean", *server.learner_options(args.folder, server.NEEDLESS)], args.folder, server.learner_environment())


def _teach(args: argparse.Namespace) -> int:
    from .marking import course_folder, day
    for sentence in course_folder.prepare(args.folder, args.help_line):
        print(sentence, flush=True)
    looked = day.enrol(args.folder, args.learners)
    if args.prepare_only:
        return looked
    return _jupyter(args.folder, "/login?next=%2Fformgrader", args, learner=False)


def _step(args: argparse.Namespace) -> int:
    from .marking import day
    if args.verb == "status":
        return day.status(args.folder, args.module)
    if args.verb == "export":
        return day.export(args.folder, args.module, args.format, args.to, args.all)
    return day.run(args.verb, args.folder, args.module, getattr(args, "learner", None), getattr(args, "force", False), getattr(args, "exchange", False))


def _build(args: argparse.Namespace) -> int:
    from .build import make
    base = make.root()
    changed = list(make.stale(base)) if args.check else make.build(base)
    for path in changed:
        print(("out of date: " if args.check else "built ") + str(path.relative_to(base)))
    if args.check and changed:
        print("Run `systems-leadership build` and commit what it writes.", file=sys.stderr)
    return int(args.check and bool(changed))


def _check(args: argparse.Namespace) -> int:
    from .build import check, make
    problems, summary = check.run(make.root(), args.source_text)
    for problem in problems:
        print(problem)
    print(f"{summary} {len(problems)} to put right." if problems else f"{summary} Nothing to put right.", file=sys.stderr if problems else sys.stdout)
    return int(bool(problems))


def _bundle(args: argparse.Namespace) -> int:
    from .build import bundle, make
    print(f"Made {bundle.make(make.root(), args.to, args.cohort)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
