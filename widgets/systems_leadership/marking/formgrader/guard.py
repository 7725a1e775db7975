"""A strict policy round every formgrader page: no script runs but those of nbgrader's and the course's own files.

nbgrader's templates hold scripts of their own, so each page gets a nonce, put in where the template file says `<script`:
whatever gets into a page later, from an address, a name or a learner's work, has none.
"""
from __future__ import annotations

import json
import re
import secrets
from html import escape
from typing import Any

import jinja2
from jinja2 import FileSystemLoader
from nbgrader.server_extensions.formgrader import handlers
from sqlalchemy.exc import SQLAlchemyError

from .. import database

POLICY = ("default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
          "form-action 'self'; frame-ancestors {ancestors}; base-uri 'none'; object-src 'none'")
VARIABLE = re.compile(r'= "\{\{ ([\w.]+) \}\}"')           # `var student_id = "{{ student_id }}"`


INLINE = re.compile(r'\bon[cC]lick="(\w+)\(\);?"')           # nbgrader's few buttons that call a function by name
CALLS = """<script>document.querySelectorAll("[data-calls]").forEach((it) => it.addEventListener("click", () => window[it.dataset.calls]()));</script>"""
STUDENTS_LINK = re.compile(r'<li role="presentation"(?: class="active")?><a href="\{\{ base_url }}/formgrader/manage_students">Manage Students</a></li>')
NAMES_SWITCH = """<li role="presentation"><form method="post" action="{{ base_url }}/formgrader/names"><input type="hidden" name="_xsrf" value="{{ xsrf }}">
<button type="submit" class="btn btn-link">{{ "Numbers for names" if names else "Show names" }}</button></form></li>"""

STUDENTS_SCRIPT = '<script src="{{ base_url }}/formgrader/static/js/manage_students.js"></script>'
# Only what is shown: the form that edits a learner is filled from the same model, and would save what stood in for the name.
STUDENTS_BY_NUMBER = """{% if not names %}<script>(() => {
  const render = StudentUI.prototype.render;
  StudentUI.prototype.render = function () {
    render.call(this);
    const id = this.model.get("id"), mail = this.model.get("email") ? "on record" : "none";
    this.$name.attr("data-order", id).find("a").text("learner " + id);
    this.$email.attr("data-order", mail).text(mail);
  };
})();</script>{% endif %}"""


class NonceLoader(FileSystemLoader):
    """nbgrader's templates: scripts with the page's nonce, variables in them as JSON, no inline handlers, and a switch for names."""

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        text, name, fresh = super().get_source(environment, template)
        text = INLINE.sub(r'data-calls="\1"', text).replace("</body>", CALLS + "</body>")
        text = STUDENTS_LINK.sub(lambda link: link[0] + NAMES_SWITCH, text).replace(STUDENTS_SCRIPT, STUDENTS_SCRIPT + STUDENTS_BY_NUMBER)
        return VARIABLE.sub(r"= {{ \1|tojson }}", text.replace("<script", '<script nonce="{{ nonce }}"')), name, fresh


def environment() -> jinja2.Environment:
    """nbgrader's pages, with everything put into them escaped."""
    return jinja2.Environment(loader=NonceLoader(handlers.template_path), autoescape=True)


class Guarded:
    """Goes before one of nbgrader's handlers: policy, nonce, no guessing of types. Everything else is nbgrader's."""

    settings: Any
    request: Any

    @property
    def nonce(self) -> str:
        """A fresh number for each answer."""
        self.__dict__.setdefault("_nonce", secrets.token_urlsafe(18))
        return self.__dict__["_nonce"]

    @property
    def content_security_policy(self) -> str:
        """Read by JupyterHandler for the header. A hub may say who else may frame the page."""
        ancestors = self.settings.get("formgrader_frame_ancestors", "'self'")
        return POLICY.format(nonce=self.nonce, ancestors=ancestors)

    def set_default_headers(self) -> None:
        super().set_default_headers()  # type: ignore[misc]
        self.set_header("Content-Security-Policy", self.content_security_policy)  # type: ignore[attr-defined]
        self.set_header("X-Content-Type-Options", "nosniff")  # type: ignore[attr-defined]
        self.set_header("Referrer-Policy", "same-origin")  # type: ignore[attr-defined]

    def on_finish(self) -> None:
        """Let go of the gradebook after each page: what another tutor has written since is seen by the next, and a database that was away is asked anew."""
        super().on_finish()  # type: ignore[misc]
        if (gradebook := self.settings.get("nbgrader_gradebook")) is not None:
            gradebook.close()

    def write_error(self, status_code: int, **kw: Any) -> None:
        """A database that cannot be used is said as such; everything else as nbgrader has it."""
        error = kw.get("exc_info", (None, None))[1]
        if not isinstance(error, SQLAlchemyError):
            super().write_error(status_code, **kw)  # type: ignore[misc]
            return
        sentence = database.failed(self.settings["nbgrader_formgrader"].coursedir.db_url, error)
        if "/api/" in self.request.path:
            self.fail(503, sentence)
        else:
            self.set_status(503)  # type: ignore[attr-defined]
            self.write(f"<!doctype html><title>Gradebook</title><p>{escape(sentence)}</p>")  # type: ignore[attr-defined]

    def render(self, name: str, **ns: Any) -> str:
        """A page of nbgrader's."""
        return self.settings["nbgrader_jinja2_env"].get_template(name).render(
            nonce=self.nonce, xsrf=self.xsrf_token.decode(), names=self.get_cookie("formgrader-names") == "shown", **ns)  # type: ignore[attr-defined]

    def fail(self, status: int, sentence: str) -> None:
        """Refuse a call of the API in one sentence."""
        self.set_status(status)  # type: ignore[attr-defined]
        self.write(json.dumps({"message": sentence}))  # type: ignore[attr-defined]


def guarded(handler: type, first: type = Guarded) -> type:
    """A handler of nbgrader's with the policy round it."""
    return type(handler.__name__, (first, handler), {})
