"""The files of a deployment, from templates that a wheel brings along."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from credit_panel.deploy.site import Site
from credit_panel.errors import SettingsError

_FOLDER = Path(__file__).parent
GUIDE = "guide.md"
"""The guide from a bare machine to served pages, which comes with each kind."""
SECRETS = "credit-panel.env"
"""The file of settings, with the key that signs sessions: nobody else may read it."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "nginx": ("credit-panel.conf",),
    "systemd": ("credit-panel@.service", "credit-panel.target", SECRETS),
    "docker": ("Dockerfile", "compose.yaml", SECRETS),
    "kubernetes": ("Dockerfile", "kubernetes.yaml", "unpack.yaml", SECRETS),
    "prometheus": ("alerts.yaml", "grafana.json"),
}
"""The files of each kind."""


def files_of(kind: str, site: Site) -> dict[str, str]:
    """Return the files of a kind by name, filled in; the key that signs sessions is a new one each time."""
    templates = Environment(  # noqa: S701 - configurations, into which `Site` lets nothing that ends a directive
        loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    given = {"site": site, "key": secrets.token_urlsafe(48), "kind": kind}
    files = {name: templates.get_template(f"{name}.jinja").render(given) for name in KINDS[kind]}
    return {**files, GUIDE: (_FOLDER / GUIDE).read_text(encoding="utf-8")}


def write_files(kind: str, site: Site, out: Path) -> list[Path]:
    """Write the files of a kind into a folder, and return where.

    Raises
    ------
    SettingsError
        When the folder holds one of them already; nothing is written then.
    """
    files = files_of(kind, site)
    known = [name for name in files if (out / name).exists() and name != GUIDE]
    if known:
        raise SettingsError(f"{out} holds {', '.join(known)} already: name another folder in --out, or remove it.")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).touch(mode=0o600 if name == SECRETS else 0o644)
        (out / name).write_text(text, encoding="utf-8")
    return [out / name for name in files]
