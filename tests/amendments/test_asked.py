"""Changed data of clients from Python: the same versions as over REST, and nothing is lost in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

import credit_panel as cp
from credit_panel.amendments.changing import UnchangedError
from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.on_file import OnFile, change_log, on_file_of
from credit_panel.amendments.version import Change, UnknownVersionError
from credit_panel.change_setting import SETTING, keeps_changes
from credit_panel.errors import ApplicationError, JournalError, SettingsError, UnknownClientError
from credit_panel.features import RAW_FIELDS
from credit_panel.journal.opening import current_journal
from credit_panel.journal.retention import purge
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario
from credit_panel.settings import Settings

WHY = {"reason": "Pay slip", "person": "Anne Martin"}


@pytest.fixture
def number(keeping: ServedModel) -> int:
    return int(keeping.portfolio.ids[5])


def test_a_change_is_read_back_as_it_was_made(keeping: ServedModel, number: int) -> None:
    data = cp.client_data(number)
    assert (data.number, data.latest, data.moved) == (1, 1, ())
    kept = cp.change_client(data, {"AMT_INCOME_TOTAL": 180_000, "EXT_SOURCE_2": None}, **WHY)
    read = cp.client_data(number)
    assert kept.version == read.version
    assert read.row.equals(kept.row)
    assert read.row.schema == data.row.schema
    assert (
        read.explanation
        == kept.explanation
        == keeping.scorer.explain_one(
            Scenario({"AMT_INCOME_TOTAL": 180_000, "EXT_SOURCE_2": None}).features(data.row), client_id=number
        )
    )
    scores = ("probability", "points", "outcome", "grade")
    assert [read.row[name][0] for name in scores] == [getattr(read.explanation, name) for name in scores]
    assert cp.client_data(number, 1).row.equals(data.row)


@pytest.mark.parametrize("place", range(0, 60, 6))
def test_every_field_comes_back(keeping: ServedModel, place: int) -> None:
    """Each client takes all fields of another one, and is then scored to the last digit as was said."""
    ids = keeping.portfolio.ids
    other = keeping.portfolio.client(int(ids[place + 3])).select(RAW_FIELDS).row(0, named=True)
    data = cp.client_data(int(ids[place]))
    kept = cp.change_client(data, other, **WHY)
    read = cp.client_data(int(ids[place]))
    assert read.row.select(RAW_FIELDS).row(0, named=True) == other
    assert read.explanation == kept.explanation


def test_who_reads_an_older_file_overwrites_nothing(keeping: ServedModel, number: int) -> None:
    first = cp.client_data(number)
    second = cp.change_client(first, {"AMT_CREDIT": 300_000}, **WHY)
    for stale in (first, cp.client_data(number, 1)):
        with pytest.raises(JournalError) as refused:
            cp.change_client(stale, {"AMT_CREDIT": 200_000}, **WHY)
        assert refused.value.fault == "changed"
    with pytest.raises(UnchangedError):
        cp.change_client(second, {"AMT_CREDIT": 300_000}, **WHY)
    assert cp.client_data(number).latest == 2


def test_what_is_wrong_is_named_at_once(keeping: ServedModel, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = cp.client_data(number)
    with pytest.raises(ApplicationError) as refused:
        cp.change_client(data, {"AMT_CREDIT": -1, "NO_SUCH": 1}, reason=" ", person="")
    assert {each.field for each in refused.value.problems} == {"AMT_CREDIT", "NO_SUCH", "reason", "person"}
    monkeypatch.delenv(SETTING)
    with pytest.raises(SettingsError, match=SETTING):
        cp.change_client(data, {"AMT_CREDIT": 300_000}, **WHY)


def test_who_is_none(keeping: ServedModel, number: int) -> None:
    with pytest.raises(UnknownClientError):
        cp.client_data(1)
    with pytest.raises(UnknownVersionError, match=r"Version 2 .* does not exist: the latest is 1"):
        cp.client_data(number, 2)


def test_another_build_of_the_portfolio_keeps_changes_and_says_where_it_moved(
    keeping: ServedModel, number: int
) -> None:
    kept = cp.change_client(cp.client_data(number), {"AMT_CREDIT": 300_000, "CNT_CHILDREN": 4}, **WHY)
    assert kept.moved == ()
    assert kept.version is not None
    # as if the portfolio had held other values when they were changed: one it has taken over since, one it has not
    before = {**kept.version.data, "AMT_CREDIT": Change(123_456.0, 300_000.0)}
    own = keeping.portfolio.client(number)["CNT_CHILDREN"][0]
    before["CNT_CHILDREN"] = Change(7.0, float(own))
    rebuilt = replace(kept, version=replace(kept.version, data=before))
    assert rebuilt.moved == ("AMT_CREDIT",)
    assert rebuilt.row["AMT_CREDIT"][0] == 300_000


def test_a_purge_leaves_the_last_version_whole(keeping: ServedModel, number: int) -> None:
    for amount in (300_000, 310_000):
        cp.change_client(cp.client_data(number), {"AMT_CREDIT": amount}, **WHY)
    last = cp.change_client(cp.client_data(number), {"CNT_CHILDREN": 4}, **WHY)
    journal = current_journal(Settings.from_env())
    purge(journal, datetime(2100, 1, 1, tzinfo=UTC), clients=keeping.portfolio.ids.tolist())
    read = cp.client_data(number)
    assert read.version == last.version
    assert read.row["AMT_CREDIT"][0] == 310_000
    with pytest.raises(UnknownVersionError, match="no longer kept"):
        cp.client_data(number, 2)
    assert cp.change_client(read, {"CNT_CHILDREN": 5}, **WHY).number == 5


def test_a_command_reads_the_same(keeping: ServedModel, number: int) -> None:
    settings = Settings.from_env()
    assert on_file_of(replace(settings, journal="off")).data_of(keeping, number).number == 1
    kept = cp.change_client(cp.client_data(number), {"AMT_CREDIT": 300_000}, **WHY)
    assert on_file_of(settings).data_of(keeping, number).version == kept.version


def test_a_journal_that_does_not_answer_is_not_asked_again_at_once(keeping: ServedModel, number: int) -> None:
    asked, moment = [], [0.0]

    def broken() -> Any:
        asked.append(moment[0])
        raise JournalError("unreachable", "The journal does not answer.")

    reading = OnFile(broken, keeps=True, now=lambda: moment[0])
    for moment[0] in (0.0, 1.0, 4.9, 5.0):
        with pytest.raises(JournalError):
            reading.data_of(keeping, number)
    assert asked == [0.0, 5.0]
    # where nothing may be changed, clients are read without a journal, as ever
    unasked = OnFile(broken, now=lambda: moment[0])
    assert unasked.data_of(keeping, number) == ClientData(keeping, number)


def test_what_was_changed_before_is_looked_for_once(keeping: ServedModel, number: int) -> None:
    opened = []

    def log() -> Any:
        opened.append(1)
        return change_log(Settings.from_env())

    idle = OnFile(log)
    for _ in range(3):
        assert idle.data_of(keeping, number).number == 1
    assert len(opened) == 1
    cp.change_client(cp.client_data(number), {"AMT_CREDIT": 300_000}, **WHY)
    assert OnFile(log).data_of(keeping, number).number == 2


@pytest.mark.parametrize(("said", "keeps"), [("", False), ("off", False), ("keep", True), (" KEEP ", True)])
def test_the_setting(said: str, keeps: bool) -> None:
    assert keeps_changes({SETTING: said}) is keeps


def test_a_setting_that_cannot_be_used() -> None:
    with pytest.raises(SettingsError, match="give keep, or off"):
        keeps_changes({SETTING: "yes"})
    with pytest.raises(SettingsError, match=r"the journal .* is turned off"):
        keeps_changes({SETTING: "keep", "CREDIT_PANEL_JOURNAL_URL": "off"})


def test_a_row_of_one_more_version_has_the_columns_of_the_portfolio(keeping: ServedModel, number: int) -> None:
    kept = cp.change_client(cp.client_data(number), {"AMT_CREDIT": 300_000, "EXT_SOURCE_2": 0.01}, **WHY)
    own = keeping.portfolio.client(number)
    same = [name for name in own.columns if kept.row[name].equals(own[name], null_equal=True)]
    assert {"SK_ID_CURR", "TARGET", "fold", "bureau_debt_sum", "AMT_INCOME_TOTAL"} <= set(same)
    assert not {"AMT_CREDIT", "EXT_SOURCE_2", "probability", "points"} & set(same)
