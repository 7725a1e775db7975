"""Signing in with an organisation's own sign-on, on a real hub with a real code flow."""
from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import apart
import httpx
import jwt
import pytest
from hubs import Hub, running, signed_in
from provider import SECRET, Provider
from tornado.web import HTTPError
from traitlets.config import Config

from course_hub.login import LoginError, configure
from course_hub.login.oidc import OidcSignOn

PEOPLE = {"1042": {"learners-autumn"}, "1043": {"learners-autumn"}, "tom": {"tutors-autumn"}}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def hub(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    data = tmp_path_factory.mktemp("oidc")
    secret = data / "client_secret"
    secret.write_text(SECRET + "\n")
    secret.chmod(0o600)
    with running(data, provider.table(groups="realm_access.roles", tutors={"course-tutors": "autumn", "spring tutors": "spring"}), PEOPLE) as hub:
        yield hub


def sign_in(browser: httpx.Client, provider: Provider, **claims: Any) -> httpx.Response:
    provider.claims = {"sub": "8f1c", **claims}
    return browser.get("/hub/oauth_login", params={"next": "/hub/home"})


@pytest.mark.parametrize(("claims", "name", "groups"), [
    ({"employee_number": "1042"}, "1042", ["learners-autumn"]),
    ({"employee_number": 1043}, "1043", ["learners-autumn"]),
    ({"employee_number": "Dr.Lee", "realm_access": {"roles": ["offline_access", "course-tutors", "spring tutors"]}}, "dr.lee", ["tutors-autumn", "tutors-spring"]),
    ({"employee_number": "TOM", "realm_access": {"roles": ["tutors-spring", "admin"]}}, "tom", ["tutors-autumn"]),
    ({"employee_number": "Anna"}, "anna", []),
])
def test_a_person_comes_in_with_the_groups_of_the_list_and_of_the_provider(hub: Hub, provider: Provider, claims: dict[str, Any], name: str, groups: list[str]) -> None:
    with hub.browser() as browser:
        page = sign_in(browser, provider, **claims)
        assert page.status_code == 200 and page.url.path == "/hub/home" and signed_in(browser), page.text
    user = hub.user(name)
    assert user and sorted(user["groups"]) == groups and user["admin"] is (name == "anna") and user["auth_state"] is None


def test_the_page_has_a_button_and_the_flow_is_one_with_proof(hub: Hub, provider: Provider) -> None:
    with hub.browser() as browser:
        assert "Sign in with your work account" in browser.get("/hub/login").text
        sign_in(browser, provider, employee_number="1042")
    assert provider.asked["response_type"] == "code" and provider.asked["code_challenge_method"] == "S256" and provider.asked["scope"] == "openid profile email"
    assert provider.asked["redirect_uri"] == f"{hub.url}/hub/oauth_callback"


@pytest.mark.parametrize(("claims", "words"), [
    ({"employee_number": "7777"}, "You are not on the list of this course (your number here is 7777)"),
    ({"employee_number": "7777", "realm_access": {"roles": ["tutors-autumn"]}}, "You are not on the list"),
    ({"employee_number": "7777", "realm_access": "course-tutors"}, "You are not on the list"),
    ({}, "is blank"),
    ({"employee_number": ["1042"]}, "is blank"),
    ({"employee_number": True}, "is blank"),
    ({"employee_number": "1042 or anybody"}, "says “1042 or anybody”"),
    ({"employee_number": "<script>alert(1)</script>"}, "&lt;script&gt;"),
])
def test_who_may_not_come_in_is_told_why(hub: Hub, provider: Provider, claims: dict[str, Any], words: str) -> None:
    with hub.browser() as browser:
        page = sign_in(browser, provider, **claims)
        assert page.status_code == 403 and words in page.text and "<script>alert" not in page.text and not signed_in(browser)
    assert hub.user("7777") is None


def test_an_answer_nobody_asked_for_is_refused(hub: Hub, provider: Provider) -> None:
    provider.claims = {"sub": "8f1c", "employee_number": "1042"}
    with hub.browser() as browser, hub.browser() as other:
        start = browser.get("/hub/oauth_login", follow_redirects=False)
        back = httpx.get(start.headers["location"], verify=False).headers["location"]
        assert other.get(back).status_code == 400 and not signed_in(other), "a code was taken from a browser that did not ask for it"
        assert browser.get(back.replace("state=", "state=x")).status_code == 400 and not signed_in(browser)
    with hub.browser() as browser:
        start = browser.get("/hub/oauth_login", follow_redirects=False)
        back = httpx.get(start.headers["location"], verify=False).headers["location"]
        provider.codes.clear()
        page = browser.get(back)
        assert page.status_code == 503 and "did not know this sign-in any more" in page.text and not signed_in(browser), "a code the provider does not know was taken"


def test_a_provider_that_is_away_is_said(its: OidcSignOn) -> None:
    its.token_url = "http://127.0.0.1:9/token"               # nothing listens there
    its.enable_pkce = False
    with pytest.raises(HTTPError, match="could not be asked just now"):
        apart.run(its.authenticate(SimpleNamespace(get_argument=lambda _: "a code")))


def test_a_form_sent_by_hand_signs_nobody_in(hub: Hub, provider: Provider) -> None:
    provider.claims = {"sub": "8f1c", "employee_number": "1042"}
    with hub.browser() as browser:
        start = browser.get("/hub/oauth_login", follow_redirects=False)
        code = parse_qs(urlsplit(httpx.get(start.headers["location"], verify=False).headers["location"]).query)["code"][0]
        browser.get("/hub/login")
        page = browser.post("/hub/login", data={"_xsrf": browser.cookies["_xsrf"], "code": code, "username": "1042", "employee_number": "1042"})
        assert page.status_code == 405 and not signed_in(browser)


def test_neither_secret_nor_tokens_are_written_down(hub: Hub, provider: Provider) -> None:
    log = hub.log.read_text()
    assert SECRET not in log and not any(token in log for token in provider.tokens)


@pytest.fixture
def its(tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> OidcSignOn:
    """The authenticator a hub would have that takes the number from a checked e-mail address of one domain, out of the ID token."""
    monkeypatch.setenv("OIDC_CLIENT_SECRET", SECRET)
    c = Config()
    configure(c, provider.table(client_secret_file="", userinfo_url="", number="email", domain="college.example"), tmp_path, PEOPLE, address="https://course.example")
    return OidcSignOn(config=c)


def test_a_number_in_front_of_a_domain(its: OidcSignOn) -> None:
    assert its.oauth_callback_url == "https://course.example/hub/oauth_callback" and its.userdata_from_id_token
    assert its.user_info_to_username({"email": "R.Ash-2@College.example", "email_verified": True}) == "r.ash-2"
    for claims, words in (({"email": "1042@elsewhere.example"}, "takes accounts of college.example only"), ({"email": "1042"}, "takes accounts of college.example only"),
                          ({"email": "1042@college.example", "email_verified": False}, "nobody has checked"), ({"email": "1042@elsewhere.example@college.example"}, "no number this course can use"),
                          ({}, "is blank")):
        with pytest.raises(HTTPError, match=words):
            its.user_info_to_username(claims)


def test_the_claims_of_an_id_token_are_for_this_client_and_not_old(its: OidcSignOn, provider: Provider) -> None:
    def read(**other: Any) -> dict[str, Any]:
        token = jwt.encode({"email": "1042@college.example", "aud": its.client_id, "exp": int(time.time()) + 60, **other}, "signed with a secret of thirty-two bytes", algorithm="HS256")
        return apart.run(its.token_to_user({"access_token": "x", "token_type": "Bearer", "id_token": token}))
    assert read()["email"] == "1042@college.example"
    for wrong in ({"aud": "somebody else"}, {"exp": int(time.time()) - 60}):
        with pytest.raises(HTTPError):
            read(**wrong)


def test_a_secret_is_read_from_a_file_only_the_hub_may_read(tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OIDC_CLIENT_SECRET", raising=False)
    secret = tmp_path / "client_secret"

    def wrong(**other: Any) -> str:
        with pytest.raises(LoginError) as raised:
            configure(Config(), provider.table(**other), tmp_path, PEOPLE, cohorts=("autumn",))
        return str(raised.value)
    assert "could not be read" in wrong()
    secret.write_text(SECRET)
    secret.chmod(0o644)
    assert "chmod 600" in wrong() and SECRET not in wrong()
    secret.chmod(0o600)
    secret.write_text("\n")
    assert "is empty" in wrong()
    assert "or set OIDC_CLIENT_SECRET" in wrong(client_secret_file="")
