"""A file that was opened is known for as long as its content is the same, however its times are."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from credit_panel.portfolio.opened_file import OpenedFile

CONTENT = b"the content of a file"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "file"
    made.write_bytes(CONTENT)
    return made


@pytest.fixture
def opened(path: Path) -> OpenedFile:
    return OpenedFile(path, hashlib.sha256(CONTENT).hexdigest())


def overwrite(path: Path, content: bytes) -> None:
    """Write into a file, and put its times back."""
    found = path.stat()
    with path.open("r+b") as file:
        file.write(content)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def test_rights_and_links_change_nothing(path: Path, opened: OpenedFile) -> None:
    path.chmod(0o600)
    assert opened.is_current()
    os.link(path, path.with_name("backup"))
    assert opened.is_current()
    assert opened.is_current()


def test_what_was_overwritten_is_found_though_its_time_was_put_back(path: Path, opened: OpenedFile) -> None:
    overwrite(path, CONTENT.upper())
    assert not opened.is_current()
    assert not opened.is_current()
    overwrite(path, CONTENT)
    assert opened.is_current()


def test_another_file_is_another_one(path: Path, opened: OpenedFile) -> None:
    path.unlink()
    assert not opened.is_current()
    path.write_bytes(CONTENT)
    os.utime(path, ns=(0, 0))
    assert not opened.is_current()


def test_without_a_seal_a_time_that_was_put_back_goes_unseen(path: Path) -> None:
    opened = OpenedFile(path)
    overwrite(path, CONTENT.upper())
    assert opened.is_current()
    path.write_bytes(b"longer than it was before, by far")
    assert not opened.is_current()


def test_what_was_not_there_never_is(tmp_path: Path) -> None:
    opened = OpenedFile(tmp_path / "file", "0" * 64)
    assert not opened.is_there
    assert not opened.is_current()
    (tmp_path / "file").write_bytes(CONTENT)
    assert not opened.is_current()
