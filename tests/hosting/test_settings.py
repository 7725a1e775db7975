"""What hub.toml may say, and what JupyterHub is told then. Nothing is started here."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apart
import pytest
from traitlets.config import Config

from course_hub import accounts, config, settings, spawner
from course_hub.landing import landing
from course_hub.places import Places
from course_hub.roster import People, read
from course_hub.settings import HubError

COHORT = '[[cohort]]\nid = "autumn"\nhelp_lines = ["Staff support: 01632 960 123"]\ntutors = ["tess"]\nlearners = "autumn.csv"\n'
GOOD = 'admins = ["boss"]\n'


def written(folder: Path, text: str, roster: str = "number\n1040\nAB-7\n") -> Path:
    (folder / "hub.toml").write_text(text)
    (folder / "autumn.csv").write_text(roster)
    return folder / "hub.toml"


@pytest.mark.parametrize(("text", "says"), [
    ("", "Object missing required field `cohort`"),
    ("admins = [", "it is not TOML"),
    (GOOD, "Object missing required field `cohort`"),
    ("cohort = []\n" + GOOD, "there is no [[cohort]]"),
    ("admins = []\n" + COHORT, "admins is empty"),
    (GOOD + "colour = 1\n" + COHORT, "Object contains unknown field `colour`"),
    (GOOD + COHORT.replace("autumn\"\nhelp", "Autumn 1\"\nhelp"), "the cohort id “Autumn 1” cannot be used"),
    (GOOD + COHORT + COHORT, "two cohorts are called “autumn”"),
    (GOOD + COHORT.replace('["Staff support: 01632 960 123"]', "[]"), "the cohort “autumn” has no help line"),
    (GOOD.replace("boss", "Big Boss") + COHORT, "“Big Boss” cannot be a person's name on the hub"),
    (GOOD + COHORT + '[limits]\nmemory = "lots"\n', "limits.memory is “lots”"),
    (GOOD + 'name = "course.example.org"\n' + COHORT, "so it needs TLS"),
    (GOOD + 'address = "0.0.0.0"\n' + COHORT, "would be open at 0.0.0.0 without TLS"),
    (GOOD + COHORT + '[tls]\ncertificate = "x.pem"\n', "a certificate without a key"),
    (GOOD + "port = 70000\n" + COHORT, "`$.port`"),
])
def test_what_is_wrong_is_said_in_a_sentence_that_names_the_file(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(HubError) as error:
        settings.read(written(tmp_path, text))
    assert says in str(error.value)
    assert "hub.toml" in str(error.value)


def test_the_form_an_organisation_is_given_can_be_read() -> None:
    found = settings.read(Path(__file__).parents[2] / "hosting" / "one-machine" / "hub.toml")
    assert found.limits.memory_bytes == 512 * 1024 * 1024
    assert not found.name and found.address == "127.0.0.1", "as it stands it opens nothing to a network"


def test_a_file_that_is_not_there_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(HubError, match=r"Copy hosting/one-machine/hub\.toml there"):
        settings.read(tmp_path / "hub.toml")


@pytest.mark.parametrize(("roster", "says"), [
    ("number\n1040\ntess\n", "tess is both a learner's number and the name of a tutor or an admin"),
    ("name\nx\n", "no column with the learners' numbers"),
])
def test_a_roster_that_would_open_a_wrong_door_stops_everything(tmp_path: Path, roster: str, says: str) -> None:
    found = settings.read(written(tmp_path, GOOD + COHORT, roster))
    with pytest.raises(HubError) as error:
        read(found, tmp_path)
    assert says in str(error.value)


def hub(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch, systemd: bool = False) -> Any:
    written(tmp_path, text)
    (tmp_path / "hub").mkdir()
    monkeypatch.setattr(spawner, "SYSTEMD", tmp_path if systemd else tmp_path / "none")
    monkeypatch.setattr(config, "proxy", lambda _: ["proxy"])
    c = Config()
    c.JupyterHub.template_paths = []
    config.configure(c, tmp_path)
    return c


def test_with_a_name_there_is_tls_and_a_subdomain_for_each_learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    c = hub(tmp_path, GOOD + 'name = "course.example.org"\naddress = "0.0.0.0"\nport = 443\n' + COHORT + '[tls]\ncertificate = "/a/full.pem"\nkey = "/a/key.pem"\n', monkeypatch)
    assert (c.JupyterHub.bind_url, c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key) == ("https://0.0.0.0:443", "/a/full.pem", "/a/key.pem")
    assert c.JupyterHub.subdomain_host == "https://course.example.org"


def test_behind_tls_the_hub_speaks_plainly_and_knows_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    c = hub(tmp_path, GOOD + 'name = "course.example.org"\nbehind_tls = true\nsubdomains = false\n' + COHORT, monkeypatch)
    assert c.JupyterHub.bind_url == "http://127.0.0.1:8000"
    assert c.JupyterHub.public_url == "https://course.example.org/"
    assert "subdomain_host" not in c.JupyterHub


def test_who_looks_after_the_hub_has_no_role_that_opens_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    c = hub(tmp_path, GOOD + COHORT, monkeypatch)
    [care] = [role for role in c.JupyterHub.load_roles if role["name"] == "caretaker"]
    assert not [scope for scope in care["scopes"] if scope.startswith(("access", "admin:", "tokens", "users", "proxy", "inherit"))]
    assert not c.Authenticator.admin_users


def test_with_systemd_a_learner_is_a_unit_with_limits_for_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    c = hub(tmp_path, GOOD + COHORT + '[limits]\nmemory = "600M"\ncpu = 0.5\n', monkeypatch, systemd=True)
    assert c.JupyterHub.spawner_class is spawner.LearnerUnit
    from jupyterhub.spawner import Spawner
    from systemdspawner import systemd
    started: dict[str, Any] = {}

    async def start(name: str, **more: Any) -> None:
        started.update(more, name=name)

    async def no(_: str) -> bool:
        return False

    async def up(_: Any) -> None:
        return None
    monkeypatch.setattr(systemd, "start_transient_service", start)
    monkeypatch.setattr(systemd, "service_running", no)
    monkeypatch.setattr(systemd, "service_failed", no)
    monkeypatch.setattr(systemd, "get_systemd_version", lambda: 252)
    monkeypatch.setattr(accounts, "learner", lambda *_: None)
    monkeypatch.setattr(spawner.LearnerUnit, "poll", up)
    monkeypatch.setattr(spawner.LearnerUnit, "get_env", lambda self: dict(self.environment))
    monkeypatch.setattr(spawner, "system_user", lambda _: "nobody")
    made = spawner.LearnerUnit(user=SimpleNamespace(name="1040", id=1, url="/user/1040/", escaped_name="1040", settings={}), config=c)
    assert isinstance(made, Spawner) and made.unit_name == "systems-leadership-1040"
    apart.run(made.start())
    assert started["properties"]["MemoryMax"] == 600 * 1024 * 1024
    assert (started["properties"]["CPUQuota"], started["properties"]["NoNewPrivileges"], started["properties"]["UMask"]) == ("50%", "yes", "0077")
    assert started["cmd"][1:5] == ["-m", "systems_leadership.cli", "serve", "course"]
    assert started["environment_variables"]["SYSTEMS_LEADERSHIP_COHORT"] == "autumn"


def test_where_somebody_comes_to() -> None:
    people = People(cohort_of={"1040": "autumn"}, groups={"learners-autumn": ["1040"], "tutors-autumn": ["tess"]}, admins=["boss"])

    def at(name: str, *groups: str) -> str:
        return landing(SimpleNamespace(current_user=SimpleNamespace(name=name, groups=[SimpleNamespace(name=g) for g in groups])), people)
    assert (at("1040"), at("tess"), at("boss"), at("ida", "tutors-autumn")) == ("/hub/spawn", "/services/course-autumn/formgrader", "/hub/admin", "/services/course-autumn/formgrader")


def test_an_account_of_the_machine_is_never_taken_over(tmp_path: Path) -> None:
    """A number on a roster may be anything; its system user is made for it, or another hub's and refused."""
    from systems_leadership.hub import system_user
    assert system_user("root") == "sl-root"
    assert len(system_user("n" * 40)) <= 32 and system_user("n" * 40) != system_user("n" * 39)
    import pwd
    someone = pwd.getpwall()[0]
    with pytest.raises(HubError, match="is another hub's"):
        accounts._user(someone.pw_name, Places(tmp_path).learner("x"), "sl-learners")


def test_a_learners_server_leaves_the_hubs_database_out() -> None:
    code = ("from systems_leadership.singleuser import without_the_hubs_own\nwithout_the_hubs_own()\nimport jupyterhub.singleuser, jupyterlab.labhubapp, sys\n"
            "print([m for m in ('alembic', 'sqlalchemy.engine', 'cryptography') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
