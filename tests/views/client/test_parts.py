"""Facts, search and header, each without a browser."""

from __future__ import annotations

import pytest

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState
from credit_panel.views import ClientSearch, FactsView, Header
from credit_panel.views.client.facts import CLIENT, REQUEST


@pytest.fixture
def state(served: ServedModel) -> ClientState:
    return ClientState(served)


def test_facts_are_the_clients_own_in_units_of_people(state: ClientState, served: ServedModel) -> None:
    t, view = translator("fr"), FactsView(state=state, language="fr")
    assert "<dl>" not in view.__panel__().object
    state.open(int(served.portfolio.ids[0]))
    html = view.__panel__().object
    for name in (*REQUEST, *CLIENT):
        assert f"<dt>{t.label(name)}</dt><dd>{t.value(name, state.row[name].item())}</dd>".replace("'", "&#39;") in html
    assert "€" not in html


def test_the_list_of_the_last_opened_leaves_out_the_open_one(state: ClientState, served: ServedModel) -> None:
    view = FactsView(state=state, language="en")
    first, second = (int(i) for i in served.portfolio.ids[:2])
    state.open(first)
    assert "Opened recently" not in view.__panel__().object
    state.open(second)
    assert f"#client={first}" in view.__panel__().object
    assert f"#client={second}" not in view.__panel__().object


def test_search_looks_up_first_digits_and_opens_what_is_typed(state: ClientState, served: ServedModel) -> None:
    box = ClientSearch(state=state, language="en").__panel__()

    def send(kind: str, text: str) -> None:
        box.receive({"kind": kind, "text": text, "serial": box.answered + 1})

    for text, digits in (("10000", "10000"), (" 10 000\t", "10000"), ("1", "1"), ("<", "<")):
        send("look", text)
        assert (box.asked, [each["key"] for each in box.found]) == (
            text,
            [str(i) for i in served.portfolio.search(digits, 10)],
        )
    assert box.found == []
    wanted = str(served.portfolio.ids[4])
    send("open", f" {wanted[:3]}\N{NARROW NO-BREAK SPACE}{wanted[3:]} ")
    assert str(state.client_id) == wanted == box.text


def test_search_shows_the_client_opened_elsewhere_and_says_what_is_none(
    state: ClientState, served: ServedModel
) -> None:
    search = ClientSearch(state=state, language="en")
    box = search.__panel__()
    state.open(int(served.portfolio.ids[2]))
    assert (box.text, box.wrong) == (str(served.portfolio.ids[2]), "")
    state.open("5")
    assert (box.text, box.wrong) == ("5", "No client has the number 5.")
    search.language = "fr"
    assert box.wrong == "Aucun client ne porte le numéro 5."
    assert box.words["label"] == "Numéro de client"


def test_the_header_speaks_the_language() -> None:
    header = Header(language="fr", synthetic=True)
    assert header.words["synthetic"] == "Données synthétiques"
    header.language = "en"
    assert header.words["synthetic"] == "Synthetic data"
