"""A server whose clock jumps, an hour back and a day forward: sessions, keys, limits and the journal's order hold."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest
from api.addresses import decision_on

from access.guarded import Guarded, guarded
from credit_panel.access.actions import Action
from credit_panel.access.roles import Role
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import open_journal
from credit_panel.journal.verification import verify_journal
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
HOUR, DAY = 3_600, 86_400
LIMIT = 12
SLEEPLESS = re.compile(
    r"Exception in thread .*\nTraceback .*\n(?:  .*\n)*    time\.sleep\(.*\nOSError: \[Errno 22\] Invalid argument\n"
)
"""How a thread ends that sleeps while libfaketime 0.9.10 is loaded, which does not know how Python sleeps."""


def ask(server: Guarded, key: str, number: int, *, decide: str = "") -> httpx.Response:
    """Ask for a client's score with a key of the API, or decide about them as is proposed."""
    bearer, address = {"authorization": f"Bearer {key}"}, f"{server.address}/api/v1"
    score = httpx.get(f"{address}/clients/{number}/score", headers=bearer, timeout=60)
    if not decide or score.status_code != 200:
        return score
    body = {"client_id": number, **decision_on(score.json()), "person": "Zoé", "comment": decide}
    return httpx.post(f"{address}/decisions", headers=bearer, json=body, timeout=60)


def jump(file: Path, seconds: int) -> None:
    """Put the server's clock so far beside the true one; it looks at the file once a second."""
    file.write_text(f"{seconds:+d}\n")
    time.sleep(2.5)


@pytest.mark.slow
@pytest.mark.skipif(LIBRARY is None, reason="there is no libfaketime: install faketime")
def test_nothing_is_lost_when_the_clock_jumps(settings: Settings, served: ServedModel, tmp_path: Path) -> None:
    kept = replace(settings, journal=f"sqlite:{tmp_path / 'own.journal'}", journal_key=tmp_path / "key")
    clock, numbers = tmp_path / "clock", [int(each) for each in served.portfolio.ids[:6]]
    clock.write_text("+0\n")
    faked = {"LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_CACHE_DURATION": "1"}
    faked |= {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "CREDIT_PANEL_API_LIMIT": f"{LIMIT}/minute"}
    with guarded(kept, tmp_path, anew=True, **faked) as server:
        key = server.gate.keys.add("nightly", list(Action), 9 * DAY)
        short = server.gate.keys.add("ending", list(Action), DAY / 2)
        session = server.session(str(Role.REVIEWER))
        assert server.get("/client", session, accept="text/html").status_code == 200
        assert ask(server, key, numbers[0], decide="before").status_code == 201
        answers = [ask(server, key, numbers[0]).status_code for _ in range(2 * LIMIT)]
        assert {200, 429} == set(answers)

        jump(clock, -HOUR)
        assert server.get("/client", session, accept="text/html").status_code == 200, "who works is not thrown out"
        assert ask(server, key, numbers[1], decide="back").status_code == 201, "nobody is locked out for an hour"
        assert 429 in [ask(server, key, numbers[1]).status_code for _ in range(2 * LIMIT)]
        (seen,) = server.gate.sessions._store.read("SELECT MAX(seen) FROM sessions")[0]
        assert float(str(seen)) < time.time() - HOUR + 600, "a session goes on from now, not from what is later"

        jump(clock, DAY)
        assert ask(server, key, numbers[2], decide="forward").status_code == 201
        assert ask(server, short, numbers[2]).status_code == 401, "a key ends when its day is over"
        page = server.get("/client", session, accept="text/html")
        assert page.status_code in (302, 303), "a session ends when a day has gone by"

        jump(clock, 0)
        fresh = server.session(str(Role.REVIEWER))
        assert server.get("/client", fresh, accept="text/html").status_code == 200
        assert ask(server, key, numbers[3], decide="right").status_code == 201
        assert httpx.get(f"{server.address}/readyz", timeout=60).status_code == 200
    journal: Journal = open_journal(kept)
    comments = [entry.content["comment"] for entry in journal.entries() if "comment" in entry.content]
    assert comments == ["before", "back", "forward", "right"], "the order is that in which they were recorded"
    assert verify_journal(journal).intact
    journal.close()
    assert "Traceback" not in SLEEPLESS.sub("", (tmp_path / "log.txt").read_text())
    assert os.environ.get("LD_PRELOAD") is None
