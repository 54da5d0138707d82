"""Hand-made tables on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hand_made import Row, WriteTable, table_frame


@pytest.fixture
def write_table(tmp_path: Path) -> WriteTable:
    """Write rows of a table as CSV (or Parquet) under a file name of the archive, in ``tmp_path/tables``."""
    folder = tmp_path / "tables"
    folder.mkdir()

    def write(stem: str, rows: Sequence[Row], suffix: str = ".csv", change: Mapping[str, object] | None = None) -> Path:
        table = "application" if stem.startswith("application") else stem
        frame = table_frame(table, rows, target=stem != "application_test")
        path = folder / f"{stem}{suffix}"
        if suffix == ".csv":
            frame.write_csv(path, **(change or {}))
        else:
            frame.write_parquet(path)
        return path

    return write


@pytest.fixture
def client() -> Row:
    """Return one plausible application with a known outcome."""
    return {
        "SK_ID_CURR": 100002,
        "TARGET": 1,
        "NAME_CONTRACT_TYPE": "Cash loans",
        "CODE_GENDER": "F",
        "CNT_CHILDREN": 2,
        "AMT_INCOME_TOTAL": 135000.0,
        "AMT_CREDIT": 270000.0,
        "DAYS_BIRTH": -14610,
        "DAYS_EMPLOYED": -1461,
        "ORGANIZATION_TYPE": "School",
    }
