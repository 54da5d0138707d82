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
from credit_panel.portfolio import Book, Portfolio
from credit_panel.portfolio.history import INDEX
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
def test_search_finds_what_a_scan_finds(book: Book, prefix: str) -> None:
    scan = [int(i) for i in book.portfolio.ids if str(i).startswith(prefix)]
    assert book.portfolio.search(prefix, limit=10_000) == scan


@pytest.mark.parametrize("client_id", [0, -5, 8, 99, 710_001, 2**80])
def test_an_unknown_client_is_an_error(numbered: Portfolio, client_id: int) -> None:
    with pytest.raises(UnknownClientError, match=str(client_id)):
        numbered.client(client_id)


def test_a_client_is_one_row_with_features_and_scores(book: Book) -> None:
    for client_id in (book.portfolio.ids[0], book.portfolio.ids[-1], book.portfolio.ids[1234]):
        row = book.portfolio.client(int(client_id))
        assert row["SK_ID_CURR"].to_list() == [client_id]
        assert {"AMT_CREDIT", "probability", "points", "outcome", "out_of_fold_probability"} <= set(row.columns)


def test_stored_scores_are_those_of_the_scorer(book: Book) -> None:
    rows = book.portfolio.clients([int(i) for i in book.portfolio.ids[:50]])
    again = book.scorer.score(rows)
    assert np.abs(rows["probability"].to_numpy() - again.probability).max() <= 1e-12


def test_stored_contributions_add_up_to_the_points(book: Book) -> None:
    stored = pl.read_parquet(book.portfolio.folder / "contributions.parquet")
    points = pl.read_parquet(book.portfolio.folder / "applications.parquet", columns=["points"])["points"].to_numpy()
    base = book.explain_client(int(book.portfolio.ids[0])).base_points
    total = base + stored.drop("SK_ID_CURR").to_numpy().astype(float).sum(axis=1)
    assert np.abs(total - points).max() < 0.01  # contributions are kept as Float32
    assert stored["SK_ID_CURR"].to_numpy().tolist() == book.portfolio.ids.tolist()


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
    with pytest.raises(PortfolioError, match="build"):
        Portfolio(folder)
