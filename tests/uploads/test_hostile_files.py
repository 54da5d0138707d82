"""Files that are meant to harm: each is one sentence and bounded memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hand_made import hostile
from worker_watch import LINUX, Watch, workers

from credit_panel.errors import CreditPanelError
from credit_panel.home_credit.history_file import HistoryUpload
from credit_panel.uploads import UploadReader
from credit_panel.uploads.reader import READER

SECONDS, MEMORY = 1.0, 300_000_000
ALONE = 150_000_000
"""Bytes that a worker takes before it reads, and for the largest file."""


@pytest.fixture(scope="module")
def kept() -> Iterator[UploadReader]:
    """A reader for all hostile files: those that it survives are read by one process."""
    READER.close()  # which other tests of this process have left for the next file
    found = UploadReader(seconds=SECONDS, memory=MEMORY)
    yield found
    found.close()


CASES = [(kind, name) for kind in ("applications", "histories", "drift") for name in getattr(hostile, kind.upper())]


def refuse(read: object) -> None:
    """Raise what is wrong with the one file of an upload, which is told beside those that are fine."""
    assert isinstance(read, HistoryUpload)
    raise read.faults[0][1]


@LINUX
@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_hostile_file_is_one_sentence_and_bounded_memory(kept: UploadReader, kind: str, name: str) -> None:
    content = getattr(hostile, kind.upper())[name]()
    with Watch() as watch:
        if name == "false count":
            assert kept.read(kind, content).count == 10_000
        else:
            with pytest.raises(CreditPanelError, match=r"^[^\n]+\.$"):
                refuse(kept.read(kind, content))
    assert 0 < watch.peak < ALONE + MEMORY
    assert len(workers()) <= 1
