"""What Prometheus alerts on and Grafana draws is what a server tells."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml  # type: ignore[import-untyped]
from prometheus_client import generate_latest

from credit_panel.deploy.site import Site
from credit_panel.deploy.writing import files_of
from credit_panel.server.metrics import Metrics

FILES = files_of("prometheus", Site("risk.bank.example"))
OTHERS = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
"""What Prometheus itself tells, and the library of the process."""


def told() -> set[str]:
    """Return the names of all figures that a server tells of itself."""
    text = generate_latest(Metrics(["/client"]).registry).decode() + "# TYPE credit_panel_info gauge\n"
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    return {name if kind != "histogram" else f"{name}_bucket" for name, kind in kinds.items()}


def named(expression: str) -> set[str]:
    plain = re.sub(r"\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)|\d\.?\w*", "", expression)
    return set(re.findall(r"\b[a-z_]{2,}\b(?!\s*\()", plain)) - {"by"}


def test_each_alert_is_on_a_figure_that_there_is_and_says_what_to_do() -> None:
    rules = yaml.safe_load(FILES["alerts.yaml"])["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 8
    for rule in rules:
        assert named(rule["expr"]) <= told() | OTHERS, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].count("{{") == rule["annotations"]["summary"].count("}}")
    assert "'127.0.0.1:5101', '127.0.0.1:5102'" in FILES["alerts.yaml"]


def test_each_panel_draws_a_figure_that_there_is() -> None:
    board: dict[str, Any] = json.loads(FILES["grafana.json"])
    drawn = [target for panel in board["panels"] for target in panel["targets"]]
    assert len(drawn) >= 10
    for target in drawn:
        assert named(target["expr"]) <= told() | OTHERS, target["expr"]
    places = [tuple(panel["gridPos"].values()) for panel in board["panels"]]
    assert len(set(places)) == len(places)
