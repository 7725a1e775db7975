"""The start page on paper: the same words, static and escaped."""
from __future__ import annotations

from collections.abc import Callable
from html import escape as e
from typing import Any

from ...canvas import static
from ...case import load
from ...page import SERIF, heading, sheet, small


def picture(screen: dict[str, Any], exercise: Callable[[str], Any]) -> str:
    """What `Start.screen` holds, as one page."""
    parts = [f'<p style="margin:0;font:30px/1.2 {SERIF}">{e(screen["title"])}</p><p style="margin:6px 0 14px;font:17px/1.5 {SERIF}">{e(screen["subtitle"])}</p>']
    parts += [small(sentence) for sentence in screen["troubles"]]
    parts += [_module(module) for module in screen["modules"]]
    if screen["go"]:
        parts.append(f'<p style="margin:12px 0 0"><b>{e(screen["go"]["words"])}.</b> {e(screen["go"]["nudge"])}</p>')
    if found := screen["map"]:
        drawn = static.small(load(found["case"]), set(found["seats"]), found["you"], found["caption"], specks=False)
        parts.append(f'<figure style="margin:16px 0 0;max-width:420px">{drawn}</figure>' + small(found["caption"]))
    parts.append(heading("To hand in next") + f'<p style="margin:0">{e(screen["hand_in"]["words"])}</p>')
    helps = screen["help"]
    rows = "".join(f"<li>{e(line['name'])}: <b>{e(line['how'])}</b></li>" for line in helps["lines"])
    parts.append(heading("Help close by") + f'<p style="margin:0">{e(helps["care"])} {e(helps["note"])}</p><ul style="margin:6px 0 0;padding-left:18px">{rows}</ul>')
    if helps["contact"]:
        parts.append(f'<p style="margin:6px 0 0">{e(helps["contact"])}</p>')
    return sheet("".join(parts) + small(screen["ticks"]))


def _module(module: dict[str, Any]) -> str:
    right = {"done": "done", "to come": f"{module['time']}, still to come"}.get(module["status"], module["time"])
    steps = "".join(f'<li style="list-style:none">{"✓" if s["done"] else "○"} {e(s["text"])}{" (done)" if s["done"] else ""}</li>' for s in module["steps"])
    return (f'<p style="margin:10px 0 0"><span style="font:19px/1.3 {SERIF}">{module["number"]}. {e(module["title"])}</span>, {e(right)}<br>{e(module["words"])}</p>'
            + (f'<ul style="margin:4px 0 0;padding-left:14px">{steps}</ul>' if steps else ""))
