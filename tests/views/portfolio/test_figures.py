"""The shares of the outcomes add up as they stand, of the whole portfolio and of any cohort."""

from __future__ import annotations

import numpy as np
import pytest

from credit_panel.locale import translator
from credit_panel.locale.quantity import Quantity
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.cohorts.figures import cohort_figures
from credit_panel.views.portfolio.figures import outcome_shares

EN = translator("en")


@pytest.mark.parametrize("chosen", [0, 3, 7, 11, 64, 999])
def test_the_three_outcomes_make_a_hundred(served: ServedModel, chosen: int) -> None:
    mask = None if not chosen else np.arange(len(served.portfolio)) < chosen
    shares = outcome_shares(cohort_figures(served, mask).cohort, EN)
    assert all(isinstance(share, Quantity) for share in shares.values())
    assert sum(round(10 * share.shown) for share in shares.values()) == 1_000
