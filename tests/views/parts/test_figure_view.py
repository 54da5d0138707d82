"""A figure alone: all four parts of it, in cells of a notebook too."""

from __future__ import annotations

from dataclasses import replace

import holoviews as hv
import numpy as np
import pytest
from panel.viewable import Viewer

from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState
from credit_panel.views import DecisionView
from credit_panel.views.parts.figure_view import FigureView


def test_it_shows_title_sentence_picture_and_table_and_follows_the_figure(served: ServedModel) -> None:
    t = translator("en")
    figure = reliability_figure(served.scorer.manifest.metrics["reliability"], np.array([0.05, 0.1]), t)
    view = FigureView(figure=figure, language="en")
    shown = view.__panel__().block
    for part in (figure.title, figure.summary, str(figure.picture), "The numbers as a table"):
        assert part in shown
    view.figure = replace(figure, summary="<b>Another</b> sentence.")
    assert "&lt;b&gt;Another&lt;/b&gt; sentence." in view.__panel__().block
    view.language = "fr"
    assert "The numbers as a table" not in view.__panel__().block


def test_its_picture_is_a_holoviews_object(served: ServedModel) -> None:
    t = translator("en")
    figure = reliability_figure(served.scorer.manifest.metrics["reliability"], np.array([0.05, 0.1]), t)
    view = FigureView(figure=figure, language="en")
    assert isinstance(view.plots["calibration"] * hv.VLine(0.1), hv.DynamicMap)


def test_a_figure_shows_itself_in_a_notebook_and_holds_its_numbers(served: ServedModel) -> None:
    figure = reliability_figure(served.scorer.manifest.metrics["reliability"], np.array([0.05, 0.1]), translator("fr"))
    assert figure._repr_mimebundle_() == {"text/plain": f"{figure.title}. {figure.summary}"}  # no notebook is open
    assert figure.frame["Clients"].to_list() == [b["count"] for b in served.scorer.manifest.metrics["reliability"]]


def test_what_shows_no_script_gets_a_sentence_and_a_still_picture(
    served: ServedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = {"text/html": "<script>", "text/plain": "FigureView(figure=all its numbers)"}
    monkeypatch.setattr(Viewer, "_repr_mimebundle_", lambda *_: (media, {}))
    figure = reliability_figure(served.scorer.manifest.metrics["reliability"], np.array([0.05, 0.1]), translator("en"))
    shown, _ = FigureView(figure=figure, language="en")._repr_mimebundle_()
    assert shown["text/html"] == "<script>"
    assert shown["text/plain"] == f"FigureView(…)\n{figure.title}. {figure.summary}"
    assert shown["image/svg+xml"].startswith("<svg ")
    state = ClientState(served, client_id=int(served.portfolio.ids[0]))
    shown, _ = DecisionView(state=state)._repr_mimebundle_()
    assert shown == media | {"text/plain": "DecisionView(…)"}
