"""A second server scores what is typed here, to the last digit; where it does not, that is told and soon over."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pages.serving import serving
from polars.testing import assert_frame_equal

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.actions import Action
from credit_panel.access.gate import Gate
from credit_panel.access.roles import Role
from credit_panel.cli.service_checkup import scoring_service
from credit_panel.features import features_of_application
from credit_panel.home_credit import validate_application
from credit_panel.home_credit.applications import validate_applications
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.score_columns import score_columns
from credit_panel.remote.breaker import Breaker
from credit_panel.remote.remote_settings import RemoteSettings
from credit_panel.remote.service import ScoringService
from credit_panel.scoring import Scenario, points_otherwise, reasons_of, what_if
from credit_panel.scoring.elsewhere import Scored, ServiceError
from credit_panel.settings import Settings
from credit_panel.state.asked_fields import asked_fields
from remote.faulty_door import Door, standing

pytestmark = pytest.mark.long

APPLICATION = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_INCOME_TOTAL": 150_000.0,
    "AMT_CREDIT": 450_000.0,
    "DAYS_BIRTH": -14_600.0,
}


def score(service: ScoringService, application: dict[str, object] = APPLICATION) -> Scored:
    return service.score(application, features_of_application(validate_application(application)))


def fault(service: ScoringService) -> str:
    with pytest.raises(ServiceError, match=r"\.$") as refused:
        score(service)
    return refused.value.fault


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """The users and keys of the second server."""
    gate = Gate(AccessSettings("users", tmp_path_factory.mktemp("users") / "users.sqlite"))
    gate.people.add("admin", list(Role))
    return gate


@pytest.fixture(scope="module")
def second(settings: Settings, users: Gate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address of a second server that asks for a login, and a key for it."""
    folder = tmp_path_factory.mktemp("second")
    key = users.keys.add("pages", [Action.SCORE_APPLICATIONS, Action.VIEW_CLIENTS], 86_400.0)
    own = {"CREDIT_PANEL_ACCESS_FILE": str(users.settings.file), "CREDIT_PANEL_LOGIN": "users"}
    with serving(settings, folder / "log.txt", warm=False, environ=own) as address:
        yield address, key


@pytest.fixture
def door(second: tuple[str, str]) -> Iterator[Door]:
    with standing(second[0]) as door:
        yield door


@pytest.fixture
def service(door: Door, second: tuple[str, str], served: ServedModel) -> ScoringService:
    return ScoringService(RemoteSettings(door.address, second[1]), served, Breaker(failures=100))


def test_it_scores_as_this_server_does(service: ScoringService, served: ServedModel) -> None:
    scorer = served.scorer.without_histories
    for number in served.portfolio.ids[:12]:
        row = served.portfolio.client(int(number)).row(0, named=True)
        application = {name: row[name] for name in asked_fields(served) if row[name] is not None}
        features = features_of_application(validate_application(application))
        found, own = service.score(application, features), served.explain_application(application)
        assert replace(found.explanation, contributions=()) == replace(own, contributions=())
        assert found.explanation.contributions == own.contributions
        assert found.otherwise == points_otherwise(scorer, features, reasons_of(own))
    service.check_identity()


def test_it_scores_changes_and_files_as_this_server_does(
    service: ScoringService, door: Door, served: ServedModel
) -> None:
    number = int(served.portfolio.ids[0])
    row, scenario = served.portfolio.client(number), Scenario({"AMT_CREDIT": 300_000.0}, 0.5)
    features = scenario.features(row)
    assert service.what_if(number, scenario, features) == what_if(served.scorer, row, scenario).after
    rows = served.portfolio.select(None, ["SK_ID_CURR", *asked_fields(served)]).rows(named=True)[:1_200]
    applications, wrong = validate_applications(rows, written=False)
    assert not wrong
    door.asked = 0
    own = score_columns(
        applications["SK_ID_CURR"],
        served.scorer.without_histories.score(features_of_application(applications)),
    )
    assert_frame_equal(service.score_many(applications), own)
    assert door.asked == 2
    door.faults = [json.dumps(service._ask("POST", f"/api/v1/clients/{number}/what-if", {"changes": {}}))]
    with pytest.raises(ServiceError, match="another application"):
        service.what_if(number, scenario, features)
    for broken in ('{"scores": [], "refused": [], "model": {}}', "[]"):
        door.faults = [broken]
        with pytest.raises(ServiceError, match=r"cannot be used|no object"):
            service.score_many(applications)


def test_what_passes_is_asked_once_more(service: ScoringService, door: Door) -> None:
    for passing in ("cut", "503"):
        door.asked, door.faults = 0, [passing, ""]
        assert score(service).explanation.points > 0
        assert door.asked == 2


@pytest.mark.parametrize(
    ("wrong", "told", "asked"),
    [
        ("cut", "unreachable", 2),
        ("503", "unreachable", 2),
        ("429", "busy", 1),
        ("401", "refused", 1),
        ("404", "nonsense", 1),
        ("302", "nonsense", 1),
        ("no json", "nonsense", 1),
        ("[1]", "nonsense", 1),
        ('{"model": {"version": 3}}', "nonsense", 1),
        ('{"model": {"version": "0123456789ab"}}', "other_model", 1),
    ],
)
def test_each_fault_is_told_for_what_it_is(
    service: ScoringService, door: Door, wrong: str, told: str, asked: int
) -> None:
    door.faults = [wrong]
    assert fault(service) == told
    assert door.asked == asked


def test_a_slow_one_is_not_waited_for(service: ScoringService, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("credit_panel.remote.service.PATIENCE", 0.2)
    door.faults = ["slow"]
    began = time.monotonic()
    assert fault(service) == "unreachable"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "change",
    [
        {"probability": 2},
        {"outcome": "perhaps"},
        {"grade": "<b>"},
        {"base_points": 1.0},
        {"contributions": []},
        {"adverse": [{"theme": "<b>", "points_otherwise": 1.0}]},
        {"points": "many"},
        {"threshold": None},
        {"low": None},
    ],
    ids=str,
)
def test_an_answer_that_this_model_does_not_give_is_not_shown(
    service: ScoringService, door: Door, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    whole = service._ask("POST", "/api/v1/score/explanation", {"application": APPLICATION})
    door.faults = [json.dumps(whole)]
    assert score(service).explanation.probability == whole["probability"]
    door.faults = [json.dumps(whole | change)]
    assert fault(service) == "nonsense"


def test_an_answer_about_another_application_is_not_shown(service: ScoringService, door: Door) -> None:
    door.faults = [json.dumps(service._ask("POST", "/api/v1/score/explanation", {"application": APPLICATION}))]
    with pytest.raises(ServiceError, match="another application"):
        score(service, {**APPLICATION, "AMT_CREDIT": 300_000.0})


def test_one_that_is_down_is_left_alone_for_a_while(door: Door, second: tuple[str, str], served: ServedModel) -> None:
    moment = [0.0]
    breaker = Breaker(failures=3, pause=5.0, now=lambda: moment[0])
    service = ScoringService(RemoteSettings(door.address, second[1]), served, breaker)
    door.faults = ["503"]
    assert [fault(service) for _ in range(4)] == ["unreachable"] * 4
    assert door.asked == 3
    door.faults, moment[0] = [], 6.0
    assert score(service).explanation.points > 0


def test_a_wrong_key_lets_nobody_in_and_is_in_no_sentence(
    door: Door, served: ServedModel, caplog: pytest.LogCaptureFixture
) -> None:
    service = ScoringService(RemoteSettings(door.address, "cp_not_this_one_at_all"), served)
    assert fault(service) == "refused"
    assert "CREDIT_PANEL_API_KEY_FILE" in caplog.text
    assert "not_this_one" not in caplog.text


def test_another_identity_is_refused(service: ScoringService, served: ServedModel) -> None:
    other = ScoringService(service.settings, served.with_policy(cost_ratio=20))
    with pytest.raises(ServiceError, match="serve the same model, policy and portfolio") as refused:
        other.check_identity()
    assert refused.value.fault == "other_model"
    assert fault(other) == "other_model"


def test_nobody_at_the_address(served: ServedModel) -> None:
    with standing() as door:
        address = door.address
    assert fault(ScoringService(RemoteSettings(address), served)) == "unreachable"


def test_the_doctor_says_whether_it_scores_alike(
    door: Door, second: tuple[str, str], users: Gate, served: ServedModel
) -> None:
    environ = {"CREDIT_PANEL_API_URL": door.address, "CREDIT_PANEL_API_KEY": second[1]}

    def told(**changes: str) -> str:
        return " ".join(f"{found.verdict}: {found.sentence}" for found in scoring_service(served, environ | changes))

    assert told().startswith("ok: The scoring service 127.0.0.1")
    assert told(CREDIT_PANEL_API_KEY="cp_not_this_one_at_all").startswith("fault: ")
    keys = {
        action: users.keys.add(f"only-{action.replace('_', '-')}", [action], 86_400.0)
        for action in (Action.SCORE_APPLICATIONS, Action.VIEW_CLIENTS)
    }
    half = told(CREDIT_PANEL_API_KEY=keys[Action.SCORE_APPLICATIONS])
    assert half.startswith("fault: ")
    assert "not made for view_clients, which the what-if of /client needs" in half
    half = told(CREDIT_PANEL_API_KEY=keys[Action.VIEW_CLIENTS])
    assert half.startswith("fault: ")
    assert "(status 403)" in half
    assert "a key for score_applications and view_clients" in half
    assert told(CREDIT_PANEL_API_URL="nowhere").startswith("fault: CREDIT_PANEL_API_URL is no address")
    assert told(CREDIT_PANEL_API_URL="") == ""
    door.faults = ["503"]
    assert told().startswith("note: ")
