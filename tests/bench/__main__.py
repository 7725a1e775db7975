"""Measure the course beside the least a widget can do, in one run, and print one table. Nothing passes or fails here.

    cd tests && python -m bench [--json FILE] [--only browser kernels imports marking export database formgrader servers cohort]
"""
from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
from pathlib import Path

from . import cohort, database, export, imports, kernels, marking, moves, pages, servers
from .table import Report

PARTS = {"browser": moves.measure, "kernels": kernels.measure, "imports": imports.measure, "marking": marking.measure, "export": export.measure, "database": database.measure,
         "formgrader": pages.measure, "servers": servers.measure, "cohort": cohort.measure}
SHOWN = ("jupyterlab", "ipykernel", "anywidget", "ipywidgets", "msgspec", "playwright")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every repeat to FILE")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure these parts only")
    args = parser.parse_args()
    where = (f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} processors; "
             + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in SHOWN))
    before, report = os.getloadavg()[0], Report()
    for part in args.only:
        report.add(PARTS[part]())
    load = f"{before:.1f} before, {os.getloadavg()[0]:.1f} after"
    print(f"{where}; load {load}.\nMedian [middle half] and repeats; ratio is the median of the ratios within each round.\n\n{report.text()}")
    if args.json:
        args.json.write_text(json.dumps({"where": where, "load": load, "rows": [row.data() for row in report.rows], "notes": report.notes}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
