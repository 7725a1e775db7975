"""Signing in from an LMS by LTI 1.3, on a real hub: whole launches with signed tokens, who they make of a person, and every one that is refused."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apart
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hubs import Hub, running, signed_in
from jupyterhub.handlers.login import LoginHandler
from lms import CLAIM, CLIENT, MEMBER, Platform, asked_of, post
from tornado.web import HTTPError
from traitlets.config import Config

from course_hub.login import configure
from course_hub.login.launch import Launch
from course_hub.login.lti import LtiLaunch

PEOPLE = {"1042": {"learners-autumn"}, "1043": {"learners-autumn", "learners-spring"}, "1044": {"learners-autumn"}, "tom": {"tutors-autumn"}}


@pytest.fixture(scope="module")
def lms() -> Iterator[Platform]:
    with Platform() as platform:
        yield platform


@pytest.fixture(scope="module")
def hub(lms: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with running(tmp_path_factory.mktemp("lti"), lms.table(), PEOPLE) as hub:
        yield hub


def groups(hub: Hub, name: str) -> list[str]:
    user = hub.user(name)
    assert user is not None, hub.log.read_text()[-3000:]
    return sorted(user["groups"])


@pytest.mark.parametrize(("number", "roles", "course", "name", "expected"), [
    ("1042", ["Learner"], "course-17", "1042", ["learners-autumn"]),
    ("1043", ["Learner", "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student"], "course-18", "1043", ["learners-autumn", "learners-spring"]),
    ("Dr.Lee", ["Instructor"], "course-17", "dr.lee", ["tutors-autumn"]),
    ("ta-9", [f"{MEMBER}/Instructor#TeachingAssistant"], "course-18", "ta-9", ["tutors-spring"]),
    ("tom", ["Learner"], "course-17", "tom", ["tutors-autumn"]),                    # a tutor who looks at it as a learner
    ("anna", ["Learner"], "course-18", "anna", []),
])
def test_a_launch_makes_a_learner_or_a_tutor_of_a_person(hub: Hub, lms: Platform, number: str, roles: list[str], course: str, name: str, expected: list[str]) -> None:
    with hub.browser() as browser:
        page = lms.launch(browser, lms.claims(number, *roles, course=course))
        assert page.status_code == 200 and page.url.path == "/hub/home" and signed_in(browser)
    assert groups(hub, name) == expected
    assert hub.user(name)["admin"] is (name == "anna")


def test_what_the_hub_asks_of_the_lms_is_as_the_standard_has_it(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser:
        answer = lms.start(browser)
        asked = asked_of(answer)
        assert answer.headers["location"].startswith(f"{lms.url}/authorize?")
        assert {key: asked[key] for key in ("scope", "response_type", "response_mode", "prompt", "client_id", "login_hint", "lti_message_hint", "redirect_uri")} == {
            "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none", "client_id": CLIENT, "login_hint": "8f1c", "lti_message_hint": "3",
            "redirect_uri": f"{hub.url}/hub/lti13/oauth_callback"}
        again = asked_of(lms.start(browser))
        assert asked["nonce"] != again["nonce"] and asked["state"] != again["state"]


Change = Callable[[dict[str, Any], Platform], dict[str, Any]]
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
REFUSED: dict[str, tuple[Change, dict[str, Any]]] = {
    "another issuer": (lambda claims, _: {**claims, "iss": "https://elsewhere.example"}, {}),
    "another audience": (lambda claims, _: {**claims, "aud": "somebody-else"}, {}),
    "two audiences and no azp": (lambda claims, _: {**claims, "aud": [CLIENT, "somebody-else"]}, {}),
    "expired": (lambda claims, _: {**claims, "iat": int(time.time()) - 300, "exp": int(time.time()) - 60}, {}),
    "issued long ago": (lambda claims, _: {**claims, "iat": int(time.time()) - 3600}, {}),
    "issued in the future": (lambda claims, _: {**claims, "iat": int(time.time()) + 600}, {}),
    "no expiry": (lambda claims, _: {key: value for key, value in claims.items() if key != "exp"}, {}),
    "another nonce": (lambda claims, _: {**claims, "nonce": "0" * 64}, {}),
    "no nonce": (lambda claims, _: {**claims, "nonce": ""}, {}),
    "unsigned": (lambda claims, _: claims, {"algorithm": "none"}),
    "another key": (lambda claims, _: claims, {"key": OTHER_KEY}),
    "a key nobody has": (lambda claims, _: claims, {"kid": "two"}),
    "a shared secret": (lambda claims, _: claims, {"key": "a secret of more than thirty-two bytes", "algorithm": "HS256"}),
    "LTI 1.1": (lambda claims, _: {**claims, CLAIM + "version": "1.1"}, {}),
    "another message": (lambda claims, _: {**claims, CLAIM + "message_type": "LtiSubmissionReviewRequest"}, {}),
    "no roles claim": (lambda claims, _: {key: value for key, value in claims.items() if key != CLAIM + "roles"}, {}),
    "another deployment": (lambda claims, _: {**claims, CLAIM + "deployment_id": "8"}, {}),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_launch_that_is_not_in_order_is_refused(hub: Hub, lms: Platform, why: str) -> None:
    change, signing = REFUSED[why]
    with hub.browser() as browser:
        page = lms.launch(browser, change(lms.claims("lecturer", "Instructor"), lms), **signing)         # who would come in, were it in order
        assert page.status_code in (400, 401, 403), why
        assert "Go back to your course" in page.text or "Show this to whoever looks after the hub" in page.text
        assert not signed_in(browser), why
    assert hub.user("lecturer") is None, why


@pytest.mark.parametrize(("claims", "words"), [
    ({"number": "7777", "roles": ["Learner"]}, "You are not on the list of this course (your number here is 7777, the cohort is “autumn”)"),
    ({"number": "1042", "roles": ["Learner"], "course": "course-18"}, "the cohort is “spring”"),
    ({"number": "7777", "roles": ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"]}, "You are not on the list"),
    ({"number": "7777", "roles": ["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"]}, "You are not on the list"),
    ({"number": "7777", "roles": [f"{MEMBER}#Mentor"]}, "You are not on the list"),
    ({"number": "7777", "roles": []}, "You are not on the list"),
    ({"number": "7777", "roles": ["Instructor"], "course": "course-99"}, "its id is “course-99”"),
    ({"number": "$Person.sourcedId", "roles": ["Instructor"]}, "says “$Person.sourcedId”"),
    ({"number": "1044", "roles": ["Instructor"]}, "1044 is a learner&#39;s number on this hub, and you were named as a tutor"),
    ({"number": "", "roles": ["Instructor"]}, "is blank"),
    ({"number": "../../root", "roles": ["Instructor"]}, "Your account has no number this course can use"),
    ({"number": "<script>alert(1)</script>", "roles": ["Instructor"]}, "&lt;script&gt;"),
])
def test_who_may_not_come_in_is_told_why(hub: Hub, lms: Platform, claims: dict[str, Any], words: str) -> None:
    with hub.browser() as browser:
        page = lms.launch(browser, lms.claims(claims["number"], *claims["roles"], course=claims.get("course", "course-17")))
        assert page.status_code == 403 and (words in page.text or words in page.text.replace("&#34;", '"')), page.text
        assert not signed_in(browser) and "<script>alert" not in page.text
    assert hub.user("7777") is None


def test_a_launch_counts_once_even_for_one_who_has_its_cookies(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser, hub.browser() as thief:
        asked = asked_of(lms.start(browser))
        thief.cookies.update(dict(browser.cookies))
        token = lms.signed({"nonce": asked["nonce"], **lms.claims("1042", "Learner")})
        assert post(browser, token, asked["state"]).status_code == 200
        page = post(thief, token, asked["state"])
        assert page.status_code == 403 and "has been used once already" in page.text and not signed_in(thief)


def test_a_launch_needs_the_cookies_it_began_with(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser, hub.browser() as other:
        asked = asked_of(lms.start(browser))
        token = lms.signed({"nonce": asked["nonce"], **lms.claims("1042", "Learner")})
        page = post(other, token, asked["state"])
        assert page.status_code == 400 and "open the link in a new window" in page.text
        assert post(browser, token, "another state").status_code == 400 and not signed_in(browser)


def test_behind_https_the_cookies_of_a_launch_come_back_from_another_site(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser:
        for scheme, marked in (("https", True), ("http", False)):
            browser.headers["X-Scheme"] = scheme
            answer = lms.start(browser)
            cookies = [one for one in answer.headers.get_list("set-cookie") if one.startswith("lti13authenticator-")]
            assert len(cookies) == 2 and all(("SameSite=None" in one and "Secure" in one) is marked and "HttpOnly" in one for one in cookies)
            assert asked_of(answer)["redirect_uri"].startswith(f"{scheme}://")


def test_a_launch_of_another_lms_or_by_hand_does_not_start(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser:
        for other, words in (({"iss": "https://elsewhere.example"}, "does not know (issuer “https://elsewhere.example”)"), ({"client_id": "99"}, "client id “99”")):
            page = lms.start(browser, **other)
            assert page.status_code == 403 and words in page.text
        page = browser.get("/hub/lti13/oauth_login")
        assert page.status_code == 400 and "This address is for your learning platform" in page.text
        page = browser.get("/hub/login")
        assert "Open the course from your learning platform" in page.text and "<input" not in page.text
        assert browser.get("/hub/lti13/oauth_callback").status_code == 405


def test_a_form_sent_by_hand_is_no_launch(hub: Hub, lms: Platform) -> None:
    """JupyterHub's sign-in page takes a form whatever the authenticator; what is in it, nobody has proved."""
    with hub.browser() as browser:
        browser.get("/hub/login")
        claims = {name: str(value) for name, value in lms.claims("1042", "Instructor").items()}
        page = browser.post("/hub/login", data={"_xsrf": browser.cookies["_xsrf"], **claims, "username": "1042", "email": "1042"})
        assert page.status_code == 405 and not signed_in(browser)
        assert lms.launch(browser, lms.claims("1042", "Learner")).status_code == 200
    for auth in (lms.claims("1042", "Learner"), lms.claims("lecturer", "Instructor"), {"username": "1042", "sub": "1042"}):
        answer = httpx.post(f"{hub.url}/hub/api/users/1042/tokens", json={"auth": auth}, verify=False)
        assert answer.status_code == 403, "JupyterHub's API made a token for claims nobody has signed"
    assert hub.user("lecturer") is None


def test_a_launch_leads_to_the_page_that_was_asked_for_and_never_off_the_hub(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser:
        for wish, end in ((f"{hub.url}/hub/token", "/hub/token"), ("https://evil.example/hub/home", "/hub/home"), (f"{hub.url}//evil.example", "/evil.example")):
            asked = asked_of(lms.start(browser, target_link_uri=wish))
            token = lms.signed({"nonce": asked["nonce"], **lms.claims("1042", "Learner")})
            first = browser.post("/hub/lti13/oauth_callback", data={"id_token": token, "state": asked["state"]}, follow_redirects=False)
            assert first.status_code == 302 and first.headers["location"] == end


def test_an_lms_that_is_away_is_said_and_the_next_launch_works(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser:
        lms.away = True
        try:
            page = lms.launch(browser, lms.claims("1042", "Learner"))
        finally:
            lms.away = False
        assert page.status_code == 400 and "open the link again" in page.text
        assert lms.launch(browser, lms.claims("1042", "Learner")).status_code == 200


def test_canvas_finds_all_its_form_asks_for_and_no_more(hub: Hub) -> None:
    """As Canvas wants it: Lti::ToolConfiguration refuses a key without public_jwk or public_jwk_url."""
    with hub.browser() as browser:
        form = browser.get("/hub/lti13/config").json()
        assert (form["oidc_initiation_url"], form["target_link_uri"], form["public_jwk_url"]) == (f"{hub.url}/hub/lti13/oauth_login", f"{hub.url}/hub", f"{hub.url}/hub/lti13/jwks")
        assert form["scopes"] == [] and form["title"] and form["description"]
        placements = form["extensions"][0]["settings"]["placements"]
        assert [one["placement"] for one in placements] == ["course_navigation"] and placements[0]["windowTarget"] == "_blank"
        keys = browser.get("/hub/lti13/jwks")
        assert keys.json() == {"keys": []} and keys.headers["content-type"].startswith("application/json")


def test_tokens_are_kept_nowhere(hub: Hub, lms: Platform) -> None:
    with hub.browser() as browser:
        lms.launch(browser, lms.claims("1042", "Learner"))
    assert hub.user("1042")["auth_state"] is None
    assert "eyJhbGciOi" not in hub.log.read_text()           # how every signed token begins


@pytest.mark.parametrize(("number", "more"), [
    ("custom.student", {CLAIM + "custom": {"student": "1042", "cohort": "autumn"}}), ("ext.user_username", {CLAIM + "ext": {"user_username": "1042"}, CLAIM + "custom": {"cohort": "autumn"}}),
    ("sub", {"sub": "1042", CLAIM + "custom": {"cohort": "autumn"}})])
def test_the_number_and_the_cohort_may_be_elsewhere_in_a_launch(number: str, more: dict[str, Any], tmp_path: Path, lms: Platform) -> None:
    """Read from the claims alone, with the authenticator a hub would have; no hub is started for it."""
    c = Config()
    configure(c, lms.table(number=number, cohorts={}, cohort_parameter="cohort"), tmp_path, PEOPLE, cohorts=("autumn", "spring"))
    its = LtiLaunch(config=c)
    claims = lms.claims("nobody", "Learner", **more)
    launch = Launch.__new__(Launch)
    assert apart.run(its.authenticate(launch, claims)) == {"name": "1042", "groups": []}
    for cohort in ("winter", "", None, ["autumn"]):
        with pytest.raises(HTTPError, match="names no cohort"):
            apart.run(its.authenticate(launch, {**claims, CLAIM + "custom": {"student": "1042", "cohort": cohort}}))
    with pytest.raises(HTTPError, match="is for your learning platform"):
        apart.run(its.authenticate(LoginHandler.__new__(LoginHandler), claims))
