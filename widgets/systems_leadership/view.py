"""The live view of any exercise: an anywidget that passes moves to a session and patches back.

The whole screen travels once, when a browser opens the view; after that each move sends what changed. Every message
carries `seq`; a browser that missed one asks for the whole, so two tabs stay in step.
"""
from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from . import registry
from .exercise import Desk, Refused, Session
from .record import RecordTrouble, set_aside

PACKAGE = Path(__file__).parent
SHARED = ("vendor/preact.js", "page.js", "canvas/canvas.js", "canvas/frame.js")
IMPORT = re.compile(r"^import .*?;\s*$", re.M)
EXPORT = re.compile(r"^export (?=(?:const|let|function|class|async function) (\w+))", re.M)
ROOT = re.compile(r"\.sl(?![\w-])")        # the outermost element of every view, in a style
VENDOR_EXPORT = re.compile(r"export\s*\{([^}]*)\}\s*;?\s*$")


@functools.cache
def bundle(files: tuple[str, ...]) -> str:
    """One ES module from several: a widget's module has no address to import its neighbours from.

    Each file keeps a scope of its own and hands on what it exports (one name an `export`), so two files may use one name
    for different things. Imports between our own files are dropped. The last file's default export is the module's."""
    parts = [f"const FOLDERS = {json.dumps(folders(files))};"]
    for name in files:
        text = (PACKAGE / name).read_text(encoding="utf-8")
        if name.startswith("vendor/"):
            found = VENDOR_EXPORT.search(text)
            if not found:
                raise ValueError(f"{name} ends without an export list")
            names = [pair.split(" as ") for pair in found.group(1).split(",")]
            inner, outer = ",".join(f"{theirs.strip()}:{ours.strip()}" for ours, theirs in names), ",".join(theirs.strip() for _, theirs in names)
            parts.append(f"const {{{outer}}}=(()=>{{{text[: found.start()]};return{{{inner}}}}})();")
            continue
        text, given = IMPORT.sub("", text), ", ".join(EXPORT.findall(text))
        text = EXPORT.sub("", text)
        if name == files[-1]:
            parts.append(f"export default (() => {{\n{text.replace('export default ', 'return ')}\n}})();")
        else:
            parts.append(f"const {{ {given} }} = (() => {{\n{text}\nreturn {{ {given} }};\n}})();")
    return "\n".join(parts)


def styles() -> str:
    """The shared style and every exercise's own. One text for all views: anywidget keeps one style a class, so the last opened would win.

    A folder's style reaches only views that have a file of that folder (`folders`), so two games may use one name for different things."""
    own = [ROOT.sub(f".sl.of-{path.parent.name}", path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.glob("*/*/*.css"))]
    return "\n".join([(PACKAGE / "page.css").read_text(encoding="utf-8"), *own])


def folders(files: tuple[str, ...]) -> str:
    """Classes of a view's outermost element: one for each game's folder it has a file of."""
    return " ".join(dict.fromkeys(f"of-{name.split('/')[1]}" for name in files if name.startswith("games/")))


def _whole(_: Any, view: ExerciseView) -> dict[str, Any]:
    return view.whole()


class ExerciseView(anywidget.AnyWidget):
    """A view of one exercise in one folder."""

    _css = styles()
    screen = traitlets.Any({}).tag(sync=True, to_json=_whole)      # computed whenever a browser opens the view; never re-sent

    def __init__(self, exercise_id: str, desk: Desk) -> None:
        self._exercise_id, self._desk, self._seq = exercise_id, desk, 0
        self._trouble: RecordTrouble | None = None
        self._session: Session | None = None
        self._open()
        super().__init__(_esm=bundle((*SHARED, *registry.view_files(exercise_id))))
        self.on_msg(self._receive)

    def _open(self) -> None:
        try:
            self._session, self._trouble = Session(registry.exercise(self._exercise_id), self._desk), None
        except RecordTrouble as error:
            self._session, self._trouble = None, error

    def whole(self) -> dict[str, Any]:
        """Everything the browser draws."""
        where = f"{hashlib.sha256(str(self._desk.folder.resolve()).encode()).hexdigest()[:12]}/{self._exercise_id}"   # keeps unsaved words of two folders apart
        if self._session is None:
            return {"stage": "trouble", "trouble": str(self._trouble), "can_set_aside": bool(self._trouble and self._trouble.can_set_aside),
                    "seq": self._seq, "where": where, "drafts": {}, "not_saved": "", "notice": ""}
        return {**self._session.screen, "seq": self._seq, "where": where}

    def _receive(self, _: Any, message: Any, buffers: Any) -> None:
        """One message from the browser. Whatever goes wrong, the browser gets an answer in words."""
        reply: dict[str, Any] = {"id": message.get("id")} if isinstance(message, dict) else {}
        try:
            reply |= self._answer(message)
        except Refused as refusal:
            reply |= {"made": False, "said": str(refusal)}
        except RecordTrouble as error:
            reply |= {"made": False, "said": str(error)}
        except Exception as error:
            self.log.exception("exercise %s", self._exercise_id)
            reply |= {"made": False, "said": f"Something went wrong ({type(error).__name__}). Your record is safe. Reload the page; if it happens again, tell your tutor what you did."}
        self.send(reply)

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        if message.get("aside"):
            kept = set_aside(self._desk.record_path(self._exercise_id))
            self._open()
            self._seq += 1
            return {"screen": self.whole(), "seq": self._seq, "made": True, "said": f"Set aside as {kept.name}. A new record begins here."}
        if self._session is None:
            self._open()
            self._seq += 1
            return {"screen": self.whole(), "seq": self._seq, "made": False, "said": str(self._trouble or "")}
        if message.get("ask"):
            self._session.refresh()
            self._seq += 1
            return {"screen": self.whole(), "seq": self._seq}
        if message.get("fetch"):
            exercise: Any = self._session.exercise
            found = exercise.fetch(self._session.state, self._desk, str(message["fetch"]))
            if "data" not in found:                        # fetched into the folder
                self._session.refresh()
                self._seq += 1
                return {"screen": self.whole(), "seq": self._seq, "made": True, "said": found["said"]}
            self.send({"file": found})
            return {"made": True, "said": "The file has been sent to your browser."}
        outcome, patch = self._session.do(message["op"])
        self._seq += 1
        return {"patch": patch, "seq": self._seq, "made": outcome.made, "said": outcome.said}

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        found = super()._repr_mimebundle_(**kwargs)
        data = found[0] if isinstance(found, tuple) else found
        if data is not None:
            data["text/plain"] = "Choose Run, then Run All Cells, to open this exercise."
        return found
