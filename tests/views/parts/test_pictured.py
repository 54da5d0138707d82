"""A view with pictures draws them once its ground is known, changes them in place, and lets go of those gone."""

from __future__ import annotations

import holoviews as hv
import panel as pn

from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState, CohortState
from credit_panel.state.comparison import ComparisonState
from credit_panel.state.model_policy import PolicyState
from credit_panel.views.compare.view import CompareView
from credit_panel.views.model.cost import CostView
from credit_panel.views.model.fairness import FairnessView
from credit_panel.views.model.importance import ImportanceView
from credit_panel.views.model.performance import PerformanceView


def panes_of(view: pn.viewable.Viewer) -> list[pn.viewable.Viewable]:
    return view.__panel__().select(pn.pane.HoloViews)


def test_pictures_wait_until_the_ground_is_known(served: ServedModel) -> None:
    view = PerformanceView(served=served, language="en", dark=None)
    assert (view.plots, panes_of(view)) == ({}, [])
    view.dark = True
    assert list(view.plots) == ["roc", "precision-recall", "calibration", "lift", "separation"]
    assert len(panes_of(view)) == 5


def test_another_value_keeps_the_pictures_and_another_ground_draws_them_anew(served: ServedModel) -> None:
    state = PolicyState(served)
    view = CostView(served=served, state=state, language="en")
    before, panes = view.plots, panes_of(view)
    shown = hv.renderer("bokeh").get_plot(before["cost"])
    state.try_ratio(5)
    assert [one is other for one, other in zip(view.plots.values(), before.values(), strict=True)] == [True, True]
    assert panes_of(view) == panes
    assert "At a cost ratio of 5 " in shown.state.html_attributes["aria-label"]
    view.dark = True
    assert not any(one is other for one, other in zip(view.plots.values(), before.values(), strict=True))


def test_a_category_has_no_picture_and_a_number_has_them_again(served: ServedModel) -> None:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))
    comparison = ComparisonState(client=client, cohort=CohortState(served))
    view = CompareView(comparison=comparison, language="en")
    comparison.feature = "AMT_CREDIT"
    assert {*view.plots} == {"distribution", "default-rates", "two-features"}
    comparison.feature = "NAME_INCOME_TYPE"
    assert {*view.plots} == set()
    comparison.feature = "AMT_CREDIT"
    assert {*view.plots} == {"distribution", "default-rates", "two-features"}
    assert isinstance(view.plots["distribution"] * hv.VLine(0) + view.plots["two-features"], hv.Layout)


def test_every_tab_of_the_model_gives_its_pictures(served: ServedModel) -> None:
    assert {*FairnessView(served=served, language="en").plots} == {"fairness-code-gender", "fairness-age-band"}
    assert {*ImportanceView(served=served, language="en").plots} == {"strongest-features"}
