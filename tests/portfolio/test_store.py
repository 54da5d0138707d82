"""Clients are found by number and by the first digits; a folder that is no portfolio says so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import PortfolioError, UnknownClientError
from credit_panel.portfolio import Between, OneOf, Portfolio, ServedModel
from credit_panel.portfolio.history.store import INDEX
from credit_panel.portfolio.manifest import MANIFEST, PortfolioManifest, write_manifest
from credit_panel.portfolio.store import HISTORIES
from credit_panel.portfolio.writing import write_applications


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    """A portfolio whose numbers have one to six digits, written out of order."""
    ids = [10, 7, 71, 70, 100, 719, 7_100, 71_999, 72_000, 456_255, 710_000]
    frame = pl.DataFrame({"SK_ID_CURR": ids, "probability": np.linspace(0.01, 0.5, len(ids))})
    folder = tmp_path_factory.mktemp("numbered")
    write_applications(folder, [(frame[:6], frame[:6]), (frame[6:], frame[6:])])
    write_manifest(PortfolioManifest("n", "v", True, len(ids), ("a note",)), folder)
    (folder / HISTORIES).mkdir()
    (folder / HISTORIES / INDEX).write_text('{"first_clients": [7], "rows": {}}')
    return Portfolio(folder)


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("71", [71, 719, 7_100, 71_999, 710_000]),
        ("7", [7, 70, 71, 719, 7_100, 71_999, 72_000, 710_000]),
        (" 456255 ", [456_255]),
        ("8", []),
        ("0", []),
        ("", []),
        ("7a", []),
        ("٧", []),
        ("9" * 400, []),
    ],
)
def test_search_by_first_digits(numbered: Portfolio, prefix: str, found: list[int]) -> None:
    assert numbered.search(prefix, limit=20) == found


def test_search_stops_at_the_limit(numbered: Portfolio) -> None:
    assert numbered.search("7", limit=3) == [7, 70, 71]


@given(prefix=st.integers(1, 999).map(str))
def test_search_finds_what_a_scan_finds(served: ServedModel, prefix: str) -> None:
    scan = [int(i) for i in served.portfolio.ids if str(i).startswith(prefix)]
    assert served.portfolio.search(prefix, limit=10_000) == scan


@pytest.mark.parametrize("client_id", [0, -5, 8, 99, 710_001, 2**80])
def test_an_unknown_client_is_an_error(numbered: Portfolio, client_id: int) -> None:
    with pytest.raises(UnknownClientError, match=str(client_id)):
        numbered.client(client_id)


def test_a_client_is_one_row_with_features_and_scores(served: ServedModel) -> None:
    for client_id in (served.portfolio.ids[0], served.portfolio.ids[-1], served.portfolio.ids[1234]):
        row = served.portfolio.client(int(client_id))
        assert row["SK_ID_CURR"].to_list() == [client_id]
        assert {"AMT_CREDIT", "probability", "points", "outcome", "fold", "base_points"} <= set(row.columns)


@pytest.fixture(scope="module")
def whole(served: ServedModel) -> pl.DataFrame:
    """All applications of the built portfolio."""
    return pl.read_parquet(served.portfolio.folder / "applications.parquet")


@pytest.mark.parametrize("columns", [("AMT_CREDIT",), ("grade", "SK_ID_CURR", "grade"), None])
def test_the_same_clients_by_expression_conditions_and_numbers(
    served: ServedModel, whole: pl.DataFrame, columns: tuple[str, ...] | None
) -> None:
    expression = (pl.col("probability") > 0.05) & (pl.col("CODE_GENDER") == "F") & pl.col("OWN_CAR_AGE").is_null()
    chosen = whole.filter(expression)
    conditions = {
        "probability": Between(np.nextafter(0.05, 1)),
        "CODE_GENDER": OneOf(frozenset({"F"})),
        "OWN_CAR_AGE": OneOf(frozenset({None})),
    }
    assert 20 < len(chosen) < len(whole)
    expected = chosen if columns is None else chosen.select(list(dict.fromkeys(columns)))
    shuffled = chosen["SK_ID_CURR"].shuffle(seed=1).to_list()
    for among in (expression, conditions, shuffled, np.array(shuffled + shuffled)):
        assert served.portfolio.select(among, columns).equals(expected)
    assert served.portfolio.ids_of(conditions).tolist() == chosen["SK_ID_CURR"].to_list()


def test_all_clients(served: ServedModel, whole: pl.DataFrame) -> None:
    assert served.portfolio.select(None, None).equals(whole)
    assert served.portfolio.scan().collect().equals(whole)
    assert served.portfolio.ids_of(None).tolist() == served.portfolio.ids.tolist()
    assert served.portfolio.schema == whole.schema


def test_no_client(served: ServedModel) -> None:
    nobody = served.portfolio.select({"AMT_CREDIT": Between(1e15)}, ("AMT_CREDIT", "grade"))
    assert nobody.is_empty()
    assert served.portfolio.select([], ("grade",)).is_empty()
    assert served.portfolio.histogram("AMT_CREDIT", among=[]).total == 0
    assert served.portfolio.level_counts("grade", []).is_empty()


def test_figures_of_a_group(served: ServedModel, whole: pl.DataFrame) -> None:
    defaulted = {"TARGET": OneOf(frozenset({1}))}
    group = whole.filter(pl.col("TARGET") == 1)
    portfolio = served.portfolio
    assert portfolio.quantiles("AMT_CREDIT", (0.25, 0.5), defaulted).tolist() == [
        group["AMT_CREDIT"].quantile(0.25, "linear"),
        group["AMT_CREDIT"].median(),
    ]
    assert portfolio.share_at_most("AMT_CREDIT", 5e5, defaulted) == (group["AMT_CREDIT"] <= 5e5).mean()
    all_bins, group_bins = portfolio.histogram("AMT_CREDIT"), portfolio.histogram("AMT_CREDIT", among=defaulted)
    assert all_bins.edges.tolist() == group_bins.edges.tolist()
    assert (all_bins.total, group_bins.total) == (len(whole), len(group))
    assert portfolio.histogram("TARGET", (0, 0.5, 1)).counts.tolist() == [
        (whole["TARGET"] == 0).sum(),
        (whole["TARGET"] == 1).sum(),
    ]
    levels = dict(portfolio.level_counts("NAME_CONTRACT_TYPE", defaulted).rows())
    assert levels == dict(group["NAME_CONTRACT_TYPE"].value_counts().rows())


def test_a_client_the_portfolio_does_not_know_cannot_be_selected(served: ServedModel) -> None:
    with pytest.raises(UnknownClientError, match="99"):
        served.portfolio.select([int(served.portfolio.ids[0]), 99])
    with pytest.raises(UnknownClientError):
        served.portfolio.select([int(served.portfolio.ids[-1]) + 1])


@pytest.mark.parametrize("ask", [pl.col("AMT_CREDITS") > 1, {"AMT_CREDITS": Between(1)}])
def test_an_unknown_column_is_named(served: ServedModel, ask: pl.Expr) -> None:
    with pytest.raises(PortfolioError, match="AMT_CREDITS"):
        served.portfolio.select(ask)
    with pytest.raises(PortfolioError, match="AMT_CREDITS"):
        served.portfolio.column("AMT_CREDITS")


def test_a_portfolio_that_was_replaced_is_not_mixed_with_what_was_read(numbered: Portfolio, tmp_path: Path) -> None:
    """The same clients scored by another model would pass for those that were opened."""
    folder = tmp_path / "copy"
    shutil.copytree(numbered.folder, folder)
    opened = Portfolio(folder)
    again = pl.read_parquet(folder / "applications.parquet").with_columns(pl.col("probability") / 2)
    again.write_parquet(tmp_path / "again.parquet")
    (tmp_path / "again.parquet").replace(folder / "applications.parquet")
    for ask in (lambda: opened.client(10), lambda: opened.column("probability"), lambda: opened.clients([10])):
        with pytest.raises(PortfolioError, match="replaced"):
            ask()


def test_a_portfolio_with_damaged_pages_is_one_sentence(numbered: Portfolio, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(numbered.folder, folder)
    content = bytearray((folder / "applications.parquet").read_bytes())
    content[4:60] = bytes(56)
    (folder / "applications.parquet").write_bytes(content)
    with pytest.raises(PortfolioError, match=r"applications\.parquet was changed after it was built"):
        Portfolio(folder)


def test_numbers_rise_from_part_to_part(tmp_path: Path) -> None:
    frame = pl.DataFrame({"SK_ID_CURR": [5, 4], "probability": [0.1, 0.2]})
    with pytest.raises(ValueError, match="rising"):
        write_applications(tmp_path, [(frame, frame), (frame, frame)])


def test_stored_scores_are_those_of_the_scorer(served: ServedModel) -> None:
    rows = served.portfolio.clients([int(i) for i in served.portfolio.ids[:50]])
    again = served.scorer.score(rows)
    assert np.abs(rows["probability"].to_numpy() - again.probability).max() <= 1e-12


def test_stored_contributions_add_up_to_the_points(served: ServedModel) -> None:
    stored = served.portfolio.contributions.collect()
    points, base = served.portfolio.select(None, ("points", "base_points")).to_numpy().T
    total = base + stored.drop("SK_ID_CURR").to_numpy().astype(float).sum(axis=1)
    assert np.abs(total - points).max() < 0.01  # contributions are kept as Float32
    assert stored["SK_ID_CURR"].to_numpy().tolist() == served.portfolio.ids.tolist()


def test_percentile_of_risk(numbered: Portfolio) -> None:
    assert numbered.risk_percentile(0.0) == 1
    assert numbered.risk_percentile(0.5) == 100
    assert numbered.risk_percentile(0.255) == 55


def test_a_folder_without_portfolio_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(PortfolioError, match="credit-panel build --tables PATH --name nothing"):
        Portfolio(tmp_path / "nothing")


@pytest.mark.parametrize("text", ["{", "{}", json.dumps({"format": 1, "other": 2}), json.dumps({"format": 99})])
def test_a_manifest_that_is_none_is_an_error(numbered: Portfolio, tmp_path: Path, text: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(numbered.folder, folder)
    (folder / MANIFEST).write_text(text)
    with pytest.raises(PortfolioError, match=r"build|install a newer version"):
        Portfolio(folder)
