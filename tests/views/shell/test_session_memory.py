"""What a browser's tab keeps of a session comes back whole, and what is made up comes to nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.pages.session_memory import SessionMemory
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.state import ClientState, CohortState
from credit_panel.state.client import RECENT
from credit_panel.state.deciding import DecisionState
from credit_panel.views import Header
from credit_panel.views.client.finder import ClientFinder
from credit_panel.views.shell.session_memory import read_memory, write_memory


class Visit:
    """The states of one page, and the memory between them and the header."""

    def __init__(self, served: ServedModel, kept: str = "") -> None:
        self.client = ClientState(served)
        self.decisions = DecisionState(client=self.client)
        self.header = Header(language="en")
        self.memory = SessionMemory(self.header, self.client, self.decisions)
        if kept:
            self.header.kept = kept

    def decide(self, client_id: int, comment: str) -> None:
        self.client.open(client_id)
        assert self.decisions.decide(client_id, self.client.explanation.outcome, "", comment)


def test_decisions_and_the_last_opened_clients_go_along_to_the_next_page(served: ServedModel) -> None:
    first, second, third = (int(i) for i in served.portfolio.ids[:3])
    before = Visit(served)
    before.decide(first, "“Été” = <b>")
    before.decide(second, "")
    after = Visit(served, before.header.kept)
    assert after.client.recent == before.client.recent
    assert after.decisions.log.everything() == before.decisions.log.everything()
    after.client.open(first)
    assert [decision.comment for decision in after.decisions.recorded] == ["“Été” = <b>"]
    after.decide(third, "later")
    last = Visit(served, after.header.kept)
    assert [decision.client for decision in last.decisions.log.everything()] == [first, second, third]
    assert [number for number, _ in last.client.recent] == [third, first, second]
    last.header.kept = before.header.kept  # an older tab's text takes nothing away
    assert len(last.decisions.log.everything()) == 3


def test_the_list_of_the_finder_says_what_was_decided(served: ServedModel) -> None:
    first = int(served.portfolio.ids[0])
    visit = Visit(served)
    finder = ClientFinder(cohort=CohortState(served), decisions=visit.decisions, language="en", open=True)
    listed = finder._table
    assert "Decided" in listed._block.block
    visit.decide(first, "")
    words = {Outcome.ACCEPT: "Accepted", Outcome.REVIEW: "Documents asked for", Outcome.REFUSE: "Refused"}
    assert words[visit.client.explanation.outcome] in listed._block.block


def test_who_is_no_client_is_not_among_the_last_opened(served: ServedModel) -> None:
    first = int(served.portfolio.ids[0])
    kept = json.dumps({"opened": [[n, "accept"] for n in (10**9, first, 5, 6, 7, 8, 9)], "decisions": []})
    visit = Visit(served, kept)
    assert visit.client.recent == [(first, Outcome.ACCEPT)]
    many = json.dumps({"opened": [[int(n), "accept"] for n in served.portfolio.ids[:20]]})
    assert len(Visit(served, many).client.recent) == RECENT


DECISION = {
    "client": 1,
    "proposed": "accept",
    "decided": "refuse",
    "reason": "data_wrong",
    "comment": "",
    "probability": 0.1,
    "threshold": 0.09,
    "model_version": "v",
    "at": "2026-11-29T10:00:00Z",
}


def test_the_decision_of_the_next_tests_is_one() -> None:
    ((decision,), _) = read_memory(json.dumps({"decisions": [DECISION]}))
    assert read_memory(write_memory([decision], [])) == ([decision], [])


@pytest.mark.parametrize(
    "change",
    [
        {"decided": "perhaps"},
        {"reason": "<img>"},
        {"comment": "x" * 501},
        {"probability": 7},
        {"at": "2026-11-29T10:00:00"},
        {"at": "soon"},
        {"client": -1},
        {"more": 1},
    ],
)
def test_a_decision_that_is_none_is_left(change: dict[str, object]) -> None:
    assert read_memory(json.dumps({"decisions": [DECISION | change]})) == ([], [])


@given(st.text(max_size=200))
def test_any_text_is_a_memory_or_none(text: str) -> None:
    assert read_memory(text) == ([], [])
