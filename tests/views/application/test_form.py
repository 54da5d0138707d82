"""The form of an application: what a message does, and what the form then says."""

from __future__ import annotations

import pytest
from panel.models.esm import DataEvent

from credit_panel.portfolio import ServedModel
from credit_panel.state.application import ApplicationState
from credit_panel.state.asked_fields import FIRST_ASKED
from credit_panel.views.application.form import ApplicationForm
from credit_panel.views.application.result import ApplicationResult
from credit_panel.views.fields.form import FieldForm

TEXTS = {"NAME_CONTRACT_TYPE": "Cash loans", "AMT_CREDIT": "450,000", "AMT_INCOME_TOTAL": "150000", "DAYS_BIRTH": "42"}
PAYLOAD = "<img src=x onerror=alert(1)>"


@pytest.fixture
def state(served: ServedModel) -> ApplicationState:
    return ApplicationState(served)


@pytest.fixture
def view(state: ApplicationState) -> ApplicationForm:
    return ApplicationForm(state=state, language="en")


def form(view: ApplicationForm) -> FieldForm:
    return view.__panel__()


def send(view: ApplicationForm, **message: object) -> None:
    form(view)._process_event(DataEvent(None, {"serial": form(view).answered + 1, **message}))


def linked(view: ApplicationForm) -> dict[str, list[str]]:
    return {part["kind"]: [key for key, _ in part["links"]] for part in form(view).summary}


def test_what_is_needed_first_stands_open_and_is_listed_with_links(view: ApplicationForm) -> None:
    shown = [field["key"] for section in form(view).sections for field in section["shown"]]
    assert shown == list(FIRST_ASKED)
    assert linked(view) == {"needed": ["NAME_CONTRACT_TYPE", "AMT_INCOME_TOTAL", "AMT_CREDIT", "DAYS_BIRTH"]}


def test_typed_texts_are_read_scored_and_shown_as_they_are_read(view: ApplicationForm, served: ServedModel) -> None:
    send(view, kind="enter", texts=TEXTS)
    assert form(view).answered == 1
    assert form(view).summary == []
    assert form(view).entries["DAYS_BIRTH"] == {"text": "42 years", "wrong": ""}
    values = {**TEXTS, "AMT_CREDIT": 450_000.0, "AMT_INCOME_TOTAL": 150_000.0, "DAYS_BIRTH": -15_340.0}
    assert view.state.explanation == served.explain_application(values)
    view.language = "fr"
    assert form(view).entries["AMT_CREDIT"]["text"] == "450\u202f000"
    assert form(view).entries["DAYS_BIRTH"]["text"] == "42 ans"
    assert view.state.explanation == served.explain_application(values)


def test_every_error_is_listed_by_its_field_and_nothing_typed_is_lost(view: ApplicationForm) -> None:
    send(view, kind="enter", texts={**TEXTS, "AMT_CREDIT": "12", "AMT_ANNUITY": PAYLOAD, "DAYS_EMPLOYED": "3 yea"})
    assert linked(view) == {"wrong": ["AMT_CREDIT", "AMT_ANNUITY", "DAYS_EMPLOYED"]}
    view.language = "fr"
    assert form(view).entries["DAYS_EMPLOYED"]["text"] == "3 yea"
    assert form(view).entries["AMT_ANNUITY"]["text"] == PAYLOAD
    assert form(view).entries["AMT_CREDIT"]["wrong"].endswith(".")
    send(view, kind="enter", texts={"CODE_GENDER": "F", "nonsense": "1"})
    assert set(view.state.values) == set(TEXTS)


@pytest.mark.parametrize(
    ("name", "text", "mended", "value"),
    [
        ("DAYS_BIRTH", "12/03/2030", "12/03/1984", None),
        ("DAYS_BIRTH", "1984", "12 mars 1984", None),
        ("DAYS_BIRTH", "12/03/84", "41 ans", -14_975.0),
        ("AMT_CREDIT", "12,50 €", "450 000 €", 450_000.0),
        ("AMT_INCOME_TOTAL", "-30 000 par an", "30 000 par an", 2_500.0),
    ],
)
def test_what_cannot_count_stands_as_it_was_typed(
    view: ApplicationForm, name: str, text: str, mended: str, value: float | None
) -> None:
    view.language = "fr"
    send(view, kind="enter", texts={**TEXTS, name: text})
    assert linked(view)["wrong"] == [name]
    for _ in range(2):
        assert form(view).entries[name]["text"] == text
        send(view, kind="enter", texts={"AMT_GOODS_PRICE": "400 000"})
    send(view, kind="enter", texts={name: mended})
    assert "wrong" not in linked(view)
    assert value is None or view.state.values[name] == value
    send(view, kind="enter", texts={name: text})
    send(view, kind="clear")
    assert form(view).entries == {}


@pytest.mark.parametrize("word", ["NA", "-", "?", "néant", "n.c."])
def test_a_word_for_no_value_is_told_until_its_field_is_typed_in_again(view: ApplicationForm, word: str) -> None:
    send(view, kind="enter", texts={**TEXTS, "AMT_ANNUITY": word, "DAYS_EMPLOYED": " "})
    assert linked(view) == {"note": ["AMT_ANNUITY"]}
    (note,) = form(view).summary
    assert "1 field counts as not given" in note["title"]
    assert f"“{word}”" in note["links"][0][1]
    view.language = "fr"
    assert f"«\u00a0{word}\u00a0»" in form(view).summary[0]["links"][0][1]
    send(view, kind="enter", texts={"AMT_ANNUITY": ""})
    assert form(view).summary == []
    send(view, kind="enter", texts={"AMT_ANNUITY": word, "EXT_SOURCE_1": "0.5"})
    assert linked(view) == {"note": ["AMT_ANNUITY"]}
    send(view, kind="clear")
    assert set(linked(view)) == {"needed"}


def test_a_copied_time_stays_exact_when_its_box_is_left_as_it_was(view: ApplicationForm, served: ServedModel) -> None:
    client_id = int(served.portfolio.ids[2])
    send(view, kind="start", text=f" {client_id} ")
    copied = dict(view.state.values)
    shown = {name: entry["text"] for name, entry in form(view).entries.items()}
    assert "histories are not part" in form(view).words["note"]
    send(view, kind="enter", texts=shown)
    assert view.state.values == copied
    send(view, kind="start", text=PAYLOAD)
    assert view.state.values == copied
    assert form(view).words["unknown"]
    send(view, kind="clear")
    assert view.state.values == {}


def test_a_draft_is_taken_back_in_its_own_language_and_not_over_another_application(
    view: ApplicationForm, served: ServedModel
) -> None:
    french = {"AMT_CREDIT": "450\u202f000,5", "DAYS_BIRTH": "42 ans", "AMT_ANNUITY": "24 mi"}
    send(view, kind="restore", texts=french, language="fr", origin="")
    assert view.state.values == {"AMT_CREDIT": 450_000.5, "DAYS_BIRTH": -15_340.0}
    assert view.state.unread == {"AMT_ANNUITY": "24 mi"}
    first, second = (int(number) for number in served.portfolio.ids[:2])
    view.state.start_from(second)
    copied = dict(view.state.values)
    send(view, kind="restore", texts={"AMT_CREDIT": "1"}, language="en", origin=str(first))
    assert view.state.values == copied
    view.state.clear()
    send(view, kind="restore", texts={"AMT_CREDIT": "99,000"}, language="en", origin=str(second))
    assert view.state.values == {"AMT_CREDIT": 99_000.0}
    assert view.state.origin == second


def test_the_result_is_that_of_a_client_s_page_and_tells_when_it_is_of_before(state: ApplicationState) -> None:
    view = ApplicationResult(state=state, language="en")
    notice, decision = view.__panel__()
    assert "4 fields to fill" in notice.object
    assert not decision.visible
    state.enter(TEXTS | {"AMT_CREDIT": 450_000.0, "AMT_INCOME_TOTAL": 150_000.0, "DAYS_BIRTH": -15_340.0})
    assert not notice.visible
    assert "New application" in decision.object
    assert "<h1" not in decision.object
    drawn = decision.object
    state.enter({}, {"AMT_ANNUITY": PAYLOAD})
    assert "1 field to correct" in notice.object
    assert decision.object == drawn
    view.language = "fr"
    state.enter({"AMT_ANNUITY": None})
    assert "Nouvelle demande" in decision.object
