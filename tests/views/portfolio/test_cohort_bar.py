"""The cohort's bar and the boxes beside the pictures: escaped, in both languages, and deaf to nonsense."""

from __future__ import annotations

import json

import panel as pn
import pytest
from hand_made.parts import part

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.state import CohortState
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.component import Component
from credit_panel.views.portfolio.brush_card import end_text, range_row, read_end
from credit_panel.views.portfolio.cohort_bar import CohortBar
from credit_panel.views.portfolio.cohort_figures import CohortFiguresView
from credit_panel.views.portfolio.figures import PortfolioFigures
from credit_panel.views.portfolio.linked import LinkedView
from credit_panel.views.portfolio.linked_numbers import LinkedNumbers

EN, FR = translator("en"), translator("fr")


def send(component: Component, **message: object) -> None:
    component.receive({"serial": component.answered + 1, **message})


@pytest.fixture
def cohort(served: ServedModel) -> CohortState:
    return CohortState(served)


def test_a_name_reaches_the_page_escaped(cohort: CohortState) -> None:
    bar = CohortBar(cohort=cohort, language="en")
    send(bar._block, action="name", value="<img src=x onerror=alert(1)>")
    assert cohort.cohort.name.startswith("<img")
    assert "<img" not in bar.html(EN)
    assert "&lt;img" in bar.html(EN)


def test_the_bar_does_what_its_buttons_say(cohort: CohortState) -> None:
    bar = CohortBar(cohort=cohort, language="fr")
    cohort.read('{"where":{"points":{"from":500,"to":560}}}')
    send(bar._block, action="invert", value="")
    assert cohort.cohort.inverted
    sent: list[dict[str, str]] = []
    bar._block._send_msg = sent.append
    send(bar._block, action="csv", value="")
    send(bar._block, action="parquet", value="")
    assert [file["name"] for file in sent] == ["cohort.csv", "cohort.parquet"]
    send(bar._block, action="lift", value="points")
    send(bar._block, action="clear", value="")
    send(bar._block, action="format the disk", value="x" * 3_000)
    assert cohort.cohort.is_everyone
    assert "Tous les clients" in bar.html(FR)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "cannot be used"), ('{"where":{"points":{"from":1e6,"to":null}}}', "No client meets these conditions")],
)
def test_what_is_wrong_with_a_cohort_is_said(cohort: CohortState, text: str, said: str) -> None:
    bar = CohortBar(cohort=cohort, language="en")
    cohort.read(text)
    assert said in bar.html(EN)


def test_boxes_take_numbers_as_people_write_them() -> None:
    assert read_end("AMT_CREDIT", "500,000", EN) == 500_000
    assert read_end("AMT_CREDIT", "500\N{NARROW NO-BREAK SPACE}000,5", FR) == 500_000.5
    assert read_end("AMT_CREDIT", "45 k", FR) == 45_000
    assert read_end("probability", "12,5 %", FR) == 0.125
    assert read_end("points", " ", EN) is None
    for text in ("many", "9" * 40, "1e999", "nan"):
        with pytest.raises(ValueError, match=r".*"):
            read_end("points", text, EN)
    assert end_text("probability", 0.125, EN) == "12.5%"
    assert end_text("points", None, EN) == ""


def test_a_box_that_cannot_be_read_keeps_the_range_and_says_so(cohort: CohortState) -> None:
    brush = BrushState(cohort=cohort)
    view = LinkedView(brush=brush, language="en")
    head = view._heads["first"]
    send(head, kind="low", role="first", value="500", on=False)
    send(head, kind="high", role="first", value="plenty", on=False)
    assert brush.ends("first") == (500, None)
    row = view._heads["first"].content["rows"][0]
    assert "not a number" in row["wrong"]
    assert (row["low"]["text"], row["low"]["wrong"]) == ("500", False)
    assert (row["high"]["text"], row["high"]["wrong"]) == ("plenty", True)
    send(head, kind="high", role="first", value="400", on=False)
    assert "must not be above" in view._heads["first"].content["rows"][0]["wrong"]
    view.language = "fr"
    assert "ne doit pas" in view._heads["first"].content["rows"][0]["wrong"]
    send(head, kind="column", role="first", value="AMT_INCOME_TOTAL", on=False)
    assert range_row(brush, "first", None, EN)["selected"] == "AMT_INCOME_TOTAL"
    for nonsense in (
        {"kind": "column", "role": "first", "value": "SK_ID_CURR", "on": False},
        {"kind": "column", "role": "name", "value": "x", "on": False},
        {"kind": "level", "role": "", "value": "99", "on": False},
        {"kind": "low", "role": "cohort", "value": "1", "on": False},
        {},
    ):
        send(head, **nonsense)
    assert set(cohort.cohort.conditions) == {"points"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "text", ["", '{"where":{"points":{"from":1e6,"to":null}}}', '{"where":{"grade":{"in":["D"]}}}']
)
def test_every_part_is_drawn_for_any_cohort(served: ServedModel, cohort: CohortState, language: str, text: str) -> None:
    cohort.read(text)
    brush = BrushState(cohort=cohort)
    t = translator(language)
    blocks = [
        PortfolioFigures(served, language=language).html(t),
        CohortFiguresView(brush=brush, language=language).html(t),
        LinkedNumbers(brush=brush, language=language).html(t),
    ]
    assert all("nan" not in block and "None" not in block for block in blocks)
    assert json.dumps(blocks)


def test_those_without_a_value_are_counted_beside_the_picture_and_can_be_chosen(cohort: CohortState) -> None:
    brush, column = BrushState(cohort=cohort), "DAYS_EMPLOYED"
    brush.second = column
    view = LinkedView(brush=brush, language="en")
    head, lacking = view._heads["second"], cohort.served.portfolio.column(column).null_count()
    assert lacking > 0

    def told() -> tuple[str, bool]:
        missing = head.content["rows"][0]["missing"]
        return missing["label"], missing["on"]

    assert told() == (f"Not given: {EN.number(lacking)}", False)
    send(head, kind="missing", role="second", value="on", on=True)
    assert len(cohort.members) == lacking
    assert told() == (f"Not given: {EN.number(lacking)}, of whom chosen: {EN.number(lacking)}", True)
    assert "not given" in CohortBar(cohort=cohort, language="en").html(EN)
    assert "non renseigné" in CohortBar(cohort=cohort, language="fr").html(FR)
    again = CohortState(cohort.served)
    assert again.read(cohort.cohort.encode())
    assert again.cohort == cohort.cohort
    cohort.invert()
    assert len(cohort.members) == len(cohort.served.portfolio) - lacking
    assert told() == (f"Not given: {EN.number(lacking)}, of whom chosen: 0", True)
    cohort.invert()
    send(head, kind="missing", role="second", value="on", on=False)
    assert cohort.cohort.is_everyone
    send(head, kind="low", role="second", value="0", on=False)
    assert told() == (f"Not given: {EN.number(lacking)}, of whom chosen: 0", False)
    cohort.invert()
    assert told() == (f"Not given: {EN.number(lacking)}, of whom chosen: {EN.number(lacking)}", False)
    cohort.clear()
    assert view._heads["first"].content["rows"][0]["missing"] is None  # every client has points
    brush.param.update(x=column, y="points")
    assert f"{EN.number(lacking)} clients are not drawn" in view._heads["scatter"].content["note"]
    assert f"{EN.number(lacking)} clients are not drawn" in view._rates._block.block
    assert f"<td>{EN.number(lacking)}</td>" in part(LinkedNumbers(brush=brush, language="en"), pn.pane.HTML).object


def test_a_cohort_too_large_for_a_page_is_told_where_else_to_write_it(
    cohort: CohortState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("credit_panel.views.portfolio.cohort_bar.MOST_SAVED", 2_000)
    bar = CohortBar(cohort=cohort, language="fr")
    sent: list[dict[str, str]] = []
    bar._block._send_msg = sent.append
    send(bar._block, action="parquet", value="")
    assert sent == []
    assert "Un fichier de plus de 2" in bar.html(FR)
    cohort.read('{"where":{"points":{"from":500,"to":560}}}')
    send(bar._block, action="parquet", value="")
    assert [file["name"] for file in sent] == ["cohort.parquet"]
