"""The clients of a mask: counted once for each question, and never those of another mask."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.portfolio.statistics.chosen import chosen_by, mask_of


@given(st.lists(st.lists(st.booleans(), min_size=9, max_size=9), min_size=1, max_size=4))
def test_masks_that_take_turns_keep_their_own_clients(masks: list[list[bool]]) -> None:
    bits = [np.packbits(mask) for mask in masks]
    for _ in range(2):
        for mask, packed in zip(masks, bits, strict=True):
            found = mask_of(packed, len(mask))
            assert found.tolist() == mask
            assert chosen_by(found).rows.tolist() == np.flatnonzero(mask).tolist()


def test_a_question_is_counted_once_a_mask() -> None:
    asked: list[int] = []

    def count(rows: np.ndarray) -> int:
        asked.append(len(rows))
        return len(rows)

    mask, other = np.array([True, False, True]), np.array([True, False, True])
    for _ in range(3):
        assert chosen_by(mask).once("how many", count) == 2
    assert asked == [2]
    assert chosen_by(other).once("how many", count) == 2
    assert asked == [2, 2]
