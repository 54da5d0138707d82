"""Changed data of a client are kept as the next version of their file, and everything starts from it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from api.keeping import REASON, change, file_of, kind_of
from fastapi.testclient import TestClient
from pypdf import PdfReader

from credit_panel.change_setting import SETTING
from credit_panel.journal.export import file_of_client
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import current_journal
from credit_panel.journal.records import Kind
from credit_panel.journal.verification import verify_journal
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario, what_if
from credit_panel.settings import Settings

NEW = {"AMT_INCOME_TOTAL": 412_500, "OCCUPATION_TYPE": "Managers", "AMT_CREDIT": 300_000}


def journal() -> Journal:
    return current_journal(Settings.from_env())


def test_nothing_is_kept_unless_a_deployment_says_so(client: TestClient, number: int, tmp_path: Path) -> None:
    before = file_of(client, number)
    refused = change(client, number, NEW)
    assert (refused.status_code, kind_of(refused)) == (403, "changes-off")
    assert SETTING in refused.json()["detail"]
    assert kind_of(change(client, number, NEW, tag=None)) == "changes-off"
    assert file_of(client, number).content == before.content
    assert before.json()["data_version"] == before.json()["latest_version"] == 1
    assert not (tmp_path / "own.journal").exists()


def test_a_change_is_the_next_version(keeping: TestClient, number: int, served_model: ServedModel) -> None:
    own = served_model.portfolio.client(number)
    before = file_of(keeping, number)
    answer = change(keeping, number, NEW)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["data_version"], told["latest_version"]) == (2, 2)
    assert {name: told["application"][name] for name in NEW} == NEW
    assert told["changed"] == {name: {"before": own[name][0], "after": value} for name, value in NEW.items()}
    (version,) = told["versions"]
    assert (version["version"], version["person"], version["reason"]) == (2, "Anne Martin", REASON)
    assert version["changes"] == told["changed"]
    assert file_of(keeping, number).content == answer.content
    assert file_of(keeping, number).headers["etag"] == answer.headers["etag"] != before.headers["etag"]
    # the original is obtainable, and as it was but for what it says of a later one
    original = file_of(keeping, number, 1).json()
    assert original["versions"] == told["versions"]
    later = {"latest_version": 2, "versions": told["versions"]}
    assert original == {**before.json(), **later}
    served_model.verify()
    assert served_model.portfolio.client(number).equals(own)


def test_the_record_says_who_when_what_and_why(keeping: TestClient, number: int, served_model: ServedModel) -> None:
    told = change(keeping, number, NEW).json()
    entry = journal().of(number)[-1]
    assert (entry.kind, entry.person, entry.content["reason"]) == (Kind.DATA_CHANGED, "Anne Martin", REASON)
    assert (entry.sequence, entry.hash) == (told["versions"][0]["record"], told["versions"][0]["hash"])
    assert entry.content["portfolio"] == served_model.portfolio.manifest.seal
    assert entry.content["model"]["version"] == served_model.scorer.version
    assert entry.content["before"]["probability"] == served_model.explain_client(number).probability
    assert entry.content["after"]["probability"] == told["probability"]
    assert verify_journal(journal()).intact
    (record,) = file_of_client(journal(), number)["records"]
    assert record["content"]["changes"]["AMT_CREDIT"]["after"] == 300_000


def test_every_read_starts_from_the_last_version(keeping: TestClient, number: int, served_model: ServedModel) -> None:
    own = served_model.portfolio.client(number)
    expected = what_if(served_model.scorer, own, Scenario(NEW)).after
    before = {path: keeping.get(f"/api/v1/clients/{number}/{path}") for path in READS}
    change(keeping, number, NEW)
    for path, earlier in before.items():
        now = keeping.get(f"/api/v1/clients/{number}/{path}")
        assert now.status_code == 200, now.text
        assert (now.json()["data_version"], now.json()["latest_version"]) == (2, 2)
        first = keeping.get(f"/api/v1/clients/{number}/{path}", params={"version": 1})
        assert first.json() == {**earlier.json(), "latest_version": 2}
        assert now.headers["etag"] != earlier.headers["etag"]
    assert now_of(keeping, number, "score")["probability"] == pytest.approx(expected.probability, abs=1e-9)
    assert now_of(keeping, number, "explanation")["points"] == pytest.approx(expected.points, abs=1e-9)
    ranks = keeping.get(f"/api/v1/clients/{number}/percentiles", params={"features": "AMT_CREDIT"}).json()
    assert ranks["percentiles"][0]["value"] == 300_000
    assert now_of(keeping, number, "history")["client_id"] == number


READS = ("score", "explanation", "neighbours", "recourse", "percentiles")


def now_of(client: TestClient, number: int, path: str) -> Any:
    return client.get(f"/api/v1/clients/{number}/{path}").json()


def test_a_what_if_starts_there_too(keeping: TestClient, number: int) -> None:
    change(keeping, number, NEW)
    score = now_of(keeping, number, "score")
    for asked, after in ((None, 2), (1, 1)):
        path = f"/api/v1/clients/{number}/what-if" + ("" if asked is None else f"?version={asked}")
        told = keeping.post(path, json={"changes": {"AMT_CREDIT": 300_000}}).json()
        assert told["data_version"] == after
        assert ("AMT_CREDIT" in told["changes"]) == (after == 1)
        assert (told["before"]["probability"] == score["probability"]) == (after == 2)


def test_the_letter_rests_on_it_and_says_so(keeping: TestClient, number: int) -> None:
    change(keeping, number, NEW)
    answer = keeping.get(f"/api/v1/clients/{number}/letter", headers={"accept-language": "en"})
    assert (answer.headers["data-version"], answer.headers["latest-data-version"]) == ("2", "2")
    assert "Your file was changed on" in text_of(answer.content)
    first = keeping.get(f"/api/v1/clients/{number}/letter?version=1", headers={"accept-language": "en"})
    assert (first.headers["data-version"], first.headers["latest-data-version"]) == ("1", "2")
    assert "Your file was changed" not in text_of(first.content)


def text_of(pdf: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_lists_are_the_portfolio_s_and_say_that_there_is_more(keeping: TestClient, number: int) -> None:
    def listed() -> dict[str, Any]:
        return keeping.get("/api/v1/clients", params={"prefix": str(number)}).json()["clients"][0]

    summary = keeping.get("/api/v1/portfolio/summary").content
    before = listed()
    change(keeping, number, NEW)
    assert listed() == {**before, "latest_version": 2}
    assert keeping.get("/api/v1/portfolio/summary").content == summary


def test_changes_add_up_and_can_be_taken_back(keeping: TestClient, number: int, served_model: ServedModel) -> None:
    own = served_model.portfolio.client(number).row(0, named=True)
    change(keeping, number, {"AMT_CREDIT": 300_000})
    told = change(keeping, number, {"AMT_INCOME_TOTAL": 412_500}).json()
    assert told["data_version"] == 3
    assert set(told["changed"]) == {"AMT_CREDIT", "AMT_INCOME_TOTAL"}
    assert [set(each["changes"]) for each in told["versions"]] == [{"AMT_CREDIT"}, {"AMT_INCOME_TOTAL"}]
    assert set(file_of(keeping, number, 2).json()["changed"]) == {"AMT_CREDIT"}
    back = change(keeping, number, {name: own[name] for name in ("AMT_CREDIT", "AMT_INCOME_TOTAL")}).json()
    assert (back["data_version"], back["changed"]) == (4, {})
    assert back["probability"] == served_model.explain_client(number).probability
    unknown = file_of(keeping, number, 5)
    assert (unknown.status_code, kind_of(unknown)) == (404, "unknown-version")


def test_what_follows_from_a_change_is_on_record_too(keeping: TestClient, served_model: ServedModel) -> None:
    cars = served_model.portfolio.select(None, ("SK_ID_CURR", "FLAG_OWN_CAR", "OWN_CAR_AGE")).drop_nulls()
    number = int(cars.filter(cars["FLAG_OWN_CAR"] == "Y")["SK_ID_CURR"][0])
    told = change(keeping, number, {"FLAG_OWN_CAR": "N"}).json()
    assert set(told["changed"]) == {"FLAG_OWN_CAR", "OWN_CAR_AGE"}
    assert told["application"]["OWN_CAR_AGE"] is None
    assert file_of(keeping, number).json()["probability"] == told["probability"]


def test_what_was_changed_counts_on_where_nothing_may_be_any_more(
    keeping: TestClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = change(keeping, number, NEW)
    monkeypatch.setenv(SETTING, "off")
    assert file_of(keeping, number).content == told.content
    assert kind_of(change(keeping, number, {"AMT_CREDIT": 1_000_000})) == "changes-off"
    assert now_of(keeping, number, "score")["data_version"] == 2


def test_a_decision_rests_on_the_last_version(keeping: TestClient, body: dict[str, Any]) -> None:
    number = body["client_id"]
    told = change(keeping, number, {"CNT_CHILDREN": 3}).json()  # which may leave the proposal as it is
    stale = keeping.post("/api/v1/decisions", json=body)
    assert (stale.status_code, kind_of(stale)) == (409, "stale-proposal")
    score = now_of(keeping, number, "score")
    proposal = {**body["proposal"], "outcome": score["outcome"], "data_version": told["data_version"]}
    kept = keeping.post("/api/v1/decisions", json={**body, "proposal": proposal, "decided": score["outcome"]})
    assert kept.status_code == 201, kept.text
    assert journal().of(number)[-1].content["data_version"] == 2
