"""The address after its ``#``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.state.address import LONGEST, read_fragment, write_fragment

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(parts=st.dictionaries(NAMES, NAMES))
def test_parts_come_back_as_they_were(parts: dict[str, str]) -> None:
    assert read_fragment(write_fragment(parts)) == parts


@pytest.mark.parametrize(
    ("fragment", "parts"),
    [
        ("", {}),
        ("#", {}),
        ("#client", {}),
        ("#client=", {}),
        ("#client=100002", {"client": "100002"}),
        ("#client=1&client=2", {"client": "2"}),
        ("#" + "a=1&" * LONGEST, {}),
    ],
)
def test_a_fragment_is_read_as_far_as_it_goes(fragment: str, parts: dict[str, str]) -> None:
    assert read_fragment(fragment) == parts
