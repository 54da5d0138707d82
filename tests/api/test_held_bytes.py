"""Bodies that have come and are not answered take no more memory than there is room for."""

from __future__ import annotations

import pytest

from credit_panel.api.body import RefusedError
from credit_panel.api.held_bytes import HeldBytes


def test_what_there_is_no_room_for_is_told_to_come_again() -> None:
    bytes_held = HeldBytes(10)
    with bytes_held.of_one() as one, bytes_held.of_one() as other:
        one(4)
        other(6)
        with pytest.raises(RefusedError) as refused:
            other(1)
        assert refused.value.status_code == 429
        assert refused.value.headers
        assert "Retry-After" in refused.value.headers
    with bytes_held.of_one() as third:
        third(10)


def test_a_failure_gives_its_room_back() -> None:
    bytes_held = HeldBytes(10)

    def break_off() -> None:
        with bytes_held.of_one() as one:
            one(10)
            raise ValueError("broke")

    for _ in range(3):
        with pytest.raises(ValueError, match="broke"):
            break_off()
