"""Packed bytes are measured by what they come to, and never unpacked beyond what is allowed."""

from __future__ import annotations

import base64
import gzip
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from credit_panel.pages.packed_bytes import unpacks_to


def packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content)).decode()


@given(st.lists(st.binary(max_size=200), max_size=5), st.integers(0, 600))
def test_what_comes_to_more_is_found(contents: list[bytes], most: int) -> None:
    assert unpacks_to(map(packed, contents), most) == (sum(map(len, contents)) <= most)


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    unpacks_to([text], 10)


def test_a_bomb_takes_no_more_than_is_allowed() -> None:
    bomb = packed(bytes(50_000_000))
    hidden = base64.b64encode(gzip.compress(b"a") + gzip.compress(bytes(50_000_000))).decode()
    tracemalloc.start()
    assert not unpacks_to([bomb], 100_000)
    assert not unpacks_to([hidden], 100_000)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
