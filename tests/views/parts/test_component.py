"""The door of every component: what does not fit is dropped and counted, and the page goes on."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from bokeh.document import Document
from panel.io.state import set_curdoc
from panel.models.esm import DataEvent

from credit_panel.views import Header
from credit_panel.views.client.record import RecordForm
from credit_panel.views.client.search import SearchBox
from credit_panel.views.compare.controls import CompareControls
from credit_panel.views.fields.form import FieldForm
from credit_panel.views.model.cost_board import RatioBoard
from credit_panel.views.parts.component import Component
from credit_panel.views.parts.html_block import HtmlBlock
from credit_panel.views.portfolio.brush_card import BrushCard
from credit_panel.views.portfolio.cohort_bar import CohortBlock
from credit_panel.views.shell.tabs import TabBar
from credit_panel.views.what_if.controls import LeverBoard

SENDING = (
    BrushCard, CohortBlock, CompareControls, FieldForm, HtmlBlock, LeverBoard, RatioBoard, RecordForm, SearchBox,
)  # fmt: skip
MALFORMED: list[Any] = [
    None, {}, [], 0, -1.5, True, "text", [[]], {"serial": 7}, {"serial": "7", "kind": "undo"}, {"serial": True},
    {"serial": 2**70, "kind": "undo"}, {"kind": ["move"], "serial": 7}, {"action": [], "value": {}, "serial": 7},
    {"kind": "move", "lever": "AMT_CREDIT", "value": float("inf"), "gesture": 1, "serial": 7},
    {"kind": "type", "lever": "AMT_CREDIT", "text": "x" * 100_000, "serial": 7},
    {"kind": "enter", "texts": {"AMT_CREDIT": 5}, "serial": 7}, {"kind": "look", "text": None, "serial": 7},
    {"client": "1", "outcome": 1, "reason": None, "comment": [], "serial": 7},
    {"kind": "low", "role": "first", "value": "1", "on": True, "serial": 7, "more": 1},
]  # fmt: skip


@pytest.mark.parametrize("kind", SENDING)
def test_a_malformed_message_is_dropped_and_told_once_a_session(
    kind: type[Component], caplog: pytest.LogCaptureFixture
) -> None:
    taken: list[Any] = []
    component, document = kind(), Document()
    component.on_message(taken.append)
    with set_curdoc(document), caplog.at_level(logging.WARNING, "credit_panel"):
        for content in MALFORMED:
            component._process_event(DataEvent(None, content))
    assert taken == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.records[0].exc_info is None
    assert component.answered == 7  # a browser that waits for this number goes on


def test_a_message_that_fits_is_answered_even_when_it_breaks_something() -> None:
    board = LeverBoard()

    def act(message: Any) -> None:
        raise ZeroDivisionError(message.kind)

    board.on_message(act)
    with pytest.raises(ZeroDivisionError, match="undo"):
        board.receive({"kind": "undo", "serial": 3})
    assert board.answered == 3


def test_a_browser_sets_what_its_component_lets_it_set() -> None:
    header, tabs = Header(language="en"), TabBar(names={"one": "One", "two": "Two"}, selected="one")
    header._process_events({"language": "xx", "dark": "yes", "heading": "mine", "mode": "root", "words": {}})
    assert (header.language, header.dark, header.heading, header.mode) == ("en", None, "", "")
    assert header.words["pages"] == "Pages"
    header._process_events({"language": "fr", "fragment": "#client=1", "dark": True})
    assert (header.language, header.fragment, header.dark) == ("fr", "#client=1", True)
    for wrong in ("three", "", 5, None):
        tabs._process_events({"selected": wrong})
    assert tabs.selected == "one"
    tabs._process_events({"selected": "two"})
    assert tabs.selected == "two"
