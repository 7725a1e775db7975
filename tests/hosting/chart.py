"""What Zero to JupyterHub's chart makes of values.yaml, as far as tests need it: its hub's config, and the pods and volumes that KubeSpawner makes of that.

After jupyterhub/files/hub/jupyterhub_config.py of jupyterhub/zero-to-jupyterhub-k8s, release 4.4.0 (BSD-3-Clause). The chart
itself is not ours to ship; hosting/kubernetes/README.md says how to render with it."""
from __future__ import annotations

import functools
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import apart
import yaml
from kubernetes_asyncio.client import ApiClient
from traitlets.config import Config

HERE = Path(__file__).parents[2] / "hosting" / "kubernetes"
RELEASES = ["1.33", "1.34", "1.35"]                        # of Kubernetes, whose schemas a manifest is held to
NAMES = {"start_timeout": "startTimeout", "uid": "uid", "fs_gid": "fsGid", "mem_limit": "memory.limit", "mem_guarantee": "memory.guarantee", "cpu_limit": "cpu.limit",
         "cpu_guarantee": "cpu.guarantee", "extra_resource_limits": "extraResource.limits", "extra_resource_guarantees": "extraResource.guarantees", "environment": "extraEnv",
         "extra_pod_config": "extraPodConfig", "storage_capacity": "storage.capacity", "storage_access_modes": "storage.dynamic.storageAccessModes",
         "allow_privilege_escalation": "allowPrivilegeEscalation"}


def values() -> dict[str, Any]:
    return yaml.safe_load((HERE / "values.yaml").read_text(encoding="utf-8"))


def manifests(name: str) -> list[dict[str, Any]]:
    """The documents of one of our own files, as plain data."""
    return [one for one in yaml.safe_load_all((HERE / name).read_text(encoding="utf-8")) if one]


def at(found: Any, path: str) -> Any:
    return functools.reduce(lambda inside, key: inside[key], path.split("."), found)


def config(given: dict[str, Any]) -> Config:
    """The chart's config of the hub, before `hub.extraConfig`: what learners' pods turn on, services and roles."""
    c, single = Config(), given["singleuser"]
    for trait, path in NAMES.items():
        c.KubeSpawner[trait] = at(single, path)
    c.KubeSpawner.image = f"{single['image']['name']}:{single['image']['tag']}"
    c.KubeSpawner.common_labels = {"app.kubernetes.io/name": "jupyterhub", "app": "jupyterhub", "app.kubernetes.io/managed-by": "kubespawner"}
    c.KubeSpawner.extra_labels = {"hub.jupyter.org/network-access-hub": "true"}            # the chart's default
    c.KubeSpawner.storage_pvc_ensure = True
    c.KubeSpawner.volumes = {"volume-{user_server}": {"name": "volume-{user_server}", "persistentVolumeClaim": {"claimName": "{pvc_name}"}}}
    c.KubeSpawner.volume_mounts = {"volume-{user_server}": {"mountPath": single["storage"]["homeMountPath"], "name": "volume-{user_server}", "subPath": None}}
    c.Spawner.cmd, c.Spawner.default_url = single["cmd"], single["defaultUrl"]
    c.JupyterHub.services = [{"name": name, "api_token": "0" * 32, **service} for name, service in given["hub"]["services"].items()]
    c.JupyterHub.load_roles = [{"name": name, **role} for name, role in given["hub"]["loadRoles"].items()]
    c.JupyterHub.template_paths = []
    for section, traits in given["hub"]["config"].items():
        c[section].update(traits)
    return c


def rendered(c: Config, name: str, *groups: str, times: int = 1) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pod and the home volume the hub asks the cluster for when somebody starts a server, for the `times`-th time. Raises what the hub's hook does."""
    from kubespawner import KubeSpawner, spawner

    async def render() -> tuple[dict[str, Any], dict[str, Any]]:
        user = SimpleNamespace(name=name, id=7, url=f"/user/{name}/", escaped_name=name, groups=[SimpleNamespace(name=group) for group in groups])
        hub = SimpleNamespace(public_host="", url="http://hub:8081/hub/", base_url="/hub/", api_url="http://hub:8081/hub/api")
        made = KubeSpawner(_mock=True, config=c, user=user, hub=hub, oauth_client_id=f"jupyterhub-user-{name}", api_token="0" * 32)
        for _ in range(times):
            made.run_pre_spawn_hook()
        async with ApiClient() as client:
            return client.sanitize_for_serialization(await made.get_pod_manifest()), client.sanitize_for_serialization(made.get_pvc_manifest())
    with mock.patch.object(spawner, "load_config"), mock.patch.object(spawner, "shared_client"):      # it wants to know of a cluster, and asks it nothing for a manifest
        return apart.run(render())


def wrong(manifest: dict[str, Any]) -> list[str]:
    """What Kubernetes' own schemas say against a manifest."""
    import kubernetes_validate
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for release in RELEASES:
            try:
                kubernetes_validate.validate(manifest, release, strict=True)
            except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
                found.append(f"{release}: {error}")
    return found


def restricted(pod: dict[str, Any]) -> list[str]:
    """What in a pod's spec Kubernetes' Pod Security Standard “restricted” forbids."""
    found, whole = [], pod.get("securityContext", {})
    if pod.get("hostNetwork") or pod.get("hostPID") or pod.get("hostIPC"):
        found.append("shares the node's namespaces")
    found += [f"volume {v['name']} is of the node" for v in pod.get("volumes", []) if "hostPath" in v]
    for one in [*pod.get("initContainers", []), *pod["containers"]]:
        own = {**whole, **one.get("securityContext", {})}
        if own.get("allowPrivilegeEscalation") is not False or own.get("privileged"):
            found.append(f"{one['name']} may gain privileges")
        if own.get("runAsNonRoot") is not True or own.get("runAsUser") == 0:
            found.append(f"{one['name']} may be root")
        if own.get("capabilities", {}).get("drop") != ["ALL"] or own.get("capabilities", {}).get("add"):
            found.append(f"{one['name']} keeps capabilities")
        if own.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            found.append(f"{one['name']} has no seccomp profile")
    return found
