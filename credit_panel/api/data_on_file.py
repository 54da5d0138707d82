"""The data that a route answers about a client from: the last version that is on file, or the one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.on_file import on_file
from credit_panel.amendments.version import Change, UnknownVersionError, Version
from credit_panel.api.body import RefusedError
from credit_panel.api.client_number import PlainDigits
from credit_panel.api.decision import Value
from credit_panel.api.journal_faults import TELL, journal_told
from credit_panel.api.wire import Wire
from credit_panel.portfolio import ServedModel
from credit_panel.server.refusal import Refusal

AskedVersion = (
    Annotated[
        int,
        Field(ge=1, le=1_000_000),
        PlainDigits,
        Query(description="Version of the client's data to start from: 1 is the portfolio's; left out, the last one."),
    ]
    | None
)
"""A parameter of every route that starts from a client's data."""


class StandBody(Wire):
    """Which data of a client an answer rests on."""

    data_version: int = Field(
        ge=1, description="Version of the client's data that this rests on: 1 is the portfolio's, as it was built."
    )
    latest_version: int = Field(
        ge=1, description="The last version on file: higher where the data were changed since that one."
    )


class ChangeBody(Wire):
    """What a field was, and what it is."""

    before: Value = Field(description="Its value before; null when missing.")
    after: Value = Field(description="Its value after.")


class DataVersionBody(Wire):
    """A version of a client's data that a change has made."""

    version: int = Field(ge=2, description="Its number.")
    record: int = Field(description="Number of its record in the journal.")
    hash: str = Field(description="Link of that record, which seals it and all before it.")
    at: str = Field(description="When it was recorded, ISO 8601, UTC.")
    person: str = Field(description="Who changed the data.")
    reason: str = Field(description="Why, in their words: plain text, to be escaped before it is HTML.")
    changes: dict[str, ChangeBody] = Field(description="The fields that it changed, against the version before.")


def client_data(served: ServedModel, client_id: int, version: int | None = None) -> ClientData:
    """Return a client's data, the last version or the one that is asked for.

    Raises
    ------
    UnknownClientError
        When the portfolio has no such client.
    RefusedError
        When the version is not on file, or the journal that holds it cannot be read.
    """
    try:
        with versions_told():
            return on_file().data_of(served, client_id, version)
    except UnknownVersionError as error:
        raise RefusedError(Refusal(404, "unknown-version", str(error))) from error


def versions_told() -> AbstractContextManager[None]:
    """Tell a program of a journal in which changed data cannot be looked up; see `journal_told`."""
    return journal_told(
        f"What is on file of clients cannot be looked up: the journal that holds it cannot be read; {TELL}."
    )


def stand_of(data: ClientData) -> dict[str, Any]:
    """Return the members of a `StandBody`."""
    return {"data_version": data.number, "latest_version": data.latest}


def changes_of(changes: Mapping[str, Change]) -> dict[str, ChangeBody]:
    """Return changed fields as they go over the wire."""
    return {name: ChangeBody(before=each.before, after=each.after) for name, each in changes.items()}


def version_body(version: Version) -> DataVersionBody:
    """Return a version as it goes over the wire."""
    return DataVersionBody(
        version=version.number,
        record=version.record,
        hash=version.hash,
        at=version.at.isoformat(),
        person=version.person,
        reason=version.reason,
        changes=changes_of(version.changes),
    )
