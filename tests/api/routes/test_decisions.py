"""Decisions that another system sends are kept as those of the page are, once each, and on what was shown."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from api.addresses import OTHERS
from fastapi.testclient import TestClient
from httpx2 import Response
from little_room import little_room
from pypdf import PdfReader

from credit_panel.cli import main
from credit_panel.decisions.lasting import lasting_log
from credit_panel.documents.lender import Lender
from credit_panel.documents.letter import letter_pdf
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import current_journal
from credit_panel.journal.records import DECISIONS, Kind
from credit_panel.journal.verification import verify_journal
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from credit_panel.state import ClientState
from credit_panel.state.deciding import DecisionState

ADDRESS = "/api/v1/decisions"

Body = dict[str, Any]


@pytest.fixture
def journal(client: TestClient) -> Journal:
    return current_journal(Settings.from_env())


def send(client: TestClient, body: Body, key: str = "") -> Response:
    return client.post(ADDRESS, json=body, headers={"Idempotency-Key": key} if key else {})


def listed(client: TestClient, body: Body) -> Any:
    return client.get(f"/api/v1/clients/{body['client_id']}/decisions").json()


def kind_of(answer: Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def overruled(body: Body) -> Body:
    return {**body, "decided": OTHERS[body["decided"]], "reason": "data_wrong"}


def test_the_letter_tells_it(
    client: TestClient, body: Body, served_model: ServedModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = body["client_id"]
    assert send(client, overruled(body)).status_code == 201
    answer = client.get(f"/api/v1/clients/{number}/letter", headers={"accept-language": "fr"})
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).replace("\n", " ")
    assert "une personne a décidé" in said
    assert "données" in said  # the reason
    path = tmp_path / "letter.pdf"
    assert main(["letter", str(number), "--out", str(path)]) == 0
    assert "about the decision of" in capsys.readouterr().out
    assert path.read_bytes() == answer.content
    assert main(["letter", str(number), "--proposal", "--out", str(path)]) == 0
    assert path.read_bytes() == letter_pdf(served_model, number, "fr", Lender(), datetime.now(UTC).date())


def test_it_is_answered_with_its_record(client: TestClient, body: Body, journal: Journal) -> None:
    answer = send(client, {**body, "comment": " read with the client\u202e "})
    assert answer.status_code == 201
    told = answer.json()
    assert (told["sequence"], told["hash"]) == journal.head()
    assert (told["kind"], told["person"], told["comment"]) == ("decision", "Anne Martin", "read with the client")
    assert told["journal"] == journal.name
    assert listed(client, body) == {
        "client_id": body["client_id"],
        "standing": told["sequence"],
        "review": None,
        "decisions": [{name: value for name, value in told.items() if name not in ("client_id", "journal")}],
    }
    assert verify_journal(journal).intact


def test_page_and_program_keep_the_same_record(
    client: TestClient, body: Body, journal: Journal, served_model: ServedModel
) -> None:
    """Two clients, the same decision: but for who they are and how it came, the records hold the same members."""
    send(client, overruled(body))
    log = lasting_log(Settings.from_env(), served_model)
    page = DecisionState(
        lasting=lambda: log, client=ClientState(served_model, int(served_model.portfolio.ids[4])), person="B. Durand"
    )
    explanation = page.client.explanation
    assert explanation is not None
    assert page.decide(page.client.client_id, OTHERS[explanation.outcome], "data_wrong", "")
    sent, typed = journal.entries(DECISIONS)
    assert sent.kind == typed.kind == Kind.OVERRULE
    assert set(sent.content) - set(typed.content) == {"sent"}
    assert set(typed.content) <= set(sent.content)
    for name in ("portfolio", "model", "policy", "threshold", "reviews", "reason"):
        assert sent.content[name] == typed.content[name]
    assert sum(kind == Kind.MODEL_CHANGED for kind in (entry.kind for entry in journal.entries())) == 1


def test_what_the_page_has_decided_is_read_and_followed(
    client: TestClient, body: Body, served_model: ServedModel
) -> None:
    log = lasting_log(Settings.from_env(), served_model)
    page = DecisionState(lasting=lambda: log, client=ClientState(served_model, body["client_id"]), person="Zoé")
    assert page.decide(body["client_id"], OTHERS[body["decided"]], "data_wrong", "")
    known = listed(client, body)
    assert known["review"] == "overruled"
    assert kind_of(send(client, body)) == "decided-meanwhile"
    answer = send(client, {**body, "standing": known["standing"]})
    assert (answer.json()["kind"], answer.json()["reviews"]) == ("review", known["standing"])
    assert listed(client, body)["review"] is None
    assert not page.decide(body["client_id"], body["decided"], "", "")
    assert page.problems == {"form": "newer"}


def test_nobody_reviews_a_decision_of_their_own(client: TestClient, body: Body) -> None:
    first = send(client, overruled(body)).json()
    again = send(client, {**body, "standing": first["sequence"], "person": "ANNE  MARTIN"}).json()
    assert (again["kind"], again["reviews"]) == ("decision", None)


@pytest.mark.parametrize(
    "change",
    [{"model_version": "0" * 12}, {"outcome": "other"}, {"probability": 0.5}],
    ids=["another_model", "another_outcome", "another_probability"],
)
def test_a_proposal_that_is_no_longer_so_is_refused(
    client: TestClient, body: Body, journal: Journal, change: Body
) -> None:
    if "outcome" in change:
        change = {"outcome": OTHERS[body["decided"]]}
    answer = send(client, {**body, "proposal": body["proposal"] | change})
    assert (answer.status_code, kind_of(answer)) == (409, "stale-proposal")
    assert body["proposal"]["model_version"] in answer.json()["detail"]
    assert list(journal.entries(DECISIONS)) == []


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"decided": "other", "reason": None}, ["reason"]),
        ({"decided": "other", "reason": "other"}, ["comment"]),
        ({"person": " \u202e "}, ["person"]),
        ({"person": None, "reason": "other"}, ["comment", "person"]),
    ],
)
def test_what_a_decision_lacks_is_told_by_field(
    client: TestClient, body: Body, journal: Journal, change: Body, fields: list[str]
) -> None:
    if "decided" in change:
        change = change | {"decided": OTHERS[body["decided"]]}
    answer = send(client, body | change)
    assert (answer.status_code, kind_of(answer)) == (422, "bad-decision")
    assert [problem["field"] for problem in answer.json()["fields"]] == fields
    assert list(journal.entries(DECISIONS)) == []


def test_a_client_who_is_none_is_refused(client: TestClient, body: Body) -> None:
    answer = send(client, {**body, "client_id": 1})
    assert (answer.status_code, kind_of(answer)) == (404, "unknown-client")


def test_a_request_that_is_sent_again_is_recorded_once(client: TestClient, body: Body, journal: Journal) -> None:
    first = send(client, body, "a1b2")
    assert send(client, body, '"a1b2"').json() == first.json()
    assert len(list(journal.entries(DECISIONS))) == 1
    other = send(client, overruled(body), "a1b2")
    assert (other.status_code, kind_of(other)) == (422, "key-reused")
    assert kind_of(send(client, body)) == kind_of(send(client, body, "c3d4")) == "decided-meanwhile"


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "é".encode()])
def test_a_name_that_is_none_is_refused(client: TestClient, body: Body, key: str | bytes) -> None:
    answer = client.post(ADDRESS, json=body, headers={"Idempotency-Key": key})
    assert (answer.status_code, kind_of(answer)) == (422, "bad-request")


def test_a_journal_that_takes_nothing_is_told_and_keeps_nothing(
    client: TestClient, body: Body, journal: Journal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "own.journal"
    listed(client, body)  # the first use keeps what is served

    def refused(retry: str | None) -> str:
        before = journal.head()
        answer = send(client, body, "once")
        assert (answer.status_code, kind_of(answer)) == (503, "journal-unavailable")
        assert answer.headers.get("retry-after") == retry
        assert str(tmp_path) not in answer.text
        assert journal.head() == before
        return str(answer.json()["detail"])

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "in use by another writer" in refused("5")
        other.execute("ROLLBACK")
    with little_room(2_000):
        assert "disk is full" in refused(None)
    with journal.database.writing() as transaction:
        transaction.execute("PRAGMA query_only = ON")
    assert "may only be read" in refused(None)
    with journal.database.reading() as transaction:
        assert transaction.execute("SELECT COUNT(*) FROM bodies WHERE kind = 'decision'") == [(0,)]
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_URL", "off")
    assert kind_of(send(client, body)) == "no-journal"
    assert client.get(f"/api/v1/clients/{body['client_id']}/decisions").status_code == 404
