"""Passwords of the hub's own, on a real hub: accounts from the list, one-time passwords, and what is refused."""
from __future__ import annotations

import csv
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hubs import Hub, database, form, running, sign_in, signed_in
from jupyterhub import orm
from jupyterhub.orm import new_session_factory

from course_hub.login import LoginError, accounts

OWN = "kettle harbour lantern"
PEOPLE = {"1042": {"learners-autumn"}, "R.Ash-2": {"learners-autumn", "learners-spring"}, "1043": {"learners-autumn"}, "1044": {"learners-autumn"}, "tom": {"tutors-autumn"}}


def sheet(path: Path) -> dict[str, str]:
    with path.open(newline="") as rows:
        return {row["number"]: row["one-time password"] for row in csv.DictReader(rows)}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub whose admin and accounts were made before it ever ran."""
    data = tmp_path_factory.mktemp("native")
    accounts.make_accounts(database(data), [*PEOPLE, "Anna", "9999"], data / "passwords.csv")      # 9999 has left the list since
    with new_session_factory(database(data))() as session:                                  # and one whom the hub knows from before, with all rights
        session.add(orm.User(name="left", admin=True, groups=[orm.Group(name="tutors-autumn")], roles=[orm.Role(name="admin")]))
        session.commit()
    with running(data, {"kind": "native"}, PEOPLE) as hub:
        yield hub


@pytest.fixture(scope="module")
def given(hub: Hub) -> dict[str, str]:
    return sheet(hub.data / "passwords.csv")


def choose(hub: Hub, name: str, given: str, own: str = OWN) -> None:
    """A first sign-in, as it should go."""
    with hub.browser() as browser:
        page = sign_in(browser, name, given)
        assert page.url.path == "/hub/password"
        assert browser.post("/hub/password", data={**form(page), "new_password": own, "again": own}).url.path == "/hub/home"


def test_the_sheet_of_passwords_is_for_one_pair_of_eyes_and_is_never_written_over(hub: Hub, given: dict[str, str]) -> None:
    path = hub.data / "passwords.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(given) == {"1042", "1043", "1044", "r.ash-2", "tom", "anna", "9999"} and len(set(given.values())) == 7
    assert all(accounts.is_one_time(password) for password in given.values())
    with pytest.raises(LoginError, match="such a file already"):
        accounts.make_accounts(hub.database, ["1050"], path)
    assert accounts.make_accounts(hub.database, ["1042", "tom"], hub.data / "none.csv") == 0 and not (hub.data / "none.csv").exists()


def test_a_learner_chooses_a_password_at_the_first_sign_in_and_signs_in_with_it(hub: Hub, given: dict[str, str]) -> None:
    with hub.browser() as browser:
        page = sign_in(browser, "R.Ash-2", given["r.ash-2"])
        assert page.url.path == "/hub/password" and "You are r.ash-2." in page.text
        assert not signed_in(browser), "a one-time password opened the hub without another being chosen"
        for wrong, again, words in (("short", "short", "too short"), (OWN, OWN + "s", "not the same"), (given["r.ash-2"],) * 2 + ("the password you were given",), ("x" * 80, "x" * 80, "too long")):
            refused = browser.post("/hub/password", data={**form(page), "new_password": wrong, "again": again})
            assert refused.status_code == 400 and words in refused.text
        done = browser.post("/hub/password", data={**form(page), "new_password": OWN, "again": OWN})
        assert done.url.path == "/hub/home" and signed_in(browser)
    user = hub.user("r.ash-2")
    assert user and sorted(user["groups"]) == ["learners-autumn", "learners-spring"] and not user["admin"]
    with hub.browser() as browser:
        assert sign_in(browser, "r.ash-2", OWN).url.path == "/hub/home"
    with hub.browser() as browser:
        assert sign_in(browser, "r.ash-2", given["r.ash-2"]).status_code == 403, "the one-time password still works"


def test_the_cookie_of_a_first_sign_in_chooses_once(hub: Hub, given: dict[str, str]) -> None:
    with hub.browser() as browser, hub.browser() as other:
        page, second = sign_in(browser, "1044", given["1044"]), sign_in(other, "1044", given["1044"])
        assert browser.post("/hub/password", data={**form(page), "new_password": OWN, "again": OWN}).url.path == "/hub/home"
        late = other.post("/hub/password", data={**form(second), "new_password": OWN + "!", "again": OWN + "!"})
        assert late.url.path == "/hub/login"
    with hub.browser() as browser:
        assert sign_in(browser, "1044", OWN).url.path == "/hub/home"


def test_a_one_time_password_makes_no_token_by_the_api(hub: Hub, given: dict[str, str]) -> None:
    for password in (given["tom"], "not the password", None):
        assert httpx.post(f"{hub.url}/hub/api/users/tom/tokens", json={"auth": {"username": "tom", "password": password}}, verify=False).status_code == 403


def test_tutors_and_the_admin_have_their_groups_and_rights(hub: Hub, given: dict[str, str]) -> None:
    choose(hub, "tom", given["tom"])
    choose(hub, "anna", given["anna"])
    tutor, admin = hub.user("tom"), hub.user("anna")
    assert tutor and tutor["groups"] == ["tutors-autumn"] and not tutor["admin"]
    assert admin and admin["admin"] and admin["groups"] == []


def test_a_wrong_password_a_stranger_and_a_hostile_name_are_answered_alike(hub: Hub) -> None:
    texts = set()
    for name in ("1043", "nobody", "<script>alert(1)</script>", "' or 1=1 --", "../../etc", "x" * 500, ""):
        with hub.browser() as browser:
            page = sign_in(browser, name, "not the password")
            assert page.status_code == 403 and not signed_in(browser)
            assert "<script>alert" not in page.text and "do not go together" in page.text
            texts.add(page.text.count("login_error"))
    with hub.browser() as browser:
        assert sign_in(browser, "1043", "ü" * 100).status_code == 403      # longer than bcrypt takes
    assert len(texts) == 1 and hub.user("nobody") is None


def test_who_has_left_the_list_is_told_so(hub: Hub, given: dict[str, str]) -> None:
    with hub.browser() as browser:
        page = sign_in(browser, "9999", given["9999"])
        assert page.status_code == 403 and "You are not on the list of this course (your number here is 9999)" in page.text
        assert not signed_in(browser)
    assert hub.user("9999") is None


def test_who_has_left_has_no_rights_from_the_start_on(hub: Hub) -> None:
    user = hub.user("left")
    assert user and user["groups"] == [] and not user["admin"] and "admin" not in user["roles"]


def test_five_wrong_passwords_cost_a_wait_and_nobody_elses(hub: Hub, given: dict[str, str]) -> None:
    with hub.browser() as browser:
        for _ in range(5):
            assert "do not go together" in sign_in(browser, "1042", "not the password").text
        page = sign_in(browser, "1042", given["1042"])
        assert page.status_code == 403 and "Wait 10 minutes" in page.text and not signed_in(browser)
    choose(hub, "1043", given["1043"])


def test_nobody_signs_up_and_nativeauthenticators_own_pages_are_not_there(hub: Hub) -> None:
    with hub.browser() as browser:
        for path in ("signup", "authorize", "authorize/1042", "discard/1042", "change-password", "confirm/x"):
            assert browser.get(f"/hub/{path}").status_code == 404, path
        page = browser.get("/hub/login")
        assert "Sign up" not in page.text and "Your number:</label>" in page.text
        page = browser.get("/hub/password")
        assert page.url.path == "/hub/login"


def test_a_lost_password_is_replaced_while_the_hub_runs_and_ones_own_can_be_changed(hub: Hub, given: dict[str, str]) -> None:
    assert accounts.make_accounts(hub.database, ["tom2", "1042"], hub.data / "more.csv") == 1
    fresh = accounts.new_password(hub.database, "1044")
    choose(hub, "1044", fresh, "an entirely other phrase")
    with hub.browser() as browser:
        assert sign_in(browser, "1044", "an entirely other phrase").url.path == "/hub/home"
        page = browser.get("/hub/password")
        wrong = browser.post("/hub/password", data={**form(page), "old_password": "no", "new_password": OWN, "again": OWN})
        assert wrong.status_code == 400 and "not the password you have now" in wrong.text
        done = browser.post("/hub/password", data={**form(page), "old_password": "an entirely other phrase", "new_password": OWN, "again": OWN})
        assert "Your password is changed" in done.text
    with hub.browser() as browser:
        assert sign_in(browser, "1044", OWN).url.path == "/hub/home"


def test_accounts_name_what_is_wrong(tmp_path: Path) -> None:
    assert accounts.make_accounts(database(tmp_path), ["anna"], tmp_path / "first.csv") == 1
    with pytest.raises(LoginError, match="has no account here"):
        accounts.new_password(database(tmp_path), "1042")
    with pytest.raises(LoginError, match="is no name the hub can use"):
        accounts.make_accounts(database(tmp_path), ["anna smith"], tmp_path / "second.csv")
    with pytest.raises(LoginError, match="could not be written"):
        accounts.make_accounts(database(tmp_path), ["1042"], tmp_path / "no such folder" / "sheet.csv")
    assert accounts.remove(database(tmp_path), "Anna") and not accounts.remove(database(tmp_path), "1042")
    with pytest.raises(LoginError, match="could not be used"):
        accounts.make_accounts(f"sqlite:///{tmp_path}/none/hub.sqlite", ["anna"], tmp_path / "third.csv")

