"""Where the real tables lie: the suite reads nothing outside the checkout, save the folder that a variable names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VARIABLE = "CREDIT_PANEL_REAL_DATA"
FILES = (
    "home-credit-sample.zip",
    "application_train_sample.parquet",
    "application_test_sample.parquet",
    "installments_payments_sample.parquet",
)
"""What the folder holds: some applicants' complete histories, more applications alone, and the histories' one gap."""


def real_data_folder() -> Path | None:
    """Return the folder of real tables that the environment names; None when it names none.

    Raises
    ------
    pytest.UsageError
        What it names is no folder, or lacks one of `FILES`: checks that were asked for must not be passed over.
    """
    named = os.environ.get(VARIABLE, "")
    if not named:
        return None
    folder = Path(named).resolve()
    if not folder.is_dir():
        raise pytest.UsageError(
            f"{VARIABLE} is '{named}', which is no folder: name the folder of real tables or unset it."
        )
    lacking = [name for name in FILES if not (folder / name).is_file()]
    if lacking:
        raise pytest.UsageError(
            f"{VARIABLE} is '{named}', which lacks {', '.join(lacking)}: name the folder that holds them or unset it."
        )
    return folder
