"""Who fails is left alone for a while, then asked by one."""

from __future__ import annotations

from credit_panel.remote.breaker import Breaker


def test_it_opens_after_some_failures_and_lets_one_ask_after_a_while() -> None:
    moment = [0.0]
    breaker = Breaker(failures=3, pause=5.0, now=lambda: moment[0])
    for _ in range(2):
        assert breaker.may_ask()
        breaker.failed()
    breaker.succeeded()
    for _ in range(3):
        assert breaker.may_ask()
        breaker.failed()
    assert not breaker.may_ask()
    moment[0] = 5.0
    assert [breaker.may_ask(), breaker.may_ask()] == [True, False]
    breaker.failed()
    assert not breaker.may_ask()
    moment[0] = 10.0
    assert breaker.may_ask()
    breaker.succeeded()
    assert [breaker.may_ask(), breaker.may_ask()] == [True, True]
