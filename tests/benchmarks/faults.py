"""What `load` breaks under a running server, and what has to come of it: told in words, recorded, and over again."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.broken_place import BrokenError, Place, hold, soon
from benchmarks.visitor import Visitor
from pages.serving import ServerStoppedError, serving
from remote.faulty_door import standing

from credit_panel.errors import ReplacedError
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import DECISIONS
from credit_panel.journal.verification import verify_journal
from credit_panel.locale import LANGUAGES, translator
from credit_panel.portfolio import Portfolio
from credit_panel.views.parts.fault_words import fault_words
from credit_panel.views.parts.service_trouble import trouble_words


def _ready(place: Place) -> bool:
    return place.ask("/readyz")[0] == 200


def journal_locked(place: Place) -> str:
    """Another program holds the journal: what cannot be recorded is said to be so, and is not taken for recorded."""
    hold(place.decide(0) == 201, "a decision was not taken")
    with closing(sqlite3.connect(place.settings.journal_file() or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused, readiness = place.decide(1), place.ask("/readyz")[0]
        other.execute("ROLLBACK")
    hold((refused, readiness) == (503, 503), f"{refused} to a decision and {readiness} to /readyz while it was locked")
    hold(place.decide(1) == 201 and _ready(place), "not well when it was free again")
    return "503 to decisions and /readyz while it was, 201 after"


def disk_full(place: Place) -> str:
    """No file grows any more: nothing that is not on disk is acknowledged."""
    # No byte of any file is written, not even over one that is there: SQLite begins its log anew now and then.
    former = resource.prlimit(place.process, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    refused = [place.decide(number) for number in range(2, 5)]
    score = place.ask(f"/api/v1/clients/{Portfolio(place.settings.portfolio_dir()).ids[0]}/score")[0]
    resource.prlimit(place.process, resource.RLIMIT_FSIZE, former)
    hold(set(refused) == {503}, f"{refused} to decisions on a full disk")
    hold(score == 200, f"{score} to a score on a full disk")
    hold(place.decide(2) == 201, "not well when there was room again")
    return "503 to decisions, scores go on; 201 when there is room"


@contextmanager
def _aside(path: Path, change: Callable[[Path], object]) -> Iterator[None]:
    kept = path.with_name(f".{path.name}.kept")
    shutil.copy2(path, kept)
    try:
        change(path)
        yield
    finally:
        kept.replace(path)


def _model_gone(place: Place, change: Callable[[Path], object]) -> str:
    _, before = place.ask("/readyz")
    with _aside(place.settings.bundle_dir() / "model.ubj", change):
        log, words = place.folder / "log.txt", "The model is not reloaded"
        lines = log.read_text("utf-8").count(words)
        os.kill(place.process, signal.SIGHUP)
        hold(soon(lambda: log.read_text("utf-8").count(words) > lines), "nothing of it in the log")
        hold(place.ask("/readyz")[1].get("identity") == before["identity"], "the former is not served on")
        try:
            with serving(place.settings, place.folder / "another.txt", anew=True):
                raise BrokenError("a server began with it")
        except ServerStoppedError as stopped:
            hold(stopped.code == 2 and "Traceback" not in stopped.said, f"it ended with {stopped.said[-300:]}")
    return "a reload is refused and the former served on; a new server ends with a sentence"


def bundle_truncated(place: Place) -> str:
    """The model's file ends too early."""
    return _model_gone(place, lambda path: path.write_bytes(path.read_bytes()[:-1_000]))


def bundle_missing(place: Place) -> str:
    """The model's file is gone."""
    return _model_gone(place, Path.unlink)


def _tells(said: object, words: Mapping[str, str]) -> bool:
    text = json.dumps(said, ensure_ascii=False)
    return any(sentence in text for sentence in words.values())


def portfolio_replaced(place: Place) -> str:
    """The folder is exchanged for another: no page goes on with it, and SIGHUP makes the server well."""
    final = place.settings.portfolio_dir()
    words = {language: fault_words(ReplacedError(), translator(language)) for language in LANGUAGES}

    async def visit() -> bool:
        async with Visitor(place.server) as visitor:
            await visitor.open_client(int(Portfolio(final).ids[0]))
            shutil.copytree(final, place.folder / "fresh")
            final.rename(place.folder / "former")
            (place.folder / "fresh").rename(final)
            return _tells([await visitor.heard(3.0), list(visitor.models.values())], words)

    hold(asyncio.run(visit()), "an open page did not say so")
    hold(place.ask("/readyz")[0] == 503, "/readyz says that all is well")
    os.kill(place.process, signal.SIGHUP)
    hold(soon(lambda: _ready(place)), "not well after SIGHUP")
    return "open pages say so, 503 to /readyz; well after SIGHUP"


def websocket_cut(place: Place) -> str:
    """Lines that break in the midst of an edit: nothing is left of their sessions."""

    async def visit() -> None:
        for number in range(5):
            async with Visitor(place.server) as visitor:
                await visitor.open_client(int(Portfolio(place.settings.portfolio_dir()).ids[number]))
                await visitor.open_what_if()
                edit = asyncio.create_task(visitor.edit(300_000.0))
                await asyncio.sleep(0.02)
                visitor.abort()
                await asyncio.gather(edit, return_exceptions=True)

    asyncio.run(visit())
    hold(soon(lambda: place.ask("/census")[1]["pages"] == 0), "pages are left")
    return "no page is left, nothing is logged but the end"


def service_faults(place: Place) -> str:
    """The scoring service is down, slow and answers nonsense: it is told, nobody waits, and it is over again."""
    told: list[str] = []
    with standing(place.server) as door:
        log, environ = place.folder / "in_front.txt", {"CREDIT_PANEL_API_URL": door.address}
        with serving(place.settings, log, environ=environ, anew=True) as server:

            async def visit() -> None:
                async with Visitor(server) as visitor:
                    await visitor.open_client(int(Portfolio(place.settings.portfolio_dir()).ids[0]))
                    await visitor.open_what_if()
                    for step, (fault, kind) in enumerate(
                        {"503": "unreachable", "slow": "unreachable", "no json": "nonsense"}.items(), 1
                    ):
                        await asyncio.sleep(6)  # who has failed is left alone for five seconds
                        door.faults = [fault]
                        started = time.perf_counter()
                        await visitor.edit(200_000.0 + 10_000 * step)
                        answered = time.perf_counter() - started
                        words = {name: trouble_words(kind, translator(name), "changed") for name in LANGUAGES}
                        hold(_tells(await visitor.heard(6.0), words), f"nothing is told of a service that is {fault}")
                        told.append(f"{fault}: told, the lever answered in {1e3 * answered:.0f} ms")
                    await asyncio.sleep(6)
                    door.faults = []
                    await visitor.edit(290_000.0)
                    hold(not _tells(await visitor.heard(3.0), words), "it is not over again")

            asyncio.run(visit())
        hold("Traceback" not in log.read_text("utf-8"), "a traceback in the log")
    return "; ".join(told)


def told_to_end(place: Place) -> str:
    """SIGTERM while somebody is there: the process ends by itself, within 20 seconds."""

    async def visit() -> float:
        async with Visitor(place.server) as visitor:
            await visitor.open_client(int(Portfolio(place.settings.portfolio_dir()).ids[0]))
            started, log = time.monotonic(), place.folder / "log.txt"
            os.kill(place.process, signal.SIGTERM)
            # what it says last before it ends with 0; one that is ended by force does not
            words = "The server has ended, as it was told to."
            hold(await asyncio.to_thread(soon, lambda: words in log.read_text("utf-8")), "it has not ended by itself")
            return time.monotonic() - started

    seconds = asyncio.run(visit())
    hold(seconds < 20, f"it took {seconds:.0f} seconds")
    return f"ended by itself after {seconds:.1f} s"


def killed(place: Place) -> str:
    """SIGKILL while decisions come: each that was acknowledged is on record, and the journal is intact."""

    def decide() -> None:
        for number in range(5, 500):
            if place.decide(number) != 201:
                break

    deciding = threading.Thread(target=decide)
    deciding.start()
    hold(soon(lambda: len(place.sent) > 20), "decisions are not taken")
    os.kill(place.process, signal.SIGKILL)
    deciding.join()
    with closing(open_journal(place.settings)) as journal:
        found = verify_journal(journal)
        kept = {entry.sequence for entry in journal.entries(DECISIONS)}
    hold(found.intact, f"the journal is not: {found.findings}")
    hold(set(place.sent) <= kept, f"lost: {sorted(set(place.sent) - kept)}")
    return f"{len(place.sent)} decisions acknowledged, {len(set(place.sent) & kept)} on record, the journal is intact"


FAULTS = (
    *(journal_locked, disk_full, bundle_truncated, bundle_missing, portfolio_replaced),
    *(websocket_cut, service_faults, told_to_end),
)
"""What one server goes through, in this order; the last ends it. `killed` needs one of its own."""
