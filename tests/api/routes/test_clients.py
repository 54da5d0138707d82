"""The list of clients, page after page, and the file of one."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit import CLIENT
from credit_panel.portfolio import ServedModel

LIST = "/api/v1/clients"


def all_pages(client: TestClient, **asked: Any) -> tuple[list[int], set[int]]:
    """Return the numbers of all pages in their order, and every total that a page told."""
    found: list[int] = []
    totals: set[int] = set()
    cursor: str | None = None
    while True:
        page = client.get(LIST, params=asked | ({} if cursor is None else {"cursor": cursor})).json()
        assert 0 < len(page["clients"]) <= asked["limit"] or not page["total"]
        found += [each["client_id"] for each in page["clients"]]
        totals.add(page["total"])
        cursor = page["next_cursor"]
        if cursor is None:
            return found, totals


@pytest.mark.parametrize("outcome", [None, "accept", "refuse"])
@pytest.mark.parametrize("grade", [None, "C", "F"])
@pytest.mark.parametrize("prefix", [None, "1012"])
def test_the_pages_hold_each_client_once(
    client: TestClient, served_model: ServedModel, outcome: str | None, grade: str | None, prefix: str | None
) -> None:
    conditions = {"outcome": outcome, "grade": grade}
    asked = {name: value for name, value in (conditions | {"prefix": prefix}).items() if value is not None}
    table = served_model.portfolio.select(None, (CLIENT, "outcome", "grade"))
    for name, value in conditions.items():
        table = table.filter(pl.lit(True) if value is None else pl.col(name) == value)
    expected = [n for n in table[CLIENT].to_list() if str(n).startswith(prefix or "")]
    found, totals = all_pages(client, **asked, limit=200)
    assert found == expected
    assert totals == {len(expected)}


@pytest.mark.parametrize("limit", [1, 7])
def test_a_page_is_as_long_as_is_asked(client: TestClient, served_model: ServedModel, limit: int) -> None:
    prefix = str(served_model.portfolio.ids[0])[:-1]
    found, _ = all_pages(client, prefix=prefix, limit=limit)
    assert found == [int(n) for n in served_model.portfolio.ids if str(n).startswith(prefix)]


def test_a_cursor_goes_on_behind_a_client_who_is_none(client: TestClient, served_model: ServedModel) -> None:
    ids = served_model.portfolio.ids
    assert client.get(LIST, params={"cursor": "1", "limit": 1}).json()["clients"][0]["client_id"] == ids[0]
    after = client.get(LIST, params={"cursor": str(ids[-1])}).json()
    assert (after["clients"], after["next_cursor"], after["total"]) == ([], None, len(ids))
    assert client.get(LIST, params={"prefix": "9" * 16}).json() == {"clients": [], "total": 0, "next_cursor": None}


@pytest.mark.parametrize(
    "asked", [{"prefix": "x"}, {"prefix": "01"}, {"outcome": "maybe"}, {"grade": "G"}, {"limit": 0}, {"limit": 201}]
)
def test_every_bad_parameter_is_named(client: TestClient, asked: dict[str, object]) -> None:
    answer = client.get(LIST, params=asked | {"cursor": "٣"})
    assert answer.status_code == 422
    named = {found["field"] for found in answer.json()["fields"]}
    assert named == {f"query.{name}" for name in (*asked, "cursor")}


def test_a_file_is_what_the_table_holds(client: TestClient, served_model: ServedModel) -> None:
    for number in served_model.portfolio.ids[::500]:
        row = served_model.portfolio.client(int(number)).row(0, named=True)
        answer = client.get(f"{LIST}/{number}").json()
        assert list(answer["application"]) == list(RAW_FIELDS)
        assert answer["application"] == {name: row[name] for name in RAW_FIELDS}
        assert answer["defaulted"] == (None if row["TARGET"] is None else bool(row["TARGET"]))
        scored = client.post("/api/v1/score", json={"application": answer["application"]})
        assert scored.status_code == 200, "what is read can be sent back"
