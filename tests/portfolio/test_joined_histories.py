"""Applications in a file with histories in others: the scores of the API for the same rows; rows that are nobody's."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hand_made.history_files import applications_of, archive, as_json, csv, rows_of
from polars.testing import assert_frame_equal

from credit_panel.api import ROUTER
from credit_panel.api.served import served_now
from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.application_file import read_applications
from credit_panel.home_credit.history_file import HistoryFile
from credit_panel.home_credit.history_reader import read_histories
from credit_panel.home_credit.sent_histories import MOST_ROWS
from credit_panel.portfolio import ServedModel, build
from credit_panel.portfolio.application_scores import ApplicationScores, score_read
from credit_panel.portfolio.joined_histories import join_histories
from credit_panel.settings import Settings

EXACT = 1e-9


def read(rows: dict[str, pl.DataFrame]) -> tuple[HistoryFile, ...]:
    upload = read_histories("all.zip", archive({f"{name}.csv": csv(frame) for name, frame in rows.items()}))
    assert upload.faults == ()
    assert [file.problems for file in upload.files] == [()] * len(upload.files)
    return upload.files


def scored(served: ServedModel, applications: pl.DataFrame, rows: dict[str, pl.DataFrame]) -> ApplicationScores:
    file = read_applications(csv(applications))
    assert file.problems == ()
    return score_read(file, served, join_histories(file.applications, read(rows)))


def expect_those_of_the_api(
    api: TestClient, served: ServedModel, applications: pl.DataFrame, rows: dict[str, pl.DataFrame]
) -> ApplicationScores:
    """Hold the scores of files against `POST /score` with the same rows; return them."""
    scores = scored(served, applications, rows)
    assert scores.joined is not None
    for place, row in enumerate(applications.iter_rows(named=True)):
        history = as_json(rows, row[CLIENT])
        body = {"application": {name: value for name, value in row.items() if value is not None}}
        answer = api.post("/api/v1/score", json=body | ({"history": history} if history else {})).json()
        found = scores.frame.row(place, named=True)
        for name in ("probability", "low", "high", "points"):
            assert found[name] == pytest.approx(answer[name], abs=EXACT), (row[CLIENT], name)
        assert (found["outcome"], found["grade"], found[CLIENT]) == (answer["outcome"], answer["grade"], row[CLIENT])
        assert found["with_histories"] is answer["with_histories"] is bool(history)
        assert {tuple(flag.split(",")) for flag in [found["flags"]] if flag} == (
            {tuple(answer["flags"])} if answer["flags"] else set()
        )
        explained = scores.scorer_of(place, served).explain_one(scores.features[place])
        assert {each.feature: each.points for each in explained.contributions} == pytest.approx(
            {each["feature"]: each["points"] for each in answer["contributions"]}, abs=1e-6
        )
    return scores


@pytest.fixture
def api(served_model: ServedModel) -> TestClient:
    app = FastAPI()
    app.include_router(ROUTER)
    return TestClient(app)


def some_rows(tables: Path, clients: list[int]) -> dict[str, pl.DataFrame]:
    """Return the rows of some clients, of every tenth one none, of every seventh those of the bureau alone."""
    rows = rows_of(tables, [client for place, client in enumerate(clients) if place % 10])
    alone = [client for place, client in enumerate(clients) if place % 7 == 0]
    own = ("bureau", "bureau_balance")
    return {n: f if n in own else f.filter(~pl.col(CLIENT).is_in(alone)) for n, f in rows.items()}


def test_the_scores_are_those_of_the_api_for_the_same_rows(
    api: TestClient, served_model: ServedModel, synthetic_tables: Path
) -> None:
    clients = [int(number) for number in served_model.portfolio.ids[5:2_000:50]]
    applications, rows = applications_of(synthetic_tables, clients), some_rows(synthetic_tables, clients)
    scores = expect_those_of_the_api(api, served_model, applications, rows)
    assert 0 < scores.frame["with_histories"].sum() < len(clients)
    assert scores.joined is not None
    assert scores.joined.notes == ()


@pytest.mark.long
def test_so_are_those_of_a_thousand(api: TestClient, served_model: ServedModel, synthetic_tables: Path) -> None:
    clients = [int(number) for number in served_model.portfolio.ids[:1_000]]
    applications, rows = applications_of(synthetic_tables, clients), some_rows(synthetic_tables, clients)
    expect_those_of_the_api(api, served_model, applications, rows)


@pytest.mark.slow
def test_so_are_those_of_real_clients(real_data: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models", model="real", journal="off")
    build(real_data / "home-credit-sample.zip", "real", settings)
    with zipfile.ZipFile(real_data / "home-credit-sample.zip") as archived:
        for name in archived.namelist():
            if name.endswith(".csv") and "description" not in name:
                frame = pl.read_csv(archived.read(name), infer_schema_length=None)
                frame.write_parquet(tmp_path / f"{name[:-4]}.parquet")
    served = ServedModel.open(settings)
    names = [name for name in MOST_ROWS if (tmp_path / f"{name}.parquet").exists()]
    clients = [int(number) for number in served.portfolio.ids[::20]]
    rows = rows_of(tmp_path, clients[::2], [name for name in ("bureau", *names) if name in names])
    app = FastAPI()
    app.include_router(ROUTER)
    app.dependency_overrides[served_now] = lambda: served
    expect_those_of_the_api(TestClient(app), served, applications_of(tmp_path, clients), rows)


def test_a_client_s_own_files_give_the_client_s_own_score(served: ServedModel, synthetic_tables: Path) -> None:
    clients = [int(number) for number in served.portfolio.ids[::100]]
    applications, rows = applications_of(synthetic_tables, clients), rows_of(synthetic_tables, clients)
    file = read_applications(csv(applications))
    scores = score_read(file, served, join_histories(file.applications, read(rows), everyone=True))
    assert scores.frame["with_histories"].all()
    own = served.portfolio.clients(clients)
    assert (scores.frame["probability"] - own["probability"]).abs().max() < EXACT
    assert scores.frame["outcome"].to_list() == own["outcome"].to_list()


def test_rows_that_are_nobody_s_are_counted_and_change_nothing(served: ServedModel, synthetic_tables: Path) -> None:
    clients = [int(number) for number in served.portfolio.ids[:30]]
    strangers = [int(number) for number in served.portfolio.ids[30:60]]
    applications = applications_of(synthetic_tables, clients)
    own, all_of_them = (rows_of(synthetic_tables, each) for each in (clients, clients + strangers))
    months = all_of_them["bureau_balance"]
    lone = months.head(3).with_columns(SK_ID_BUREAU=pl.lit(4, pl.Int64))
    scores = scored(served, applications, all_of_them | {"bureau_balance": pl.concat([months, lone])})
    assert_frame_equal(scores.frame, scored(served, applications, own).frame)
    assert scores.joined is not None
    told = {(note.kind, note.file): (note.rows, note.clients) for note in scores.joined.notes}
    for name, rows in own.items():
        more = len(all_of_them[name]) - len(rows)
        assert told.pop(("strangers", f"{name}.csv"), (0, 0))[0] == more, name
    assert told == {("lone_months", "bureau_balance.csv"): (3, 1)}


def test_rows_without_their_bureau_are_lone_and_an_application_without_a_number_has_none(
    served: ServedModel, synthetic_tables: Path
) -> None:
    clients = [int(number) for number in served.portfolio.ids[:20]]
    rows = rows_of(synthetic_tables, clients)
    applications = applications_of(synthetic_tables, clients)
    months = {"bureau_balance": rows["bureau_balance"]}
    alone = scored(served, applications, months)
    assert not alone.frame["with_histories"].any()
    assert alone.joined is not None
    (note,) = alone.joined.notes
    assert (note.kind, note.rows) == ("lone_months", len(rows["bureau_balance"]))
    nameless = scored(served, applications.with_columns(pl.lit(None, pl.Int64).alias(CLIENT)), rows)
    assert not nameless.frame["with_histories"].any()


def test_a_client_who_stands_twice_has_the_same_history_twice(served: ServedModel, synthetic_tables: Path) -> None:
    client = int(served.portfolio.ids[3])
    one = applications_of(synthetic_tables, [client])
    rows = rows_of(synthetic_tables, [client])
    first, second = scored(served, pl.concat([one, one]), rows).frame.drop("row").rows()
    assert first == second


def test_more_rows_than_the_api_takes_of_one_client_are_told_and_not_used(
    served: ServedModel, synthetic_tables: Path
) -> None:
    clients = [int(number) for number in served.portfolio.ids[:10]]
    rows = rows_of(synthetic_tables, clients)
    first = rows["previous_application"].head(1)
    client, most = first[CLIENT].item(), MOST_ROWS["previous_application"]
    many = pl.concat([rows["previous_application"], *[first] * most])
    scores = scored(served, applications_of(synthetic_tables, clients), rows | {"previous_application": many})
    assert scores.joined is not None
    (note,) = scores.joined.notes
    assert (note.kind, note.file, note.first) == ("too_long", "previous_application", (client,))
    assert scores.frame.filter(pl.col(CLIENT) == client)["with_histories"].to_list() == [False]


def test_a_row_that_cannot_be_used_is_counted_with_its_application(served: ServedModel, synthetic_tables: Path) -> None:
    clients = [int(number) for number in served.portfolio.ids[:10]]
    rows = rows_of(synthetic_tables, clients)
    client = rows["bureau"][CLIENT][0]
    bad = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(5)).otherwise("DAYS_CREDIT").alias("DAYS_CREDIT")
    months = rows["bureau_balance"]
    month = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("7")).otherwise("STATUS").alias("STATUS")
    broken = rows | {"bureau": rows["bureau"].with_columns(bad), "bureau_balance": months.with_columns(month)}
    upload = read_histories("all.zip", archive({f"{name}.csv": csv(frame) for name, frame in broken.items()}))
    assert [(p.row, p.key, p.problem.field, p.text) for file in upload.files for p in file.problems] == [
        (2, client, "DAYS_CREDIT", "5"),
        (2, months["SK_ID_BUREAU"][0], "STATUS", "7"),
    ]
    file = read_applications(csv(applications_of(synthetic_tables, clients)))
    joined = join_histories(file.applications, upload.files)
    assert joined.left_out[clients.index(client)] >= 1
    assert sum(joined.left_out) in (1, 2)  # a month of the very credit that was left out is of nobody
