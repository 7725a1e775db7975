"""values.yaml and our own manifests: the pods they make, held to Kubernetes' schemas and to what keeps one learner from another."""
from __future__ import annotations

import copy
import itertools
import json
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hosting import chart
from traitlets.config import Config

from course_hub import pods, roster
from course_hub.login import LoginError
from course_hub.settings import HubError
from systems_leadership import cli, settings

OURS = ["exchange.yaml", "cohort.yaml", "secret.example.yaml"]


def hub(place: Path, **custom: Any) -> tuple[Config, Path]:
    """A hub's config as values.yaml makes it, with learners, and its exchange."""
    given = chart.values()
    given["custom"]["cohorts"]["autumn"]["learners"] = ["1042", "A1043", "x.y_z"]
    given["custom"].update(custom)
    c, root = chart.config(given), place / "exchange"
    root.mkdir(exist_ok=True)
    pods.configure(c, given["custom"], root, place)
    return c, root


def pod(place: Path, name: str = "1042", *groups: str, times: int = 1) -> dict[str, Any]:
    return chart.rendered(hub(place)[0], name, *(groups or ("learners-autumn",)), times=times)[0]


def container(manifest: dict[str, Any]) -> dict[str, Any]:
    return manifest["spec"]["containers"][0]


def environment(one: dict[str, Any]) -> dict[str, str]:
    return {e["name"]: e.get("value", "") for e in one["env"]}


@pytest.mark.parametrize("name", ["1042", "a1043", "x.y_z", "a" * 40])
def test_a_learners_pod_and_home_are_as_kubernetes_wants_them(tmp_path: Path, name: str) -> None:
    made, home = chart.rendered(hub(tmp_path)[0], name, "learners-autumn")
    assert chart.wrong(made) == [] and chart.wrong(home) == []
    assert home["spec"] == {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}


def test_the_schemas_would_find_something(tmp_path: Path) -> None:
    made = pod(tmp_path)
    container(made)["volumeMonts"] = []
    assert len(chart.wrong(made)) == len(chart.RELEASES)


def test_a_pod_may_do_nothing_to_its_node_and_knows_nothing_of_the_cluster(tmp_path: Path) -> None:
    spec = pod(tmp_path)["spec"]
    assert chart.restricted(spec) == []
    assert spec["automountServiceAccountToken"] is False and spec["enableServiceLinks"] is False
    assert "serviceAccountName" not in spec and "serviceAccount" not in spec
    own = spec["containers"][0]
    assert (own["securityContext"]["runAsUser"], own["securityContext"]["runAsGroup"], spec["securityContext"]["fsGroup"]) == (1000, 1000, 1000)
    assert spec["securityContext"]["fsGroupChangePolicy"] == "OnRootMismatch", "or each start would touch every hand-in, and make it late"
    assert not [v for v in spec["volumes"] if "secret" in v or "projected" in v]


def test_a_pod_has_limits_and_a_guarantee(tmp_path: Path) -> None:
    found = container(pod(tmp_path))["resources"]
    assert found["requests"] == {"cpu": 0.1, "memory": 256 * 2**20, "ephemeral-storage": "64Mi"}
    assert found["limits"] == {"cpu": 1.0, "memory": 512 * 2**20, "ephemeral-storage": "1Gi"}


def test_a_learner_mounts_what_is_theirs_and_nothing_else(tmp_path: Path) -> None:
    """Twice over: a hub keeps a learner's spawner from one start to the next."""
    for times in (1, 2):
        made = pod(tmp_path, times=times)
        of_exchange = {m["mountPath"]: (m["subPath"], m["readOnly"]) for m in container(made)["volumeMounts"] if m["name"] == "exchange"}
        assert of_exchange == {"/srv/exchange/autumn/outbound": ("autumn/outbound", True), "/srv/exchange/autumn/inbound": ("autumn/inbound/1042", False),
                               "/srv/exchange/autumn/feedback": ("autumn/feedback/1042", True)}
        assert {m["mountPath"] for m in container(made)["volumeMounts"]} == {*of_exchange, "/home/jovyan", "/srv/cohort"}
        assert len({m["mountPath"] for m in container(made)["volumeMounts"]}) == len(container(made)["volumeMounts"])


def test_no_two_learners_can_write_to_one_place(tmp_path: Path) -> None:
    written, claims = [], []
    for name in ("1042", "a1043", "x.y_z"):
        made = pod(tmp_path, name)
        claims += [v["persistentVolumeClaim"]["claimName"] for v in made["spec"]["volumes"] if v["name"].startswith("volume-")]
        written.append({m["subPath"] for m in container(made)["volumeMounts"] if m["name"] == "exchange" and not m["readOnly"]})
        assert environment(container(made))["JUPYTERHUB_USER"] == name
    assert len(set(claims)) == 3, "a home each"
    for one, other in itertools.combinations(written, 2):
        assert not [a for a in one for b in other if f"{a}/".startswith(f"{b}/") or f"{b}/".startswith(f"{a}/")]


def test_a_pods_program_is_told_where_it_is(tmp_path: Path) -> None:
    own = container(pod(tmp_path))
    said = environment(own)
    assert (said["SYSTEMS_LEADERSHIP_EXCHANGE"], said["SYSTEMS_LEADERSHIP_COHORT"]) == ("/srv/exchange", "autumn")
    assert "SYSTEMS_LEADERSHIP_BY_LEARNER" not in said and "SYSTEMS_LEADERSHIP_GRADEBOOK" not in said
    assert own["args"] == ["systems-leadership", "serve", "course", "--cohort", "/srv/cohort/cohort.toml"]
    assert said["JUPYTERHUB_DISABLE_USER_CONFIG"] == "1"


def test_what_the_pods_run_is_a_command_of_the_courses() -> None:
    learner = cli._parser().parse_args(chart.values()["singleuser"]["cmd"][1:])
    tutor = cli._parser().parse_args(cohort("Deployment")["spec"]["template"]["spec"]["containers"][0]["command"][1:])
    assert (learner.verb, learner.tutor, learner.cohort) == ("serve", False, Path(pods.SETTINGS) / settings.NAME)
    assert (tutor.verb, tutor.tutor, tutor.folder) == ("serve", True, Path("/srv/course"))


def test_folders_are_made_before_the_cluster_would_make_them_as_root(tmp_path: Path) -> None:
    pod(tmp_path)
    made = {path.relative_to(tmp_path / "exchange").as_posix(): oct(path.stat().st_mode & 0o777) for path in (tmp_path / "exchange").rglob("*")}
    assert made == {"autumn": "0o711", "autumn/outbound": "0o755", "autumn/inbound": "0o711", "autumn/feedback": "0o711", "autumn/inbound/1042": "0o700", "autumn/feedback/1042": "0o700"}


@pytest.mark.parametrize("groups", [(), ("tutors-autumn",), ("learners-spring",)])
def test_who_is_in_no_cohort_gets_a_sentence_and_no_server(tmp_path: Path, groups: tuple[str, ...]) -> None:
    c, root = hub(tmp_path)
    with pytest.raises(pods.Refused) as refused:
        chart.rendered(c, "9999", *groups)
    assert refused.value.status_code == 403, "no fault of the hub's, which ends itself after five"
    assert "You are on no cohort's list here" in refused.value.jupyterhub_message and "9999" in refused.value.jupyterhub_message
    assert not list(root.rglob("9999"))


@pytest.mark.parametrize("name", ["..", "../1042", "a/b", "", "1042 ", "{username}"])
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(pods.Refused):
        pod(tmp_path, name)


@pytest.mark.skipif(os.getuid() != 0, reason="needs files of another user")
def test_a_folder_of_somebody_elses_is_not_used(tmp_path: Path) -> None:
    """A learner reads that their work is safe; the hub's log says what to do."""
    c, root = hub(tmp_path)
    (root / "autumn" / "inbound" / "1042").mkdir()
    os.chown(root / "autumn" / "inbound" / "1042", 4242, 4242)
    with pytest.raises(pods.Refused, match="Nothing of yours is lost") as refused:
        chart.rendered(c, "1042", "learners-autumn")
    assert refused.value.status_code < 500
    os.chown(root / "autumn", 4242, 4242)
    with pytest.raises(HubError, match="belongs to user 4242, not to 0"):
        hub(tmp_path)


def test_an_exchange_that_is_not_there_stops_the_hub_with_one_sentence(tmp_path: Path) -> None:
    given = chart.values()
    with pytest.raises(HubError, match="the exchange cannot be written"):
        pods.configure(chart.config(given), given["custom"], tmp_path / "not mounted", tmp_path)


def broken(**changes: Any) -> dict[str, Any]:
    custom = chart.values()["custom"]
    return custom | changes


@pytest.mark.parametrize(("custom", "says"), [
    (broken(cohort={}), "unknown field `cohort`"),
    (broken(cohorts={}), "name at least one cohort"),
    (broken(admins=[]), "one of admins"),
    (broken(cohorts={"Autumn_1": {}}), "“Autumn_1” cannot be used"),
    (broken(cohorts={"autumn": {"learners": ["a b"]}}), "“a b” cannot be a name"),
    (broken(cohorts={"autumn": {"learners": ["Anna"]}}), "anna is both a learner's number and the name of a tutor or an admin"),
    (broken(cohorts={"autumn": {"learners": ["7"]}, "spring": {"learners": ["7"]}}), "7 is on the rosters of autumn and spring"),
    (broken(cohorts={"autumn": {}, "spring": {}}), "hub.services has no course-spring"),
])
def test_what_is_wrong_in_values_is_said_in_one_sentence(tmp_path: Path, custom: dict[str, Any], says: str) -> None:
    with pytest.raises(HubError) as refused:
        pods.configure(chart.config(chart.values()), custom, tmp_path, tmp_path)
    assert says in str(refused.value)


def test_a_service_nobody_may_open_is_named(tmp_path: Path) -> None:
    given = chart.values()
    given["hub"]["loadRoles"]["tutors-autumn"]["scopes"] = []
    with pytest.raises(HubError, match=r"hub\.loadRoles has no role that opens course-autumn"):
        pods.configure(chart.config(given), given["custom"], tmp_path, tmp_path)


def test_who_is_on_the_hub_and_what_opens_to_them(tmp_path: Path) -> None:
    c, _ = hub(tmp_path)
    assert c.OnTheList.people == {"1042": ["learners-autumn"], "a1043": ["learners-autumn"], "x.y_z": ["learners-autumn"], "anna": ["caretakers", "tutors-autumn"], "ben": ["tutors-autumn"]}
    assert c.Authenticator.admin_users == set(), "JupyterHub's own role for admins opens everybody's work"
    assert c.JupyterHub.load_roles[1:] == [roster.CARE]
    assert c.JupyterHub.load_roles[:1] == [{"name": "tutors-autumn", "groups": ["tutors-autumn"],
                                        "scopes": ["access:services!service=course-autumn", "read:services!service=course-autumn"]}]


def test_log_in_takes_its_secret_from_the_clusters(tmp_path: Path) -> None:
    table = {"kind": "oidc", "oidc": {"client_id": "course", "client_secret_file": "oidc-secret", "authorize_url": "https://id.example.org/a", "token_url": "https://id.example.org/t",
                                      "userinfo_url": "https://id.example.org/u", "number": "employee"}}
    with pytest.raises(LoginError, match="oidc-secret could not be read"):
        hub(tmp_path, login=table)
    (tmp_path / "oidc-secret").write_text("s3cret")
    (tmp_path / "oidc-secret").chmod(0o440)
    c, _ = hub(tmp_path, login=table)
    assert "s3cret" in json.dumps(c, default=str)
    volume = next(v for v in chart.values()["hub"]["extraVolumes"] if v["name"] == "login")
    assert volume["secret"]["defaultMode"] == 0o440, "login refuses a secret that everybody may read"
    names = {one["metadata"]["name"]: one for one in chart.manifests("secret.example.yaml")}
    assert "oidc-secret" in names[volume["secret"]["secretName"]]["stringData"]


@pytest.mark.parametrize("name", OURS)
def test_our_own_manifests_are_as_kubernetes_wants_them(name: str) -> None:
    for one in chart.manifests(name):
        assert chart.wrong(one) == [], (name, one["kind"])


def cohort(kind: str) -> dict[str, Any]:
    return next(one for one in chart.manifests("cohort.yaml") if one["kind"] == kind)


def test_the_tutors_pod_is_held_to_the_same() -> None:
    spec = cohort("Deployment")["spec"]["template"]["spec"]
    assert chart.restricted(spec) == []
    assert spec["automountServiceAccountToken"] is False and spec["enableServiceLinks"] is False
    assert spec["securityContext"]["fsGroupChangePolicy"] == "OnRootMismatch"
    for one in (*spec["initContainers"], *spec["containers"]):
        assert {"memory", "cpu"} <= one["resources"]["limits"].keys() and one["resources"]["requests"]
        assert [m["subPath"] for m in one["volumeMounts"] if m["name"] == "exchange"] == ["autumn"], "its own cohort's, and no other's"
    assert cohort("Deployment")["spec"]["strategy"] == {"type": "Recreate"} and cohort("Deployment")["spec"]["replicas"] == 1


def test_every_name_that_one_file_uses_of_another_is_there() -> None:
    """Claims, Secrets and their keys, ConfigMaps, ports, labels, the service's address and token."""
    given, spec = chart.values(), cohort("Deployment")["spec"]["template"]["spec"]
    claims = {one["metadata"]["name"] for name in OURS for one in chart.manifests(name) if one["kind"] == "PersistentVolumeClaim"}
    secrets = {one["metadata"]["name"]: one["stringData"] for one in chart.manifests("secret.example.yaml")}
    service = given["hub"]["services"]["course-autumn"]["url"]
    assert service == f"http://{cohort('Service')['metadata']['name']}:{cohort('Service')['spec']['ports'][0]['port']}"
    assert {v["persistentVolumeClaim"]["claimName"] for v in spec["volumes"] if "persistentVolumeClaim" in v} <= claims
    assert given["hub"]["extraVolumes"][0]["persistentVolumeClaim"]["claimName"] == pods.CLAIM and pods.CLAIM in claims
    assert f"cohort-{'autumn'}" == cohort("ConfigMap")["metadata"]["name"] == spec["volumes"][2]["configMap"]["name"] == pods.volumes("autumn")["cohort"]["configMap"]["name"]
    said = {e["name"]: e for e in spec["containers"][0]["env"]}
    assert said["JUPYTERHUB_API_TOKEN"]["valueFrom"]["secretKeyRef"] == {"name": "hub", "key": "hub.services.course-autumn.apiToken"}, "as the chart's templates/hub/secret.yaml names it"
    assert said["SYSTEMS_LEADERSHIP_GRADEBOOK"]["valueFrom"]["secretKeyRef"]["name"] in secrets
    assert next(v for v in spec["volumes"] if v["name"] == "roster")["secret"]["items"][0]["key"] in secrets["course-autumn"]
    labels = cohort("Deployment")["spec"]["template"]["metadata"]["labels"]
    for selector in (cohort("Service")["spec"]["selector"], cohort("NetworkPolicy")["spec"]["podSelector"]["matchLabels"], cohort("Deployment")["spec"]["selector"]["matchLabels"],
                     given["hub"]["networkPolicy"]["egress"][0]["to"][0]["podSelector"]["matchLabels"], given["proxy"]["chp"]["networkPolicy"]["egress"][0]["to"][0]["podSelector"]["matchLabels"]):
        assert selector.items() <= labels.items()


def test_who_reaches_whom(tmp_path: Path) -> None:
    """A learner's pod carries no label that opens another's, or the tutors', or the proxy's inside; and may go out to nothing but hub, proxy and names."""
    labels = pod(tmp_path)["metadata"]["labels"]
    assert {label for label in labels if "network-access" in label} == {"hub.jupyter.org/network-access-hub"}
    rules = chart.values()["singleuser"]["networkPolicy"]
    assert rules["enabled"] and rules["egressAllowRules"] == {"cloudMetadataServer": False, "dnsPortsCloudMetadataServer": False, "dnsPortsKubeSystemNamespace": True,
                                                              "dnsPortsPrivateIPs": False, "nonPrivateIPs": False, "privateIPs": False}
    assert not rules.get("ingress") and not rules.get("egress") and not rules.get("allowedIngressPorts")
    tutors = cohort("NetworkPolicy")["spec"]
    for source in tutors["ingress"][0]["from"]:
        assert not source["podSelector"]["matchLabels"].items() <= labels.items()
    assert len(tutors["ingress"]) == 1 and tutors["policyTypes"] == ["Ingress", "Egress"]


def test_another_cohort_is_a_copy_with_another_name(tmp_path: Path) -> None:
    text = (chart.HERE / "cohort.yaml").read_text(encoding="utf-8").replace("autumn", "spring")
    assert all(chart.wrong(one) == [] for one in yaml.safe_load_all(text))
    given = chart.values()
    for part in ("services", "loadRoles"):
        (name, entry), = given["hub"][part].items()
        given["hub"][part][name.replace("autumn", "spring")] = json.loads(json.dumps(copy.deepcopy(entry)).replace("autumn", "spring"))
    given["custom"]["cohorts"]["spring"] = {"learners": ["2001"], "tutors": ["ben"]}
    c = chart.config(given)
    pods.configure(c, given["custom"], tmp_path, tmp_path)
    made, _ = chart.rendered(c, "2001", "learners-spring")
    assert {m.get("subPath") for m in container(made)["volumeMounts"] if m["name"] == "exchange"} == {"spring/outbound", "spring/inbound/2001", "spring/feedback/2001"}


def test_a_roster_becomes_values_without_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "autumn.csv").write_text("number,first name\n1042,Ann\n0815,Ben\nA7,Cat\nno number here,Dan\n")
    assert pods.main(["learners", "autumn", str(tmp_path / "autumn.csv")]) == 0
    out, said = capsys.readouterr()
    assert yaml.safe_load(out) == {"custom": {"cohorts": {"autumn": {"learners": ["1042", "0815", "A7"]}}}}, "a number stays text, with its noughts"
    assert "line 5" in said and "Ann" not in out
    assert pods.main(["learners", "autumn", str(tmp_path / "none.csv")]) == 1
    assert "could not be read" in capsys.readouterr().err


def test_passwords_are_made_in_the_hubs_pod_and_left_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    custom = chart.values()["custom"]
    custom["cohorts"]["autumn"]["learners"] = ["1042"]
    found = {"custom": custom, "hub.db.url": f"sqlite:///{tmp_path / 'hub.sqlite'}"}
    monkeypatch.setitem(sys.modules, "z2jh", SimpleNamespace(get_config=found.get))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert pods.main(["passwords"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split(",")[0] for row in rows] == ["number", "1042", "anna", "ben"]
    assert [path.name for path in tmp_path.iterdir()] == ["hub.sqlite"]
    assert pods.main(["passwords"]) == 0
    out, said = capsys.readouterr()
    assert out == "" and "has an account already" in said
