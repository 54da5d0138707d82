"""A picture with nothing to see is a sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from credit_panel.portfolio import ServedModel
from credit_panel.state import CohortState
from credit_panel.state.brush import BrushState
from credit_panel.views.portfolio.linked import LinkedView


def test_a_column_with_one_value_is_a_sentence_and_no_picture(served: ServedModel) -> None:
    brush = BrushState(cohort=CohortState(served))
    axis = replace(brush.axis("first"), edges=np.array([0.0, 1.0]))
    brush.plots = replace(brush.plots, axes={**brush.plots.axes, axis.column: axis})
    view = LinkedView(brush=brush, language="en")
    shown = {name: view._panes[name].visible for name in view._panes}
    assert shown == {"first": False, "second": True, "bars": True, "scatter": True}
    assert view._heads["first"].content["note"] == "All clients have the same value, or none: no picture."
    assert view._heads["second"].content["note"] == ""
