"""The list of clients: every chosen client once, in order, a page at a time."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit_panel.portfolio import Between, OneOf, ServedModel
from credit_panel.state import CohortState
from credit_panel.state.client_table import COLUMNS, PAGE_SIZE, ClientTableState


@pytest.fixture
def table(served: ServedModel) -> ClientTableState:
    return ClientTableState(cohort=CohortState(served))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    column=st.sampled_from(list(COLUMNS)),
    descending=st.booleans(),
    amount=st.sampled_from([None, 300_000, 700_000, 1_200_000]),
)
def test_the_pages_together_hold_every_client_once_in_order(
    served: ServedModel, column: str, descending: bool, amount: float | None
) -> None:
    table = ClientTableState(cohort=CohortState(served), sort=column, descending=descending)
    table.cohort.where("AMT_CREDIT", None if amount is None else Between(amount))
    numbers, values = [], []
    for page in range(1, table.pages + 1):
        table.turn_to(page)
        rows = table.rows()
        numbers += rows["number"].to_list()
        values += rows[column].to_list()
    assert sorted(numbers) == table.cohort.members.tolist()
    known = [value for value in values if value is not None]
    assert values[len(known) :] == [None] * (len(values) - len(known))
    ranks = {"accept": 0, "review": 1, "refuse": 2}
    keys = [ranks[value] if column == "outcome" else value for value in known]
    assert keys == sorted(keys, reverse=descending != (column == "age"))
    if column != "number":
        pairs = list(zip(values, numbers, strict=True))
        assert all(one[1] < two[1] for one, two in itertools.pairwise(pairs) if one[0] == two[0])


def test_the_values_are_those_of_the_portfolio(table: ClientTableState, served: ServedModel) -> None:
    table.sort_by("points")
    for row in table.rows().head(3).iter_rows(named=True):
        client = served.portfolio.client(row["number"])
        assert all(row[name] == client[order.column][0] for name, order in COLUMNS.items())


def test_a_second_press_turns_the_order_around_and_another_column_rises(table: ClientTableState) -> None:
    table.sort_by("points")
    table.turn_to(3)
    table.sort_by("points")
    assert (table.sort, table.descending, table.page) == ("points", True, 1)
    table.sort_by("amount")
    assert (table.sort, table.descending) == ("amount", False)
    table.sort_by("<img onerror>")
    assert table.sort == "amount"


def test_a_page_outside_is_the_nearest_and_another_cohort_starts_again(table: ClientTableState) -> None:
    table.turn_to(10_000_000)
    assert table.page == table.pages > 1
    assert 0 < table.rows().height <= PAGE_SIZE
    table.turn_to(-3)
    assert table.page == 1
    table.turn_to(2)
    table.cohort.where("outcome", OneOf(frozenset({"refuse"})))
    assert table.page == 1
    assert set(table.rows()["outcome"]) == {"refuse"}


def test_nobody_is_one_empty_page(table: ClientTableState) -> None:
    table.sort_by("age")
    table.cohort.where("AMT_CREDIT", Between(1e15))
    assert (table.count, table.pages, table.rows().height) == (0, 1, 0)
