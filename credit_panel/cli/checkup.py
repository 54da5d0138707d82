"""What `credit-panel doctor` looks at, one thing a function: what it found, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from credit_panel.cli.findings import Finding, Verdict
from credit_panel.cli.login_checkup import login
from credit_panel.errors import CreditPanelError, SettingsError
from credit_panel.server.listen import Listen
from credit_panel.server.server_settings import setting_faults
from credit_panel.settings import Settings

_LEAST_FREE, _LITTLE_FREE = 100_000_000, 1_000_000_000
_SHORTEST_KEY = 32

PATIENCE = 10.0
"""Seconds that a server gets to say whether it is ready."""

_FOR_OTHERS = 0o007


def findings(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at everything; what takes long comes last."""
    yield from python()
    yield from libraries()
    yield from server_settings(environ)
    yield from proxy(environ)
    yield from login(environ)
    yield from port(environ)
    for what, folder in (("portfolio", settings.portfolio_dir()), ("model", settings.bundle_dir())):
        yield from rights(what, folder)
    yield from disk(settings.data_dir)
    yield from journal(settings)
    yield from model(settings, environ)


def python() -> Iterator[Finding]:
    """Say which Python runs this."""
    yield Finding("ok", f"Python {platform.python_version()} in {sys.prefix}")


def libraries(required: list[str] | None = None) -> Iterator[Finding]:
    """Look at the libraries: each there, in a version that is asked for.

    Parameters
    ----------
    required
        What is asked for; None is what this installation says of itself.
    """
    if required is None:
        try:
            required = metadata.requires("credit-panel") or []
        except metadata.PackageNotFoundError:
            yield Finding("note", "Credit Panel runs from its sources without being installed: libraries unchecked.")
            return
    wanted = [need for need in map(Requirement, required) if need.marker is None or need.marker.evaluate({"extra": ""})]
    wrong = 0
    for need in wanted:
        try:
            version = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            wrong += 1
            yield Finding("fault", f"The library {need.name} is not installed: run './panel_serve.sh --install-only'.")
            continue
        if not need.specifier.contains(version, prereleases=True):
            wrong += 1
            yield Finding(
                "fault",
                f"The library {need.name} is {version} and has to be {need.specifier}: run './panel_serve.sh "
                "--install-only'.",
            )
    if not wrong:
        yield Finding("ok", f"{len(wanted)} libraries, each in a version that is asked for")


def server_settings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the settings of the server."""
    faults = setting_faults(environ)
    yield from (Finding("fault", str(fault)) for fault in faults)
    key = environ.get("BOKEH_SECRET_KEY", "")
    if key and len(key) < _SHORTEST_KEY:
        yield Finding("note", f"BOKEH_SECRET_KEY is shorter than {_SHORTEST_KEY} characters: take a long random one.")
    if not faults:
        yield Finding("ok", "The settings of the server")


def proxy(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at whose forwarding headers are believed."""
    believed = environ.get("FORWARDED_ALLOW_IPS", "").strip()
    if "*" in believed:
        yield Finding(
            "note",
            "FORWARDED_ALLOW_IPS believes everybody, so that anybody may write any address into the log and evade "
            "limits: name the proxy's address.",
        )
    elif believed:
        yield Finding("ok", f"Forwarding headers of {believed} are believed")
    elif environ.get("CREDIT_PANEL_ORIGINS"):
        yield Finding(
            "note",
            "Other names are set in CREDIT_PANEL_ORIGINS and no proxy in FORWARDED_ALLOW_IPS: if there is one, all "
            "visitors have its address in the log and for limits.",
        )


def port(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at where the server listens, or at the one that listens there already."""
    try:
        listen = Listen.from_env(environ)
    except SettingsError as error:
        yield Finding("fault", str(error))
        return
    if listen.everywhere:
        yield Finding("note", "The server listens on every network of this machine: mind who can reach it.")
    try:
        listen.check_free()
    except SettingsError as error:
        yield from _listening(listen, error)
    else:
        yield Finding("ok", f"Port {listen.port} of {listen.address} is free")


def _listening(listen: Listen, error: SettingsError) -> Iterator[Finding]:
    """Ask whoever listens where the server would."""
    asker = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with asker.open(listen.url("readyz"), timeout=PATIENCE):
            yield Finding("ok", f"A server answers at {listen.url()} and is ready")
    except urllib.error.HTTPError as answer:
        yield Finding("fault", f"A server at {listen.url()} is not ready (status {answer.code}): its log says why.")
    except (OSError, ValueError):
        yield Finding("fault", str(error))


def rights(what: str, folder: Path) -> Iterator[Finding]:
    """Look at whether the server can read a folder, and others cannot."""
    if not folder.is_dir():
        return  # what is not built is told of by `model`
    closed = [path for path in (folder, *folder.rglob("*")) if not os.access(path, os.R_OK)]
    if closed:
        yield Finding("fault", f"{closed[0]} of the {what} cannot be read: give its rights to the user of the server.")
    elif folder.stat().st_mode & _FOR_OTHERS and what == "portfolio":
        yield Finding("note", f"Others of this machine may read the {what} in {folder}: take their rights (chmod o=).")
    else:
        yield Finding("ok", f"The {what} can be read")


def disk(folder: Path) -> Iterator[Finding]:
    """Look at the room that is left."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free
    verdict: Verdict = "fault" if free < _LEAST_FREE else "note" if free < _LITTLE_FREE else "ok"
    advice = "" if verdict == "ok" else ": make room"
    yield Finding(verdict, f"{free / 1e9:.1f} GB free on the disk of {folder}{advice}")


def journal(settings: Settings) -> Iterator[Finding]:
    """Look at whether a record could be added to the journal; none is."""
    file = settings.journal_file()
    if settings.journal == "off":
        yield Finding("note", "The journal is turned off: what is decided is not on record.")
    elif file is not None and not file.exists():
        yield Finding("ok", "There is no journal yet: the first record makes it")
    else:
        from credit_panel.journal.opening import open_journal

        try:
            kept = open_journal(settings)
            with kept.database.writing():
                pass
            kept.database.close()
        except CreditPanelError as error:
            yield Finding("fault", str(error))
        else:
            yield Finding("ok", "The journal can be added to")


def model(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the model and its portfolio, every file of both, at the clock that they tell of, and at the service."""
    from credit_panel.cli.service_checkup import scoring_service
    from credit_panel.portfolio import ServedModel
    from credit_panel.scoring import verify_bundle

    started = time.perf_counter()
    try:
        difference = verify_bundle(settings.bundle_dir())
        served = ServedModel.open(settings)
        served.verify()
    except CreditPanelError as error:
        yield Finding("fault", str(error))
        return
    taken = time.perf_counter() - started
    yield Finding("ok", f"The model '{settings.model}' scores within {difference:.0e} of training")
    yield Finding(
        "ok", f"Its {len(served.portfolio)} applications are intact, identity {served.identity} ({taken:.1f} s)"
    )
    if served.portfolio.memory.warning:
        yield Finding("note", served.portfolio.memory.warning)
    yield from clock(datetime.fromisoformat(served.scorer.manifest.trained_at))
    yield from scoring_service(served, environ)


def clock(trained_at: datetime, now: datetime | None = None) -> Iterator[Finding]:
    """Look at whether the clock is behind what it must have passed."""
    now = now or datetime.now(UTC)
    if now < trained_at - timedelta(minutes=5):
        yield Finding(
            "fault", f"The clock says {now:%Y-%m-%d %H:%M} UTC, before the model was trained: set it, or have it kept."
        )
    else:
        yield Finding("ok", f"The clock says {now:%Y-%m-%d %H:%M} UTC")
