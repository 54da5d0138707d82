"""Files on their way take no more memory than there is room for, and whoever falls silent makes room."""

from __future__ import annotations

import gc

import pytest

from credit_panel.errors import UploadError
from credit_panel.uploads.unfinished import UnfinishedFiles


class Visitor:
    """Somebody who sends a file."""


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_file_comes_whole() -> None:
    files, one, other = UnfinishedFiles(), Visitor(), Visitor()
    files.begin(one)
    files.begin(other)
    assert files.add(one, b"ab") == 2
    assert files.add(other, b"xyz") == 3
    assert files.add(one, b"c") == 3
    assert (files.take(one), files.take(other), files.take(one)) == (b"abc", b"xyz", b"")


def test_a_new_file_replaces_what_came_of_the_last() -> None:
    files, one = UnfinishedFiles(most=4), Visitor()
    for _ in range(5):
        files.begin(one)
        files.add(one, b"abc")
    assert files.take(one) == b"abc"


def test_what_there_is_no_room_for_is_told_and_the_others_go_on() -> None:
    files, one, other = UnfinishedFiles(most=10), Visitor(), Visitor()
    files.begin(one)
    files.begin(other)
    files.add(one, b"12345678")
    with pytest.raises(UploadError) as caught:
        files.add(other, b"123")
    assert caught.value.fault == "busy"
    assert files.add(one, b"90") == 10
    assert files.take(one) == b"1234567890"


def test_a_file_that_goes_on_stays_and_one_that_fell_silent_makes_room() -> None:
    clock = Clock()
    files, silent, other, third = UnfinishedFiles(most=10, silence=30.0, clock=clock), Visitor(), Visitor(), Visitor()
    for visitor in (silent, other, third):
        files.begin(visitor)
    files.add(silent, b"1234")
    clock.now = 20.0
    files.add(other, b"1234")
    clock.now = 31.0
    assert files.add(third, b"123456") == 6
    assert files.take(other) == b"1234"
    with pytest.raises(UploadError):
        files.add(silent, b"5")


def test_who_is_gone_holds_nothing() -> None:
    files, one, other = UnfinishedFiles(most=10), Visitor(), Visitor()
    files.begin(one)
    files.begin(other)
    files.add(one, b"1234567890")
    del one
    gc.collect()
    assert files.add(other, b"1234567890") == 10
