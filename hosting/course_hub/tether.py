"""Run a program that ends when the one that started it ends, however that came to pass: `python -m course_hub.tether PROGRAM …`.

A hub that is killed would otherwise leave its proxy and its services behind, which hold their ports against the next one."""
from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1                                       # prctl(2); kept over exec, which changes nobody's credentials here


def main(words: list[str]) -> None:
    """Become the program, tethered."""
    parent = os.getppid()
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM):
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:                             # it ended in between
        raise SystemExit(1)
    os.execvp(words[0], words)


if __name__ == "__main__":
    main(sys.argv[1:])
