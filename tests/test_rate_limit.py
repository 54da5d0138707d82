"""A limit lets through what it says and tells when to come again."""

from __future__ import annotations

import subprocess
import sys

import pytest

from credit_panel.errors import SettingsError
from credit_panel.rate_limit import RateLimit

SETTING = "CREDIT_PANEL_API_LIMIT"


def test_so_many_come_in_and_each_asker_is_counted_alone() -> None:
    limit = RateLimit("3/hour")
    assert [limit.seconds_to_wait("one") == 0 for _ in range(5)] == [True, True, True, False, False]
    assert limit.seconds_to_wait("another") == 0
    assert 0 < limit.seconds_to_wait("one") <= 3_601


def test_the_tightest_of_several_limits_holds() -> None:
    limit = RateLimit("100/second; 2/hour")
    assert [limit.seconds_to_wait("one") == 0 for _ in range(3)] == [True, True, False]


def test_after_the_wait_that_it_tells_it_lets_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    limit = RateLimit("5/minute")
    for _ in range(4):
        while not (wait := limit.seconds_to_wait("one")):
            now += 7.3
        assert 1 <= wait <= 61
        now += wait - 2
        assert limit.seconds_to_wait("one") in (1, 2)
        now += 2
        assert limit.seconds_to_wait("one") == 0


@pytest.mark.parametrize("jump", [-3_600.0, 86_400.0])
def test_a_clock_that_jumps_locks_nobody_out(monkeypatch: pytest.MonkeyPatch, jump: float) -> None:
    now = [1_800_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    limit = RateLimit("2/minute")
    assert [limit.seconds_to_wait("one") == 0 for _ in range(3)] == [True, True, False]
    now[0] += jump
    assert [limit.seconds_to_wait("one") == 0 for _ in range(3)] == [True, True, False]
    assert limit.seconds_to_wait("one") <= 61


def test_none_counts_nothing() -> None:
    limit = RateLimit("none")
    assert limit.is_ready
    assert not any(limit.seconds_to_wait("one") for _ in range(1_000))


def test_a_setting_is_read_and_what_is_none_is_named() -> None:
    assert RateLimit.from_env(SETTING, "7/minute", {}).text == "7/minute"
    assert RateLimit.from_env(SETTING, "7/minute", {SETTING: ""}).text == "7/minute"
    assert RateLimit.from_env(SETTING, "7/minute", {SETTING: " 9/Hour ;1/second"}).text == "9/hour ;1/second"
    for text in ("7", "x/minute", "0/minute", "-1/second", "7/fortnight", "7/minute;", "1" * 12 + "/day"):
        with pytest.raises(SettingsError, match=SETTING):
            RateLimit.from_env(SETTING, "7/minute", {SETTING: text})


def test_the_library_is_loaded_when_something_is_counted() -> None:
    """The start of the server does not wait for it."""
    script = (
        "import sys; from credit_panel.rate_limit import LIBRARY, RateLimit; limit = RateLimit('1/hour');"
        "assert not limit.is_ready and LIBRARY not in sys.modules; limit.seconds_to_wait('one'); assert limit.is_ready"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
