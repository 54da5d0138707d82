"""A training sample: as many as asked for, as often in default as the book, the same by the same seed."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.scoring import draw_training_sample


def book(defaults: int, repaid: int, unknown: int = 3) -> pl.DataFrame:
    target = [1] * defaults + [0] * repaid + [None] * unknown
    return pl.DataFrame({"SK_ID_CURR": range(100, 100 + len(target)), "TARGET": target})


@given(st.integers(1, 60), st.integers(1, 300), st.integers(1, 400), st.integers(0, 5))
def test_it_is_of_the_size_asked_for_and_defaults_as_the_book(defaults: int, repaid: int, size: int, seed: int) -> None:
    clients = book(defaults, repaid)
    sample = draw_training_sample(clients, size, seed)
    if size >= defaults + repaid:
        assert sample is None
        return
    assert sample is not None
    drawn = clients.filter(pl.col("SK_ID_CURR").is_in(sample.ids.tolist()))
    assert len(drawn) == len(sample.ids) == size
    assert drawn["TARGET"].null_count() == 0
    assert abs(drawn["TARGET"].sum() - size * defaults / (defaults + repaid)) <= 0.5
    assert sample.as_json() == {"drawn_from": defaults + repaid, "defaults": defaults}


def test_the_same_seed_draws_the_same_clients_in_whatever_order_they_stand() -> None:
    clients = book(50, 450)
    sample, again, other = (
        draw_training_sample(frame, 100, seed)
        for frame, seed in ((clients, 1), (clients.sample(fraction=1, shuffle=True, seed=3), 1), (clients, 2))
    )
    assert sample.ids.tolist() == again.ids.tolist() == sorted(sample.ids)
    assert sample.ids.tolist() != other.ids.tolist()
