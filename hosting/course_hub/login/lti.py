"""Signing in from an LMS, by LTI 1.3: the launch is checked by ltiauthenticator; here a person's number, cohort and part in it are read from it."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from ltiauthenticator.lti13.auth import LTI13Authenticator
from tornado.web import HTTPError
from traitlets import Any as Anything
from traitlets import Dict, List, Unicode

from .launch import BY_HAND, Describe, Keys, Launch, Start
from .people import NoForm, OnTheList, number
from .tables import Login, LoginError, filled, https, known

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership"
# Parts in this course only: an “institution/person#Instructor” teaches somewhere, not here.
TUTORS = frozenset({f"{MEMBER}#Instructor", f"{MEMBER}/Instructor#TeachingAssistant", "Instructor"})
PLACES = ("lis.person_sourcedid", "ext.user_username", "sub")

NO_COURSE = "This hub does not know the course you came from. Show this to whoever looks after the hub: its id is “{course}”, and it belongs under [login.lti.cohorts] in hub.toml."
NO_COHORT = "This link names no cohort this hub has (“{cohort}”). Show this to whoever made the link: the custom parameter “{parameter}” has to be the id of a cohort."
OTHER_COHORT = "You are not on the list of this course (your number here is {number}, the cohort is “{cohort}”). Ask your tutor to put you on it, and open it again."
FROM_LMS = """<div class="text-center"><h1>Open the course from your learning platform</h1>
<p>You sign in there, such as in Moodle or Canvas. Go to your course, and open the link to this one.</p></div>"""


class LtiLaunch(OnTheList, LTI13Authenticator):
    """A launch by a tutor of the LMS's course makes a tutor of the cohort; anybody else has to be on that cohort's list."""

    number_place = Unicode("lis.person_sourcedid").tag(config=True)
    cohorts = Dict(help="Cohort by the LMS's id of a course.").tag(config=True)
    cohort_parameter = Unicode().tag(config=True)
    cohort_ids = List(Unicode()).tag(config=True)
    deployment_ids = List(Unicode()).tag(config=True)
    used_nonces = Anything(help="When each nonce of the last minutes was used.")
    login_handler, callback_handler, config_handler = Start, Launch, Describe
    login_service = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.used_nonces = dict[str, float]()
        self.custom_html = FROM_LMS

    def get_handlers(self, app: Any) -> list[tuple[str, type]]:
        return [*super().get_handlers(app), ("lti13/jwks", Keys), (r"/login", NoForm)]

    async def authenticate(self, handler: Any, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """`data` is a launch's ID token, verified: from Launch alone. Raises HTTPError 403 with a sentence for the person."""
        if not isinstance(handler, Launch) or not data:
            raise HTTPError(403, BY_HAND)
        token = data
        if self.deployment_ids and token.get(CLAIM + "deployment_id") not in self.deployment_ids:
            self.log.warning("Launch of deployment %r, which is not in deployment_ids", token.get(CLAIM + "deployment_id"))
            raise HTTPError(403, "This link belongs to another part of your learning platform. Show this to whoever looks after the hub: its deployment id is not in hub.toml.")
        name, cohort = self.number_in(token), self.cohort_in(token)
        roles = token.get(CLAIM + "roles")
        tutors, learners = f"tutors-{cohort}", f"learners-{cohort}"
        if isinstance(roles, list) and not TUTORS.isdisjoint(role for role in roles if isinstance(role, str)):
            return {"name": name, "groups": [tutors]}
        if name not in self.admin_users and not {tutors, learners} & set(self.people.get(name, ())):
            raise HTTPError(403, OTHER_COHORT.format(number=name, cohort=cohort))
        return {"name": name, "groups": []}

    def number_in(self, token: dict[str, Any]) -> str:
        claim, _, key = self.number_place.partition(".")
        found = token.get("sub") if claim == "sub" else _table(token, claim).get(key)
        return number(found, f"“{self.number_place}” in your learning platform's launch")

    def cohort_in(self, token: dict[str, Any]) -> str:
        if self.cohort_parameter:
            cohort = _table(token, "custom").get(self.cohort_parameter)
            if not isinstance(cohort, str) or cohort not in self.cohort_ids:
                raise HTTPError(403, NO_COHORT.format(cohort=str(cohort or "")[:60], parameter=self.cohort_parameter))
            return cohort
        course = str(_table(token, "context").get("id", ""))
        if course not in self.cohorts:
            self.log.warning("Launch from a course that is not under [login.lti.cohorts]: %r", course[:200])
            raise HTTPError(403, NO_COURSE.format(course=course[:80]))
        return str(self.cohorts[course])


def _table(token: dict[str, Any], claim: str) -> dict[str, Any]:
    found = token.get(CLAIM + claim)
    return found if isinstance(found, dict) else {}


def configure(c: Any, login: Login, data: Path, cohorts: frozenset[str], address: str) -> None:
    """See login.configure. Raises LoginError."""
    table = login.lti
    assert table is not None, "read() sees to it"
    filled(table, "lti", ("issuer", "client_ids", "authorize_url", "jwks_url", "number"))
    https(table, "lti", ("issuer", "authorize_url", "jwks_url"))
    if table.number not in PLACES and not (table.number.startswith("custom.") and len(table.number) > len("custom.")):
        raise LoginError(f"[login.lti] number is “{table.number[:60]}”. Write one of {', '.join(PLACES)}, or custom. and the name of a custom parameter.")
    if bool(table.cohorts) == bool(table.cohort_parameter):
        raise LoginError("[login.lti] a launch has to be led to a cohort in one way: write either cohorts (the LMS's course id = the cohort's id) or cohort_parameter.")
    known("lti", "cohorts", table.cohorts, cohorts)
    c.JupyterHub.authenticator_class = LtiLaunch
    c.LtiLaunch.issuer = table.issuer
    c.LtiLaunch.client_id = set(table.client_ids)
    c.LtiLaunch.authorize_url = table.authorize_url
    c.LtiLaunch.jwks_endpoint = table.jwks_url
    c.LtiLaunch.number_place = table.number
    c.LtiLaunch.cohorts = table.cohorts
    c.LtiLaunch.cohort_parameter = table.cohort_parameter
    c.LtiLaunch.cohort_ids = sorted(cohorts)
    c.LtiLaunch.deployment_ids = table.deployment_ids
    c.LTI13LaunchValidator.time_leeway = 30                  # seconds the two clocks may differ
    if address:
        c.LtiLaunch.uri_scheme = address.partition(":")[0]
