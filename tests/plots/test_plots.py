"""The pictures of a notebook hold the numbers of the model, and take what HoloViews objects take."""

from __future__ import annotations

from collections.abc import Iterator

import holoviews as hv
import numpy as np
import pytest

import credit_panel as cp
from credit_panel.locale import Language
from credit_panel.portfolio import ServedModel
from credit_panel.state.importance import importance_of


@pytest.fixture(autouse=True)
def _bokeh() -> Iterator[None]:
    before = hv.Store.current_backend
    hv.Store.set_current_backend("bokeh")
    yield
    hv.Store.set_current_backend(before)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_is_drawn_alone_beside_and_under_others(served: ServedModel, language: Language) -> None:
    for name in cp.plots.__all__:
        first = {
            "waterfall": (int(served.portfolio.ids[0]),),
            "dependence": ("EXT_SOURCE_2",),
            "distribution": ("points",),
        }
        picture = getattr(cp.plots, name)(*first.get(name, ()), served=served, language=language)
        hv.render(picture.opts(width=500) * hv.VLine(0.5) + hv.Curve([1, 2]), backend="bokeh")


def test_the_steps_of_a_waterfall_lead_from_base_to_points(served: ServedModel) -> None:
    for client_id in served.portfolio.ids[:30].tolist():
        explanation = served.explain_client(client_id)
        frame = cp.plots.waterfall(client_id, most=7, served=served).Rectangles.I.dframe()
        widths = (frame["right"] - frame["left"]) * np.where(frame["points"].str.startswith("\u2212"), -1, 1)
        assert len(frame) == 8
        assert explanation.base_points + widths.sum() == pytest.approx(explanation.points, abs=1e-6)


def test_importance_is_that_of_the_page(served: ServedModel) -> None:
    frame = cp.plots.importance(most=5, served=served).dframe()
    strongest = sorted(importance_of(served.portfolio).features.values())[-5:]
    assert frame["points"].tolist() == strongest


def test_dependence_holds_the_points_of_each_client(served: ServedModel) -> None:
    ids = served.portfolio.ids[:200].tolist()
    frame = cp.plots.dependence("EXT_SOURCE_2", ids, served=served).dframe()
    moved = served.contributions(ids)
    known = served.portfolio.select(ids, ("EXT_SOURCE_2",)).to_series().is_not_null()
    assert frame["points"].tolist() == pytest.approx(moved["EXT_SOURCE_2"].filter(known).to_list())


def test_no_feature_and_nobody_are_said(served: ServedModel) -> None:
    with pytest.raises(ValueError, match="'AMT' is no feature of the model"):
        cp.plots.dependence("AMT", served=served)


def test_the_groups_of_a_distribution_are_shares(served: ServedModel) -> None:
    picture = cp.plots.distribution("points", served=served)
    for curve in picture.values():
        assert curve.dframe()["share"].sum() == pytest.approx(1, abs=0.02)  # automatic bins leave out the far tails
