"""Signing in with a directory's password, on a real hub and over real sockets with TLS; the directory is a small one of the tests' own."""
from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apart
import pytest
from directory import PEOPLE, Directory, certificate
from hubs import Hub, running, sign_in, signed_in
from tornado.web import HTTPError
from traitlets.config import Config

from course_hub.login import LoginError, configure
from course_hub.login import ldap as its

ON_THE_LIST = {"1042": {"learners-autumn"}, "r.ash-2": {"learners-autumn", "learners-spring"}, "tom": {"tutors-autumn"}}
SEARCHER = "cn=course hub,ou=services,dc=example,dc=org"


def people(directory: Directory) -> Directory:
    for uid, number in (("1042", "1042"), ("r.ash", "R.Ash-2"), ("tom", "tom"), ("anna", "anna"), ("stranger", "9999"), ("nonumber", "not a number")):
        directory.add(f"uid={uid},{PEOPLE}", f"{uid}'s password", uid=uid, employeeNumber=number)
    directory.add(SEARCHER, "the hub's own password", cn="course hub")
    return directory


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    with people(Directory(certificate(tmp_path_factory.mktemp("directory"), "127.0.0.1", "localhost"))).running() as directory:
        yield directory


@pytest.fixture(scope="module")
def hub(directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub that looks people up by the name they type, and takes their number from another attribute."""
    data = tmp_path_factory.mktemp("ldap")
    (data / "search_password").write_text("the hub's own password\n")
    (data / "search_password").chmod(0o600)
    login = {"kind": "ldap", "ldap": {"server": "127.0.0.1", "port": directory.port, "ca_file": str(directory.pem), "search_base": PEOPLE, "search_attribute": "uid",
                                      "search_user": SEARCHER, "search_password_file": "search_password", "number_attribute": "employeeNumber"}}
    with running(data, login, ON_THE_LIST) as hub:
        yield hub


@pytest.mark.parametrize(("typed", "name", "groups"), [
    ("1042", "1042", ["learners-autumn"]), ("R.Ash", "r.ash-2", ["learners-autumn", "learners-spring"]), (" tom ", "tom", ["tutors-autumn"]), ("anna", "anna", [])])
def test_a_person_comes_in_with_the_directorys_password(hub: Hub, directory: Directory, typed: str, name: str, groups: list[str]) -> None:
    with hub.browser() as browser:
        page = sign_in(browser, typed, f"{typed.strip().lower()}'s password")
        assert page.url.path == "/hub/home" and signed_in(browser), page.text
    user = hub.user(name)
    assert user and sorted(user["groups"]) == groups and user["admin"] is (name == "anna")
    assert directory.heard and not any("in the clear" in line for line in directory.heard)


@pytest.mark.parametrize(("typed", "password"), [("1042", "not the password"), ("1042", ""), ("1042", " "), ("nobody", "x"), ("*", "1042's password"), ("10*", "1042's password"),
                                                 ("1042)(uid=*", "1042's password"), (f"uid=1042,{PEOPLE}", "1042's password"), ("", "")])
def test_a_wrong_password_and_hostile_names_are_refused(hub: Hub, typed: str, password: str) -> None:
    with hub.browser() as browser:
        page = sign_in(browser, typed, password)
        assert page.status_code == 403 and not signed_in(browser)


@pytest.mark.parametrize(("typed", "words"), [("stranger", "You are not on the list of this course (your number here is 9999)"), ("nonumber", "says “not a number”")])
def test_who_is_not_on_the_list_or_has_no_number_is_told_so(hub: Hub, typed: str, words: str) -> None:
    with hub.browser() as browser:
        page = sign_in(browser, typed, f"{typed}'s password")
        assert page.status_code == 403 and words in page.text and not signed_in(browser)
    assert hub.user("9999") is None


def test_no_password_is_written_down(hub: Hub) -> None:
    log = hub.log.read_text()
    assert "'s password" not in log and "the hub's own password" not in log


def made(data: Path, directory: Directory, **other: Any) -> its.LdapPasswords:
    """The authenticator a hub would have; no hub is started for it."""
    table = {"server": "127.0.0.1", "port": directory.port, "ca_file": str(directory.pem), "template": f"uid={{username}},{PEOPLE}", **other}
    c = Config()
    configure(c, {"kind": "ldap", "ldap": {name: value for name, value in table.items() if value != ""}}, data, ON_THE_LIST)
    return its.LdapPasswords(config=c)


def ask(authenticator: its.LdapPasswords, username: str = "1042", password: str = "1042's password") -> Any:
    return apart.run(authenticator.authenticate(None, {"username": username, "password": password}))


def test_people_found_by_a_template(tmp_path: Path, directory: Directory) -> None:
    authenticator = made(tmp_path, directory)
    assert ask(authenticator) == {"name": "1042"} and ask(authenticator, "TOM", "tom's password") == {"name": "tom"}
    assert ask(authenticator, "1042", "no") is None and ask(authenticator, "1042,ou=x", "1042's password") is None


def test_what_is_looked_up_is_escaped_even_where_any_name_may_be_typed(tmp_path: Path, directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDAP_SEARCH_PASSWORD", "the hub's own password")
    authenticator = made(tmp_path, directory, template="", search_base=PEOPLE, search_attribute="uid", search_user=SEARCHER)
    authenticator.valid_username_regex = ".*"
    assert ask(authenticator) == {"name": "1042"}
    for name in ("*", "10*", "1042)(uid=*", "x)(|(uid=1042)"):
        directory.heard.clear()
        assert ask(authenticator, name) is None
        assert f"search uid={name}" in directory.heard, "the name reached the directory as part of a filter"
    by_template = made(tmp_path, directory)
    by_template.valid_username_regex = ".*"
    directory.heard.clear()
    assert ask(by_template, "1042,ou=people") is None
    assert directory.heard == [f"bind in TLS uid=1042\\,ou\\=people,{PEOPLE}"]


def test_ldaps_works_as_start_tls_does(tmp_path: Path) -> None:
    with people(Directory(certificate(tmp_path, "127.0.0.1"), from_the_start=True)).running() as directory:
        assert ask(made(tmp_path, directory, tls="ldaps")) == {"name": "1042"}


def test_no_password_goes_to_a_server_whose_certificate_is_not_right(tmp_path: Path, directory: Directory) -> None:
    with people(Directory(certificate(tmp_path, "elsewhere.example"))).running() as other:
        for authenticator in (made(tmp_path, other), made(tmp_path, directory, ca_file=""), made(tmp_path, directory, ca_file=str(other.pem))):
            directory.heard.clear()
            with pytest.raises(HTTPError) as raised:
                ask(authenticator)
            assert raised.value.status_code == 503 and "could not be asked" in str(raised.value)
            assert not other.heard and not any("bind" in line for line in directory.heard)


def test_a_directory_that_is_away_or_silent_is_said_and_holds_up_nobody(tmp_path: Path, directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(its, "SECONDS", 0.5)
    monkeypatch.setattr(its, "EACH", 1)
    with people(Directory(directory.pem)).running() as silent:
        silent.silent = True
        authenticator = made(tmp_path, silent)

        async def meanwhile() -> float:
            """How long somebody else had to wait at most while the directory was asked."""
            worst, asking = 0.0, asyncio.ensure_future(authenticator.authenticate(None, {"username": "1042", "password": "x"}))
            while not asking.done():
                before = time.monotonic()
                await asyncio.sleep(0.01)
                worst = max(worst, time.monotonic() - before)
            with pytest.raises(HTTPError, match="could not be asked"):
                await asking
            return worst
        assert apart.run(meanwhile()) < 0.4
        authenticator.threads.shutdown()                     # and the thread that asked gives up by itself
    with pytest.raises(HTTPError, match="could not be asked"):
        ask(made(tmp_path, silent))                          # nothing listens there any more


def test_a_directory_that_refuses_the_hubs_own_account_is_not_taken_for_a_wrong_password(tmp_path: Path, directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDAP_SEARCH_PASSWORD", "changed since")
    authenticator = made(tmp_path, directory, template="", search_base=PEOPLE, search_attribute="uid", search_user=SEARCHER)
    with pytest.raises(HTTPError, match="could not be asked"):
        ask(authenticator)


@pytest.mark.parametrize(("other", "words"), [
    ({"server": "ldap://127.0.0.1"}, "Write the name alone"), ({"template": "uid=1042"}, "has no {username}"), ({"search_base": PEOPLE}, "in one way"), ({"template": ""}, "in one way"),
    ({"template": "", "search_base": PEOPLE}, "search_attribute is blank"), ({"number_attribute": "employeeNumber"}, "needs a search"), ({"ca_file": "none.pem"}, "there is no file"),
    ({"tls": "none"}, "invalid enum value")])
def test_a_table_that_would_not_do_is_named(tmp_path: Path, directory: Directory, other: dict[str, str], words: str) -> None:
    with pytest.raises(LoginError, match=words):
        made(tmp_path, directory, **other)
