"""Requests that take long have places; one more is told to come again."""

from __future__ import annotations

import pytest

from credit_panel.api.body import RefusedError
from credit_panel.api.places import SECONDS, Places


def test_one_more_than_there_are_places_is_sent_away_and_comes_again() -> None:
    places = Places(2)
    with places.one():
        with places.one(), pytest.raises(RefusedError) as refused, places.one():
            pass
        assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": str(SECONDS)})
        with places.one():
            pass


def test_a_place_is_free_again_after_a_failure() -> None:
    places = Places(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broke"), places.one():
            raise ValueError("broke")
