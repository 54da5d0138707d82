"""The decision's block of HTML: whole, in both languages, and deaf to what the data would have it run."""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import unquote

import pytest

from credit_panel.locale import translator
from credit_panel.portfolio import Cohort, ServedModel
from credit_panel.scoring import Contribution, Outcome
from credit_panel.state import ClientState
from credit_panel.views import DecisionView, WhyView

PAYLOAD = "<img src=x onerror=alert(1)>"


@pytest.fixture
def state(served: ServedModel) -> ClientState:
    state = ClientState(served)
    state.open(int(served.portfolio.ids[0]))
    return state


def shown(view: DecisionView) -> str:
    return view.__panel__().object


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_shows_the_figures_of_the_explanation(state: ClientState, language: str) -> None:
    t, html = translator(language), shown(DecisionView(state=state, language=language))
    explanation = state.explanation
    assert f"<b>{t.percent(explanation.probability)}</b>" in html
    assert f"<dd>{t.number(explanation.points)}</dd>" in html
    assert f"<dd>{explanation.grade}</dd>" in html
    assert html.count("<h1") == 1
    assert len(re.findall(r'<td class="points">', html)) == 8  # six features, the others, and what is no reason to tell


def test_it_follows_the_client_and_the_language(state: ClientState, served: ServedModel) -> None:
    view = DecisionView(state=state, language="en")
    other = int(served.portfolio.ids[1])
    state.open(other)
    assert f"Client {other}" in shown(view)
    assert "In plain words" in shown(view)
    view.language = "fr"
    assert "En clair" in shown(view)


def test_an_unknown_client_is_told_and_the_open_one_stays(state: ClientState) -> None:
    view = DecisionView(state=state, language="en")
    state.open(PAYLOAD)
    assert "&lt;img" in shown(view)
    assert "<img" not in shown(view)
    assert f"the client shown is still {state.client_id}" in shown(view)


def test_without_a_client_it_invites_to_open_one(served: ServedModel) -> None:
    state = ClientState(served)
    view = DecisionView(state=state, language="en")
    assert f'href="client#client={served.portfolio.ids[0]}"' in shown(view)
    listed = re.findall(r'href="client#find=([^"]+)"><b>([\d,]+)', shown(view))
    cohorts = [Cohort.decode(unquote(address), served.portfolio.schema) for address, _ in listed]
    sizes = [len(served.portfolio.select(cohort.conditions)) for cohort in cohorts]
    assert [int(count.replace(",", "")) for _, count in listed] == sizes
    assert sum(sizes) == len(served.portfolio)
    state.open(PAYLOAD)
    assert 'role="alert"' in shown(view)
    assert "<img" not in shown(view)


def test_text_of_the_data_is_shown_as_text(state: ClientState) -> None:
    strange = Contribution("OCCUPATION_TYPE", PAYLOAD, PAYLOAD + "2", -300.0)
    explanation = state.explanation
    state.explanation = dataclasses.replace(explanation, contributions=(strange, *explanation.contributions))
    html = shown(DecisionView(state=state, language="fr"))
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.parametrize(
    ("outcome", "words", "shape"),
    [
        (Outcome.ACCEPT, "Accord proposé", "circle"),
        (Outcome.REVIEW, "À étudier", "rect"),
        (Outcome.REFUSE, "Refus", "path"),
    ],
)
def test_the_outcome_is_a_word_and_a_shape_as_well_as_a_colour(
    state: ClientState, outcome: Outcome, words: str, shape: str
) -> None:
    state.explanation = dataclasses.replace(state.explanation, outcome=outcome)
    html = shown(DecisionView(state=state, language="fr"))
    headline = re.search(r"<h1.*?</h1>", html, re.DOTALL).group()
    assert words in headline
    assert re.search(r'<svg class="sign"[^>]*>\s*<(\w+)', headline).group(1) == shape
    assert f'class="card verdict {outcome}"' in html


def test_the_column_of_directions_is_read_out_too(state: ClientState) -> None:
    for view in (DecisionView(state=state, language="en"), WhyView(state=state, language="en")):
        cells = re.findall(r'<td class="bar"><span class="unseen">([^<]*)</span><svg', shown(view))
        assert len(cells) >= 6
        assert set(cells) <= {"adverse in this file", "favourable in this file", ""}
        assert cells[0]
