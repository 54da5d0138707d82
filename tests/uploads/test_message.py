"""What leaves the worker is what arrives, and nothing that could run arrives."""

from __future__ import annotations

import json
import struct

import polars as pl
import pytest
from hand_made.hostile import HEADER, LINE
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import ApplicationFileError, DriftFileError, UploadError
from credit_panel.home_credit.application_file import read_applications
from credit_panel.uploads import DriftFile
from credit_panel.uploads.message import decode, encode


def test_a_file_of_applications_arrives_as_it_was_read() -> None:
    content = f"SK_ID_CURR,{HEADER},Remark\n7,{LINE},a\n8,{LINE.replace('450000', '<b>é')},b\n".encode()
    file = read_applications(content)
    found = decode(encode(file))
    assert found.applications.equals(file.applications)
    assert found.applications.schema == file.applications.schema
    assert (found.rows, found.problems, found.left_out) == (file.rows, file.problems, file.left_out)
    assert found.problems[0].problem.kind == "number"


@pytest.mark.parametrize(
    "error",
    [
        ApplicationFileError("absent", "The file lacks AMT_CREDIT.", ["AMT_CREDIT"]),
        DriftFileError("too_few", "There are 50.", names=("AMT_CREDIT",), count=50),
        UploadError("heavy"),
    ],
)
def test_errors_arrive_with_all_they_know(error: Exception) -> None:
    found = decode(encode((error, 3)))[0]
    assert type(found) is type(error)
    assert str(found) == str(error)
    assert encode(found) == encode(error)


def test_a_table_arrives_in_its_types() -> None:
    frame = pl.DataFrame({"a": [1.5, None], "b": ["é", None]}, schema={"a": pl.Float32, "b": pl.String})
    found = decode(encode(DriftFile(frame, 400_000)))
    assert found.count == 400_000
    assert found.applications.equals(frame)


@pytest.mark.parametrize(
    "said",
    [
        {"is": ["subprocess", "Popen"], "fields": {"args": [["true"]]}},
        {"is": ["credit_panel.settings", "Settings"], "fields": {}},
        {"is": ["credit_panel.errors", "dataclasses"], "fields": {}},
        {"is": ["credit_panel.home_credit.application_file", "read_applications"], "fields": {}},
        {"table": 3},
        {"nothing": 1},
    ],
)
def test_what_no_worker_says_is_refused(said: object) -> None:
    text = json.dumps(said).encode()
    with pytest.raises(ValueError, match="answer"):
        decode(struct.pack("!Q", len(text)) + text)


def test_only_plain_values_can_be_sent() -> None:
    with pytest.raises(TypeError, match="plain"):
        encode(object())


def test_an_answer_that_ends_too_early_is_refused() -> None:
    whole = encode(("read", 1.5))
    for length in range(1, len(whole)):
        with pytest.raises(ValueError, match="answer"):
            decode(whole[:length])
    with pytest.raises(ValueError, match="too early"):
        decode(struct.pack("!Q", 257) + b"0")


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(content: bytes) -> None:
    try:
        decode(content)
    except ValueError:
        return
    assert content.count(b"\0") >= 7, "a block of JSON behind its length"
