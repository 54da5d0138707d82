"""What can be held of the containers where no image is built: each step names what there is, and the guide agrees."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from credit_panel.cli import main
from credit_panel.deploy.site import Site
from credit_panel.deploy.writing import KINDS, files_of
from credit_panel.server.draining import SECONDS_TO_TELL
from credit_panel.server.probes import PROBES

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "credit_panel" / "deploy" / "guide.md").read_text(encoding="utf-8")
SITE = Site("risk.bank.example", prefix="/risk", servers=3, model="mine")
DOCKER, KUBERNETES = files_of("docker", SITE), files_of("kubernetes", SITE)
STEPS = [
    (word, rest)
    for word, _, rest in (
        line.partition(" ")
        for line in re.sub(r"\\\n\s*", "", DOCKER["Dockerfile"]).splitlines()
        if line and not line.startswith("#")
    )
]
SERVICE = {
    *("image", "env_file", "restart", "read_only", "tmpfs", "volumes", "cap_drop", "security_opt", "pids_limit"),
    *("mem_limit", "stop_grace_period", "ports"),
}
"""Keys of a service in the compose specification that the file may use."""


def rest_of(word: str) -> list[str]:
    return [rest for each, rest in STEPS if each == word]


def test_every_step_is_one_and_every_source_is_in_the_checkout() -> None:
    known = {"FROM", "ENV", "RUN", "COPY", "USER", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"}
    assert {word for word, _ in STEPS} == {*known, "ENTRYPOINT", "CMD"}
    copied = [rest.split()[:-1] for rest in rest_of("COPY") if not rest.startswith("--from")]
    assert [source for sources in copied for source in sources if not (ROOT / source).exists()] == []
    assert [rest.split()[-1] for rest in rest_of("COPY") if rest.startswith("--from=build")] == [SITE.home]


def test_it_is_as_linters_ask() -> None:
    assert all(re.fullmatch(r"[a-z]+:\d+\.\d+-slim( AS build)?", image) for image in rest_of("FROM")), "no image floats"
    for step in rest_of("RUN"):
        if "apt-get install" in step:
            assert step.startswith("apt-get update && apt-get install -y --no-install-recommends ")
            assert "rm -rf /var/lib/apt/lists/*" in step
        assert "sudo" not in step
        assert " cd " not in step
    assert json.loads(rest_of("ENTRYPOINT")[0]) == ["credit-panel"]
    assert json.loads(rest_of("CMD")[0]) == ["serve"]
    assert rest_of("WORKDIR") == rest_of("VOLUME") == [SITE.state]
    assert [word for word, _ in STEPS].index("USER") > max(n for n, (word, _) in enumerate(STEPS) if word == "RUN")
    needed = re.search(r'requires-python = ">=(\d+)\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert needed is not None
    for image in rest_of("FROM"):
        assert tuple(map(int, re.findall(r"\d+", image)[:2])) >= tuple(map(int, needed.groups()))


def test_it_installs_as_the_guide_does() -> None:
    def installs(text: str) -> list[list[str]]:
        return [
            [word for word in shlex.split(found) if word.startswith("-") and word != "--no-build-isolation"]
            for found in re.findall(r"bin/pip install ([^&\n\\]+)", text)
        ]

    guide = installs(GUIDE)
    assert installs(DOCKER["Dockerfile"]) == guide[:2] == guide[2:4]
    assert "flit-core==" in (ROOT / "requirements.lock").read_text(), "what builds it is locked too"
    assert all("libgomp1" in text for text in (DOCKER["Dockerfile"], GUIDE))


def test_the_compose_file_is_one_and_agrees_with_image_and_guide() -> None:
    compose = yaml.safe_load(DOCKER["compose.yaml"])
    assert set(compose) == {"name", "x-server", "services", "volumes"}
    assert set(compose["services"]) == {f"server-{port}" for port in SITE.ports}
    for name, service in compose["services"].items():
        assert set(service) <= SERVICE
        assert service["image"].removesuffix(":latest") == "credit-panel"
        assert (ROOT / "credit_panel/deploy" / f"{service['env_file']}.jinja").is_file()
        assert service["volumes"] == [f"{volume}:{SITE.state}" for volume in compose["volumes"]]
        assert service["ports"] == [f"127.0.0.1:{name.removeprefix('server-')}:{rest_of('EXPOSE')[0]}"]
        assert int(service["stop_grace_period"].removesuffix("s")) > SECONDS_TO_TELL
    assert "docker build -t credit-panel " in GUIDE
    for named in re.findall(r"\bserver-\d+", GUIDE):
        assert named in yaml.safe_load(files_of("docker", Site(SITE.host))["compose.yaml"])["services"]


def kubernetes(name: str) -> dict[str, Any]:
    return {each["kind"]: each for each in yaml.safe_load_all(KUBERNETES[name])}


@pytest.mark.parametrize(
    ("name", "kind"), [("kubernetes.yaml", "Deployment"), ("unpack.yaml", "Pod")], ids=["servers", "unpack"]
)
def test_pods_may_do_nothing_but_serve(name: str, kind: str) -> None:
    found = kubernetes(name)[kind]["spec"]
    pod = found["template"]["spec"] if kind == "Deployment" else found
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert str(pod["securityContext"]["runAsUser"]) == rest_of("USER")[0].partition(":")[0]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["volumeMounts"][0]["mountPath"] == SITE.state
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


def test_each_visitor_stays_with_a_pod_that_is_asked_whether_it_is_well() -> None:
    objects = kubernetes("kubernetes.yaml")
    assert set(objects) == {"PersistentVolumeClaim", "Deployment", "Service", "NetworkPolicy", "Ingress"}
    notes = objects["Ingress"]["metadata"]["annotations"]
    assert notes["nginx.ingress.kubernetes.io/affinity"] == "cookie"
    assert all(isinstance(value, str) for value in notes.values()), "annotations are texts"
    (rule,) = objects["Ingress"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert (rule["host"], path["path"]) == (SITE.host, f"{SITE.prefix}/(.*)")
    assert path["backend"]["service"]["name"] == objects["Service"]["metadata"]["name"]
    spec = objects["Deployment"]["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    asked = {container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness", "readiness")}
    assert asked <= PROBES
    assert str(container["ports"][0]["containerPort"]) == rest_of("EXPOSE")[0]
    assert spec["replicas"] == SITE.servers
    labels = spec["selector"]["matchLabels"]
    assert labels == spec["template"]["metadata"]["labels"] == objects["Service"]["spec"]["selector"]
    whole = yaml.safe_load_all(files_of("kubernetes", Site(SITE.host))["kubernetes.yaml"])
    assert next(e for e in whole if e["kind"] == "Ingress")["spec"]["rules"][0]["http"]["paths"][0]["path"] == "/"


def test_every_kind_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["deploy", "--help"])
    said = capsys.readouterr().out
    assert all(kind in said for kind in KINDS)
