"""The `[login]` table as an IT person may get it wrong: one message, which names the field; and a list that changes while people are signed in."""
from __future__ import annotations

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apart
import pytest
from traitlets.config import Config

from course_hub.login import LoginError, configure, read
from course_hub.login.native import NativePasswords
from course_hub.login.people import OnTheList

LTI = """
kind = "lti"
[lti]
issuer = "https://moodle.example.org"
client_ids = ["a1b2"]
authorize_url = "https://moodle.example.org/mod/lti/auth.php"
jwks_url = "https://moodle.example.org/mod/lti/certs.php"
[lti.cohorts]
17 = "autumn"
"""
OIDC = """
kind = "oidc"
[oidc]
client_id = "a1b2"
client_secret_file = "secret"
authorize_url = "https://login.example.org/authorize"
token_url = "https://login.example.org/token"
number = "employeeid"
"""


def configured(text: str, data: Path = Path("/nowhere")) -> Config:
    c = Config()
    configure(c, tomllib.loads(text), data, {"1042": {"learners-autumn"}, "Dr.Lee": {"tutors-autumn"}}, admins=("Anna",), cohorts=("autumn",), address="https://course.example.org/")
    return c


@pytest.mark.parametrize(("text", "words"), [
    ('kind = "saml"', "[login.kind] invalid enum value 'saml'"),
    ('kind = "lti"', "there is no [login.lti]"),
    ("[native]\nshortest = 4", "[login.native] shortest is 4. Write a number from 8 to 64"),
    ("[native]\ntries = 0", "tries and wait_minutes must be 1 or more"),
    ('[native]\nshortest = "twelve"', "[login.native.shortest] expected `int`, got `str`"),
    ("[native]\nshorter = 8", "[login.native] object contains unknown field `shorter`"),
    (LTI.replace('issuer = "https://moodle.example.org"\n', ""), "[login.lti] object missing required field `issuer`"),
    (LTI.replace('"https://moodle.example.org"', '""'), "[login.lti] issuer is blank"),
    (LTI.replace('["a1b2"]', "[]"), "[login.lti] client_ids is blank"),
    (LTI.replace('["a1b2"]', '"a1b2"'), "[login.lti.client_ids] expected `array`"),
    (LTI.replace("https://moodle.example.org/mod/lti/certs.php", "http://moodle.example.org/mod/lti/certs.php"), "jwks_url “http://moodle.example.org/mod/lti/certs.php” is no https:// address"),
    (LTI.replace("https://moodle.example.org/mod/lti/auth.php", "moodle.example.org"), "authorize_url “moodle.example.org” is no https:// address"),
    (LTI.replace('17 = "autumn"', '17 = "winter"'), "[login.lti.cohorts] “17” leads to the cohort “winter”, which hub.toml has not. Write the id of one of its [[cohort]]s: autumn."),
    (LTI.replace('[lti.cohorts]\n17 = "autumn"', ""), "in one way: write either cohorts"),
    (LTI.replace("[lti.cohorts]", 'cohort_parameter = "cohort"\n[lti.cohorts]'), "in one way: write either cohorts"),
    (LTI.replace("[lti.cohorts]", 'number = "email"\n[lti.cohorts]'), "number is “email”. Write one of lis.person_sourcedid"),
    (LTI.replace("[lti.cohorts]", 'number = "custom."\n[lti.cohorts]'), "number is “custom.”"),
    (OIDC.replace('number = "employeeid"\n', ""), "[login.oidc] object missing required field `number`"),
    (OIDC.replace("https://login.example.org/token", "https://"), "token_url “https://” is no https:// address"),
    (OIDC + 'scopes = ["profile"]', 'has no "openid"'),
    (OIDC + 'groups = "groups"', "groups and tutors go together"),
    (OIDC + 'groups = "groups"\n[oidc.tutors]\nx = "winter"', "[login.oidc.tutors] “x” leads to the cohort “winter”"),
    (OIDC, "client_secret_file: /nowhere/secret could not be read"),
])
def test_one_message_names_the_field_and_the_next_step(text: str, words: str) -> None:
    with pytest.raises(LoginError) as raised:
        configured(text)
    assert words in str(raised.value) and str(raised.value).endswith("."), str(raised.value)


def test_no_table_at_all_means_passwords_of_the_hubs_own() -> None:
    c = configured("")
    assert c.JupyterHub.authenticator_class is NativePasswords and read({}).kind == "native"
    assert c.Authenticator.admin_users == {"anna"} and c.OnTheList.people == {"1042": ["learners-autumn"], "dr.lee": ["tutors-autumn"]}


def test_a_table_for_an_lms_is_taken_whole() -> None:
    c = configured(LTI)
    assert c.LtiLaunch.client_id == {"a1b2"} and c.LtiLaunch.cohorts == {"17": "autumn"} and c.LtiLaunch.uri_scheme == "https"


def user(name: str) -> Any:
    return SimpleNamespace(name=name)


def test_what_a_person_may_do_follows_the_list_while_they_are_signed_in() -> None:
    c = Config()
    c.OnTheList.people = {"1042": ["learners-autumn"], "tom": ["tutors-autumn"]}
    c.OnTheList.admin_users = {"anna"}
    its = OnTheList(config=c)
    refreshed = {name: apart.run(its.refresh_user(user(name))) for name in ("1042", "tom", "anna", "gone")}
    assert refreshed == {"1042": {"name": "1042", "groups": ["learners-autumn"], "admin": False}, "tom": {"name": "tom", "groups": ["tutors-autumn"], "admin": False},
                         "anna": {"name": "anna", "groups": [], "admin": True}, "gone": False}


def test_at_every_start_what_is_no_longer_said_is_taken_away() -> None:
    c = Config()
    c.OnTheList.people = {"tom": ["tutors-autumn"]}
    c.OnTheList.admin_users = {"anna"}
    its = OnTheList(config=c)

    def started(name: str, admin: bool, *groups: str) -> tuple[list[str], bool, list[str]]:
        roles = ["user", "admin"] if admin else ["user"]
        known = SimpleNamespace(name=name, admin=admin, groups=[SimpleNamespace(name=group) for group in groups], roles=[SimpleNamespace(name=role) for role in roles])
        its.add_user(known)
        return [group.name for group in known.groups], known.admin, [role.name for role in known.roles]
    assert started("tom", True, "tutors-autumn", "tutors-spring") == (["tutors-autumn"], False, ["user"])
    assert started("gone", False, "learners-autumn", "tutors-autumn") == ([], False, ["user"])
    assert started("anna", True) == ([], True, ["user", "admin"])


def test_a_tutor_the_other_side_vouches_for_is_one_until_the_hub_starts_again_or_they_sign_in_without_it() -> None:
    its = OnTheList(config=Config())
    assert its.check_allowed("lee", {"name": "lee", "groups": ["tutors-autumn"]})
    assert apart.run(its.refresh_user(user("lee"))) == {"name": "lee", "groups": ["tutors-autumn"], "admin": False}
    assert apart.run(OnTheList(config=Config()).refresh_user(user("lee"))) is False
    with pytest.raises(Exception, match="not on the list"):
        its.check_allowed("lee", {"name": "lee", "groups": []})
    assert apart.run(its.refresh_user(user("lee"))) is False


@pytest.mark.parametrize("name", ["root/..", "a b", "", "..", "x" * 41, "1042\n", "-1", "ö1"])
def test_a_name_that_is_no_number_is_nobodys(name: str) -> None:
    assert not OnTheList(config=Config()).validate_username(name)
